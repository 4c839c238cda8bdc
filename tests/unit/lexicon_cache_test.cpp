// Packs that are kept compiled: the same results, and never those of other files, sources or hands.
#include "stance/lexicon_cache.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <cstdlib>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "unit/analysis_print.hpp"
#include "unit/analysis_support.hpp"
#include "unit/folder_test.hpp"

namespace stance {
namespace {

namespace fs = std::filesystem;

/// Everything that a lexicon says of some documents.
std::string said(const CompiledLexicon& lexicon) {
  Corpus corpus;
  for (Document& document : testing::documents(30)) corpus.add(std::move(document));
  return print(analyze(corpus, lexicon));
}

TEST(SavedLexicon, IsTheLexiconWithItsAutomata) {
  const CompiledLexicon compiled(load_lexicon("geopolitics.en"));
  std::stringstream bytes;
  compiled.save(bytes);
  const CompiledLexicon saved(bytes, compiled.lexicon().files);
  EXPECT_EQ(saved.lexicon().hash(), compiled.lexicon().hash());
  EXPECT_EQ(said(saved), said(compiled)) << "before anybody asked for a tree";
  EXPECT_EQ(to_yaml(saved.lexicon(), true), to_yaml(compiled.lexicon(), true));
  // Compiled anew from what was saved, by trees that are made from the texts.
  EXPECT_EQ(said(CompiledLexicon(saved.lexicon())), said(compiled));
  std::stringstream again;
  saved.save(again);
  EXPECT_EQ(again.str(), bytes.str());
}

TEST(SavedLexicon, EndsTooEarly) {
  std::stringstream bytes;
  testing::lexicon().save(bytes);
  const std::string whole = bytes.str();
  for (std::size_t size = 0; size < whole.size(); size += 97) {
    std::istringstream part(whole.substr(0, size));
    EXPECT_THROW(CompiledLexicon(part, {}), Error) << size;
  }
}

class LexiconCache : public FolderTest {
 protected:
  void SetUp() override {
    FolderTest::SetUp();
    ::setenv("STANCE_CACHE", path("cache").c_str(), 1);
    pack_ = write("small.yaml", testing::pack);
  }
  void TearDown() override {
    ::unsetenv("STANCE_CACHE");
    FolderTest::TearDown();
  }
  [[nodiscard]] std::vector<fs::path> kept() const {
    std::vector<fs::path> out;
    if (fs::exists(path("cache"))) {
      for (const fs::directory_entry& entry : fs::directory_iterator(path("cache"))) out.push_back(entry.path());
    }
    return out;
  }
  [[nodiscard]] static std::string bytes_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] std::string plain() const { return said(CompiledLexicon(load_lexicon(pack_))); }
  std::string pack_;
};

TEST_F(LexiconCache, KeepsWhatWasCompiledAndTakesItFromThere) {
  EXPECT_EQ(said(load_compiled_lexicon(pack_)), plain());
  ASSERT_EQ(kept().size(), 1U);
  const std::string bytes = bytes_of(kept()[0]);
  const CompiledLexicon lexicon = load_compiled_lexicon(pack_);
  EXPECT_EQ(said(lexicon), plain());
  EXPECT_EQ(lexicon.lexicon().files.at(0).bytes, testing::pack);
  EXPECT_EQ(bytes_of(kept()[0]), bytes);
  EXPECT_EQ(kept().size(), 1U);
}

TEST_F(LexiconCache, ReadsTheKeptFile) {
  static_cast<void>(load_compiled_lexicon(pack_));
  const fs::file_time_type written = fs::last_write_time(kept().at(0)) - std::chrono::hours(1);
  fs::last_write_time(kept()[0], written);
  static_cast<void>(load_compiled_lexicon(pack_));
  EXPECT_EQ(fs::last_write_time(kept()[0]), written) << "written again, so it was not used";
}

TEST_F(LexiconCache, AChangedPackIsReadAnew) {
  static_cast<void>(load_compiled_lexicon(pack_));
  std::string changed = testing::pack;
  changed.replace(changed.find("slots: {object: -1}"), 19, "slots: {object: 0.9}");
  write("small.yaml", changed);
  EXPECT_EQ(said(load_compiled_lexicon(pack_)), plain());
}

TEST_F(LexiconCache, AChangedIncludedFileIsReadAnew) {
  const std::string whole = write("whole.yaml", "meta: {name: whole, version: '1', language: en}\ninclude: [small.yaml]\n");
  const std::string before = said(load_compiled_lexicon(whole));
  std::string changed = testing::pack;
  changed.replace(changed.find("slots: {object: -1}"), 19, "slots: {object: 0.9}");
  write("small.yaml", changed);
  const std::string after = said(load_compiled_lexicon(whole));
  EXPECT_NE(after, before);
  EXPECT_EQ(after, said(CompiledLexicon(load_lexicon(whole))));
  fs::remove(pack_);
  EXPECT_THROW(static_cast<void>(load_compiled_lexicon(whole)), ParseError) << "the included file is gone";
}

TEST_F(LexiconCache, DamagedFilesAreMadeAgain) {
  static_cast<void>(load_compiled_lexicon(pack_));
  const fs::path file = kept().at(0);
  const std::string whole = bytes_of(file);
  for (std::string damaged : {std::string(), whole.substr(0, 20), whole.substr(0, whole.size() / 2), whole + "x"}) {
    std::ofstream(file, std::ios::binary) << damaged;
    EXPECT_EQ(said(load_compiled_lexicon(pack_)), plain());
    EXPECT_EQ(bytes_of(file), whole);
  }
  for (std::size_t at = 0; at < whole.size(); at += whole.size() / 50) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 4);
    std::ofstream(file, std::ios::binary) << damaged;
    EXPECT_EQ(said(load_compiled_lexicon(pack_)), plain()) << at;
    EXPECT_EQ(bytes_of(file), whole) << at;
  }
}

TEST_F(LexiconCache, FilesThatOthersMayWriteAreNotUsed) {
  static_cast<void>(load_compiled_lexicon(pack_));
  const fs::path file = kept().at(0);
  fs::permissions(file, fs::perms::others_write, fs::perm_options::add);
  static_cast<void>(load_compiled_lexicon(pack_));
  struct stat status {};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U) << "a file of our own took its place";
  const fs::path other = root_ / "elsewhere";
  fs::rename(file, other);
  fs::create_symlink(other, file);
  EXPECT_EQ(said(load_compiled_lexicon(pack_)), plain());
  EXPECT_FALSE(fs::is_symlink(file));
}

TEST_F(LexiconCache, WhereNothingCanBeKeptItDoesWithout) {
  ::setenv("STANCE_CACHE", "off", 1);
  EXPECT_EQ(lexicon_cache_folder(), std::nullopt);
  EXPECT_EQ(said(load_compiled_lexicon(pack_)), plain());
  ::setenv("STANCE_CACHE", (pack_ + "/below a file").c_str(), 1);
  EXPECT_EQ(said(load_compiled_lexicon(pack_)), plain());
  EXPECT_TRUE(kept().empty());
  EXPECT_THROW(static_cast<void>(load_compiled_lexicon(path("nowhere.yaml"))), Error);
}

TEST_F(LexiconCache, FolderOfTheUser) {
  ::unsetenv("STANCE_CACHE");
  ::setenv("XDG_CACHE_HOME", "/x", 1);
  ::setenv("HOME", "/h", 1);
  EXPECT_EQ(lexicon_cache_folder(), fs::path("/x/stance"));
  ::setenv("XDG_CACHE_HOME", "relative is to be ignored", 1);
  EXPECT_EQ(lexicon_cache_folder(), fs::path("/h/.cache/stance"));
  ::unsetenv("XDG_CACHE_HOME");
  EXPECT_EQ(lexicon_cache_folder(), fs::path("/h/.cache/stance"));
  ::unsetenv("HOME");
  EXPECT_EQ(lexicon_cache_folder(), std::nullopt);
}

TEST_F(LexiconCache, PacksWithFaultsAreNotKept) {
  const std::string broken = write("broken.yaml", "meta: {name: x}\n");
  EXPECT_THROW(static_cast<void>(load_compiled_lexicon(broken)), ParseError);
  EXPECT_TRUE(kept().empty());
}

TEST_F(LexiconCache, TheOldestGo) {
  for (int i = 0; i < 30; ++i) {
    const std::string old = write("cache/" + std::to_string(i) + ".pack", "old");
    fs::last_write_time(old, fs::file_time_type::clock::now() - std::chrono::hours(100 - i));
  }
  write("cache/notes.txt", "not ours");
  static_cast<void>(load_compiled_lexicon(pack_));
  const std::vector<fs::path> left = kept();
  EXPECT_EQ(left.size(), 9U) << "8 packs, and what is none";
  EXPECT_THAT(left, ::testing::Contains(fs::path(path("cache/29.pack"))));
  EXPECT_THAT(left, ::testing::Not(::testing::Contains(fs::path(path("cache/0.pack")))));
  EXPECT_THAT(left, ::testing::Contains(fs::path(path("cache/notes.txt"))));
}

TEST_F(LexiconCache, WhatAKilledProcessLeftGoes) {
  const std::string left = write("cache/0.pack.Ab3dEf", "half a pa");
  const std::string being_written = write("cache/0.pack.Xy5zUv", "half a pa");
  fs::last_write_time(left, fs::file_time_type::clock::now() - std::chrono::hours(2));
  static_cast<void>(load_compiled_lexicon(pack_));
  EXPECT_FALSE(fs::exists(left));
  EXPECT_TRUE(fs::exists(being_written));
}

TEST_F(LexiconCache, ManyAtOnce) {
  const std::string expected = plain();
  std::vector<std::thread> threads;
  std::vector<std::string> got(8);
  for (std::string& one : got) threads.emplace_back([&] { one = said(load_compiled_lexicon(pack_)); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(got, ::testing::Each(expected));
  EXPECT_EQ(kept().size(), 1U) << "temporary files are gone";
}

}  // namespace
}  // namespace stance
