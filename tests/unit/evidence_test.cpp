// The evidence rules, each on a sentence of its own, with the bundled pack; and what records promise about spans.
// Expectations were written by hand from the rules in lib/DESIGN.md.
#include "stance/evidence.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "stance/analysis.hpp"

namespace stance {
namespace {

const CompiledLexicon& pack() {
  static const CompiledLexicon compiled(load_lexicon("geopolitics.en"));
  return compiled;
}

DocumentAnalysis analysed(const std::string& text, const std::string& principal, EvidenceOptions rules = {}) {
  Corpus corpus;
  Document document;
  document.id = "d";
  document.text = text;
  document.principal = principal;
  corpus.add(document);
  AnalysisOptions options;
  options.threads = 1;
  options.evidence = rules;
  options.evidence.learned_words = false;  // they have tests of their own
  Analysis analysis = analyze(corpus, pack(), options);
  EXPECT_TRUE(analysis.diagnostics.empty()) << (analysis.diagnostics.empty() ? "" : analysis.diagnostics[0].to_string());
  return std::move(analysis.documents.at(0));
}

struct Found {
  bool counted = false;  ///< any record that counts, a neutral mention too
  double value = 0.0;
};

Found found(const DocumentAnalysis& document, const std::string& key) {
  Found out;
  if (const auto axis = pack().lexicon().find_axis(key)) {
    const AxisResult& result = document.axes.at(*axis);
    out.counted = result.n_evidence + result.n_neutral > 0;
    out.value = result.position.estimate.value_or(0.0);
    return out;
  }
  for (const TargetResult& target : document.targets) {
    if (pack().lexicon().targets[target.target].key != key) continue;
    out.counted = target.n_evidence + target.n_neutral > 0;
    out.value = target.stance.estimate.value_or(0.0);
  }
  return out;
}

void check(const DocumentAnalysis& document, const std::string& expectation, const std::string& what) {
  const std::size_t equals = expectation.find('=');
  const std::string key = expectation.substr(0, equals);
  const std::string wanted = expectation.substr(equals + 1);
  const Found got = found(document, key);
  if (wanted == "+") {
    EXPECT_GT(got.value, 0.05) << what << " " << key;
  } else if (wanted == "-") {
    EXPECT_LT(got.value, -0.05) << what << " " << key;
  } else if (wanted == "none") {
    EXPECT_FALSE(got.counted) << what << " " << key;
  } else {
    EXPECT_NEAR(got.value, std::strtod(wanted.c_str(), nullptr), 0.051) << what << " " << key;
  }
}

TEST(Evidence, RulesHoldOnPlainSentences) {
  std::ifstream in(std::string(STANCE_TEST_DATA_DIR) + "/evidence/cases.tsv");
  ASSERT_TRUE(in) << "cases.tsv is missing";
  std::size_t cases = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> fields;
    std::stringstream row(line);
    for (std::string field; std::getline(row, field, '\t');) fields.push_back(field);
    ASSERT_EQ(fields.size(), 4U) << line;
    const DocumentAnalysis document = analysed(fields[2], fields[1]);
    std::stringstream expectations(fields[3]);
    for (std::string expectation; expectations >> expectation;) check(document, expectation, fields[0] + ": " + fields[2]);
    ++cases;
  }
  EXPECT_EQ(cases, 280U);
}

TEST(Evidence, EveryRuleCanBeSwitchedOff) {
  struct Case {
    const char* sentence;
    const char* key;
    bool EvidenceOptions::* rule;
  };
  const std::vector<Case> cases = {
      {"According to Professor Miller, NATO is the only reliable guarantee of security.", "NATO", &EvidenceOptions::voice},
      {"Finland has joined NATO.", "NATO", &EvidenceOptions::third_parties},
      {"This chapter examines our cooperation with NATO.", "NATO", &EvidenceOptions::announcements},
      {"In 1920 our alliance with France was of great importance.", "France", &EvidenceOptions::history},
      {"# Cooperation with NATO", "NATO", &EvidenceOptions::titles},
      {"Shall we join NATO?", "NATO", &EvidenceOptions::questions},
  };
  for (const Case& c : cases) {
    EXPECT_NEAR(found(analysed(c.sentence, "Poland"), c.key).value, 0.0, 1e-12) << c.sentence;
    EvidenceOptions rules;
    rules.*c.rule = false;
    EXPECT_GT(found(analysed(c.sentence, "Poland", rules), c.key).value, 0.05) << c.sentence;
  }
  EvidenceOptions no_negation;
  no_negation.negation = false;
  EXPECT_LT(found(analysed("We shall not join NATO.", "Poland"), "NATO").value, 0.0);
  EXPECT_GT(found(analysed("We shall not join NATO.", "Poland", no_negation), "NATO").value, 0.0);
  EvidenceOptions no_cues;
  no_cues.cues = false;
  EXPECT_NEAR(found(analysed("We shall join NATO.", "Poland", no_cues), "NATO").value, 0.0, 1e-12);
  EvidenceOptions no_patterns;
  no_patterns.direct_patterns = false;
  EXPECT_FALSE(found(analysed("Neutrality policy is our choice.", "Poland", no_patterns), "non_alignment").counted);
  EvidenceOptions no_loose_links;
  no_loose_links.loose_links = false;
  EXPECT_LT(found(analysed("It was NATO that brought hypocrisy.", "Serbia"), "NATO").value, -0.05);
  EXPECT_NEAR(found(analysed("It was NATO that brought hypocrisy.", "Serbia", no_loose_links), "NATO").value, 0.0, 1e-12);
  EvidenceOptions no_content_clauses;
  no_content_clauses.content_clauses = false;
  const std::string conduct = "We condemn the way in which Iran treats its neighbours, and we thank Ghana.";
  EXPECT_LT(found(analysed(conduct, "Nigeria"), "Iran").value, -0.05);
  EXPECT_NEAR(found(analysed(conduct, "Nigeria", no_content_clauses), "Iran").value, 0.0, 1e-12);
  EvidenceOptions no_noun_phrases;
  no_noun_phrases.noun_phrases = false;
  const std::string deployment = "The deployment of forces by Cameroon along our border is a provocation.";
  EXPECT_LT(found(analysed(deployment, "Nigeria"), "Cameroon").value, -0.05);
  EXPECT_NEAR(found(analysed(deployment, "Nigeria", no_noun_phrases), "Cameroon").value, 0.0, 1e-12);
  EvidenceOptions no_mentions;
  no_mentions.neutral_mentions = false;
  EXPECT_FALSE(found(analysed("The NATO building is old.", "Poland", no_mentions), "NATO").counted);
}

/// What a small pack of another language, with these forms of verbs, finds in a sentence: value by target.
std::map<std::string, double> with_verb_forms(const std::string& forms, const std::string& sentence) {
  const LexiconCheck check = parse_lexicon(
      "meta: {name: t, version: 1, language: ru}\n"
      "targets: {Home: {kind: state, names: [Дома]}, Olvia: {kind: state, names: [Ольвия]}, Borea: {kind: state, names: [Борея]}}\n"
      "cues:\n"
      "  - {group: help, reason: r, type: verb, holder: any, slots: {subject: 1}, patterns: [помогает]}\n"
      "  - {group: harm, reason: r, type: verb, holder: any, slots: {subject: -1}, patterns: [грозит, грозящая]}\n"
      "modifiers: {first_person: [нам], verb_forms: {" + forms + "}}\n", "t.yaml");
  EXPECT_TRUE(check.lexicon) << (check.diagnostics.empty() ? "" : check.diagnostics[0].to_string());
  const CompiledLexicon compiled(check.lexicon.value_or(Lexicon()));
  Corpus corpus;
  Document document;
  document.id = "d";
  document.text = sentence;
  document.principal = "Home";
  corpus.add(document);
  const Analysis analysis = analyze(corpus, compiled);
  std::map<std::string, double> out;
  for (const TargetResult& target : analysis.documents.at(0).targets) out[compiled.lexicon().targets[target.target].key] = target.stance.estimate.value_or(0.0);
  return out;
}

TEST(Evidence, ThePackSaysHowVerbsLook) {
  // Two deeds of two states. Without forms the comma opens no clause, and the first name is taken to do both.
  const std::string deeds = "Ольвия помогает нам, Борея грозит нам.";
  EXPECT_NEAR(with_verb_forms("", deeds)["Borea"], 0.0, 1e-12);
  EXPECT_NEAR(with_verb_forms("finite: [\"??*ает\"]", deeds)["Borea"], 0.0, 1e-12) << "the verb behind the comma has another ending";
  for (const char* forms : {"finite: [\"??*ит\"]", "finite: [прочее, грозит]", "before_phrase: [\"??*ит\"]"}) {
    EXPECT_GT(with_verb_forms(forms, deeds)["Olvia"], 0.05) << forms;
    EXPECT_LT(with_verb_forms(forms, deeds)["Borea"], -0.05) << forms;
  }
  EXPECT_NEAR(with_verb_forms("before_phrase: [\"??*ит\"]", "Ольвия помогает нам, Борея грозит всем.")["Borea"], 0.0, 1e-12) << "no first person behind the verb";
  const std::string participle = "Ольвия помогает Борея грозящая нам.";
  EXPECT_NEAR(with_verb_forms("", participle)["Borea"], 0.0, 1e-12);
  EXPECT_LT(with_verb_forms("participle: [\"??*щая\"]", participle)["Borea"], -0.05);
}

TEST(Evidence, HedgesAndConditionsHalveTheWeight) {
  const auto weight = [](const std::string& sentence, const EvidenceOptions& rules = {}) {
    const DocumentAnalysis document = analysed(sentence, "Poland", rules);
    for (const TargetEvidence& target : document.evidence.targets) {
      for (const Record& record : target.records) {
        if (record.counted() && record.group == "cooperation") return record.weight;
      }
    }
    return -1.0;
  };
  EXPECT_DOUBLE_EQ(weight("We cooperate with NATO."), 1.0);
  EXPECT_DOUBLE_EQ(weight("Perhaps we cooperate with NATO."), 0.5);
  EXPECT_DOUBLE_EQ(weight("If we cooperate with NATO, much will change."), 0.5);
  EvidenceOptions unweighted;
  unweighted.hedges = false;
  EXPECT_DOUBLE_EQ(weight("Perhaps we cooperate with NATO.", unweighted), 1.0);
  unweighted.conditions = false;
  EXPECT_DOUBLE_EQ(weight("If we cooperate with NATO, much will change.", unweighted), 1.0);
}

TEST(Evidence, SpansCutTheWordsOutOfTheOriginalBehindNoise) {
  // Multi-byte letters and cut marks stand before the evidence; a footnote mark stands inside it.
  const std::string text =
      "\xEF\xBB\xBF\xC6\x8Flaq\xC9\x99l\xC9\x99r \xE2\x80\x9Cyax\xC5\x9F\xC4\xB1\xE2\x80\x9D deyil \xE2\x80\x93 e\xCC\x81t\xC9\x99.\r\n\r\n"
      "Az\xC9\x99rbaycan says: **We shall\r\njoin**\xC2\xB9 the North Atlantic Treaty Organization soon.\r\n";
  const DocumentAnalysis document = analysed(text, "Azerbaijan");
  std::size_t seen = 0;
  for (const TargetEvidence& target : document.evidence.targets) {
    for (const Record& record : target.records) {
      if (record.group != "membership") continue;
      EXPECT_EQ(text.substr(record.cue.begin, record.cue.size()), "join");
      EXPECT_EQ(text.substr(record.target_span.begin, record.target_span.size()), "North Atlantic Treaty Organization");
      EXPECT_EQ(text.substr(record.span.begin, record.span.size()), "join**\xC2\xB9 the North Atlantic Treaty Organization");
      EXPECT_EQ(record.span.begin, record.cue.begin);
      EXPECT_EQ(record.span.end, record.target_span.end);
      const SentenceText& sentence = document.evidence.sentences.at(record.sentence);
      EXPECT_NE(sentence.text.find("join the North Atlantic Treaty Organization"), std::string::npos) << sentence.text;
      EXPECT_LE(sentence.span.begin, record.span.begin);
      EXPECT_GE(sentence.span.end, record.span.end);
      ++seen;
    }
  }
  EXPECT_GE(seen, 1U);
}

TEST(Evidence, RecordsNameTheirEntryAndModifiers) {
  const std::string text = "We shall not join NATO.";
  const DocumentAnalysis document = analysed(text, "Poland");
  ASSERT_EQ(document.evidence.targets.size(), 1U);
  ASSERT_FALSE(document.evidence.targets[0].records.empty());
  const Record& record = document.evidence.targets[0].records[0];
  EXPECT_EQ(record.group, "membership");
  EXPECT_EQ(pack().lexicon().locate(record.entry).rfind("geopolitics.en.cues.yaml:", 0), 0U);
  ASSERT_EQ(record.modifiers.size(), 1U);
  EXPECT_EQ(record.modifiers[0].kind, ModifierKind::negation);
  EXPECT_EQ(text.substr(record.modifiers[0].span.begin, record.modifiers[0].span.size()), "not");
}

TEST(Evidence, OneHugeClauseTakesLinearTime) {
  // 300,000 words without a full stop; in quadratic time this would run into the time limit of the tests.
  std::string text;
  for (int i = 0; i < 30'000; ++i) text += "we do not cooperate without the partners of peace and ";
  text += "Japan supports NATO.";
  const DocumentAnalysis document = analysed(text, "Peru");
  EXPECT_EQ(document.evidence.n_sentences, 1U);
  EXPECT_EQ(document.evidence.targets.size(), 2U);
  std::string nouns;
  for (int i = 0; i < 60'000; ++i) nouns += "our closest partners and the threat by ";
  nouns += "Japan is NATO.";
  EXPECT_EQ(analysed(nouns, "Peru").evidence.n_sentences, 1U);
  std::string commas = "We wait";
  for (int i = 0; i < 60'000; ++i) commas += ", and the patience of mornings";
  EXPECT_EQ(analysed(commas, "Peru").evidence.n_sentences, 1U);
}

TEST(Evidence, ThePrincipalIsStatedOrInferred) {
  EXPECT_EQ(analysed("We thank Japan.", "FJI").principal, "Fiji");
  EXPECT_FALSE(analysed("We thank Japan.", "FJI").principal_inferred);
  const DocumentAnalysis inferred = analysed("The foreign policy of Peru is peaceful. Peru supports the United Nations. Peru's Government thanks Japan.", "");
  EXPECT_EQ(inferred.principal, "Peru");
  EXPECT_TRUE(inferred.principal_inferred);
  EXPECT_EQ(analysed("Peru and Chile met.", "").principal, "") << "two states that come close leave it open";
  EXPECT_EQ(analysed("Japan has provided assistance to Peru.", "").principal, "Peru")
      << "in one sentence, whose affair it is tells more than who acts";
  std::string joining;
  std::string deciding;
  for (int i = 0; i < 10; ++i) {
    joining += "We shall join NATO. ";
    deciding += "NATO has decided to act. ";
  }
  EXPECT_EQ(analysed(joining, "").principal, "") << "an organisation that only has things done to it does not speak";
  EXPECT_EQ(analysed(deciding, "").principal, "NATO");
}

}  // namespace
}  // namespace stance
