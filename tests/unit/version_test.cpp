#include "stance/version.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

TEST(Version, FunctionAndMacrosAgree) {
  EXPECT_EQ(stance::version(), STANCE_VERSION);
  EXPECT_EQ(std::string(STANCE_VERSION), std::to_string(STANCE_VERSION_MAJOR) + '.' + std::to_string(STANCE_VERSION_MINOR) + '.' +
                                             std::to_string(STANCE_VERSION_PATCH));
}

}  // namespace
