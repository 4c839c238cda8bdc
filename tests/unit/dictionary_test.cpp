// From a dictionary to a lexicon and back.
#include <random>

#include "unit/dictionary_support.hpp"

namespace stance {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

ImportOptions poles(std::vector<DictionaryAxis> axes) {
  ImportOptions options;
  options.axes = std::move(axes);
  return options;
}

const std::string moral =
    "economy:\n"
    "  state: [welfare, trade union*, state*]\n"
    "  market: [tax cut*, enterprise, \"privati?ation\"]\n"
    "care: [care, harm, enterprise]\n"
    "harm: [harm*, care]\n";

TEST(Import, EveryCategoryIsAnIntensityWithAllBelowIt) {
  const ImportedLexicon imported = import_dictionary(parse_dictionary(moral, "moral.yml"));
  ASSERT_TRUE(imported.lexicon) << messages(imported.diagnostics);
  const Lexicon& lexicon = *imported.lexicon;
  ASSERT_EQ(lexicon.axes.size(), 5U);
  EXPECT_EQ(lexicon.axes[0].kind, AxisKind::intensity);
  EXPECT_EQ(patterns_of(lexicon, "economy").size(), 6U);
  EXPECT_THAT(patterns_of(lexicon, "economy/market"), ElementsAre("1 1 tax cut*", "1 1 enterprise", "1 1 privati?ation"));
  EXPECT_EQ(lexicon.axes[0].patterns[0].holder, Holder::any);
  EXPECT_EQ(lexicon.meta.name, "moral");
  EXPECT_EQ(imported.counts.entries, 11U);
  EXPECT_EQ(imported.counts.exact, 11U);
  EXPECT_EQ(imported.counts.axes, 5U);
  expect_balanced(imported.counts);
  EXPECT_THAT(imported.yaml, HasSubstr("\"tax cut*\"  # moral.yml:3"));
}

TEST(Import, TwoPoles) {
  const ImportedLexicon imported =
      import_dictionary(parse_dictionary(moral, "moral.yml"), poles({{"left_right", {"state"}, {"economy/market"}}}));
  ASSERT_TRUE(imported.lexicon) << messages(imported.diagnostics);
  ASSERT_EQ(imported.lexicon->axes.size(), 1U);
  EXPECT_THAT(patterns_of(*imported.lexicon, "left_right"),
              ElementsAre("-1 1 welfare", "-1 1 trade union*", "-1 1 state*", "1 1 tax cut*", "1 1 enterprise", "1 1 privati?ation"));
  EXPECT_THAT(places(imported.diagnostics), ElementsAre("4:1 I209", "5:1 I209")) << "what is at no pole is said";
  EXPECT_EQ(imported.counts.unused, 5U);
  expect_balanced(imported.counts);
  EXPECT_EQ(hits(*imported.lexicon, "left_right", "Tax cuts for every enterprise. Privatization and privatisation!"), 2U)
      << "records are per clause";
}

TEST(Import, SwappingThePolesTurnsEveryPosition) {
  const DictionaryRead read = parse_dictionary(moral, "moral.yml");
  const ImportedLexicon a = import_dictionary(read, poles({{"x", {"state"}, {"market"}}}));
  const ImportedLexicon b = import_dictionary(read, poles({{"x", {"market"}, {"state"}}}));
  Document document;
  document.id = "d";
  document.text = "Welfare and trade unions. Tax cuts help. The state pays for welfare. Enterprise!";
  Corpus corpus;
  corpus.add(document);
  const auto result = [&](const ImportedLexicon& imported) {
    return analyze(corpus, CompiledLexicon(*imported.lexicon)).documents[0].axes[0];
  };
  ASSERT_TRUE(result(a).position.estimate);
  EXPECT_DOUBLE_EQ(*result(a).position.estimate, -*result(b).position.estimate);
  EXPECT_EQ(result(a).n_evidence, 4U);
  EXPECT_DOUBLE_EQ(*result(a).position.estimate, 0.0) << "two clauses on either side";
}

TEST(Import, SeveralAxesAndCategories) {
  const ImportedLexicon imported =
      import_dictionary(parse_dictionary(moral, "moral.yml"), poles({{"", {"state", "harm"}, {"market"}}, {"care", {"harm"}, {"care"}}}));
  ASSERT_TRUE(imported.lexicon) << messages(imported.diagnostics);
  EXPECT_EQ(imported.lexicon->axes[0].key, "state_harm_market");
  EXPECT_EQ(imported.lexicon->axes[0].negative, "state, harm");
  EXPECT_EQ(imported.counts.unused, 0U);
}

TEST(Import, AWordAtBothPolesIsNeutralWithBothWeights) {
  const ImportedLexicon imported = import_dictionary(parse_dictionary(moral, "moral.yml"), poles({{"care", {"harm"}, {"care"}}}));
  ASSERT_TRUE(imported.lexicon);
  EXPECT_THAT(patterns_of(*imported.lexicon, "care"), UnorderedElementsAre("-1 1 harm*", "0 2 care", "1 1 harm", "1 1 enterprise"));
  EXPECT_THAT(places(imported.diagnostics), Contains("4:8 I205"));
  EXPECT_THAT(messages(imported.diagnostics), HasSubstr("I210")) << "'harm' is also taken by 'harm*'";
}

TEST(Import, WhatStandsTwiceIsSaidAndCountsOnce) {
  const ImportedLexicon imported = import_dictionary(parse_dictionary("A\n\tx (1)\n\tX (1)\n\tx (3)\n", "t.cat"));
  EXPECT_THAT(patterns_of(*imported.lexicon, "A"), ElementsAre("1 1 x"));
  EXPECT_THAT(places(imported.diagnostics), ElementsAre("3:2 I204", "4:2 I204"));
  EXPECT_EQ(imported.counts.merged, 2U);
  expect_balanced(imported.counts);
}

TEST(Import, WordsThatPatternsCannotSay) {
  const ImportedLexicon imported =
      import_dictionary(parse_dictionary("a: ['good?', ':)', '*', 'a*', '^war$', 'U.S.', \"don't\", 'AT&T', 'and/or', '100%', 'pro-life', "
                                         "'\xE2\x80\x94', 'x*y*z', 'fine  print', '1..5']\n",
                                         "w.yml"));
  ASSERT_TRUE(imported.lexicon);
  EXPECT_THAT(patterns_of(*imported.lexicon, "a"),
              ElementsAre("1 1 good*", "1 1 u.s.", "1 1 don't", "1 1 at&t", "1 1 and/or", "1 1 pro-life", "1 1 x*y*z", "1 1 fine print"));
  std::vector<std::string> codes;
  for (const Diagnostic& d : imported.diagnostics) codes.push_back(d.code);
  EXPECT_THAT(codes, ElementsAre("I211", "I202", "I301", "I302", "I302", "I301", "I301", "I301", "I301")) << messages(imported.diagnostics);
  EXPECT_EQ(imported.counts.left_out, 7U);
  EXPECT_EQ(imported.counts.changed, 1U);
  expect_balanced(imported.counts);
  for (const char* text : {"The U.S. said so.", "They don't.", "AT&T rose.", "Peace and/or war.", "A pro-life text.", "A prolife text.",
                           "The fine print.", "xaybz is a word."}) {
    EXPECT_EQ(hits(*imported.lexicon, "a", text), 1U) << text;
  }
}

TEST(Import, CaseIsFoldedByTheLanguageUnlessKept) {
  const DictionaryRead read = parse_dictionary("a: ['IŞIK', 'NATO']\n", "w.yml");
  ImportOptions options;
  options.language = "tr";
  EXPECT_THAT(patterns_of(*import_dictionary(read, options).lexicon, "a"), ElementsAre("1 1 ışık", "1 1 nato"));
  options.keep_case = true;
  EXPECT_THAT(patterns_of(*import_dictionary(read, options).lexicon, "a"), ElementsAre("1 1 IŞIK", "1 1 NATO"));
  EXPECT_EQ(hits(*import_dictionary(read).lexicon, "a", "They call it Nato."), 1U) << "letter case does not count in the other programs";
}

TEST(Import, TheSeparatorOfPhrases) {
  DictionaryOptions options;
  options.separator = "+";
  EXPECT_THAT(patterns_of(*import_dictionary(parse_dictionary("a: [tax+cut]\n", "w.yml", options)).lexicon, "a"),
              ElementsAre("1 1 tax cut"));
}

TEST(Import, WrongCallsSayWhatIsWrong) {
  const DictionaryRead read = parse_dictionary("a: {x: [b]}\nc: {x: [d]}\nv: [w]\n", "w.yml");
  const auto message = [&](std::vector<DictionaryAxis> axes) {
    try {
      (void)import_dictionary(read, poles(std::move(axes)));
    } catch (const InvalidArgument& fault) { return std::string(fault.what()); }
    return std::string("nothing");
  };
  EXPECT_THAT(message({{"k", {"aa"}, {"c"}}}), HasSubstr("w.yml has no category 'aa'"));
  EXPECT_THAT(message({{"k", {"x"}, {"v"}}}), HasSubstr("could be 'a/x' or 'c/x'"));
  EXPECT_THAT(message({{"k", {"a"}, {"a/x"}}}), HasSubstr("at both poles"));
  EXPECT_THAT(message({{"k", {}, {"a"}}}), HasSubstr("no category for its negative pole"));
  EXPECT_THAT(message({{"k", {"a"}, {"c"}}, {"k", {"c"}, {"a"}}}), HasSubstr("two axes have the key 'k'"));
  EXPECT_THAT(message({{"k", {"A/X"}, {"C"}}}), "nothing") << "letter case is forgiven where nothing has exactly that name";
  ImportOptions klingon;
  klingon.language = "tlh";
  EXPECT_THROW((void)import_dictionary(read, klingon), InvalidArgument);
}

TEST(Import, NothingUsableIsAnError) {
  const ImportedLexicon imported = import_dictionary(parse_dictionary("a: [':)']\nb:\n", "w.yml"));
  EXPECT_FALSE(imported.lexicon);
  EXPECT_THAT(messages(imported.diagnostics), HasSubstr("I107"));
  expect_balanced(imported.counts);
}

// ---- Export

std::vector<std::string> exported(const std::string& axes, std::vector<std::string>* codes = nullptr) {
  LexiconCheck check = parse_lexicon(
      "meta: {name: t, version: 1, language: en}\nterms: {bloc: [bloc, military alliance]}\ntargets: {NATO: {kind: alliance, names: [NATO, "
      "North Atlantic Alliance]}}\naxes:\n" +
          axes,
      "t.yaml");
  if (!check.lexicon) return {messages(check.diagnostics)};
  const ExportedDictionary out = export_quanteda(*check.lexicon);
  EXPECT_EQ(out.counts.patterns, out.counts.exact + out.counts.changed + out.counts.left_out);
  if (codes != nullptr) {
    for (const Diagnostic& d : out.diagnostics) codes->push_back(d.code);
  }
  const DictionaryRead read = parse_dictionary(out.yaml, "out.yml");
  return read.dictionary ? listed(*read.dictionary) : std::vector<std::string>{out.yaml};
}

TEST(Export, WritesPatternsOutAsPhrases) {
  std::vector<std::string> codes;
  EXPECT_THAT(exported("  p: {kind: bipolar, negative: n, positive: p, patterns: [{value: 1, reason: r, match: [\"join|joins the? {bloc}\"]}, "
                       "{value: -1, reason: r, match: [\"non-align*\", war]}, {value: 0, reason: r, match: [neutral]}]}\n",
                       &codes),
              ElementsAre("p:", "p/negative: non-align*, non align*, nonalign*, war", "p/neutral: neutral",
                          "p/positive: join the bloc, join the military alliance, join bloc, join military alliance, joins the bloc, joins "
                          "the military alliance, joins bloc, joins military alliance"));
  EXPECT_THAT(codes, ElementsAre("I404")) << "the targets";
}

TEST(Export, SaysWhatIsLost) {
  std::vector<std::string> codes;
  EXPECT_THAT(exported("  p: {kind: intensity, positive: p, patterns: [{value: 0.5, weight: 2, reason: r, match: [a ~2 b, good !news, "
                       "^Today, <NATO> expands, 1800..1802]}]}\n"
                       "  q: {kind: intensity, positive: p, rules: [{targets: [NATO]}]}\n",
                       &codes),
              ElementsAre("p: a b, a * b, a * * b, good, Today, NATO expands, North Atlantic Alliance expands, 1800, 1801, 1802"));
  EXPECT_THAT(codes, ElementsAre("I403", "I402", "I402", "I402", "I402", "I404", "I401", "I404"));
  std::vector<std::string> many;
  EXPECT_THAT(exported("  p: {kind: intensity, positive: p, patterns: [{reason: r, match: [1..900 1..900, x]}]}\n", &many),
              ElementsAre("p: x"));
  EXPECT_THAT(many, Contains("I401"));
}

TEST(Export, BundledPackGivesAReadableDictionary) {
  const Lexicon lexicon = load_lexicon("geopolitics.en");
  const ExportedDictionary out = export_quanteda(lexicon);
  EXPECT_GT(out.counts.values, 100U);
  const DictionaryRead read = parse_dictionary(out.yaml, "g.yml");
  EXPECT_TRUE(read.dictionary) << messages(read.diagnostics);
}

// ---- Properties

/// A dictionary of words goes to quanteda and back without change.
TEST(DictionaryProperty, QuantedaToLexiconToQuanteda) {
  std::mt19937 random(11);
  const auto word = [&] {
    std::string text;
    for (std::size_t n = 2 + random() % 6; n > 0; --n) text += static_cast<char>('a' + random() % 26);
    return text + (random() % 4 == 0 ? "*" : "");
  };
  for (int round = 0; round < 50; ++round) {
    std::string yaml;
    const std::size_t n_categories = 1 + random() % 4;
    for (std::size_t i = 0; i < n_categories; ++i) {
      yaml += "cat" + std::to_string(i) + ":\n";
      for (std::size_t n = 1 + random() % 8; n > 0; --n) yaml += "- \"" + word() + (random() % 3 == 0 ? " " + word() : "") + "\"\n";
    }
    const DictionaryRead read = parse_dictionary(yaml, "p.yml");
    const ImportedLexicon imported = import_dictionary(read);
    ASSERT_TRUE(imported.lexicon) << yaml << messages(imported.diagnostics);
    expect_balanced(imported.counts);
    ASSERT_EQ(imported.counts.left_out, 0U) << messages(imported.diagnostics);
    const ExportedDictionary out = export_quanteda(*imported.lexicon);
    EXPECT_THAT(out.diagnostics, IsEmpty());
    const ImportedLexicon again = import_dictionary(parse_dictionary(out.yaml, "p.yml"));
    ASSERT_TRUE(again.lexicon) << out.yaml;
    for (const Axis& axis : imported.lexicon->axes)
      EXPECT_EQ(patterns_of(*again.lexicon, axis.key), patterns_of(*imported.lexicon, axis.key)) << yaml;
  }
}

/// Bad bytes of every kind give diagnostics, never an exception, and counts that add up.
TEST(DictionaryProperty, NoInputBreaksAReader) {
  const std::vector<std::pair<DictionaryFormat, std::string>> samples = {
      {DictionaryFormat::liwc, "%\n1\tA\n\t2\tB\n%\nkind\t1 <of>2/1\nlike\t(1 2)1/2 2\nx*\t1\n"},
      {DictionaryFormat::lexicoder, "+A\nx\n+B\ny z*\n"},
      {DictionaryFormat::yoshikoder,
       "<?xml version=\"1.0\"?><dictionary patternengine=\"substring\"><cnode name=\"d\"><cnode name=\"a\"><pnode name=\"b*\" "
       "score=\"1\"/></cnode></cnode></dictionary>"},
      {DictionaryFormat::wordstat, "A\n\tX (1)\n\tB\n\t\t@R [#A NOT NEAR Y_Z /S 3 AND BEFORE W /S 2] (0.5)\n"},
      {DictionaryFormat::quanteda, "a: [b, {c: [d*, e f]}]\ng: {__: h}\n"},
      {DictionaryFormat::csv, "category,word,weight\na,\"b, c\",1\n\"d\"\"\",e*,2\n"},
  };
  std::mt19937 random(5);
  const std::string noise("\0\xFF\xC3\n\r\t\"'%+@[](){}<>/#*?0,:;|~!^-", 33);
  for (const auto& [format, text] : samples) {
    for (int round = 0; round < 400; ++round) {
      std::string bytes = text;
      if (round % 4 == 0) bytes.resize(random() % (bytes.size() + 1));  // cut off
      for (std::size_t n = random() % 4; n > 0 && !bytes.empty(); --n) {
        const std::size_t at = random() % bytes.size();
        if (random() % 2 == 0) {
          bytes[at] = noise[random() % noise.size()];
        } else {
          bytes.insert(at, 1, noise[random() % noise.size()]);
        }
      }
      if (round % 5 == 0) bytes.insert(0, "\xEF\xBB\xBF");
      const DictionaryRead read = parse_dictionary(bytes, "fuzz", as(format, round % 2 == 0));
      EXPECT_TRUE(read.dictionary || !read.diagnostics.empty());
      const ImportedLexicon imported = import_dictionary(read);
      if (read.dictionary) expect_balanced(imported.counts);
      for (const Diagnostic& d : imported.diagnostics) {
        EXPECT_FALSE(d.code.starts_with("L")) << "the pack that was written has a fault: " << d.to_string() << '\n'
                                              << bytes << '\n'
                                              << imported.yaml;
      }
      if (imported.lexicon) (void)export_quanteda(*imported.lexicon);
    }
  }
}

}  // namespace
}  // namespace stance
