// What each format says, and where its faults are.
#include "unit/dictionary_support.hpp"

namespace stance {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// ---- LIWC

const std::string liwc =
    "%\n"
    "01\tVirtue\n"
    "2 Vice of all kinds\n"
    "131\tcogmech\n"
    "%\n"
    "\n"
    "care*\t01\n"
    "kind of\t1\t131\n"
    "harm 02 131\n"
    "like\t(02 131)1/2\t131\n"
    "sort\t<of>131/2\n";

TEST(Liwc, CategoriesEntriesAndConditionalCodes) {
  const DictionaryRead read = parse_dictionary(liwc, "my.dic");
  ASSERT_TRUE(read.dictionary) << messages(read.diagnostics);
  EXPECT_EQ(read.dictionary->format, DictionaryFormat::liwc);
  EXPECT_THAT(listed(*read.dictionary),
              ElementsAre("Virtue: care*, kind of, like", "Vice of all kinds: harm, like, sort", "cogmech: kind of, harm, like, sort"));
  EXPECT_THAT(places(read.diagnostics), ElementsAre("10:6 I206", "11:6 I206")) << "how the conditions are read is said";
  const CategoryEntry& like = read.dictionary->categories[0].entries[2];
  ASSERT_EQ(like.conditions.size(), 1U);
  EXPECT_EQ(like.conditions[0].side, DictionarySide::before);
  EXPECT_FALSE(like.conditions[0].excluded);
  EXPECT_EQ(like.conditions[0].items.size(), 2U);
  EXPECT_TRUE(read.dictionary->categories[1].entries[1].conditions[0].excluded) << "the other code where the condition does not hold";
  EXPECT_EQ(read.dictionary->categories[1].entries[2].conditions[0].items[0].text, "of");
  EXPECT_EQ(read.dictionary->categories[2].entries[1].position.line, 9U);
}

TEST(Liwc, ConditionsCountInTexts) {
  const ImportedLexicon imported = import_dictionary(parse_dictionary(liwc, "my.dic"));
  ASSERT_TRUE(imported.lexicon) << messages(imported.diagnostics);
  EXPECT_EQ(hits(*imported.lexicon, "Virtue", "They harm like nobody."), 1U) << "behind a word of category 2 or 131";
  EXPECT_EQ(hits(*imported.lexicon, "Virtue", "They act like nobody."), 0U);
  EXPECT_EQ(hits(*imported.lexicon, "Vice of all kinds", "They act like nobody."), 1U);
  EXPECT_EQ(hits(*imported.lexicon, "cogmech", "It is sort of strange."), 1U);
  EXPECT_EQ(hits(*imported.lexicon, "Vice of all kinds", "It is sort of strange."), 0U);
  EXPECT_EQ(hits(*imported.lexicon, "Vice of all kinds", "They sort papers."), 1U);
  expect_balanced(imported.counts);
  EXPECT_EQ(imported.counts.entries, 10U) << "a line counts for each category it names";
}

TEST(Liwc, HierarchiesByTabs) {
  const DictionaryRead read = parse_dictionary(
      "%\n1\tfunction (Function Words)\n\t2\tpronoun\n\t\t3\tI\n\t4\tarticle\n5\taffect\n%\nme\t1\t2\t3\nthe\t1\t4\n", "h.dic");
  ASSERT_TRUE(read.dictionary);
  EXPECT_THAT(listed(*read.dictionary),
              ElementsAre("function (Function Words): me, the", "function (Function Words)/pronoun: me",
                          "function (Function Words)/pronoun/I: me", "function (Function Words)/article: the", "affect:"));
}

TEST(Liwc, AllFaultsWithTheirTrueLines) {
  const DictionaryRead read = parse_dictionary("\n%\n1\tA\n1\tB\nx\tC\n2\n%\n\ngood\t1\t9\nbad\nugly\t1\tfoo\n", "f.dic");
  EXPECT_FALSE(read.dictionary);
  EXPECT_THAT(places(read.diagnostics), ElementsAre("4:1 I106", "5:1 I103", "6:1 I103", "9:8 I104", "10:1 I107", "11:8 I103"))
      << messages(read.diagnostics);
}

TEST(Liwc, LenientLeavesOutAndCounts) {
  const DictionaryRead read = parse_dictionary("%\n1\tA\n%\ngood\t1\t9\nbad\nfine\t1\n", "f.dic", as(DictionaryFormat::liwc, true));
  ASSERT_TRUE(read.dictionary) << messages(read.diagnostics);
  EXPECT_THAT(listed(*read.dictionary), ElementsAre("A: good, fine"));
  const ImportedLexicon imported = import_dictionary(read);
  EXPECT_EQ(imported.counts.entries, 4U);
  EXPECT_EQ(imported.counts.left_out, 2U);
  expect_balanced(imported.counts);
}

TEST(Liwc, SaysWhyAFileIsNone) {
  const auto first = [](const std::string& text) {
    const DictionaryRead read = parse_dictionary(text, "f.dic");
    return read.diagnostics.empty() ? std::string() : read.diagnostics.front().to_string();
  };
  EXPECT_THAT(first("good\t1\n"), HasSubstr("f.dic:1:1: error[I103]: expected a line with nothing but '%'"));
  EXPECT_THAT(first(std::string(3000, 'x')), HasSubstr("encrypted")) << "quanteda issues 238 and 1950";
  EXPECT_THAT(first("%\n1\tA\ngood\t1\n"), HasSubstr("f.dic:1:1: error[I103]"));
  EXPECT_THAT(first("%\n1\tA\n2\tB\n"), HasSubstr("no end"));
  EXPECT_THAT(first(""), HasSubstr("I103"));
}

// ---- Lexicoder, Yoshikoder

TEST(Lexicoder, ListsOfLines) {
  const DictionaryRead read =
      parse_dictionary("+A category\nmore\r\nlamb\n\n+Another category\n had \nmary\n+A category\nlittle\n", "mary.lc3");
  ASSERT_TRUE(read.dictionary);
  EXPECT_THAT(listed(*read.dictionary), ElementsAre("A category: more, lamb, little", "Another category: had, mary"));
  EXPECT_THAT(places(read.diagnostics), ElementsAre("8:1 I106"));
  EXPECT_EQ(read.dictionary->categories[1].entries[0].position.column, 2U);
  EXPECT_THAT(places(parse_dictionary("word\n+A\nx\n+ \n", "f.lc3").diagnostics), ElementsAre("1:1 I107", "4:1 I103"));
}

TEST(Yoshikoder, TreesOfCategories) {
  const std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<dictionary style=\"050805\" patternengine=\"substring\">\n"
      "\t<cnode name=\"My dictionary\" desc=\"\">\n"
      "\t\t<cnode name=\"ECONOMY\"><cnode name=\"left\"><pnode name=\"soli*ity\"/><pnode name=\"public &amp; free\" "
      "score=\"2.5\"/></cnode></cnode>\n"
      "\t\t<cnode name=\"OTHER\"><pnode name=\"mary\"/></cnode>\n"
      "\t</cnode>\n"
      "</dictionary>\n";
  const DictionaryRead read = parse_dictionary(xml, "lg.ykd");
  ASSERT_TRUE(read.dictionary) << messages(read.diagnostics);
  EXPECT_EQ(read.dictionary->name, "My dictionary");
  EXPECT_THAT(listed(*read.dictionary), ElementsAre("ECONOMY:", "ECONOMY/left: soli*ity, public & free", "OTHER: mary"));
  EXPECT_EQ(read.dictionary->categories[1].entries[1].weight, 2.5);
  EXPECT_EQ(read.dictionary->categories[1].entries[0].position.line, 4U);
}

TEST(Yoshikoder, ThePatternEngineIsRespected) {
  const DictionaryRead read = parse_dictionary(
      "<dictionary patternengine=\"regexp\"><cnode name=\"a\"><pnode name=\"tax(es)?\"/><pnode name=\"levy\"/></cnode></dictionary>",
      "r.ykd");
  ASSERT_TRUE(read.dictionary);
  EXPECT_THAT(listed(*read.dictionary), ElementsAre("a: levy"));
  EXPECT_EQ(read.dictionary->left_out, 1U);
  EXPECT_THAT(messages(read.diagnostics), HasSubstr("regular expression"));
  const ImportedLexicon word = import_dictionary(
      parse_dictionary("<dictionary><cnode name=\"a\"><pnode name=\"colo*r\"/><pnode name=\"why?\"/></cnode></dictionary>", "s.ykd"));
  ASSERT_TRUE(word.lexicon);
  EXPECT_THAT(patterns_of(*word.lexicon, "a"), ElementsAre("1 1 colo*r")) << "'?' is no wildcard of Yoshikoder";
  EXPECT_EQ(hits(*word.lexicon, "a", "What colour."), 1U);
  EXPECT_EQ(hits(*word.lexicon, "a", "What colours."), 0U);
}

TEST(Yoshikoder, LexicodersXmlHasNoWrapper) {
  const DictionaryRead read = parse_dictionary(
      "<dictionary style=\"Lexicoder\" name=\"LSD\"><cnode name=\"NEG\"><pnode name=\" ABANDON\"/></cnode><cnode "
      "name=\"POS\"/></dictionary>",
      "l.lcd");
  ASSERT_TRUE(read.dictionary);
  EXPECT_EQ(read.dictionary->format, DictionaryFormat::lexicoder);
  EXPECT_EQ(read.dictionary->name, "LSD");
  EXPECT_THAT(listed(*read.dictionary), ElementsAre("NEG: ABANDON", "POS:"));
}

TEST(Yoshikoder, FaultsHavePlaces) {
  EXPECT_THAT(places(parse_dictionary("<dictionary>\n <cnode name=\"a\">\n", "f.ykd").diagnostics), ElementsAre(HasSubstr("I103")));
  const DictionaryRead read = parse_dictionary(
      "<dictionary>\n<pnode name=\"x\"/>\n<cnode>\n</cnode>\n<cnode name=\"a\"><pnode/><qnode/><pnode name=\"y\" score=\"a "
      "lot\"/></cnode></dictionary>",
      "f.ykd");
  EXPECT_THAT(places(read.diagnostics), ElementsAre("2:2 I107", "3:2 I103", "5:18 I103", "5:26 I103", "5:34 I105"))
      << messages(read.diagnostics);
  std::string deep = "<dictionary>";
  for (int i = 0; i < 5000; ++i) deep += "<cnode name=\"a\">";
  for (int i = 0; i < 5000; ++i) deep += "</cnode>";
  EXPECT_THAT(messages(parse_dictionary(deep + "</dictionary>", "f.ykd").diagnostics), HasSubstr("nested"));
}

// ---- WordStat

TEST(Wordstat, TheTreeAndItsWeights) {
  const DictionaryRead read = parse_dictionary(
      "SOUTH\n"
      "   \tBW\n"
      "   \t\tBotswana (1)\n"
      "   \t\tBotswanan* (10)\n"
      "   \tZA\n"
      "   \t\tSOUTH_AFRICA (0.5)\n"
      "   \t\tS African* (0,25)\n"
      "NORTH\n"
      "\tNorth (pole) (2)\n",
      "south.cat");
  ASSERT_TRUE(read.dictionary) << messages(read.diagnostics);
  EXPECT_THAT(listed(*read.dictionary),
              ElementsAre("SOUTH:", "SOUTH/BW: Botswana, Botswanan*", "SOUTH/ZA: SOUTH AFRICA, S African*", "NORTH: North (pole)"));
  EXPECT_EQ(read.dictionary->categories[1].entries[1].weight, 10.0) << "quanteda takes this line for a category";
  EXPECT_EQ(read.dictionary->categories[2].entries[0].weight, 0.5);
  EXPECT_EQ(read.dictionary->categories[2].entries[1].weight, 0.25);
}

std::vector<std::string> rule(const std::string& text) {
  const ImportedLexicon imported = import_dictionary(parse_dictionary(
      "POSITIVE\n\tGOOD (1)\n\tWELL_DONE (1)\nNEGATION\n\tNOT (1)\n\tNEVER (1)\nEMPTY\nR\n\t@X [" + text + "] (2)\n", "r.cat"));
  if (!imported.lexicon) return {messages(imported.diagnostics)};
  if (imported.lexicon->find_axis("R")) return patterns_of(*imported.lexicon, "R");
  std::vector<std::string> out;
  for (const Diagnostic& d : imported.diagnostics) {
    if (d.code == "I303" || d.code == "I304") out.push_back(d.code + ' ' + std::to_string(d.position.line));
  }
  return out;
}

TEST(Wordstat, RulesBecomeGapsAndExclusions) {
  EXPECT_THAT(rule("#POSITIVE AFTER #NEGATION /S 3"), ElementsAre("1 2 {NEGATION} ~2 {POSITIVE}"));
  EXPECT_THAT(rule("GOOD BEFORE NEWS /S 1"), ElementsAre("1 2 good news"));
  EXPECT_THAT(rule("TURN* BEFORE OFF /S 5"), ElementsAre("1 2 turn* ~4 off"));
  EXPECT_THAT(rule("BANK NEAR #POSITIVE /S2"), ElementsAre("1 2 {POSITIVE} ~1 bank", "1 2 bank ~1 {POSITIVE}"));
  EXPECT_THAT(rule("#POSITIVE NOT AFTER #NEGATION /S 3"), ElementsAre("1 2 !({NEGATION}|{NEGATION} *|{NEGATION} * *) {POSITIVE}"));
  EXPECT_THAT(rule("BANK NOT NEAR RIVER /S 2"), ElementsAre("1 2 !(river|river *) bank !(river|* river)"));
  EXPECT_THAT(rule("BANK BEFORE LOAN /S 2 AND NOT AFTER RIVER /S 1"), ElementsAre("1 2 !(river) bank ~1 loan"));
  EXPECT_THAT(rule("BANK NEAR LOAN /S"), ElementsAre("1 2 loan ~8 bank", "1 2 bank ~8 loan"))
      << "a gap has at most eight words, and a warning says so";
  EXPECT_THAT(rule("BANK BEFORE LOAN /P 2"), ElementsAre("1 2 bank ~1 loan"));
}

TEST(Wordstat, RulesThatCannotBeSaidAreReported) {
  for (const char* text : {"BANK NEAR LOAN", "BANK NEAR LOAN /D", "BANK NEAR LOAN /P", "BANK NEAR LOAN /C", "BANK AND LOAN /S",
                           "BANK OR LOAN", "(BANK NEAR LOAN /S 2)", "BANK NEAR @OTHER /S 2", "BANK NEAR #EMPTY /S 2",
                           "BANK AFTER A /S 2 AND AFTER B /S 2", "BANK AFTER A /S 2 AND NOT AFTER B /S 2", "BANK NEAR LOAN /Q 2"}) {
    EXPECT_THAT(rule(text), ElementsAre("I303 9")) << text;
  }
  EXPECT_THAT(rule("BANK NEAR #NOWHERE /S 2"), ElementsAre(HasSubstr("r.cat:9:16: error[I104]: category 'NOWHERE' is not defined")));
  EXPECT_THAT(rule("#POSITVE AFTER X /S 2"), ElementsAre(HasSubstr("did you mean 'POSITIVE'?")));
  EXPECT_THAT(rule("BANK NEAR LOAN /S 0"), ElementsAre(HasSubstr("I105")));
  EXPECT_THAT(rule("BANK NEAR"), ElementsAre(HasSubstr("I103")));
  EXPECT_THAT(rule(""), ElementsAre(HasSubstr("I103")));
}

TEST(Wordstat, RulesCountInTexts) {
  const ImportedLexicon imported = import_dictionary(
      parse_dictionary("POSITIVE_WORDS\n\tGOOD (1)\nNEGATIONS\n\tNOT (1)\nNEGATIVE\n\tNOT_GOOD\n\t\t@NOTGOOD [#POSITIVE_WORDS AFTER "
                       "#NEGATIONS /S 3] (1)\nPOSITIVE\n\t@G [#POSITIVE_WORDS NOT AFTER #NEGATIONS /S 3] (1)\n",
                       "s.cat"));
  ASSERT_TRUE(imported.lexicon) << messages(imported.diagnostics);
  const Lexicon& lexicon = *imported.lexicon;
  EXPECT_EQ(hits(lexicon, "NEGATIVE", "This is not a very good idea."), 1U);
  EXPECT_EQ(hits(lexicon, "POSITIVE", "This is not a very good idea."), 0U);
  EXPECT_EQ(hits(lexicon, "NEGATIVE", "This is not at all a good idea."), 0U) << "four words on, the rule does not hold";
  EXPECT_EQ(hits(lexicon, "POSITIVE", "This is a good idea."), 1U);
  EXPECT_EQ(hits(lexicon, "NEGATIVE", "This is not so. Good ideas are rare."), 0U) << "not over the end of a sentence";
  expect_balanced(imported.counts);
}

TEST(Wordstat, Faults) {
  EXPECT_THAT(places(parse_dictionary("GOOD (1)\nA\n\tX (101)\n\tY (-1)\n\t@R [A NEAR B /S 2 (1)\n\t (1)\n", "f.cat").diagnostics),
              ElementsAre("1:1 I107", "3:4 I105", "4:4 I105", "5:5 I103", "6:3 I103"));
}

// ---- quanteda

TEST(Quanteda, NestedKeysAndListsOfAnyShape) {
  const DictionaryRead read = parse_dictionary(
      "economy:\n  left: [welfare, \"trade union*\", 1984]\n  right:\n  - tax cut*\n  - deep: [no, 'w?men']\n  __: both\nempty:\nsingle: "
      "word\n",
      "d.yml");
  ASSERT_TRUE(read.dictionary) << messages(read.diagnostics);
  EXPECT_THAT(listed(*read.dictionary), ElementsAre("economy: both", "economy/left: welfare, trade union*, 1984", "economy/right: tax cut*",
                                                    "economy/right/deep: no, w?men", "empty:", "single: word"));
  EXPECT_EQ(read.dictionary->categories[2].entries[0].position.line, 4U);
}

TEST(Quanteda, Faults) {
  EXPECT_THAT(places(parse_dictionary("a: [b\n", "f.yml").diagnostics), ElementsAre(HasSubstr("I103")));
  EXPECT_THAT(places(parse_dictionary("[a, b]\n", "f.yml").diagnostics), ElementsAre("1:1 I103"));
  EXPECT_THAT(places(parse_dictionary("", "f.yml").diagnostics), ElementsAre("1:1 I103"));
  EXPECT_THAT(places(parse_dictionary("a: ['']\n", "f.yml").diagnostics), ElementsAre("1:5 I103"));
  EXPECT_THAT(
      messages(parse_dictionary(
                   "a: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b]\nd: &d [*c,*c,*c,*c,*c,*c]\ne: &e "
                   "[*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e]\ng: &g [*f,*f,*f,*f,*f,*f]\nh: [*g,*g,*g,*g,*g,*g,*g]\n",
                   "f.yml")
                   .diagnostics),
      HasSubstr("1000000 entries"));
}

// ---- CSV

TEST(WordLists, InTheShapesThatAreAbout) {
  const auto read = [](const std::string& text) {
    const DictionaryRead dictionary = parse_dictionary(text, "list.csv");
    return dictionary.dictionary ? listed(*dictionary.dictionary) : std::vector<std::string>{messages(dictionary.diagnostics)};
  };
  EXPECT_THAT(read("category,word,weight\nleft,welfare,2\nright,\"tax cut*\",0.5\nleft,union,1\n"),
              ElementsAre("left: welfare, union", "right: tax cut*"));
  EXPECT_THAT(read("word;sentiment\ngood;positive\nbad;negative\n"), ElementsAre("positive: good", "negative: bad"))
      << "tidytext, from a German spreadsheet";
  EXPECT_THAT(read("left,welfare\nleft,union\nright,market\n"), ElementsAre("left: welfare, union", "right: market"));
  EXPECT_THAT(read("left,right\nwelfare,market\nunion,\n"), ElementsAre("left: welfare, union", "right: market"))
      << "a column for each category";
  EXPECT_THAT(read("word,joy,fear\nhappy,1,0\nafraid,0,1\nbittersweet,1,1\n"),
              ElementsAre("joy: happy, bittersweet", "fear: afraid, bittersweet"));
  EXPECT_THAT(read("DicTerm,posemo,negemo\nhappy,X,\nsad,,X\n"), ElementsAre("posemo: happy", "negemo: sad")) << "LIWC-22's .dicx";
  EXPECT_THAT(read("word\npeace\ntruce\n"), ElementsAre("list: peace, truce"));
  EXPECT_THAT(read("word\tvalue\ngood\t3\nbad\t-2\n"), ElementsAre("value: good, bad")) << "AFINN";
}

TEST(WordLists, ValenceMakesABipolarAxis) {
  const ImportedLexicon imported = import_dictionary(parse_dictionary("word,score\ngood,3\nawful,-5\nso-so,0\n", "afinn.csv"));
  ASSERT_TRUE(imported.lexicon) << messages(imported.diagnostics);
  EXPECT_EQ(imported.lexicon->axes[0].kind, AxisKind::bipolar);
  EXPECT_THAT(patterns_of(*imported.lexicon, "score"), ElementsAre("0.6 1 good", "-1 1 awful", "0 1 so-so"));
  EXPECT_THAT(places(imported.diagnostics), Contains(HasSubstr("I207")));
}

TEST(WordLists, FaultsWithLineAndColumn) {
  EXPECT_THAT(places(parse_dictionary("category,word,weight\nleft,welfare,much\n,x,1\nleft,,1\nleft,a,101\nleft,b\n", "f.csv").diagnostics),
              ElementsAre("2:14 I105", "3:1 I107", "4:6 I103", "5:8 I105", "6:1 I103"));
  EXPECT_THAT(places(parse_dictionary("category,weight\nleft,1\n", "f.csv").diagnostics), ElementsAre("1:1 I103"));
  EXPECT_THAT(places(parse_dictionary("word,category\n\"open,left\n", "f.csv").diagnostics), ElementsAre("2:1 I103"));
  EXPECT_THAT(places(parse_dictionary("", "f.csv").diagnostics), ElementsAre("1:1 I107"));
}

// ---- Encodings

TEST(DictionaryEncodings, MarksGuessesAndWhatTheCallerSays) {
  const auto entry = [](const std::string& bytes, const std::string& encoding = {}) {
    DictionaryOptions options;
    options.encoding = encoding;
    const DictionaryRead read = parse_dictionary(bytes, "e.lc3", options);
    return read.dictionary ? read.dictionary->encoding + ' ' + read.dictionary->categories.at(0).entries.at(0).item.text
                           : messages(read.diagnostics);
  };
  const auto wide = [](const std::string& text, bool little) {
    std::string out;
    for (const char c : text) out += little ? std::string{c, '\0'} : std::string{'\0', c};
    return out;
  };
  EXPECT_EQ(entry("+A\n\xC3\xA9lan\n"), "UTF-8 \xC3\xA9lan");
  EXPECT_EQ(entry("\xEF\xBB\xBF+A\n\xC3\xA9lan\n"), "UTF-8 \xC3\xA9lan");
  EXPECT_EQ(entry("\xFF\xFE" + wide("+A\nword\n", true)), "UTF-16LE word");
  EXPECT_EQ(entry("\xFE\xFF" + wide("+A\nword\n", false)), "UTF-16BE word");
  EXPECT_EQ(entry(wide("+A\nword\n", true)), "UTF-16LE word") << "without a mark";
  EXPECT_EQ(entry("+A\n\xE9lan\x92s\n"), "windows-1252 \xC3\xA9lan\xE2\x80\x99s");
  EXPECT_EQ(entry("+A\n\xFE\n", "windows-1254"), "windows-1254 \xC5\x9F") << "Turkish";
  EXPECT_EQ(entry("+A\r\xE9lan\r", "latin1"), "latin1 \xC3\xA9lan") << "old line ends";
  EXPECT_THAT(entry("+A\nb\xC3(\n", "utf-8"), HasSubstr("e.lc3:2:2: error[I102]: here the file is not utf-8"));
  EXPECT_THAT(entry(std::string("+A\nb\0\n", 6)), HasSubstr("zero byte"));
  EXPECT_THROW((void)entry("+A\nb\n", "klingon"), InvalidArgument);
  EXPECT_THAT(places(parse_dictionary("+A\n\xE9lan\n", "e.lc3").diagnostics), ElementsAre("1:1 I201"));
  EXPECT_EQ(parse_dictionary(
                "<?xml version=\"1.0\" encoding=\"ISO-8859-9\"?><dictionary><cnode name=\"a\"><pnode name=\"\xFD\"/></cnode></dictionary>",
                "t.ykd")
                .dictionary->categories[0]
                .entries[0]
                .item.text,
            "\xC4\xB1");
}

TEST(DictionaryFormats, AreKnownByNameAndContent) {
  EXPECT_EQ(parse_dictionary("%\n1\tA\n%\nx\t1\n", "a.txt").dictionary->format, DictionaryFormat::liwc);
  EXPECT_EQ(parse_dictionary("<dictionary><cnode name=\"a\"><pnode name=\"b\"/></cnode></dictionary>", "a").dictionary->format,
            DictionaryFormat::yoshikoder);
  EXPECT_THAT(messages(parse_dictionary("what is this", "a.txt").diagnostics), HasSubstr("does not tell the format"));
  EXPECT_THAT(messages(read_dictionary("/nowhere/a.dic").diagnostics), HasSubstr("I101"));
  EXPECT_EQ(parse_dictionary_format("liwc"), DictionaryFormat::liwc);
  EXPECT_THROW((void)parse_dictionary_format("luwc"), InvalidArgument);
  for (const DictionaryFormat format : {DictionaryFormat::quanteda, DictionaryFormat::liwc, DictionaryFormat::lexicoder,
                                        DictionaryFormat::yoshikoder, DictionaryFormat::wordstat, DictionaryFormat::csv}) {
    EXPECT_EQ(parse_dictionary_format(name_of(format)), format);
  }
}

}  // namespace
}  // namespace stance
