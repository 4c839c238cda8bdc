#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "stance/analysis.hpp"
#include "stance/lexicon.hpp"

namespace stance {
namespace {

Lexicon parsed(const std::string& yaml) {
  LexiconCheck check = parse_lexicon(yaml, "t.yaml");
  for (const Diagnostic& d : check.diagnostics) EXPECT_NE(d.severity, Severity::error) << d.to_string_with_source() << '\n' << yaml;
  return check.lexicon.value_or(Lexicon());
}

/// Everything of a lexicon that is not an origin or a file, as text.
std::string content(const Lexicon& lexicon) { return to_yaml(lexicon); }

TEST(LexiconWriter, WhatIsWrittenReadsBackAsTheSamePack) {
  for (const char* name : {"geopolitics.en", "mini"}) {
    const Lexicon lexicon = std::string(name) == "mini" ? load_lexicon(STANCE_TEST_DATA_DIR "/../program/mini.yaml") : load_lexicon(name);
    const std::string yaml = to_yaml(lexicon);
    const Lexicon again = parsed(yaml);
    EXPECT_EQ(content(again), yaml) << name;
    EXPECT_EQ(again.targets.size(), lexicon.targets.size());
    EXPECT_EQ(again.cues.size(), lexicon.cues.size());
    EXPECT_EQ(again.axes.size(), lexicon.axes.size());
    EXPECT_EQ(again.terms.size(), lexicon.terms.size());
    for (std::size_t i = 0; i < lexicon.axes.size(); ++i) {
      EXPECT_EQ(again.axes[i].rules.size(), lexicon.axes[i].rules.size());
      EXPECT_EQ(again.axes[i].patterns.size(), lexicon.axes[i].patterns.size());
      EXPECT_EQ(again.axes[i].scale, lexicon.axes[i].scale);
    }
    for (std::size_t i = 0; i < modifier_kinds; ++i) EXPECT_EQ(again.modifiers.patterns[i].size(), lexicon.modifiers.patterns[i].size());
    EXPECT_EQ(again.modifiers.verbs, lexicon.modifiers.verbs);
  }
}

TEST(LexiconWriter, TheWrittenPackScoresTextsAsTheFirstDoes) {
  const Lexicon lexicon = load_lexicon("geopolitics.en");
  Document text;
  text.id = "a";
  text.text =
      "We shall never join NATO. According to Moscow, the Alliance is a threat. Georgia's partnership with the European Union, perhaps, "
      "grows every year; "
      "Russia occupies our land. Our neutrality is not a weakness. The two countries cooperate within the United Nations.";
  Corpus corpus;
  corpus.add(text);
  const Analysis a = analyze(corpus, CompiledLexicon(lexicon));
  const Analysis b = analyze(corpus, CompiledLexicon(parsed(to_yaml(lexicon))));
  ASSERT_EQ(a.documents.front().axes.size(), b.documents.front().axes.size());
  std::size_t evidence = 0;
  for (std::size_t i = 0; i < a.documents.front().axes.size(); ++i) {
    const AxisResult& x = a.documents.front().axes[i];
    const AxisResult& y = b.documents.front().axes[i];
    EXPECT_EQ(x.position.estimate, y.position.estimate);
    EXPECT_EQ(x.n_evidence, y.n_evidence);
    evidence += x.n_evidence;
  }
  EXPECT_GT(evidence, 3U);
}

TEST(LexiconWriter, KeepsTextThatYamlWouldReadOtherwise) {
  Lexicon lexicon;
  lexicon.meta = {"null", "1.0", "en", "", "a: b # c\n\"quoted\" \\ tab\t\xE2\x80\xA8", "- no", {"yes", "~", "[x]", "\xC3\xA9t\xC3\xA9"}};
  Axis axis;
  axis.key = "true";
  axis.kind = AxisKind::intensity;
  axis.positive = "*";
  axis.scale = 0.1;
  AxisPatterns entry;
  entry.reason = "'";
  entry.weight = 1.0 / 3.0;
  for (const char* text : {"!not null", "no", "^on", "(a|b) ~2 c !d", "12", "1800..1810", "\xC4\xB1\xC5\x9F*", "yes? x"}) {
    Pattern pattern;
    pattern.text = text;
    entry.patterns.push_back(pattern);
  }
  axis.patterns.push_back(entry);
  lexicon.axes.push_back(axis);
  const Lexicon again = parsed(to_yaml(lexicon));
  EXPECT_EQ(again.meta.name, lexicon.meta.name);
  EXPECT_EQ(again.meta.description, lexicon.meta.description);
  EXPECT_EQ(again.meta.sources, lexicon.meta.sources);
  ASSERT_EQ(again.axes.size(), 1U);
  EXPECT_EQ(again.axes[0].key, "true");
  EXPECT_EQ(again.axes[0].patterns[0].weight, 1.0 / 3.0) << "all digits";
  std::vector<std::string> texts;
  for (const Pattern& pattern : again.axes[0].patterns[0].patterns) texts.push_back(pattern.text);
  EXPECT_THAT(texts, testing::ElementsAre("!not null", "no", "^on", "(a|b) ~2 c !d", "12", "1800..1810", "\xC4\xB1\xC5\x9F*", "yes? x"));
}

TEST(LexiconWriter, SaysWhereAPatternStoodWhenAsked) {
  const Lexicon lexicon = parsed(
      "meta: {name: t, version: 1, language: en}\naxes:\n  a: {kind: intensity, positive: x, patterns: [{reason: r, match: [peace]}]}\n");
  EXPECT_EQ(to_yaml(lexicon).find('#'), std::string::npos);
  EXPECT_NE(to_yaml(lexicon, true).find("peace  # t.yaml:3"), std::string::npos) << to_yaml(lexicon, true);
  EXPECT_EQ(to_yaml(parsed(to_yaml(lexicon, true))), to_yaml(lexicon));
}

/// Any text, as a pattern's reason or a key, survives.
TEST(LexiconWriter, RoundTripsRandomText) {
  std::mt19937 random(7);
  const std::string letters = "ab :#-?!&*[]{}|>'\"%@`,\\\n\t~=<";
  for (int i = 0; i < 300; ++i) {
    std::string text = "x";
    for (std::size_t n = random() % 12; n > 0; --n) text += letters[random() % letters.size()];
    Lexicon lexicon;
    lexicon.meta = {text, text, "en", text, text, text, {text}};
    Target target;
    target.key = text;
    target.kind = text;
    TargetName name;
    name.pattern.text = "y";
    target.names.push_back(name);
    lexicon.targets.push_back(target);
    const Lexicon again = parsed(to_yaml(lexicon));
    ASSERT_EQ(again.meta.name, text);
    ASSERT_EQ(again.meta.bias, text);
    ASSERT_EQ(again.meta.sources, std::vector<std::string>{text});
    ASSERT_EQ(again.targets.at(0).key, text);
    ASSERT_EQ(again.targets.at(0).kind, text);
  }
}

}  // namespace
}  // namespace stance
