// Learned words: what the regression of a pack says of a name of which no cue speaks. Expected numbers are worked out by hand from the formula in
// include/stance/lexicon.hpp.
#include "detail/evidence_learned.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "stance/analysis.hpp"
#include "stance/lexicon.hpp"

namespace stance {
namespace {

const char* const pack = R"(meta: {name: small.en, version: "1", language: en}
targets:
  League: {kind: alliance, names: [League]}
  Northland: {kind: state, names: [Northland]}
  Southland: {kind: state, names: [Southland]}
  Westland: {kind: state, names: [Westland]}
cues:
  - {group: join, reason: membership, type: verb, slots: {object: 1}, patterns: ["join|joins|joined"]}
axes:
  league_orientation: {kind: bipolar, negative: away, positive: towards, rules: [{targets: [League]}]}
  alignment: {kind: bipolar, negative: outside, positive: inside, rules: [{targets: [League], cues: [join]}]}
modifiers:
  first_person: [we, our]
learned:
  reason: made up for this test
  window: 3
  bias: [-1, -1]
  anywhere:
    warm: [0, 2]
    cold: [2.5, 0]
    our: [0, 1]
  before:
    warm: [0, 1]
  behind:
    cold: [1, 0]
)";

LexiconCheck checked(const std::string& yaml) { return parse_lexicon(yaml, "small.yaml"); }

class Learned : public ::testing::Test {
 protected:
  static const CompiledLexicon& lexicon() {
    static const CompiledLexicon compiled(checked(pack).lexicon.value());
    return compiled;
  }
  static DocumentAnalysis analysed(const std::string& text, EvidenceOptions rules = {}) {
    Corpus corpus;
    Document document;
    document.id = "d";
    document.text = text;
    document.principal = "Northland";
    corpus.add(std::move(document));
    AnalysisOptions options;
    options.evidence = rules;
    return analyze(corpus, lexicon(), options).documents.at(0);
  }
  /// The one record about a target that learned words made.
  static std::optional<Record> learned(const DocumentAnalysis& document, const std::string& target) {
    std::optional<Record> out;
    for (const TargetEvidence& one : document.evidence.targets) {
      if (lexicon().lexicon().targets[one.target].key != target) continue;
      for (const Record& record : one.records) {
        if (record.group != "learned") continue;
        EXPECT_FALSE(out.has_value()) << "two records";
        out = record;
      }
    }
    return out;
  }
  static double value_of(const std::string& text, const std::string& target = "League") {
    const auto record = learned(analysed(text), target);
    return record ? record->value : 0.0;
  }
  /// value · (p_support − p_against) with the value of the default, 0.5.
  static double expected(double against, double support) { return 0.5 * (std::exp(support) - std::exp(against)) / (1.0 + std::exp(support) + std::exp(against)); }
};

TEST_F(Learned, RecordsWhatTheRegressionSays) {
  const std::string text = "Those warm words reached the League.";
  const DocumentAnalysis document = analysed(text);
  const std::optional<Record> record = learned(document, "League");
  ASSERT_TRUE(record);
  EXPECT_NEAR(record->value, expected(-1.0, 1.0), 1e-12) << "−1 + 2; four words stand between, so it is not near the name";
  EXPECT_NEAR(record->value, 0.5 * (0.665240955774822 - 0.090030573170380), 1e-12) << "softmax(−1, 0, 1)";
  EXPECT_EQ(record->weight, 0.2);
  EXPECT_TRUE(record->counted());
  EXPECT_EQ(text.substr(record->cue.begin, record->cue.size()), "warm");
  EXPECT_EQ(text.substr(record->target_span.begin, record->target_span.size()), "League");
  EXPECT_EQ(lexicon().lexicon().locate(record->entry), "small.yaml:19");
}

TEST_F(Learned, WordsCountByTheirPlaceAndOnceEach) {
  EXPECT_NEAR(value_of("Words are warm in the League."), expected(-1.0, 2.0), 1e-12) << "near before the name: −1 + 2 + 1";
  EXPECT_NEAR(value_of("The League is a cold place."), expected(2.5, -1.0), 1e-12) << "near behind the name: −1 + 2.5 + 1";
  EXPECT_NEAR(value_of("The League itself is a cold place."), expected(1.5, -1.0), 1e-12) << "the fourth word behind it is not near";
  EXPECT_NEAR(value_of("Warm, warm, ever so warm is the League."), expected(-1.0, 2.0), 1e-12) << "three times the same word is one";
  EXPECT_EQ(value_of("Those Warm words reached the League."), 0.0) << "a capital of its own may be a name";
  EXPECT_EQ(value_of("Those words reached the League. It is warm."), 0.0) << "another sentence";
}

TEST_F(Learned, AxisRulesMayNameIt) {
  std::string text = pack;
  const std::string rule = "rules: [{targets: [League], cues: [join]}]";
  text.replace(text.find(rule), rule.size(), "rules: [{targets: [League], cues: [learned], factor: 0.5}]");
  const LexiconCheck named = checked(text);
  ASSERT_TRUE(named.lexicon);
  const CompiledLexicon compiled(*named.lexicon);
  Corpus corpus;
  Document document;
  document.id = "d";
  document.text = "Those warm words reached the League.";
  document.principal = "Northland";
  corpus.add(std::move(document));
  const DocumentAnalysis analysed = analyze(corpus, compiled, {}).documents.at(0);
  EXPECT_NEAR(analysed.axes[1].position.estimate.value_or(0.0), 0.5 * expected(-1.0, 1.0), 1e-12);
  const LexiconCheck without = checked(text.substr(0, text.find("learned:\n")));
  EXPECT_FALSE(without.lexicon) << "a pack without learned words has no such group";
}

TEST_F(Learned, SpeaksOnlyWhereItIsSureAndNothingElseDoes) {
  EXPECT_EQ(value_of("Our words reached the League."), 0.0) << "−1 + 1: p is a third";
  EXPECT_EQ(value_of("Northland has joined the League in warm weather."), 0.0) << "a cue speaks";
  EXPECT_EQ(value_of("Are those warm words for the League?"), 0.0) << "a question counts not";
  EXPECT_NE(value_of("Those warm words reached the League and Southland."), 0.0) << "two names";
  EXPECT_EQ(value_of("Those warm words reached the League, Southland and Westland."), 0.0) << "three names";
  EXPECT_NE(value_of("Those warm words of Northland reached the League and Southland."), 0.0) << "the principal is not counted";
  EXPECT_EQ(value_of("Those warm words reached Northland.", "Northland"), 0.0) << "nor is anything said of it";
  EvidenceOptions off;
  off.learned_words = false;
  EXPECT_FALSE(learned(analysed("Those warm words reached the League.", off), "League"));
}

TEST_F(Learned, QuotesAWordOfContentBeforeOneOfGrammar) {
  const std::string text = "Our words there were warm in the League.";
  const std::optional<Record> record = learned(analysed(text), "League");
  ASSERT_TRUE(record);
  EXPECT_NEAR(record->value, expected(-1.0, 3.0), 1e-12) << "−1 + 1 + 2 + 1";
  EXPECT_EQ(text.substr(record->cue.begin, record->cue.size()), "warm");
}

TEST_F(Learned, FeedsTheAxesWhoseRulesTakeAllGroups) {
  const DocumentAnalysis document = analysed("Those warm words reached the League.");
  EXPECT_NEAR(document.axes[0].position.estimate.value_or(0.0), expected(-1.0, 1.0), 1e-12);
  EXPECT_EQ(document.axes[1].n_evidence, 0U) << "its rule names the groups";
}

TEST_F(Learned, SurvivesWritingAsYaml) {
  const Lexicon& one = lexicon().lexicon();
  const LexiconCheck again = checked(to_yaml(one));
  ASSERT_TRUE(again.lexicon);
  const LearnedWords& learned = again.lexicon->learned;
  EXPECT_EQ(learned.reason, one.learned.reason);
  EXPECT_EQ(learned.window, 3);
  EXPECT_EQ(learned.bias_against, -1.0);
  ASSERT_EQ(learned.of(LearnedPlace::anywhere).size(), 3U);
  EXPECT_EQ(learned.of(LearnedPlace::anywhere)[1].word, "cold");
  EXPECT_EQ(learned.of(LearnedPlace::anywhere)[1].against, 2.5);
  EXPECT_EQ(learned.of(LearnedPlace::behind).size(), 1U);
}

TEST_F(Learned, FaultsAreNamedWithTheirPlace) {
  const std::string head = "meta: {name: x, version: '1', language: en}\ntargets: {A: {kind: state, names: [Aland]}}\nlearned:\n";
  const auto fault = [&](const std::string& body) {
    const LexiconCheck check = checked(head + body);
    return check.diagnostics.empty() ? std::string("none") : check.diagnostics[0].to_string();
  };
  EXPECT_EQ(fault("  reason: r\n  bias: [0, 0]\n  anywhere: {warm: [1, 2]}\n"), "none");
  EXPECT_THAT(fault("  reason: r\n  bias: [0]\n  anywhere: {warm: [1, 2]}\n"), ::testing::HasSubstr("5:9: error[L103]: learned.bias: expected two numbers"));
  EXPECT_THAT(fault("  reason: r\n  bias: [0, 0]\n  anywhere: {warm: [1, much]}\n"), ::testing::HasSubstr("6:24: error[L105]: learned.anywhere.warm: expected a number, got 'much'"));
  EXPECT_THAT(fault("  reason: r\n  bias: [0, 0]\n  anywhere: {warm words: [1, 2]}\n"), ::testing::HasSubstr("6:14: error[L108]: learned.anywhere: expected one word in small letters"));
  EXPECT_THAT(fault("  reason: r\n  bias: [0, 0]\n"), ::testing::HasSubstr("learned: has no words"));
  EXPECT_THAT(fault("  reason: r\n  anywhere: {warm: [1, 2]}\n"), ::testing::HasSubstr("error[L104]: learned: 'bias' is missing"));
  EXPECT_THAT(fault("  bias: [0, 0]\n  anywhere: {warm: [1, 2]}\n"), ::testing::HasSubstr("error[L104]"));
  EXPECT_THAT(fault("  reason: r\n  threshold: 0.2\n  bias: [0, 0]\n  anywhere: {warm: [1, 2]}\n"), ::testing::HasSubstr("5:14: error[L105]"));
  EXPECT_THAT(fault("  reason: r\n  window: 2.5\n  bias: [0, 0]\n  anywhere: {warm: [1, 2]}\n"), ::testing::HasSubstr("5:11: error[L105]: learned.window: expected a whole number in [1, "));
  EXPECT_THAT(fault("  reason: r\n  bias: [0, 0]\n  anywhere: {warm: [1, 2]}\n  between: {warm: [1, 2]}\n"), ::testing::HasSubstr("between"));
}

}  // namespace
}  // namespace stance
