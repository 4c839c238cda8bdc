#include "detail/lexicon_tree.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stance::detail {
namespace {

/// A tree on one line: 'scalar', null, [list], {key: value}, each behind the byte where it begins where `offsets` wants it.
std::string printed(const YamlNode& node, bool offsets = false) {
  std::string out = offsets ? std::to_string(node.offset) + ' ' : std::string();
  std::string between;
  switch (node.kind) {
    case YamlNode::Kind::null: return out + "null";
    case YamlNode::Kind::scalar: return out + '\'' + std::string(node.text) + '\'';
    case YamlNode::Kind::list:
      out += '[';
      for (const YamlNode* item : node.items) out += std::exchange(between, ", ") + printed(*item, offsets);
      return out + ']';
    case YamlNode::Kind::mapping:
      out += '{';
      for (const auto& [key, value] : node.entries) out += std::exchange(between, ", ") + printed(*key, offsets) + ": " + printed(*value, offsets);
      return out + '}';
  }
  return out;
}

YamlFault fault_of(std::string_view text) {
  try {
    const YamlDocument document(text);
    return {"none, but " + printed(document.root()), 0, false};
  } catch (const YamlFault& fault) {
    return fault;
  }
}

TEST(LexiconTree, ReadsTheExamplesOfTheYamlSpecification) {  // YAML 1.2.2, chapter 2; the number of each example is in front of it
  const std::vector<std::pair<std::string, std::string>> examples = {
      {"---\nhr:\n  - Mark McGwire\n  # Following node labeled SS\n  - &SS Sammy Sosa\nrbi:\n  - *SS # Subsequent occurrence\n  - Ken Griffey\n",  // 2.10
       "{'hr': ['Mark McGwire', 'Sammy Sosa'], 'rbi': ['Sammy Sosa', 'Ken Griffey']}"},
      {"? - Detroit Tigers\n  - Chicago cubs\n: - 2001-07-23\n\n? [ New York Yankees,\n    Atlanta Braves ]\n: [ 2001-07-02, 2001-08-12,\n    2001-08-14 ]\n",  // 2.11
       "{['Detroit Tigers', 'Chicago cubs']: ['2001-07-23'], ['New York Yankees', 'Atlanta Braves']: ['2001-07-02', '2001-08-12', '2001-08-14']}"},
      {"# ASCII Art\n--- |\n  \\//||\\/||\n  // ||  ||__\n", "'\\//||\\/||\n// ||  ||__\n'"},                                           // 2.13
      {"--- >\n  Mark McGwire's\n  year was crippled\n  by a knee injury.\n", "'Mark McGwire's year was crippled by a knee injury.\n'"},  // 2.14
      {"unicode: \"Sosa did fine.\\u263A\"\ncontrol: \"\\b1998\\t1999\\t2000\\n\"\nhex esc: \"\\x0d\\x0a is \\r\\n\"\n\nsingle: '\"Howdy!\" he cried.'\nquoted: ' # Not a ''comment''.'\ntie-fighter: '|\\-*-/|'\n",  // 2.17
       "{'unicode': 'Sosa did fine.\u263A', 'control': '\b1998\t1999\t2000\n', 'hex esc': '\r\n is \r\n', 'single': '\"Howdy!\" he cried.', 'quoted': ' # Not a 'comment'.', 'tie-fighter': '|\\-*-/|'}"},
      {"plain:\n  This unquoted scalar\n  spans many lines.\n\nquoted: \"So does this\n  quoted scalar.\\n\"\n",  // 2.18
       "{'plain': 'This unquoted scalar spans many lines.', 'quoted': 'So does this quoted scalar.\n'}"},
  };
  for (const auto& [text, tree] : examples) EXPECT_EQ(printed(YamlDocument(text).root()), tree) << text;
  EXPECT_EQ(examples.size(), 6U);
}

TEST(LexiconTree, KnowsWhereEachNodeBeginsInBytes) {
  EXPECT_EQ(printed(YamlDocument("a: [b, 'c']\nd: {e: f}\n").root(), true), "0 {0 'a': 3 [4 'b', 7 'c'], 12 'd': 15 {16 'e': 19 'f'}}");
  EXPECT_EQ(printed(YamlDocument("\u0259: [\u201Cb\u201D, c]\n").root(), true), "0 {0 '\u0259': 4 [5 '\u201Cb\u201D', 14 'c']}") << "ə has two bytes, each quotation mark three";
  EXPECT_EQ(printed(YamlDocument("a: b\r\nc:\r\n  - d\r\n").root(), true), "0 {0 'a': 3 'b', 6 'c': 12 [14 'd']}") << "both bytes of a Windows line end";
  EXPECT_EQ(printed(YamlDocument("a: \"\u2028\"\nb: c\n").root(), true).substr(0, 11), "0 {0 'a': 3") << "a line separator of Unicode";
  EXPECT_EQ(YamlDocument("a: \"\u2028\"\nb: c\n").root().entries[1].key->offset, 9U);
  EXPECT_EQ(YamlDocument("- &x !t a\n- *x\n").root().items[0]->offset, 2U) << "with its anchor and tag";
}

TEST(LexiconTree, TellsNothingFromWordsAndTagsFromText) {
  EXPECT_EQ(printed(YamlDocument("[~, null, Null, NULL, nULL, '~', \"null\", '', no, 1]").root()), "[null, null, null, null, 'nULL', '~', 'null', '', 'no', '1']");
  EXPECT_EQ(printed(YamlDocument("{a: , b: !t , c}").root()), "{'a': null, 'b': '', 'c': null}");
  const YamlDocument tags("[!no entry, !!str x, !<y> z, w]");
  EXPECT_EQ(tags.root().items[0]->tag, "!no");
  EXPECT_EQ(tags.root().items[0]->text, "entry");
  EXPECT_EQ(tags.root().items[1]->tag, "tag:yaml.org,2002:str");
  EXPECT_EQ(tags.root().items[2]->tag, "y");
  EXPECT_EQ(tags.root().items[3]->tag, "");
  for (const char* empty : {"", "\n", "# nothing\n", "---\n", "--- # nothing\n...\n"}) EXPECT_TRUE(YamlDocument(empty).root().is_null()) << empty;
}

TEST(LexiconTree, KeepsEveryEntryOfAMappingAndFindsTheFirst) {
  const YamlDocument document("{a: 1, [a]: 2, b: 3, a: 4, <<: {c: 5}}");
  EXPECT_EQ(printed(document.root()), "{'a': '1', ['a']: '2', 'b': '3', 'a': '4', '<<': {'c': '5'}}");
  EXPECT_EQ(document.root().find("a")->text, "1");
  EXPECT_EQ(document.root().find("b")->text, "3");
  EXPECT_EQ(document.root().find("c"), nullptr) << "nothing is merged";
  EXPECT_EQ(document.root().items.size(), 0U);
}

TEST(LexiconTree, AnAliasIsTheNodeOfTheLastAnchorOfItsName) {
  const YamlDocument document("[&a one, *a, &a two, *a, &b [*a, x], *b]");
  EXPECT_EQ(printed(document.root()), "['one', 'one', 'two', 'two', ['two', 'x'], ['two', 'x']]");
  EXPECT_EQ(document.root().items[1], document.root().items[0]);
  EXPECT_EQ(document.root().items[5], document.root().items[4]);
  EXPECT_EQ(fault_of("[&a one, *b]").offset, 9U);
  EXPECT_NE(fault_of("[&a one, *b]").message.find("expected an anchor '&b' before it"), std::string::npos);
  EXPECT_NE(fault_of("&a [one, {x: *a}]").message.find("inside of what it stands for"), std::string::npos);
  EXPECT_NE(fault_of("[*a, &a one]").message.find("expected an anchor"), std::string::npos) << "before, not behind";
}

TEST(LexiconTree, ReadsTheFirstDocumentAndSaysWhereTheSecondBegins) {
  EXPECT_EQ(YamlDocument("a: b\n").second(), std::nullopt);
  EXPECT_EQ(YamlDocument("---\na: b\n...\n# nothing more\n").second(), std::nullopt);
  EXPECT_EQ(YamlDocument("a: b\n---\nc: d\n").second(), 9U);
  EXPECT_EQ(YamlDocument("%YAML 1.2\n---\na: b\n").second(), std::nullopt);
  EXPECT_EQ(printed(YamlDocument("a: b\n---\nc: d\n").root()), "{'a': 'b'}");
  EXPECT_NE(YamlDocument("a: b\n---\n---\n").second(), std::nullopt) << "also an empty one";
}

TEST(LexiconTree, AFaultHasItsByteAndNamesTheListOrMapping) {
  EXPECT_EQ(fault_of("\u0259: [b,\n c\n\n").offset, 10U) << "behind the last word, not behind the last line";
  EXPECT_EQ(fault_of("\u0259: [b,\n c\n\n").message, "did not find expected ',' or ']' while parsing a flow sequence that begins in line 1");
  EXPECT_EQ(fault_of("a:\n\t- b\n").message, "a tab; expected spaces");
  EXPECT_EQ(fault_of("a: `b`\n").message, "'`' cannot begin a value; put what it begins into quotation marks");
  for (const std::string& control : {std::string("\0", 1), std::string("\x01"), std::string("\x7F"), std::string("\u0080")}) {
    const YamlFault fault = fault_of("\u0259: b\nc: d" + control + "e\n");
    EXPECT_EQ(fault.offset, 10U) << fault.message;
    EXPECT_EQ(fault.message.rfind("control characters are not allowed: U+", 0), 0U) << fault.message;
  }
  EXPECT_EQ(fault_of("a: b\x07").message, "control characters are not allowed: U+0007");
  EXPECT_EQ(fault_of("[a] b").offset, 4U) << "what stands behind the document is not left out in silence";
  EXPECT_EQ(fault_of("a: b\n...\nc: d\n").offset, 9U) << "as YAML 1.1: a second document begins with ---";
  for (const char* broken : {"[", "{", "'", "\"", "a: [}", "a: b: c", "!<", "%", "|x", "&", "*", "[a, b] c", "\"\\q\"", "- a\nb: c\n", "? a\n- b\n"}) {
    EXPECT_EQ(fault_of(broken).message.find("none, but"), std::string::npos) << broken << " was read as " << fault_of(broken).message;
  }
}

TEST(LexiconTree, NestingEndsAtItsLimitHoweverLongTheText) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(fault_of(nested(max_yaml_depth)).message.rfind("none, but [[[[", 0), 0U);
  EXPECT_TRUE(fault_of(nested(max_yaml_depth + 1)).too_deep);
  EXPECT_EQ(fault_of(nested(max_yaml_depth + 1)).offset, max_yaml_depth);
  for (const std::string_view piece : {"[", "{a: ", "- ", "? ", "[{", "&a [", "!t {x: ", "[\n"}) {
    std::string text;
    while (text.size() < 1'000'000) text += piece;
    EXPECT_TRUE(fault_of(text).too_deep) << piece << ": " << fault_of(text).message;
  }
}

TEST(LexiconTree, AliasesOfAliasesAreNotWrittenOut) {
  std::string text = "- &a0 [x, x]\n";
  for (int i = 1; i < 20'000; ++i) {
    const std::string before = " *a" + std::to_string(i - 1);
    text += "- &a" + std::to_string(i) + " [" + before + " ," + before + " ]\n";
  }
  const YamlDocument document(text);
  ASSERT_EQ(document.root().items.size(), 20'000U);
  EXPECT_EQ(document.root().items[19'999]->items[1], document.root().items[19'998]) << "2 to the 20,000th words otherwise";
}

}  // namespace
}  // namespace stance::detail
