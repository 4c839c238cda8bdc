#pragma once
/// @file report_structure.hpp
/// Trees, clusters and maps of a comparison in writing.

#include <string>
#include <vector>

#include "detail/report_json.hpp"
#include "stance/compare.hpp"

namespace stance::detail {

/// {"topic", "stance"}, each null where there is none.
[[nodiscard]] Json structures_record(const Comparison& comparison);

/// A table of clusters and one of documents in the tree's order, with the tree drawn beside them, for each of both.
void add_structures(Page& page, const Comparison& comparison);

/// The tree from the left (leaves, shortly below the first join) to the right (root), one line of `width` characters and less for each leaf
/// in order; blanks are no-break spaces, which Markdown keeps.
[[nodiscard]] std::vector<std::string> drawn_tree(const ClusterTree& tree, std::size_t width);

}  // namespace stance::detail
