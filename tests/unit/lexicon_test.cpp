#include "stance/lexicon.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <xxhash.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "detail/config.hpp"

namespace stance {
namespace {

namespace fs = std::filesystem;

std::string read_all(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string position_of(const Diagnostic& d) { return std::to_string(d.position.line) + ':' + std::to_string(d.position.column) + ' ' + d.code; }

std::string list(const std::vector<Diagnostic>& diagnostics) {
  std::string out;
  for (const Diagnostic& d : diagnostics) out += d.to_string() + '\n';
  return out;
}

const std::string base = "meta: {name: t, version: 1, language: en}\ntargets: {A: {kind: state, names: [Aland]}}\n";

struct FaultCase {
  std::string name;
  std::string yaml;
  std::vector<std::string> expected;
};

std::vector<FaultCase> fault_cases() {
  std::vector<FaultCase> cases;
  std::ifstream in(STANCE_TEST_DATA_DIR "/lexicon/faults.txt", std::ios::binary);
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("=== ", 0) == 0) {
      cases.push_back({line.substr(4), {}, {}});
    } else if (cases.empty()) {
      continue;
    } else if (line.rfind("--- ", 0) == 0) {
      cases.back().expected.push_back(line.substr(4));
    } else {
      cases.back().yaml += line == "%base" ? base : line + '\n';
    }
  }
  return cases;
}

TEST(LexiconFaults, EachHasItsCodeAndItsPlaceAndAllComeAtOnce) {
  std::set<std::string> codes;
  std::size_t ran = 0;
  for (const FaultCase& c : fault_cases()) {
    const LexiconCheck check = parse_lexicon(c.yaml, "test.yaml");
    ++ran;
    ASSERT_EQ(check.diagnostics.size(), c.expected.size()) << c.name << '\n' << list(check.diagnostics);
    bool error = false;
    for (std::size_t i = 0; i < c.expected.size(); ++i) {
      const Diagnostic& d = check.diagnostics[i];
      std::istringstream words(c.expected[i]);
      std::string place;
      std::string code;
      std::string says;
      words >> place >> code;
      std::getline(words >> std::ws, says);
      EXPECT_EQ(position_of(d), place + ' ' + code) << c.name << '\n' << d.to_string_with_source();
      EXPECT_NE(d.message.find(says), std::string::npos) << c.name << ": " << d.message;
      EXPECT_EQ(d.file, "test.yaml") << c.name;
      EXPECT_EQ(d.severity, code[1] == '1' ? Severity::error : Severity::warning) << c.name;
      EXPECT_EQ(d.line_text.empty(), c.yaml.empty()) << c.name << ": a caret needs the line";
      error = error || code[1] == '1';
      codes.insert(code);
    }
    EXPECT_EQ(check.lexicon.has_value(), !error) << c.name;
    EXPECT_EQ(check.has_errors(), error) << c.name;
  }
  EXPECT_EQ(ran, 72U);
  const std::set<std::string> all = {"L101", "L102", "L103", "L104", "L105", "L106", "L107", "L108", "L109", "L110", "L201", "L202", "L203", "L204", "L205", "L206", "L207"};
  EXPECT_EQ(codes, all) << "every code that FORMAT.md lists";
}

TEST(LexiconFaults, BytesThatAreNotUtf8AreNamedWithTheirPlace) {
  const LexiconCheck check = parse_lexicon(base + "decoys: [\xC9\x99, a\xFF]\n", "test.yaml");
  ASSERT_EQ(check.diagnostics.size(), 1U);
  EXPECT_EQ(position_of(check.diagnostics[0]), "3:14 L101") << "two code points and the rest before it";
  EXPECT_NE(check.diagnostics[0].message.find("0xFF"), std::string::npos);
}

TEST(LexiconFaults, AByteOrderMarkAndWindowsLineEndsMoveNoColumn) {
  const LexiconCheck check = parse_lexicon("\xEF\xBB\xBFmeta: {name: t, version: 1, langage: en}\r\ntargets: {A: {kind: state, names: [Aland]}}\r\ndecoys: [a ~9 b]\r\n", "test.yaml");
  ASSERT_EQ(check.diagnostics.size(), 3U) << list(check.diagnostics);
  EXPECT_EQ(position_of(check.diagnostics[1]), "1:29 L102");
  EXPECT_EQ(position_of(check.diagnostics[2]), "3:12 L108");
  EXPECT_EQ(check.diagnostics[2].to_string_with_source(), check.diagnostics[2].to_string() + "\n  decoys: [a ~9 b]\n             ^");
}

TEST(LexiconFaults, LoadThrowsWithAllOfThem) {
  const fs::path path = fs::path(::testing::TempDir()) / ("stance_faulty_" + std::to_string(::getpid()) + ".yaml");
  std::ofstream(path, std::ios::binary) << "meta: {name: t}\ntargets: {A: {}}\n";
  try {
    (void)load_lexicon(path.string());
    FAIL() << "a faulty pack was loaded";
  } catch (const ParseError& error) {
    EXPECT_EQ(error.diagnostics().size(), 4U) << "version, language, kind, names: " << error.what();
  }
  fs::remove(path);
  EXPECT_THROW((void)load_lexicon("no such pack"), Error);
}

/// A folder of files that is gone afterwards.
class Folder {
 public:
  Folder() : path_(fs::path(::testing::TempDir()) / ("stance_lexicon_" + std::to_string(::getpid()))) { fs::create_directories(path_); }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string write(const std::string& name, const std::string& text) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
    return (path_ / name).string();
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

TEST(LexiconIncludes, AreReadOnceInOrderAndKnowTheirLines) {
  const Folder folder;
  folder.write("targets.yaml", "targets:\n  A: {kind: state, names: [Aland]}\n");
  folder.write("sub/axes.yaml", "include: [../targets.yaml]\naxes:\n  x:\n    kind: intensity\n    positive: p\n    patterns:\n      - reason: r\n        match:\n          - war\n          - \"peace talks\"\n");
  const std::string main = folder.write("main.yaml", "meta: {name: t, version: 1, language: en}\ninclude: [targets.yaml, sub/axes.yaml, targets.yaml]\n");
  const LexiconCheck check = check_lexicon(main);
  ASSERT_TRUE(check.lexicon) << list(check.diagnostics);
  ASSERT_EQ(check.lexicon->files.size(), 3U);
  EXPECT_EQ(check.lexicon->files[0].name, "main.yaml");
  EXPECT_EQ(check.lexicon->files[1].name, "targets.yaml");
  EXPECT_EQ(check.lexicon->files[2].name, "axes.yaml");
  EXPECT_EQ(check.lexicon->locate(check.lexicon->targets[0].origin), "targets.yaml:2");
  EXPECT_EQ(check.lexicon->locate(check.lexicon->axes[0].origin), "axes.yaml:3");
  EXPECT_EQ(check.lexicon->locate(check.lexicon->axes[0].patterns[0].patterns[0].origin), "axes.yaml:9");
  const SourcePosition second = check.lexicon->axes[0].patterns[0].patterns[1].origin.position;
  EXPECT_EQ(second, (SourcePosition{10, 13, 149})) << "lines of 27, 6, 5, 20, 16, 14, 18, 15 and 16 bytes, and 12 bytes before it in its own";
}

TEST(LexiconFiles, CanBeReadAgainFromTheLexiconThatHoldsThem) {
  const Lexicon lexicon = load_lexicon("geopolitics.en");
  const LexiconCheck again = parse_lexicon(lexicon.files);
  ASSERT_TRUE(again.lexicon.has_value()) << list(again.diagnostics);
  EXPECT_EQ(again.lexicon->hash(), lexicon.hash());
  EXPECT_EQ(again.lexicon->axes.size(), lexicon.axes.size());
  EXPECT_EQ(again.lexicon->targets.size(), lexicon.targets.size());
  EXPECT_EQ(again.lexicon->locate(again.lexicon->cues.back().origin), lexicon.locate(lexicon.cues.back().origin));
  EXPECT_FALSE(parse_lexicon(std::vector<LexiconFile>()).lexicon.has_value());
}

TEST(LexiconIncludes, ACircleEndsAlsoUnderOtherSpellingsOfAPath) {
  const Folder folder;
  const std::string name = folder.path().filename().string();
  const std::string main = folder.write("main.yaml", base + "include: [\"../" + name + "/main.yaml\", other.yaml]\n");
  folder.write("other.yaml", "include: [\"./main.yaml\", \"../" + name + "/other.yaml\"]\n");
  const LexiconCheck check = check_lexicon(main);
  ASSERT_TRUE(check.lexicon) << list(check.diagnostics);
  EXPECT_EQ(check.lexicon->files.size(), 2U);
}

TEST(LexiconIncludes, WhatIsMissingOrNoFileIsNamedWhereItIsIncluded) {
  const Folder folder;
  fs::create_directories(folder.path() / "folder.yaml");
  const std::string main = folder.write("main.yaml", base + "include: [gone.yaml, folder.yaml, /dev/zero, [a]]\n");
  const LexiconCheck check = check_lexicon(main);
  ASSERT_EQ(check.diagnostics.size(), 4U) << list(check.diagnostics);
  EXPECT_EQ(position_of(check.diagnostics[0]), "3:11 L109");
  EXPECT_EQ(position_of(check.diagnostics[1]), "3:22 L109");
  EXPECT_EQ(position_of(check.diagnostics[2]), "3:35 L109");
  EXPECT_EQ(position_of(check.diagnostics[3]), "3:46 L103");
}

TEST(LexiconIncludes, FaultsStandInTheOrderOfTheFilesAndTheFirstMetaNamesThePack) {
  const Folder folder;
  folder.write("other.yaml", "meta: {name: other, version: 9, language: tr}\ntargets: {A: {kind: state, names: [Bland]}, B: {}}\n");
  const std::string bad = folder.write("bad.yaml", "include: [other.yaml]\n" + base + "decoys: [a ~9 b]\n");
  const LexiconCheck check = check_lexicon(bad);
  ASSERT_EQ(check.diagnostics.size(), 4U) << list(check.diagnostics);
  EXPECT_EQ(check.diagnostics[0].file + ' ' + position_of(check.diagnostics[0]), "bad.yaml 4:12 L108");
  EXPECT_EQ(check.diagnostics[1].file + ' ' + position_of(check.diagnostics[1]), "other.yaml 2:11 L107");
  EXPECT_NE(check.diagnostics[1].message.find("bad.yaml:3"), std::string::npos) << check.diagnostics[1].message;
  folder.write("other.yaml", "meta: {name: other, version: 9, language: tr}\ntargets: {B: {kind: state, names: [Bland]}, A: {metonyms: [Alburg]}}\n");
  const Lexicon good = load_lexicon(folder.write("good.yaml", "include: [other.yaml]\n" + base));
  EXPECT_EQ(good.meta.name, "t");
  EXPECT_EQ(good.meta.language, "en");
  ASSERT_EQ(good.targets.size(), 2U);
  EXPECT_EQ(good.targets[0].names.size(), 2U) << "a target without a kind adds names to one of an earlier file";
}

TEST(LexiconHostile, DeepNestingAndAliasesEndInAClearError) {
  std::vector<std::pair<std::string, std::string>> texts;
  for (const char* bracket : {"[", "{a: ", "- ", "? "}) {
    std::string text = "decoys: \n  ";
    for (int i = 0; i < 20'000; ++i) text += bracket;
    const LexiconCheck check = parse_lexicon(base + text, "nested.yaml");
    ASSERT_EQ(check.diagnostics.size(), 1U) << bracket;
    EXPECT_EQ(check.diagnostics[0].code, "L110") << bracket;
    EXPECT_EQ(check.diagnostics[0].position.line, 4U) << bracket;
  }
  std::string laughs = "l0: &l0 [a, b]\n";
  for (int i = 1; i < 30; ++i) laughs += "l" + std::to_string(i) + ": &l" + std::to_string(i) + " [*l" + std::to_string(i - 1) + ", *l" + std::to_string(i - 1) + "]\n";
  texts.emplace_back("aliases of aliases", base + laughs + "decoys: *l29\nterms: {s: *l29}\n");
  std::string cues = base + "cues:\n  - &c {group: g, reason: r, slots: {object: 1}, patterns: [w0";
  for (int i = 1; i < 1000; ++i) cues += ", w" + std::to_string(i);
  cues += "]}\n";
  for (int i = 0; i < 1000; ++i) cues += "  - *c\n";
  texts.emplace_back("a million patterns in 20 kB", cues);
  std::string faults = base + "cues:\n";
  for (int i = 0; i < 100'000; ++i) faults += "  - {}\n";
  texts.emplace_back("faults without end", faults);
  for (const auto& [name, text] : texts) {
    const LexiconCheck check = parse_lexicon(text, "hostile.yaml");
    EXPECT_FALSE(check.lexicon) << name;
    ASSERT_FALSE(check.diagnostics.empty()) << name;
    EXPECT_LE(check.diagnostics.size(), 1001U) << name;
    for (const Diagnostic& d : check.diagnostics) EXPECT_GE(d.position.line, 1U) << name;
  }
  EXPECT_EQ(texts.size(), 3U);
}

TEST(LexiconHostile, AnyBytesGiveAResult) {
  const std::string sound = read_all(STANCE_TEST_DATA_DIR "/lexicon/minimal.yaml");
  ASSERT_FALSE(sound.empty());
  std::size_t ran = 0;
  for (std::size_t cut = 0; cut < sound.size(); cut += 7, ++ran) (void)parse_lexicon(sound.substr(0, cut), "cut.yaml");
  for (std::size_t at = 0; at < sound.size(); at += 5) {
    for (const char c : {'\0', '\xFF', '{', '*', '\t', '~', ':'}) {
      std::string text = sound;
      text[at] = c;
      (void)parse_lexicon(text, "changed.yaml");
      ++ran;
    }
  }
  EXPECT_GE(ran, sound.size() / 7 + sound.size() / 5 * 7);
}

TEST(LexiconHostile, ALargePackIsFine) {
  std::string yaml = "meta: {name: t, version: 1, language: en}\ntargets:\n";
  for (int i = 0; i < 20'000; ++i) yaml += "  T" + std::to_string(i) + ": {kind: state, names: [Name" + std::to_string(i) + ", Other name " + std::to_string(i) + "]}\n";
  const LexiconCheck check = parse_lexicon(yaml, "large.yaml");
  ASSERT_TRUE(check.lexicon) << list(check.diagnostics);
  EXPECT_EQ(check.lexicon->targets.size(), 20'000U);
  EXPECT_EQ(check.lexicon->locate(check.lexicon->targets[19'999].origin), "large.yaml:20002");
}

TEST(LexiconData, EveryFieldIsWhatTheFileSays) {
  const Lexicon lexicon = load_lexicon(STANCE_TEST_DATA_DIR "/lexicon/minimal.yaml");
  EXPECT_EQ(lexicon.meta.name, "minimal");
  EXPECT_EQ(lexicon.meta.version, "1.2.3");
  EXPECT_EQ(lexicon.meta.sources, (std::vector<std::string>{"one", "two"}));
  ASSERT_EQ(lexicon.cues.size(), 1U);
  const Cue& cue = lexicon.cues[0];
  EXPECT_EQ(cue.type, CueType::verb);
  EXPECT_EQ(cue.holder, Holder::any);
  EXPECT_EQ(cue.within, Reach::sentence);
  EXPECT_EQ(cue.weight, 4.0);
  EXPECT_EQ(cue.negated, -0.3);
  ASSERT_EQ(cue.slots.size(), 3U);
  EXPECT_EQ(cue.slots[0].kind, Slot::Kind::object);
  EXPECT_EQ(cue.slots[1].kind, Slot::Kind::preposition);
  EXPECT_EQ(cue.slots[1].preposition, "with");
  EXPECT_EQ(cue.slots[1].value, 0.5);
  EXPECT_EQ(cue.slots[2].holder, Holder::toward_self);
  ASSERT_EQ(lexicon.axes.size(), 2U);
  EXPECT_EQ(lexicon.axes[0].kind, AxisKind::bipolar);
  EXPECT_EQ(lexicon.axes[0].neutral_targets, (std::vector<std::string>{"T\u00FCrkiye"}));
  EXPECT_EQ(lexicon.axes[0].rules[0].factor, -0.5);
  EXPECT_EQ(lexicon.axes[0].patterns[0].value, -1.0);
  EXPECT_EQ(lexicon.axes[1].scale, 6.0);
  EXPECT_EQ(lexicon.axes[1].patterns[0].value, 1.0) << "the default of an intensity";
  EXPECT_EQ(lexicon.modifiers.hedge_weight, 0.25);
  EXPECT_EQ(lexicon.modifiers.negation_factor, -0.5) << "the default";
  EXPECT_EQ(lexicon.modifiers.of(ModifierKind::negation).size(), 2U);
  EXPECT_EQ(lexicon.modifiers.verbs[0], (std::vector<std::string>{"??*ed", "sent"}));
  EXPECT_TRUE(lexicon.modifiers.verbs[1].empty());
  EXPECT_EQ(lexicon.modifiers.verbs[2], (std::vector<std::string>{"*an"}));
  EXPECT_TRUE(lexicon.targets[1].historic);
  EXPECT_EQ(lexicon.targets[0].names[1].form, NameForm::adjective);
  EXPECT_EQ(lexicon.targets[0].names[2].form, NameForm::metonym);
}

TEST(LexiconData, FindsTargetsByKeyCodeAndNameAndAxesByKey) {
  const Lexicon lexicon = load_lexicon(STANCE_TEST_DATA_DIR "/lexicon/minimal.yaml");
  for (const char* name : {"T\u00FCrkiye", "t\u00FCrkiye", "TR", "tur", "Republic of T\u00FCrkiye", "republic of t\u00FCrkiye"}) EXPECT_EQ(lexicon.find_target(name), 0U) << name;
  for (const char* name : {"USSR", "ussr", "Soviet Union"}) EXPECT_EQ(lexicon.find_target(name), 1U) << name;
  for (const char* name : {"Shanghai Cooperation Organisation", "shanghai cooperation organization", "Shanghai Five", "S.C.O."}) EXPECT_EQ(lexicon.find_target(name), 2U) << name;
  for (const char* name : {"Shanghai Cooperation", "Cooperation Organisation", "Shanghai"}) EXPECT_EQ(lexicon.find_target(name), std::nullopt) << "half a name: " << name;
  for (const char* name : {"", " ", "Turkish", "Ankara", "T", "unknown"}) EXPECT_EQ(lexicon.find_target(name), std::nullopt) << "adjectives and metonyms name nobody: " << name;
  EXPECT_EQ(lexicon.find_axis("posture"), 0U);
  EXPECT_EQ(lexicon.find_axis("Posture"), std::nullopt);
}

TEST(LexiconData, HashesAreThoseOfXxhsum) {
  const Lexicon lexicon = load_lexicon(STANCE_TEST_DATA_DIR "/lexicon/hashed.yaml");
  const std::string bytes = read_all(STANCE_TEST_DATA_DIR "/lexicon/hashed.yaml");
  XXH128_canonical_t canonical;  // what xxhsum prints
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data(), bytes.size()));
  std::string expected;
  for (const unsigned char byte : canonical.digest) {
    expected += "0123456789abcdef"[byte / 16];
    expected += "0123456789abcdef"[byte % 16];
  }
  EXPECT_EQ(lexicon.files[0].hash, expected) << "xxhsum -H2 hashed.yaml";
  const Lexicon again = load_lexicon(STANCE_TEST_DATA_DIR "/lexicon/hashed.yaml");
  EXPECT_EQ(lexicon.hash(), again.hash());
  EXPECT_EQ(lexicon.hash().size(), 32U);
  const LexiconCheck other = parse_lexicon(read_all(STANCE_TEST_DATA_DIR "/lexicon/hashed.yaml") + "\n", "hashed.yaml");
  ASSERT_TRUE(other.lexicon);
  EXPECT_NE(other.lexicon->hash(), lexicon.hash()) << "one line feed more";
}

TEST(LexiconBundle, GeopoliticsEnHasNoErrorsAndThePublicVocabulary) {
  const LexiconCheck check = check_lexicon("geopolitics.en");
  ASSERT_TRUE(check.lexicon) << list(check.diagnostics);
  const std::vector<std::string> axes = {
      "non_alignment", "nato_orientation", "eu_orientation", "russia_cis_orientation", "turkiye_orientation", "multilateralism", "conflict_posture", "democratization", "security_concept",
      "sovereignty_emphasis", "threat_perception", "military_cooperation", "economic_energy_diplomacy", "careful_bandwagoning", "pragmatic_balancing", "strategic_hedging",
      "balance_of_interests", "predictability", "strategic_patience", "idealism", "neorealism", "pluralism", "level_system", "level_region", "level_state", "level_society", "level_group", "level_person"};
  EXPECT_EQ(axes.size(), 28U);
  for (const std::string& key : axes) EXPECT_TRUE(check.lexicon->find_axis(key)) << key;
  for (std::size_t i = 0; i < 9; ++i) EXPECT_EQ(check.lexicon->axes[check.lexicon->find_axis(axes[i]).value_or(0)].kind, AxisKind::bipolar) << axes[i];
  for (std::size_t i = 9; i < axes.size(); ++i) EXPECT_EQ(check.lexicon->axes[check.lexicon->find_axis(axes[i]).value_or(0)].kind, AxisKind::intensity) << axes[i];
  std::set<std::string> keys;
  for (const Target& target : check.lexicon->targets) keys.insert(target.key);
  const std::vector<std::string> targets = {"NATO", "EU", "Russia", "CIS", "CSTO", "EAEU", "SCO", "T\u00FCrkiye", "OTS", "USA", "UN", "OSCE", "CoE", "NAM", "OIC", "GUAM", "BRICS", "G77", "AU", "ASEAN",
                                            "Arab League", "GCC", "West", "China", "Iran", "Georgia", "Armenia", "Azerbaijan", "Ukraine", "Pakistan", "Israel", "Cuba", "UK", "South Korea"};
  EXPECT_EQ(targets.size(), 34U);
  for (const std::string& key : targets) EXPECT_EQ(keys.count(key), 1U) << key;
}

TEST(LexiconBundle, ThePackInFormatMdIsSound) {
  const std::string page = read_all(fs::path(STANCE_SOURCE_LEXICON_DIR) / "FORMAT.md");
  const std::string fence = "```yaml\n# A complete pack";
  const std::size_t begin = page.find(fence);
  ASSERT_NE(begin, std::string::npos);
  const std::size_t end = page.find("\n```", begin + fence.size());
  ASSERT_NE(end, std::string::npos);
  const LexiconCheck check = parse_lexicon(page.substr(begin + 8, end - begin - 7), "FORMAT.md");
  EXPECT_TRUE(check.lexicon);
  EXPECT_TRUE(check.diagnostics.empty()) << list(check.diagnostics);
  for (const char* code : {"L101", "L102", "L103", "L104", "L105", "L106", "L107", "L108", "L109", "L110", "L201", "L202", "L203", "L204", "L205", "L206", "L207"}) {
    EXPECT_NE(page.find(std::string("| ") + code), std::string::npos) << code << " is not in the table";
  }
  for (std::size_t i = 0; i < modifier_kinds; ++i) {
    const std::string name(to_string(static_cast<ModifierKind>(i)));
    EXPECT_NE(page.find('`' + name + '`'), std::string::npos) << name << " is not explained";
  }
  for (std::size_t i = 0; i < verb_forms; ++i) {
    const std::string name(to_string(static_cast<VerbForm>(i)));
    EXPECT_NE(page.find('`' + name + '`'), std::string::npos) << name << " is not explained";
  }
}

}  // namespace
}  // namespace stance
