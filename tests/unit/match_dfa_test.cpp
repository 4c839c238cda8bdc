// The table of transitions. That the automaton over it finds the right matches is what match_exhaustive_test.cpp shows.

#include "detail/match_dfa.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace stance::detail {
namespace {

TEST(TransitionTable, FindsWhatWasPutInAndNothingElse) {
  TransitionTable table;
  const auto to = [](std::uint32_t state, std::uint32_t symbol) { return (state * 31 + symbol * 7) % TransitionTable::max_states; };
  for (std::uint32_t state = 0; state < 300; ++state) {
    for (std::uint32_t symbol = 0; symbol < 300; symbol += 3) table.insert(state, symbol, to(state, symbol));  // 30,000: it grows five times
  }
  for (std::uint32_t state = 0; state < 300; ++state) {
    for (std::uint32_t symbol = 0; symbol < 300; ++symbol) ASSERT_EQ(table.find(state, symbol), symbol % 3 == 0 ? to(state, symbol) : TransitionTable::unknown) << state << ' ' << symbol;
  }
  table.clear();
  EXPECT_EQ(table.find(0, 0), TransitionTable::unknown);
}

TEST(TransitionTable, KeepsTheLargestNumbersAndLeavesOutLargerOnes) {
  constexpr std::uint32_t state = TransitionTable::max_states - 1;
  constexpr std::uint32_t symbol = TransitionTable::not_kept - 1;
  TransitionTable table;
  table.insert(state, symbol, state);
  EXPECT_EQ(table.find(state, symbol), state);
  EXPECT_EQ(table.find(state - 1, symbol), TransitionTable::unknown);
  table.insert(1, TransitionTable::not_kept, 2);
  EXPECT_EQ(table.find(1, TransitionTable::not_kept), TransitionTable::unknown) << "stands for all symbols without a number";
  table.insert(state + 1, 3, 4);
  EXPECT_EQ(table.find(state + 1, 3), TransitionTable::unknown);
  EXPECT_EQ(table.find(0, 3), TransitionTable::unknown) << "no other state has got it";
  table.insert(5, 6, TransitionTable::max_states);
  EXPECT_EQ(table.find(5, 6), TransitionTable::unknown);
}

TEST(Dfa, NumbersOfMentionsNeverMeetThatOfSymbolsWithoutANumber) {
  EXPECT_EQ(Dfa::number_of_mention(1), Dfa::number_of_mention(0) + 1);
  EXPECT_EQ(Dfa::number_of_mention(TransitionTable::not_kept - Dfa::number_of_mention(0)), TransitionTable::not_kept);
  EXPECT_EQ(Dfa::number_of_mention(TransitionTable::max_symbols), TransitionTable::not_kept);
}

}  // namespace
}  // namespace stance::detail
