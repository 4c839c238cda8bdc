#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "detail/report_structure.hpp"
#include "stance/structure.hpp"

namespace {

using stance::ClusterTree;
using stance::detail::drawn_tree;
using testing::ElementsAre;

ClusterTree tree_of(std::vector<stance::Merge> merges, std::vector<std::size_t> order) {
  ClusterTree tree;
  for (std::size_t i = 0; i < order.size(); ++i) {
    tree.names.push_back(std::string(1, static_cast<char>('a' + i)));
    tree.leaves.push_back(i);
  }
  tree.merges = std::move(merges);
  tree.order = std::move(order);
  return tree;
}

TEST(DrawnTree, JoinsRowsWhereClustersMerge) {
  // The scale begins at 0.85, so that the first join is in column 1 + round(4 · 0.15 / 1.15) = 2.
  EXPECT_THAT(drawn_tree(tree_of({{0, 1, 1.0, 2}, {2, 3, 2.0, 3}}, {2, 0, 1}), 6), ElementsAre("─────┬", "──┬──┘", "──┘"));
  // The line of the last join passes the rows between.
  EXPECT_THAT(drawn_tree(tree_of({{0, 1, 1.0, 2}, {2, 3, 2.0, 3}}, {0, 1, 2}), 6), ElementsAre("──┬──┬", "──┘\u00A0\u00A0│", "─────┘"));
}

TEST(DrawnTree, OfEqualHeightsIsOneLine) {
  EXPECT_THAT(drawn_tree(tree_of({{0, 1, 1.0, 2}, {2, 3, 1.0, 3}}, {0, 1, 2}), 4), ElementsAre("───┬",  //
                                                                                               "───┤",  //
                                                                                               "───┘"));
}

TEST(DrawnTree, OfNoneOneAndAllTheSame) {
  EXPECT_TRUE(drawn_tree(ClusterTree{}, 6).empty());
  EXPECT_THAT(drawn_tree(tree_of({}, {0}), 6), ElementsAre(""));
  EXPECT_THAT(drawn_tree(tree_of({{0, 1, 0.0, 2}}, {0, 1}), 6), ElementsAre("─┬", "─┘"));
}

}  // namespace
