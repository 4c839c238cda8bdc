#include "stance/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "detail/report_common.hpp"

namespace stance {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const CompiledLexicon& mini() {
  static const CompiledLexicon lexicon(load_lexicon(std::string(STANCE_TEST_DATA_DIR) + "/../program/mini.yaml"));
  return lexicon;
}

Document document_of(std::string text) {
  Document document;
  document.id = "d|1";
  document.text = std::move(text);
  document.principal = "Azerbaijan";
  return document;
}

struct Scored {
  Document document;
  AnalysisOptions options;
  DocumentAnalysis result;
};

Scored scored(std::string text, const CleanOptions& clean = {}) {
  Scored out;
  out.document = document_of(std::move(text));
  out.options.clean = clean;
  Corpus corpus;
  corpus.add(out.document);
  out.result = analyze(corpus, mini(), out.options).documents.at(0);
  return out;
}

nlohmann::json record_of(const Scored& scored) {
  std::ostringstream out;
  const ReportContext context{mini().lexicon(), scored.options, ShowEvidence::yes};
  jsonl_score_writer(out, context)->add(scored.document, scored.result);
  EXPECT_EQ(out.str().find('\n'), out.str().size() - 1) << "one line";
  return nlohmann::json::parse(out.str());
}

TEST(ReportNumbers, AreShortRoundedAndNeverMinusZero) {
  EXPECT_EQ(detail::plain_number(0.1 + 0.2), "0.3");
  EXPECT_EQ(detail::plain_number(1.0 / 3.0), "0.333333");
  EXPECT_EQ(detail::plain_number(-1e-9), "0");
  EXPECT_EQ(detail::plain_number(std::nan("")), "");
  EXPECT_FALSE(std::signbit(detail::rounded(-1e-9)));
  EXPECT_EQ(detail::signed_number(0.414), "+0.41");
  EXPECT_EQ(detail::signed_number(-0.3), "−0.30");
  EXPECT_EQ(detail::signed_number(-0.004), "0.00");
  EXPECT_EQ(detail::grouped(0), "0");
  EXPECT_EQ(detail::grouped(999), "999");
  EXPECT_EQ(detail::grouped(1234567), "1,234,567");
}

TEST(ReportTexts, AreCutAtCharacters) {
  EXPECT_EQ(detail::shortened("Əliyev", 6), "Əliyev");
  EXPECT_EQ(detail::shortened("Əliyev", 2), "Əl…");
  EXPECT_EQ(detail::one_line("a\r\n\t b\xFF"), "a b\xEF\xBF\xBD");
  EXPECT_EQ(detail::one_line("\x1B[2Ja\xC2\x9B" "31mb\x7F" "c\xC2\xA0"), "[2Ja 31mb c\xC2\xA0")
      << "controls of a terminal, C1 too; a no-break space is text";
}

TEST(Report, ContributionsAddUpToThePositionBeforeRounding) {
  const Scored s = scored(
      "We shall join NATO. Our partnership with NATO grows. We will never join NATO. The aggression of NATO is known. NATO met. "
      "Sovereignty! Sovereignty.");
  for (const AxisResult& axis : s.result.axes) {
    double sum = 0.0;
    for (const detail::ShownRecord& shown : detail::shown_axis_records(mini().lexicon(), s.result, axis.axis)) sum += shown.contribution;
    const bool intensity = mini().lexicon().axes[axis.axis].kind == AxisKind::intensity;
    if (!axis.position.estimate) continue;
    EXPECT_NEAR(intensity ? 1.0 - std::exp(-sum) : sum, *axis.position.estimate, 1e-9) << mini().lexicon().axes[axis.axis].key;
  }
  for (const TargetResult& target : s.result.targets) {
    double sum = 0.0;
    for (const detail::ShownRecord& shown : detail::shown_target_records(s.result, target.target)) sum += shown.contribution;
    ASSERT_TRUE(target.stance.estimate.has_value());
    EXPECT_NEAR(sum, *target.stance.estimate, 1e-9);
  }
}

TEST(Report, QuotationIsTheBytesOfTheText) {
  const Scored s = scored(
      "\xEF\xBB\xBFƏlbəttə, it is “so”: in the years that lie before us we shall join \xC2\xA0 NATO and bring the work of our parliament "
      "and army "
      "to its end.");
  const nlohmann::json record = record_of(s);
  std::size_t n = 0;
  for (const nlohmann::json& evidence : record["axes"]["nato_orientation"]["evidence"]) {
    const auto start = evidence["start"].get<std::size_t>();
    EXPECT_EQ(s.document.text.substr(start, evidence["end"].get<std::size_t>() - start), evidence["quotation"].get<std::string>());
    EXPECT_EQ(evidence["quotation"], "join \xC2\xA0 NATO");
    EXPECT_FALSE(evidence.contains("quotation_repaired"));
    ++n;
  }
  EXPECT_EQ(n, 1U);
}

TEST(Report, WhatIsNotUtf8IsReplacedAndMarked) {
  CleanOptions clean;
  clean.repair_utf8 = true;
  Scored s = scored("We shall join NATO.", clean);
  s.document.text[10] = '\xFF';  // inside of "join NATO"
  const nlohmann::json record = record_of(s);
  const nlohmann::json& evidence = record["axes"]["nato_orientation"]["evidence"][0];
  EXPECT_EQ(evidence["quotation_repaired"], true);
  EXPECT_THAT(evidence["quotation"].get<std::string>(), HasSubstr("\xEF\xBF\xBD"));
}

TEST(Report, UndefinedIsNullEverywhere) {
  const nlohmann::json axis = record_of(scored("Nothing here."))["axes"]["nato_orientation"];
  for (const char* field : {"position", "se", "ci", "logit", "relative", "absolute"}) EXPECT_TRUE(axis[field].is_null()) << field;
  EXPECT_EQ(axis["undefined"], "no_mention");
}

TEST(Report, CsvQuotesWhatNeedsIt) {
  Scored s = scored("Our partnership with NATO.");
  s.result.id = "a,\"b\"\nc";
  std::ostringstream out;
  const ReportContext context{mini().lexicon(), s.options};
  csv_score_writer(out, context)->add(s.document, s.result);
  EXPECT_THAT(out.str(), HasSubstr("\r\n\"a,\"\"b\"\"\nc\",axis,nato_orientation,0.5,"));
}

TEST(Report, MarkdownEscapes) {
  Page page;
  page.blocks.push_back({PageBlock::Kind::quotation, {{" nato_orientation *x* |y| ", Tone::strong}, {"_z_", Tone::plain}}, {}});
  std::ostringstream out;
  write_markdown(out, page);
  EXPECT_EQ(out.str(), "-  **nato_orientation \\*x\\* \\|y\\|** \\_z\\_\n");
}

TEST(Report, StrongestQuotationsComeOnceForEachSentence) {
  const Scored s = scored("Our partnership with NATO. We shall join NATO. Our partnership with NATO.");
  const auto all = detail::shown_axis_records(mini().lexicon(), s.result, 0);
  const auto best = detail::strongest(s.result, all, 5);
  ASSERT_EQ(best.size(), 2U);
  EXPECT_EQ(detail::quotation(s.document, best[0].record->span), "join NATO");
}

TEST(Report, KeywordStandsInItsSentence) {
  const Scored s = scored("First. Then we shall join NATO, all of us. Last.");
  const auto records = detail::shown_axis_records(mini().lexicon(), s.result, 0);
  ASSERT_EQ(records.size(), 1U);
  const detail::Context context = detail::context_of(s.document, s.result, *records[0].record, 8);
  EXPECT_EQ(context.before, "…e shall ");
  EXPECT_EQ(context.keyword, "join NATO");
  EXPECT_EQ(context.behind, ", all of…");
}

/// The records of an axis in the order of the text, with what stands around each.
std::vector<std::string> contexts_of(const Scored& s, std::uint32_t axis) {
  std::vector<std::string> out;
  for (const detail::ShownRecord& shown : detail::shown_axis_records(mini().lexicon(), s.result, axis)) {
    const detail::Context context = detail::context_of(s.document, s.result, *shown.record, 14);
    out.push_back(context.before + '[' + context.keyword + ']' + context.behind);
  }
  return out;
}

TEST(ReportContext, IsThatOfTheRecordWhereTheSameWordsStandTwice) {
  const std::uint32_t sovereignty = static_cast<std::uint32_t>(mini().lexicon().find_axis("sovereignty_emphasis").value());
  const Scored s = scored("First came sovereignty, as all know; then again sovereignty of the people.");
  EXPECT_EQ(contexts_of(s, sovereignty), (std::vector<std::string>{"First came [sovereignty], as all know;…", "…w; then again [sovereignty] of the people…"}));
  // Where cleaning changed the words themselves, the original stands in.
  const Scored noted = scored("We have sovereignty,<sup>1</sup> they said, and our own soverei-\ngnty is dear.");
  EXPECT_EQ(contexts_of(noted, sovereignty), (std::vector<std::string>{"We have [sovereignty], they said, a…", "…, and our own [soverei- gnty] is dear."}));
}

TEST(ReportContext, LongSentencesAreShownInPart) {
  // A transcript without a full stop: each record has its surroundings, and not the whole text.
  std::string text;
  for (int i = 0; i < 500; ++i) text += "we shall join NATO — and Ərəb sözü " + std::to_string(1000 + i) + "; ";
  const Scored s = scored(text);
  ASSERT_EQ(s.result.evidence.sentences.size(), 1U);
  ASSERT_GT(s.result.evidence.sentences[0].text.size(), 8000U);
  const nlohmann::json record = record_of(s);
  const nlohmann::json& evidence = record["axes"]["nato_orientation"]["evidence"];
  ASSERT_EQ(evidence.size(), 500U);
  for (std::size_t i = 0; i < evidence.size(); ++i) {
    const std::string sentence = evidence[i]["sentence"];
    EXPECT_LE(sentence.size(), 2 * 2000 + 9 + 2 * std::string("…").size()) << i;
    EXPECT_GE(sentence.size(), 1900U) << i;
    EXPECT_THAT(sentence, HasSubstr("join NATO — and Ərəb sözü " + std::to_string(1000 + i)));
    EXPECT_EQ(sentence.substr(0, 3) == "…", evidence[i]["start"] > 2000) << i;
    EXPECT_EQ(sentence.substr(sentence.size() - 3) == "…", s.result.evidence.sentences[0].span.end - evidence[i]["end"].get<std::size_t>() > 2000) << i;
  }
  EXPECT_EQ(contexts_of(s, static_cast<std::uint32_t>(mini().lexicon().find_axis("nato_orientation").value()))[250], "…249; we shall [join NATO] — and Ərəb sö…");
}

TEST(Report, PagesHoldNoControlCharactersOfIds) {
  const std::vector<std::string> texts = {"We shall join NATO. Sovereignty.", "We will never join NATO. Neutrality."};
  Corpus corpus;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    Document document = document_of(texts[i]);
    document.id = "\x1B[31mred\n\xC2\x9B" + std::to_string(i);
    document.language = "ru";  // another than the lexicon's: a diagnostic
    corpus.add(std::move(document));
  }
  AnalysisOptions options;
  options.count_features = CountFeatures::yes;
  const Analysis analysis = analyze(corpus, mini(), options);
  CompareOptions compare_options;
  compare_options.idf = IdfSource::corpus;
  const Comparison comparison = compare(corpus, analysis, mini(), compare_options);
  ASSERT_FALSE(comparison.contrasts.empty());
  const ReportContext context{mini().lexicon(), options, ShowEvidence::yes};
  for (const Page& page :
       {comparison_page(context, corpus, analysis, comparison), evidence_page(context, {}, corpus[0], analysis.documents[0])}) {
    std::string all;
    for (const PageBlock& block : page.blocks) {
      for (const stance::Run& run : block.runs) all += run.text;
      for (const Column& column : block.table.columns) all += column.title;
      for (const auto& row : block.table.rows) {
        for (const stance::Run& run : row) all += run.text;
      }
    }
    EXPECT_THAT(all, HasSubstr("[31mred"));
    for (const char c : all) EXPECT_GE(static_cast<unsigned char>(c), 0x20);
    EXPECT_THAT(all, Not(HasSubstr("\xC2\x9B")));
  }
}

TEST(Report, PageShowsReasonsAndFaults) {
  const Scored s = scored("Nothing here.");
  const ReportContext context{mini().lexicon(), s.options};
  ScorePage page(context);
  page.add(s.document, s.result);
  std::ostringstream out;
  write_markdown(out, page.finish({Diagnostic{}}));
  EXPECT_THAT(out.str(), HasSubstr("no mention"));
  EXPECT_THAT(out.str(), HasSubstr("1 could not be scored."));
  EXPECT_THAT(out.str(), HasSubstr("d\\|1"));
  ScorePage none(context);
  std::ostringstream empty;
  write_markdown(empty, none.finish({}));
  EXPECT_THAT(empty.str(), HasSubstr("0 documents"));
}

}  // namespace
}  // namespace stance
