#include "detail/data_path.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <vector>

#include "detail/config.hpp"

namespace stance::detail {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::ElementsAre;

const fs::path kInstalled = fs::path(STANCE_INSTALL_DATADIR) / "lexicons";

TEST(LexiconSearchPath, LooksAroundTheCodeSoThatAMovedTreeFindsItsOwnData) {
  EXPECT_THAT(lexicon_search_path_for("/moved/bin", nullptr),
              ElementsAre("/moved/share/stance/lexicons", "/share/stance/lexicons", "/moved/bin/share/stance/lexicons", kInstalled));
  EXPECT_THAT(lexicon_search_path_for("/moved/lib/x86_64-linux-gnu", nullptr), Contains(fs::path("/moved/share/stance/lexicons")));
}

TEST(LexiconSearchPath, EnvironmentComesFirstInItsOwnOrder) {
  const std::vector<fs::path> paths = lexicon_search_path_for("/moved/bin", ":/one/:two::/one/:");
  ASSERT_GE(paths.size(), 2U);
  EXPECT_EQ(paths[0], "/one/");
  EXPECT_EQ(paths[1], "two");
  EXPECT_EQ(paths[2], "/moved/share/stance/lexicons");
}

TEST(LexiconSearchPath, SourceTreeOnlyFromTheBuildTree) {
  const fs::path build = STANCE_BUILD_TREE;
  const std::vector<fs::path> paths = lexicon_search_path_for(build / "bin", nullptr);
  ASSERT_GE(paths.size(), 2U);
  EXPECT_EQ(paths.front(), build / STANCE_INSTALL_DATADIR_RELATIVE / "lexicons");
  EXPECT_EQ(paths[paths.size() - 2], STANCE_SOURCE_LEXICON_DIR) << "before an older copy under the configured prefix";
  EXPECT_EQ(paths.back(), kInstalled);
  EXPECT_THAT(lexicon_search_path_for("/moved/bin", nullptr), ::testing::Not(Contains(fs::path(STANCE_SOURCE_LEXICON_DIR))));
  // A neighbour whose name only begins like the build tree is not inside it.
  EXPECT_THAT(lexicon_search_path_for(build.string() + "2/bin", nullptr), ::testing::Not(Contains(fs::path(STANCE_SOURCE_LEXICON_DIR))));
}

TEST(LexiconSearchPath, UnknownCodeFolderLeavesTheInstalledFolder) {
  EXPECT_THAT(lexicon_search_path_for("", nullptr), ElementsAre(kInstalled));
}

TEST(LexiconSearchPath, EachFolderOnce) {
  EXPECT_THAT(lexicon_search_path_for("", (kInstalled.string() + ":" + kInstalled.string()).c_str()), ElementsAre(kInstalled));
}

TEST(LexiconSearchPath, ThisProgramRunsFromTheBuildTree) {
  EXPECT_EQ(fs::canonical(code_folder()), fs::canonical(fs::path("/proc/self/exe")).parent_path());
  EXPECT_THAT(lexicon_search_path(), Contains(fs::path(STANCE_SOURCE_LEXICON_DIR)));
}

}  // namespace
}  // namespace stance::detail
