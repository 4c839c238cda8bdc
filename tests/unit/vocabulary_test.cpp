#include "stance/vocabulary.hpp"

#include <gtest/gtest.h>

#include <string>
#include <unordered_map>
#include <vector>

#include "detail/random.hpp"

namespace {

using stance::TypeId;
using stance::Vocabulary;

TEST(Vocabulary, NumbersTypesInOrderOfFirstOccurrence) {
  Vocabulary vocabulary;
  EXPECT_EQ(vocabulary.size(), 0U);
  EXPECT_EQ(vocabulary.intern("nato"), TypeId{0});
  EXPECT_EQ(vocabulary.intern("eu"), TypeId{1});
  EXPECT_EQ(vocabulary.intern("nato"), TypeId{0});
  EXPECT_EQ(vocabulary.size(), 2U);
  EXPECT_EQ(vocabulary[TypeId{1}], "eu");
}

TEST(Vocabulary, KeepsAnyBytes) {
  Vocabulary vocabulary;
  const std::string with_nul("a\0b", 3);
  const std::vector<std::string> types = {"", "ə", "şərq", with_nul, "a", std::string(100000, 'x'), "\xFF\xFE"};
  for (const std::string& type : types) vocabulary.intern(type);
  ASSERT_EQ(vocabulary.size(), types.size());
  for (std::uint32_t i = 0; i < types.size(); ++i) {
    EXPECT_EQ(vocabulary[TypeId{i}], types[i]);
    EXPECT_EQ(vocabulary.intern(types[i]), TypeId{i});
  }
}

TEST(Vocabulary, CopiesTheBytes) {
  Vocabulary vocabulary;
  std::string type = "bridge";
  const TypeId id = vocabulary.intern(type);
  type = "fridge";
  EXPECT_EQ(vocabulary[id], "bridge");
}

TEST(Vocabulary, ViewsSurviveGrowthAndMoving) {
  Vocabulary vocabulary;
  const std::string_view early = vocabulary[vocabulary.intern("early")];
  for (int i = 0; i < 50000; ++i) vocabulary.intern("type " + std::to_string(i));
  const Vocabulary moved = std::move(vocabulary);
  EXPECT_EQ(early, "early");
  EXPECT_EQ(moved[TypeId{0}].data(), early.data());
}

// Oracle: std::unordered_map under the same operations.
TEST(Vocabulary, AgreesWithAStandardMap) {
  Vocabulary vocabulary;
  std::unordered_map<std::string, std::uint32_t> oracle;
  stance::detail::Random random(7);
  for (int i = 0; i < 100000; ++i) {
    std::string type;
    for (auto length = random.below(5); length > 0; --length) type += static_cast<char>('a' + random.below(12));
    const auto expected = oracle.try_emplace(type, static_cast<std::uint32_t>(oracle.size())).first->second;
    ASSERT_EQ(index_of(vocabulary.intern(type)), expected);
    ASSERT_EQ(vocabulary[TypeId{expected}], type);
  }
  EXPECT_EQ(vocabulary.size(), oracle.size());
}

}  // namespace
