#include "stance/validation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "folder_test.hpp"
#include "stance/report.hpp"

namespace stance {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Strings = std::vector<std::string>;

const CompiledLexicon& mini() {
  static const CompiledLexicon lexicon(load_lexicon(std::string(STANCE_TEST_DATA_DIR) + "/../program/mini.yaml"));
  return lexicon;
}

class HandCodesTest : public FolderTest {
 protected:
  HandCodes jsonl(const std::string& rows, const std::string& name = "codes.jsonl") const {
    return read_hand_codes({write(name, rows)}, mini().lexicon());
  }
  HandCodes csv(const std::string& rows) const { return read_hand_codes({write("codes.csv", rows)}, mini().lexicon()); }
  static Validation validated(const HandCodes& codes, const Corpus& corpus = {}, ValidationOptions options = {}) {
    options.analysis.principal = "Azerbaijan";
    options.replicates = 200;
    return validate(codes, corpus, mini(), options);
  }
};
class ValidationTest : public HandCodesTest {};

/// Gold against what mini.yaml reads: +1, a missed −1, a wrong sign, a right 0.
const char* const kRows =
    R"({"id": "a", "text": "We shall join NATO.", "axes": {"nato_orientation": 1, "non_alignment": -1}, "targets": {"NATO": 1}, "tags": ["plain"]})"
    "\n"
    R"({"id": "b", "text": "NATO was named.", "axes": {"nato_orientation": -1}, "targets": {"NATO": 0}, "tags": ["plain", "hard"]})"
    "\n"
    R"({"id": "c", "text": "The aggression of NATO grows.", "axes": {"nato_orientation": 1}, "targets": {"NATO": -1}})"
    "\n"
    R"({"id": "d", "text": "We shall join NATO with Russia.", "targets": {"NATO": 1}, "counts": false})"
    "\n";

TEST_F(HandCodesTest, JsonLines) {
  const HandCodes codes = jsonl(kRows);
  ASSERT_EQ(codes.rows.size(), 4U);
  EXPECT_TRUE(codes.diagnostics.empty());
  EXPECT_EQ(codes.rows[0].coder, "codes");
  EXPECT_EQ(codes.rows[0].labels.size(), 3U);
  EXPECT_EQ(codes.rows[1].tags, (Strings{"plain", "hard"}));
  EXPECT_FALSE(codes.rows[3].counts);
  EXPECT_FALSE(codes.rows[0].labels[0].is_position);
}

TEST_F(HandCodesTest, PositionsAndOtherFields) {
  const HandCodes codes = jsonl(
      R"({"id": 7, "text": "x", "year": 1999, "list": [1], "axes": {"nato_orientation": 0.5, "non_alignment": 1.0}, "positions": {"Russia": 1}})");
  ASSERT_EQ(codes.rows.size(), 1U);
  EXPECT_EQ(codes.rows[0].id, "7");
  EXPECT_EQ(codes.rows[0].fields.at("year"), "1999");
  ASSERT_EQ(codes.rows[0].labels.size(), 3U);
  EXPECT_FALSE(codes.rows[0].labels[1].is_position && codes.rows[0].labels[0].is_position);
  EXPECT_TRUE(codes.rows[0].labels[2].is_position);
}

TEST_F(HandCodesTest, WideAndLongCsvSayTheSame) {
  const HandCodes wide =
      csv("id,coder,text,tags,axis:nato_orientation,target:NATO\n1,A,We join NATO.,x; y,1,\xE2\x88\x92"
          "1\n1,B,,,,0\n");
  const HandCodes tall =
      csv("id,coder,text,tags,kind,key,value\n1,A,We join NATO.,x;y,axis,nato_orientation,1\n1,A,,,,NATO,-1\n1,B,,,target,NATO,+0\n");
  for (const HandCodes* codes : {&wide, &tall}) {
    EXPECT_THAT(codes_of(codes->diagnostics), ElementsAre());
    ASSERT_EQ(codes->rows.size(), 2U);
    EXPECT_EQ(codes->rows[0].tags, (Strings{"x", "y"}));
    ASSERT_EQ(codes->rows[0].labels.size(), 2U);
    EXPECT_EQ(codes->rows[0].labels[0].value, 1.0);
    EXPECT_EQ(codes->rows[0].labels[1].value, -1.0);
    EXPECT_EQ(codes->rows[1].text, "We join NATO.");
    EXPECT_EQ(codes->rows[1].labels.size(), 1U);
  }
}

TEST_F(HandCodesTest, FaultsNameTheirLine) {
  const HandCodes codes = jsonl(
      "{\"id\": \"1\", \"text\": \"x\", \"axes\": {\"nato_orientaton\": 1}}\n"
      "{\"id\": \"2\", \"text\": \"x\", \"axes\": {\"nato_orientation\": 2}}\n"
      "{\"id\": \"3\", \"text\": \"x\", \"axes\": {\"nato_orientation\": \"1\"}}\n"
      "{\"text\": \"x\"}\n"
      "{\"id\": {}, \"text\": \"x\"}\n"
      "{\"id\": \"4\", \"document\": \"d\", \"start\": 3, \"end\": 3}\n"
      "{\"id\": \"4\", \"document\": \"d\", \"start\": 3}\n"
      "{\"id\": \"5\", \"text\": \"x\", \"targets\": {\"NATO\": 1, \"nato\": 0}}\n"
      "{\"id\": \"5\", \"text\": \"x\"}\n"
      "{\"id\": \"5\", \"text\": \"y\", \"coder\": \"B\"}\n"
      "{\"id\": \"6\", \"text\": 3}\n"
      "[]\n"
      "{\"id\": \"7\", \"text\": \"x\", \"targets\": {\"ZZZ\": 1, \"YYY\": 1}, \"axes\": {\"sovereignty_emphasis\": -1}}\n"
      "{\"id\": \"8\", \"text\": \"\xFF\"}\n"
      "{\"id\": \"9\", \"text\": \"x\", \"counts\": 1, \"tags\": []}\n"
      "{\"id\": \"10\", \"text\": \"x\", \"axes\": {\"nato_orientation\": 1, \"nato_orientation\": 1}}\n"
      "{\"id\": \"11\", \"text\": \" \"}\n");
  EXPECT_THAT(codes_of(codes.diagnostics),
              ElementsAre("V107:1", "V109:2", "V109:3", "V102:4", "V102:5", "V104:6", "V104:7", "V110:8", "V111:9", "V112:10", "V113:11",
                          "V101:12", "V108:13", "V108:13", "V115:13", "T106:14", "V113:15", "V110:16", "V103:0"));
  EXPECT_THAT(codes.diagnostics[0].message, HasSubstr("did you mean 'nato_orientation'?"));
  EXPECT_EQ(codes.unknown_targets.at("ZZZ"), 1U);
}

TEST_F(HandCodesTest, FaultsOfCsv) {
  EXPECT_THAT(codes_of(csv("name,axis:nato_orientation\n1,1\n").diagnostics), ElementsAre("V114:1"));
  EXPECT_THAT(codes_of(csv("id,text\n1,x\n").diagnostics), ElementsAre("V114:1"));
  EXPECT_THAT(codes_of(csv("id,text,key\n1,x,NATO\n").diagnostics), ElementsAre("V114:1"));
  EXPECT_THAT(codes_of(csv("id,text,key,value,kind\n1,x,NATO,1,axes\n2,x,NATO,,\n3,x,NATO,one,\n4,x,NATO\n").diagnostics),
              ElementsAre("V113:2", "V109:3", "V109:4", "T111:5"));
  EXPECT_THAT(codes_of(csv("").diagnostics), ElementsAre("T104:0"));
  EXPECT_THAT(codes_of(read_hand_codes({write("codes.txt", "x")}, mini().lexicon()).diagnostics), ElementsAre("V101:0"));
}

TEST_F(ValidationTest, CountsWhatIsRightAndWrong) {
  const Validation v = validated(jsonl(kRows));
  EXPECT_EQ(v.n_counting, 3U);
  EXPECT_EQ(v.n_silent, 1U);
  EXPECT_EQ(v.n_silent_moved, 1U);
  const LabelScores& targets = v.families[0];
  EXPECT_EQ(targets.n, 3U);
  EXPECT_DOUBLE_EQ(*targets.macro_f1.value, 1.0);
  const LabelScores& axes = v.families[1];
  EXPECT_EQ(axes.n, 4U);
  EXPECT_EQ(axes.confusion(0, 0), 1.0);  // non_alignment
  EXPECT_EQ(axes.confusion(0, 1), 1.0);  // b: missed
  EXPECT_EQ(axes.confusion(2, 0), 1.0);  // c: the wrong sign
  EXPECT_EQ(axes.confusion(2, 2), 1.0);  // a
  // F1: −1: 2/(2+1+1), 0: 0, +1: 2/(2+1)
  EXPECT_NEAR(*axes.macro_f1.value, (0.5 + 0.0 + 2.0 / 3.0) / 3.0, 1e-12);
  EXPECT_NEAR(*v.headline.value, (1.0 + *axes.macro_f1.value) / 2.0, 1e-12);
  EXPECT_LE(*v.headline.lower, *v.headline.value);
  EXPECT_FALSE(v.families[2].macro_f1.value);  // no intensities
}

TEST_F(ValidationTest, ErrorsByCostWithTheirEvidence) {
  const Validation v = validated(jsonl(kRows));
  ASSERT_GE(v.errors.size(), 3U);
  EXPECT_EQ(v.errors[0].kind, ErrorKind::wrong_sign);
  EXPECT_EQ(v.units[v.errors[0].unit].id, "c");
  EXPECT_DOUBLE_EQ(v.errors[0].cost, 2.0);
  EXPECT_FALSE(v.errors[0].records.empty());
  EXPECT_TRUE(std::is_sorted(v.errors.begin(), v.errors.end(), [](const LabelError& a, const LabelError& b) { return a.cost > b.cost; }));
  EXPECT_TRUE(std::any_of(v.errors.begin(), v.errors.end(), [](const LabelError& e) { return e.kind == ErrorKind::must_not_count; }));
}

TEST_F(ValidationTest, TargetsThatNobodyLabelled) {
  const Validation v = validated(jsonl(R"({"id": "a", "text": "We shall join NATO.", "targets": {"Russia": 0}})"));
  EXPECT_EQ(v.n_overfired, 1U);
  ValidationOptions only;
  only.targets = {"Russia"};
  EXPECT_EQ(validated(jsonl(R"({"id": "a", "text": "We shall join NATO.", "targets": {"Russia": 0}})"), {}, only).n_overfired, 0U);
}

TEST_F(ValidationTest, TablesByField) {
  ValidationOptions options;
  options.by = {"tags"};
  const Validation v = validated(jsonl(kRows), {}, options);
  ASSERT_EQ(v.by.at("tags").size(), 2U);
  EXPECT_EQ(v.by.at("tags")[0].name, "hard");
  EXPECT_EQ(v.by.at("tags")[0].n, 2U);
  EXPECT_EQ(v.by.at("tags")[1].n, 5U);
}

TEST_F(ValidationTest, ASpanIsReadInItsDocument) {
  Corpus corpus;
  corpus.add({"d", "Türkiye is near. We shall join NATO. The aggression of NATO grows.", "", "", "", {}});
  const std::string rows =
      R"({"id": "whole", "document": "d", "axes": {"nato_orientation": 1}})"
      "\n"
      R"({"id": "first", "document": "d", "start": 17, "end": 36, "axes": {"nato_orientation": 1}, "targets": {"NATO": 1}})"
      "\n"
      R"({"id": "second", "document": "d", "start": 37, "end": 66, "axes": {"nato_orientation": -1}})"
      "\n"
      R"({"id": "other", "document": "e", "axes": {"nato_orientation": -1}})"
      "\n"
      R"({"id": "behind", "document": "d", "start": 37, "end": 67, "axes": {"nato_orientation": -1}})"
      "\n";
  const Validation v = validated(jsonl(rows), corpus);
  EXPECT_THAT(codes_of(v.diagnostics), ElementsAre("V106:0", "V105:0"));
  ASSERT_EQ(v.units.size(), 3U);
  EXPECT_EQ(v.units[1].text, "We shall join NATO.");
  EXPECT_EQ(v.documents.size(), 1U);
  EXPECT_DOUBLE_EQ(*v.headline.value, 1.0);
}

TEST_F(ValidationTest, OwnTextOrContext) {
  Corpus corpus;
  corpus.add({"r", "We shall join NATO. The aggression of NATO grows.", "", "", "", {}});
  // The text says the opposite of the place, so that one can see which was read. Row and document share their id.
  const HandCodes codes = jsonl(
      R"({"id": "r", "text": "The aggression of NATO grows.", "document": "r", "start": 0, "end": 19, "axes": {"nato_orientation": 1}})");
  ValidationOptions options;
  EXPECT_EQ(validated(codes, corpus, options).families[1].confusion(2, 0), 1.0);
  options.score_from = ScoreFrom::context;
  EXPECT_EQ(validated(codes, corpus, options).families[1].confusion(2, 2), 1.0);
}

TEST_F(ValidationTest, Coders) {
  const std::string a = R"({"id": "1", "text": "We shall join NATO.", "targets": {"NATO": 1}})"
                        "\n"
                        R"({"id": "2", "text": "NATO was named.", "targets": {"NATO": 0, "Russia": 0}})"
                        "\n"
                        R"({"id": "3", "text": "NATO was seen.", "targets": {"NATO": 0}})"
                        "\n";
  const std::string b = R"({"id": "1", "targets": {"NATO": 1}})"
                        "\n"
                        R"({"id": "2", "targets": {"NATO": 0}})"
                        "\n"
                        R"({"id": "3", "targets": {"NATO": 1}})"
                        "\n";
  const HandCodes codes = read_hand_codes({write("A.jsonl", a), write("B.jsonl", b)}, mini().lexicon());
  const Validation v = validated(codes);
  EXPECT_EQ(v.n_ties, 1U);
  ASSERT_FALSE(v.coders.empty());
  EXPECT_EQ(v.coders[0].name, "all labels");
  EXPECT_EQ(v.coders[0].n, 3U);
  const CoderPair& pair = v.coders[0].pairs.at(0);
  EXPECT_EQ(pair.n, 3U);
  EXPECT_EQ(pair.n_only_one, 1U);
  // (1,1), (0,0), (0,1): p_o = 2/3, p_e = (2·1 + 1·2) / 9
  EXPECT_NEAR(*pair.kappa.value, (2.0 / 3.0 - 4.0 / 9.0) / (5.0 / 9.0), 1e-12);
  ASSERT_EQ(v.against.size(), 2U);
  EXPECT_EQ(v.against[0].families[0].n, 4U);
  EXPECT_EQ(v.families[0].n, 3U);
}

TEST_F(ValidationTest, PositionsWithCalibration) {
  const HandCodes codes = jsonl(R"({"id": "1", "text": "We shall join NATO.", "positions": {"nato_orientation": 1}})"
                                "\n"
                                R"({"id": "2", "text": "We will never join NATO.", "positions": {"nato_orientation": -0.75}})"
                                "\n"
                                R"({"id": "3", "text": "Trade grows.", "positions": {"nato_orientation": 0.1}})"
                                "\n"
                                R"({"id": "4", "text": "Partnership with NATO grows.", "positions": {"nato_orientation": 0.5}})"
                                "\n");
  const Validation v = validated(codes);
  ASSERT_EQ(v.positions.size(), 2U);
  EXPECT_EQ(v.positions[0].n, 3U);
  EXPECT_EQ(v.positions[0].n_undefined, 1U);
  EXPECT_DOUBLE_EQ(*v.positions[0].spearman.value, 1.0);
  EXPECT_NEAR(*v.positions[0].mean_absolute_error.value, 0.25 / 3.0, 1e-12);
  ASSERT_EQ(v.positions[0].calibration.size(), 3U);
  EXPECT_DOUBLE_EQ(*v.positions[0].calibration[2].coverage.value, 1.0);
  EXPECT_LT(*v.positions[0].calibration[0].mean_width, *v.positions[0].calibration[2].mean_width);
}

TEST_F(ValidationTest, AblationIsPaired) {
  ValidationOptions options;
  options.ablate = true;
  const Validation v = validated(jsonl(R"({"id": "1", "text": "We will never join NATO.", "targets": {"NATO": -1}})"
                                       "\n"
                                       R"({"id": "2", "text": "We shall join NATO.", "targets": {"NATO": 1}})"),
                                 {}, options);
  ASSERT_EQ(v.ablations.size(), evidence_rules.size());
  EXPECT_EQ(v.ablations[0].rule, "negation");
  EXPECT_NEAR(*v.ablations[0].earned.value, 1.0 - 1.0 / 3.0, 1e-12);
  EXPECT_DOUBLE_EQ(*v.ablations[1].earned.value, 0.0);
  EXPECT_DOUBLE_EQ(*v.ablations[1].earned.upper, 0.0);
}

TEST_F(ValidationTest, TheNumberOfThreadsChangesNothing) {
  const HandCodes codes = jsonl(kRows);
  Strings outputs;
  for (const std::size_t threads : {1U, 3U}) {
    ValidationOptions options;
    options.analysis.threads = threads;
    options.sample = 3;
    const Validation v = validated(codes, {}, options);
    std::ostringstream out;
    write_json(out, ReportContext{mini().lexicon(), options.analysis}, ValidationReport{options, &v, nullptr, {}});
    outputs.push_back(out.str());
  }
  EXPECT_EQ(outputs[0], outputs[1]);
}

TEST_F(ValidationTest, EmptyCodesAreNoError) {
  const Validation v = validated(HandCodes{});
  EXPECT_FALSE(v.headline.value);
  EXPECT_EQ(v.units.size(), 0U);
}

TEST_F(ValidationTest, WrongOptions) {
  ValidationOptions options;
  options.threshold = 2.0;
  EXPECT_THROW(static_cast<void>(validated({}, {}, options)), InvalidArgument);
  options = {};
  options.targets = {"Atlantis"};
  EXPECT_THROW(static_cast<void>(validated({}, {}, options)), InvalidArgument);
}

class GroupsTest : public HandCodesTest {};

TEST_F(GroupsTest, TellsGroupsApart) {
  const GroupTable table = read_group_table(
      write("g.csv", "id,member,region,score,year\na,1,E,2.5,1\nb,1,W,1.0,1\nc,0,E,-1,2\nd,0,W,NA,2\ne,NA,W,1,3\nf,0,W,0,3\nz,1,W,1,1\n"));
  ASSERT_TRUE(table.diagnostics.empty());
  const auto axis = *mini().lexicon().find_axis("nato_orientation");
  std::vector<DocumentPositions> documents;
  for (const auto& [id, value] : std::vector<std::pair<std::string, std::optional<double>>>{
           {"a", 1.0}, {"b", 1e-17}, {"c", -1.0}, {"d", std::nullopt}, {"e", 0.5}, {"f", 0.5}, {"g", 1.0}}) {
    documents.push_back({id, std::vector<std::optional<double>>(mini().lexicon().axes.size())});
    documents.back().axes[axis] = value;
  }
  GroupOptions options;
  options.measures = {parse_measure("nato_orientation", mini().lexicon())};
  options.columns = {"member", "score"};
  options.within = "region";
  options.mean_by = "region";
  options.min_group = 2;
  const GroupValidation groups = validate_groups(documents, table, mini().lexicon(), options);
  EXPECT_EQ(groups.n, 6U);
  EXPECT_EQ(groups.n_not_listed, 1U);
  EXPECT_EQ(groups.n_not_scored, 1U);
  ASSERT_EQ(groups.aucs.size(), 1U);
  // 1 and 0 (a sum that cancelled) against −1, undefined as 0, and 0.5: 3 wins of a; b: 1 + ½ + 0.
  EXPECT_DOUBLE_EQ(*groups.aucs[0].auc.value, 4.5 / 6.0);
  EXPECT_DOUBLE_EQ(*groups.aucs[0].auc_defined, 3.0 / 4.0);
  EXPECT_DOUBLE_EQ(*groups.aucs[0].auc_within.value, (1.0 + 0.5) / 3.0);
  ASSERT_EQ(groups.correlations.size(), 1U);
  EXPECT_EQ(groups.correlations[0].n, 5U);
  EXPECT_EQ(groups.correlations[0].n_means, 2U);
  EXPECT_NEAR(*groups.correlations[0].spearman.value, *spearman({1, 0, -1, 0.5, 0.5}, {2.5, 1, -1, 1, 0}), 1e-12);
  EXPECT_NEAR(*groups.correlations[0].pearson.value, *pearson({1, 0, -1, 0.5, 0.5}, {2.5, 1, -1, 1, 0}), 1e-12);
}

TEST_F(GroupsTest, QuestionsAndMeasures) {
  const GroupTable table = read_group_table(write("g.csv", "id,member,region\na,1,E\n"));
  const GroupQuestion question =
      parse_question("nato_orientation - non_alignment: member & region=E|W / member=0 & region != N", table, mini().lexicon());
  EXPECT_EQ(question.measure.name, "nato_orientation - non_alignment");
  EXPECT_EQ(question.positives.size(), 2U);
  EXPECT_EQ(question.positives[1].values, (Strings{"E", "W"}));
  EXPECT_TRUE(question.negatives[1].negated);
  EXPECT_EQ(question.negatives[1].column, "region");
  EXPECT_EQ(parse_measure("-non_alignment", mini().lexicon()).terms[0].second, -1.0);
  for (const char* wrong : {"nato: member", "nato_orientation", "nato_orientation: membr", "nato_orientation: ", ": member"})
    EXPECT_THROW(static_cast<void>(parse_question(wrong, table, mini().lexicon())), InvalidArgument) << wrong;
}

TEST_F(GroupsTest, FaultsOfTheTable) {
  EXPECT_THAT(codes_of(read_group_table(write("g.csv", "id,member\na,1\na,0\n")).diagnostics), ElementsAre("T110:3"));
  EXPECT_THAT(codes_of(read_group_table(write("g.csv", "name,member\na,1\n")).diagnostics), ElementsAre("V114:1"));
  EXPECT_THAT(codes_of(read_group_table(write("g.txt", "id")).diagnostics), ElementsAre("V101:0"));
  EXPECT_THAT(codes_of(read_group_table(path("none.csv")).diagnostics), ElementsAre("T102:0"));
}

}  // namespace
}  // namespace stance
