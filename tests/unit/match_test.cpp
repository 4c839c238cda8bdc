#include "stance/match.hpp"

#include <gmock/gmock.h>

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "unit/cpu_seconds.hpp"
#include "unit/tokens_support.hpp"

namespace stance {
namespace {

using ::testing::ElementsAre;
using testing::Cut;

/// Boundaries as their header says: sentences end, clauses end at semicolons and colons, commas, brackets and dashes are soft; "that" and "while"
/// open a clause.
std::vector<Boundary> boundaries_of(const Cut& cut) {
  std::vector<Boundary> out;
  for (const Token& token : cut.tokens.words) {
    const std::string_view word = cut.vocabulary[token.type];
    Boundary boundary = Boundary::none;
    if (has(token.gap, Gap::comma | Gap::open_bracket | Gap::close_bracket | Gap::dash)) boundary = Boundary::soft;
    if (has(token.gap, Gap::semicolon | Gap::colon)) boundary = Boundary::clause;
    if (has(token.gap, Gap::sentence)) boundary = Boundary::sentence;
    if (boundary == Boundary::none && (word == "that" || word == "while")) boundary = Boundary::opening;
    out.push_back(boundary);
  }
  return out;
}

/// Patterns over a lexicon with two targets and a term set.
class Patterns {
 public:
  explicit Patterns(const std::string& language = "en") {
    lexicon_.meta.language = language;
    lexicon_.targets.resize(2);
    lexicon_.targets[0].key = "NATO";
    lexicon_.targets[0].kind = "alliance";
    lexicon_.targets[1].key = "South Korea";
    lexicon_.targets[1].kind = "state";
    for (const char* phrase : {"bloc|blocs", "military alliance", "camp?  pact"}) lexicon_.terms["blocs"].push_back(*parse_pattern(phrase).pattern);
  }
  Patterns& add(const std::string& text, std::uint32_t group = 0, Reach reach = Reach::clause) {
    PatternParse parsed = parse_pattern(text);
    if (!parsed.pattern) throw std::runtime_error(text + ": " + parsed.fault.message);
    patterns_.push_back(std::move(*parsed.pattern));
    entries_.push_back({&patterns_.back(), group, reach});
    return *this;
  }
  [[nodiscard]] Matcher compile() const { return {lexicon_, entries_}; }

  /// The matched words of each match, with the entry's number before them.
  [[nodiscard]] std::vector<std::string> find(const std::string& text, const std::vector<Mention>& mentions = {}) const {
    const Matcher matcher = compile();
    const Cut cut(text, lexicon_.meta.language);
    const std::vector<Boundary> before = boundaries_of(cut);
    MatchWorkspace workspace(matcher, cut.vocabulary);
    std::vector<Match> matches;
    workspace.find({&cut.tokens.words, &before, &mentions}, matches);
    std::vector<std::string> out;
    for (const Match& match : matches) {
      std::string& shown = out.emplace_back(std::to_string(match.entry) + ':');
      for (std::uint32_t i = match.tokens.begin; i < match.tokens.end; ++i) shown += (i > match.tokens.begin ? " " : "") + cut.word(i);
    }
    return out;
  }

 private:
  Lexicon lexicon_;
  std::deque<Pattern> patterns_;
  std::vector<MatchEntry> entries_;
};

using Found = std::vector<std::string>;

struct WordCase {
  const char* pattern;
  const char* text;
  Found found;
};

const std::vector<WordCase> word_cases = {
    {"union", "Union UNION union unions", {"0:Union", "0:UNION", "0:union"}},
    {"Union", "Union UNION union", {"0:Union", "0:UNION"}},
    {"NATO", "NATO Nato nato", {"0:NATO"}},
    {"US", "us Us US U.S. policy", {"0:US", "0:U.S"}},
    {"U.S.", "US U.S. us", {"0:US", "0:U.S"}},
    {"Azerbaijan", "Azerbaijan's Azerbaijan\u2019s Azerbaijanis", {"0:Azerbaijan's", "0:Azerbaijan\u2019s"}},
    {"country's", "country's country", {"0:country's"}},
    {"align*", "align aligned alignment malign", {"0:align", "0:aligned", "0:alignment"}},
    {"*align", "align realign aligned", {"0:align", "0:realign"}},
    {"*alig*", "realigned ally", {"0:realigned"}},
    {"Azerbaijan*", "Azerbaijani azerbaijani", {"0:Azerbaijani"}},
    {"non-align*", "non-aligned, non aligned, nonaligned, none aligned", {"0:non aligned", "0:non aligned", "0:nonaligned"}},
    {"*-led", "US-led misled was led", {"0:US led", "0:was led"}},
    {"military-political", "military-political and military/political", {"0:military political", "0:military political"}},
    {"military alliance", "military alliance, military-alliance, military \"alliance\", military, alliance", {"0:military alliance", "0:military alliance", "0:military alliance"}},
    {"join the? bloc", "join bloc join the bloc join a bloc", {"0:join bloc", "0:join the bloc"}},
    {"join * bloc", "join bloc join a bloc", {"0:join a bloc"}},
    {"a|b c", "a c b c c", {"0:a c", "0:b c"}},
    {"join {blocs}", "join bloc join military alliance join pact join camp pact", {"0:join bloc", "0:join military alliance", "0:join pact", "0:join camp pact"}},
    {"can't", "can't cant can\u2019t", {"0:can't", "0:can\u2019t"}},
    {"1992", "in 1992 and 1992's", {"0:1992", "0:1992"}},
    {"pay !attention", "pay attention pay tribute pay", {"0:pay", "0:pay"}},
    {"pay !attention", "pay, attention", {"0:pay"}},
    {"!full membership", "full membership the membership membership", {"0:membership", "0:membership"}},
    {"!full membership", "full, membership", {"0:membership"}},
    {"!(a b c d e f g h i j) stop", "a b c d e f g h i j stop", {}},
};

TEST(Match, WordsCaseGlobsHyphensAndExclusions) {
  std::size_t ran = 0;
  for (const WordCase& c : word_cases) {
    EXPECT_EQ(Patterns().add(c.pattern).find(c.text), c.found) << c.pattern << " in " << c.text;
    ++ran;
  }
  EXPECT_EQ(ran, 26U);
}

TEST(Match, GapsReachAsFarAsTheEntrySays) {
  const auto find = [](Reach reach, const char* text) { return Patterns().add("join ~3 bloc", 0, reach).find(text).size(); };
  for (const Reach reach : {Reach::clause, Reach::sentence}) {
    EXPECT_EQ(find(reach, "join bloc"), 1U);
    EXPECT_EQ(find(reach, "join x y z bloc"), 1U);
    EXPECT_EQ(find(reach, "join w x y z bloc"), 0U);
    EXPECT_EQ(find(reach, "join, x, (y bloc)"), 1U) << "commas and brackets are soft";
    EXPECT_EQ(find(reach, "They join. A bloc"), 0U) << "never over the end of a sentence";
  }
  EXPECT_EQ(find(Reach::clause, "join x; bloc"), 0U);
  EXPECT_EQ(Patterns().add("rival? ~1 bloc").find("join x; bloc"), (Found{"0:bloc"})) << "what stands before a match is of no concern";
  EXPECT_EQ(find(Reach::sentence, "join x; bloc"), 1U);
}

TEST(Match, AWordThatOpensAClauseIsReadWhereAPatternSpellsIt) {
  const auto found = [](const std::string& pattern, const std::string& text, Reach reach = Reach::clause) { return Patterns().add(pattern, 0, reach).find(text); };
  EXPECT_THAT(found("regret that", "we regret that it failed"), ElementsAre("0:regret that"));
  EXPECT_THAT(found("regret ~2 that", "we regret very much that it failed"), ElementsAre("0:regret very much that"));
  EXPECT_THAT(found("regret (that|while) it", "we regret while it failed"), ElementsAre("0:regret while it"));
  EXPECT_THAT(found("th* it", "we regret that it failed"), ElementsAre("0:that it")) << "a match may begin with it";
  EXPECT_THAT(found("regret that", "we regret, that it failed"), ElementsAre()) << "a comma stands in between";
  EXPECT_THAT(found("regret * it", "we regret that it failed"), ElementsAre()) << "any word is no spelling";
  EXPECT_THAT(found("regret ~2 it", "we regret that it failed"), ElementsAre()) << "a gap ends with the clause";
  EXPECT_THAT(found("regret ~2 it", "we regret that it failed", Reach::sentence), ElementsAre("0:regret that it"));
  EXPECT_THAT(found("regret !that", "we regret that it failed; we regret it"), ElementsAre("0:regret")) << "of the second clause";
  EXPECT_THAT(found("regret !that", "we regret that it failed"), ElementsAre());
}

TEST(Match, ACaretAsksForTheBeginningOfASentence) {
  EXPECT_EQ(Patterns().add("^the chapter").find("The chapter ends. The chapter, the chapter; the chapter"), (Found{"0:The chapter", "0:The chapter"}));
  EXPECT_EQ(Patterns().add("^the chapter").add("chapter").find("In the chapter."), (Found{"1:chapter"}));
}

TEST(Match, LeftmostThenLongestThenFirstInTheLexicon) {
  EXPECT_EQ(Patterns().add("alliance").add("military alliance").find("a military alliance"), (Found{"1:military alliance"}));
  EXPECT_EQ(Patterns().add("a b").add("b c d").find("a b c d"), (Found{"0:a b"})) << "leftmost before longest";
  EXPECT_EQ(Patterns().add("a|b").add("a").add("a").find("a"), (Found{"0:a"})) << "the same span: the first entry";
  EXPECT_EQ(Patterns().add("a").add("a|b").find("b a"), (Found{"1:b", "0:a"}));
  EXPECT_EQ(Patterns().add("a b? c?").find("a b c"), (Found{"0:a b c"}));
  EXPECT_EQ(Patterns().add("a a").find("a a a"), (Found{"0:a a"})) << "matches do not overlap";
  EXPECT_EQ(Patterns().add("a b !c").add("a").find("a b c"), (Found{"1:a"})) << "an excluded match leaves its place to a shorter one";
}

TEST(Match, GroupsDoNotSeeEachOther) {
  EXPECT_EQ(Patterns().add("NATO membership", 0).add("membership", 1).add("NATO", 2).find("NATO membership"), (Found{"0:NATO membership", "2:NATO", "1:membership"}));
}

TEST(Match, TargetsMatchWholeMentionsOnly) {
  const std::vector<Mention> mentions = {{{1, 2}, 0, NameForm::name}, {{3, 6}, 1, NameForm::name}};
  const std::string text = "join NATO and Republic of Korea now";
  EXPECT_EQ(Patterns().add("join <NATO>").find(text, mentions), (Found{"0:join NATO"}));
  EXPECT_EQ(Patterns().add("join <@state>").find(text, mentions), Found{});
  EXPECT_EQ(Patterns().add("and <South Korea>").find(text, mentions), (Found{"0:and Republic of Korea"}));
  EXPECT_EQ(Patterns().add("<*> and <NATO|@state> now").find(text, mentions), (Found{"0:NATO and Republic of Korea now"}));
  EXPECT_EQ(Patterns().add("<*>").find(text, mentions), (Found{"0:NATO", "0:Republic of Korea"}));
  EXPECT_EQ(Patterns().add("<*>").find(text), Found{}) << "without mentions";
  EXPECT_EQ(Patterns().add("and !<@state>").find(text, mentions), Found{});
  EXPECT_EQ(Patterns().add("!<@state> now").find(text, mentions), Found{});
  EXPECT_EQ(Patterns().add("!<NATO> now").find(text, mentions), (Found{"0:now"}));
}

TEST(Match, FoldsPatternsByTheRulesOfTheLanguage) {
  EXPECT_EQ(Patterns("tr").add("\u0130stanbul").find("\u0130STANBUL'da, \u0130stanbul, istanbul"), (Found{"0:\u0130STANBUL'da", "0:\u0130stanbul"}));
  EXPECT_EQ(Patterns("tr").add("ISPARTA").find("ISPARTA Isparta"), (Found{"0:ISPARTA"}));
  EXPECT_EQ(Patterns("az").add("NATO").find("NATO'nun NATO"), (Found{"0:NATO'nun", "0:NATO"}));
  EXPECT_EQ(Patterns("ru").add("\u0440\u043E\u0441\u0441\u0438\u0439\u0441\u043A*").find("\u0420\u043E\u0441\u0441\u0438\u0439\u0441\u043A\u0438\u0439"), (Found{"0:\u0420\u043E\u0441\u0441\u0438\u0439\u0441\u043A\u0438\u0439"}));
}

TEST(Match, AWorkspaceGivesTheSameAgainAndAnotherTextDoesNotDisturbIt) {
  Patterns patterns;
  patterns.add("a ~2 b").add("a|c").add("*xa*");
  const Matcher matcher = patterns.compile();
  const Cut first("a x b c axa b a b.");
  const std::vector<Boundary> before = boundaries_of(first);
  MatchWorkspace workspace(matcher, first.vocabulary);
  std::vector<Match> once;
  std::vector<Match> again;
  workspace.find({&first.tokens.words, &before, nullptr}, once);
  const std::vector<Token> few(first.tokens.words.begin(), first.tokens.words.begin() + 3);
  const std::vector<Boundary> few_before(before.begin(), before.begin() + 3);
  workspace.find({&few, &few_before, nullptr}, again);
  EXPECT_EQ(again.size(), 1U);
  workspace.find({&first.tokens.words, &before, nullptr}, again);
  ASSERT_EQ(once.size(), again.size());
  for (std::size_t i = 0; i < once.size(); ++i) EXPECT_TRUE(once[i].tokens == again[i].tokens && once[i].entry == again[i].entry);
  std::vector<Match> none = once;
  const std::vector<Token> no_words;
  const std::vector<Boundary> no_boundaries;
  workspace.find({&no_words, &no_boundaries, nullptr}, none);
  EXPECT_TRUE(none.empty());
}

/// Seconds for a text that makes every start run as far as the pattern reaches.
double seconds(std::size_t words) {
  Lexicon lexicon;
  const Pattern pattern = *parse_pattern("a ~8 a ~8 a ~8 b").pattern;
  const Matcher matcher(lexicon, {{&pattern, 0, Reach::sentence}});
  Vocabulary vocabulary;
  Token token;
  token.type = token.base = vocabulary.intern("a");
  const std::vector<Token> tokens(words, token);
  const std::vector<Boundary> before(words, Boundary::none);
  MatchWorkspace workspace(matcher, vocabulary);
  std::vector<Match> matches;
  const double used = cpu_seconds([&] { workspace.find({&tokens, &before, nullptr}, matches); });
  EXPECT_TRUE(matches.empty());
  return used;
}

// A quadratic matcher would need sixteen times as long for four times the words. The best of several runs, and a bound between.
TEST(Match, TimeGrowsWithTheTextAndNotFaster) {
  double least = 1e9;
  for (int attempt = 0; attempt < 6 && least > 8; ++attempt) least = std::min(least, seconds(40'000) / seconds(10'000));
  EXPECT_LT(least, 8.0);
}

// A quadratic look at its beginnings would take minutes.
TEST(Match, AWordOfManyMegabytesTakesLinearTime) {
  Patterns patterns;
  patterns.add("xxx* now");
  patterns.add("now *xxy");
  patterns.add("now *xxz");
  const Matcher matcher = patterns.compile();
  const std::string word = std::string(8'000'000, 'x') + 'y';
  const Cut cut(word + " now " + word);
  const std::vector<Boundary> before(cut.tokens.words.size(), Boundary::none);
  MatchWorkspace workspace(matcher, cut.vocabulary);
  std::vector<Match> matches;
  workspace.find({&cut.tokens.words, &before, nullptr}, matches);
  ASSERT_EQ(matches.size(), 1U) << "the leftmost";
  EXPECT_EQ(matches[0].entry, 0U);
}

// Each "a" may go on behind each of the gaps: nine to the power of eleven ways, if they were walked one by one.
TEST(Match, ManyGapsOverARepeatedWordDoNotMultiply) {
  Patterns patterns;
  patterns.add("a ~8 a ~8 a ~8 a ~8 a ~8 a ~8 a ~8 a ~8 a ~8 a ~8 a ~8 b");
  patterns.add("c ~8 a ~8 a ~8 a ~8 a ~8 a ~8 a ~8 a ~8 a ~8 a ~8 a ~8 a", 1);
  patterns.add("x|y ~8 a ~8 a ~8 a ~8 a ~8 a ~8 a ~8 a ~8 a ~8 a ~8 a rare", 2);  // read from its end, from right to left
  std::string text = "c x ";
  for (int i = 0; i < 2000; ++i) text += "a ";
  const Found none = {"1:c x" + [] {
    std::string words;
    for (int i = 0; i < 98; ++i) words += " a";
    return words;
  }()};
  EXPECT_EQ(patterns.find(text), none) << "eleven gaps of eight words and the twelve words of the pattern";
  EXPECT_EQ(patterns.find(text + "rare").size(), 1U) << "x is too far away";
  const Found both = patterns.find("x a a a a a a a a a a rare b");
  ASSERT_EQ(both.size(), 1U);
  EXPECT_EQ(both[0], "2:x a a a a a a a a a a rare");
}

TEST(Match, ThirtyThousandPatternsCompileAndEachIsFound) {
  Patterns patterns;
  for (int i = 0; i < 30'000; ++i) patterns.add("w" + std::to_string(i) + " ~2 next" + std::to_string(i % 7) + "|other");
  const Matcher matcher = patterns.compile();
  EXPECT_EQ(matcher.entries().size(), 30'000U);
  std::string text;
  std::size_t asked = 0;
  for (int i = 0; i < 30'000; i += 97, ++asked) text += "w" + std::to_string(i) + " x next" + std::to_string(i % 7) + ' ';
  const Cut cut(text);
  const std::vector<Boundary> before(cut.tokens.words.size(), Boundary::none);
  MatchWorkspace workspace(matcher, cut.vocabulary);
  std::vector<Match> matches;
  workspace.find({&cut.tokens.words, &before, nullptr}, matches);
  ASSERT_EQ(matches.size(), asked);
  for (std::size_t i = 0; i < asked; ++i) EXPECT_EQ(matches[i].entry, 97U * i);
}

// Sets in a row: what follows a set is written once, not once for each of its phrases.
TEST(Match, TermSetsOfTwoThousandPhrasesInARowStaySmall) {
  Lexicon lexicon;
  for (int i = 0; i < 2000; ++i) lexicon.terms["t"].push_back(*parse_pattern("w" + std::to_string(i)).pattern);
  const Pattern pattern = *parse_pattern("{t} {t} {t} ~2 {t} {t}").pattern;
  const Matcher matcher(lexicon, {{&pattern, 0, Reach::clause}});
  const Cut cut("w1 w1999 w0 x w5 w6 w7");
  const std::vector<Boundary> before(cut.tokens.words.size(), Boundary::none);
  MatchWorkspace workspace(matcher, cut.vocabulary);
  std::vector<Match> matches;
  workspace.find({&cut.tokens.words, &before, nullptr}, matches);
  ASSERT_EQ(matches.size(), 1U);
  EXPECT_EQ(matches[0].tokens, (TokenSpan{0, 7})) << "w1 w1999 w0, x w5, w6 w7";
}

}  // namespace
}  // namespace stance
