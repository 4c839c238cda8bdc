#include "detail/tokens_slots.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace {

using stance::detail::double_slots;
using stance::detail::free_place;

struct Slot {
  std::uint64_t key = 0;  ///< 0: free
  [[nodiscard]] bool is_free() const noexcept { return key == 0; }
  [[nodiscard]] std::uint64_t hash() const noexcept { return key / 3; }  // three keys in a row begin at one place
};

std::vector<std::uint64_t> keys_of(const std::vector<Slot>& slots) {
  std::vector<std::uint64_t> keys;
  for (const Slot& slot : slots) keys.push_back(slot.key);
  return keys;
}

// By hand: 9, 10 and 11 begin at place 3, 3 at place 1.
TEST(TokensSlots, ProbesGoRoundTheEnd) {
  std::vector<Slot> slots(4);
  for (const std::uint64_t key : {9U, 10U, 3U}) slots[free_place(slots, key / 3)] = {key};
  EXPECT_EQ(keys_of(slots), (std::vector<std::uint64_t>{10, 3, 0, 9})) << "10 begins at place 3, which is taken, and goes on at 0";
}

TEST(TokensSlots, DoublingKeepsAllKeysWhereProbingFindsThem) {
  std::vector<Slot> slots(2);
  for (std::uint64_t key = 1; key <= 5000; ++key) {
    if (key * 4 > slots.size() * 3) double_slots(slots);
    slots[free_place(slots, key / 3)] = {key};
    if (key % 617 != 0) continue;
    for (std::uint64_t sought = 1; sought <= key; ++sought) {
      std::size_t at = sought / 3 & (slots.size() - 1);
      while (slots[at].key != sought && !slots[at].is_free()) at = (at + 1) & (slots.size() - 1);
      ASSERT_EQ(slots[at].key, sought) << "of " << key;
    }
  }
  std::size_t taken = 0;
  for (const Slot& slot : slots) taken += slot.is_free() ? 0 : 1;
  EXPECT_EQ(taken, 5000U);
}

}  // namespace
