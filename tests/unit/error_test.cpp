#include "stance/error.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace stance {
namespace {

TEST(NearestName, IsGivenForCloseNamesOnly) {
  const std::vector<std::string> known = {"Monaco", "Russia", "Adjara", "targets", "nato_orientation", "Kyrgyzstan", "EU"};
  EXPECT_EQ(nearest_name("Rusia", known), "Russia") << "one letter is missing";
  EXPECT_EQ(nearest_name("tagrets", known), "targets") << "two neighbours are swapped: one fault";
  EXPECT_EQ(nearest_name("Kirgizstan", known), "Kyrgyzstan") << "two of ten letters are wrong";
  EXPECT_EQ(nearest_name("nato", known), "nato_orientation") << "a part";
  EXPECT_EQ(nearest_name("Moscow", known), "") << "three away from Monaco";
  EXPECT_EQ(nearest_name("Ankara", known), "") << "two of six away from Adjara: another name, not a slip";
  EXPECT_EQ(nearest_name("EA", known), "EU");
  EXPECT_EQ(nearest_name("X", known), "");
  EXPECT_EQ(nearest_name("", known), "");
  EXPECT_EQ(nearest_name(std::string(50'000'000, 'x'), known), "") << "takes no time: no known name is as long";
}

}  // namespace
}  // namespace stance
