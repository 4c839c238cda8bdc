#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "detail/report_page.hpp"
#include "detail/report_structure.hpp"
#include "detail/structure_common.hpp"

namespace stance::detail {
namespace {

constexpr std::size_t kTreeLimit = 60;    ///< documents of a tree on a page
constexpr std::size_t kTreeWidth = 28;    ///< characters
constexpr std::size_t kNamesWidth = 100;  ///< of the list of a cluster's documents

std::string shown(double value) { return std::isnan(value) ? "—" : signed_number(value); }

/// Height at the left of a drawn tree: shortly below the first join, so that joins are told apart.
double tree_bottom(const ClusterTree& tree) {
  if (tree.merges.empty()) return 0.0;
  const double first = tree.merges.front().height;
  const double last = tree.merges.back().height;
  return first < last ? std::max(0.0, first - 0.15 * (last - first)) : 0.0;
}

/// Cluster by cluster, so that the groups can be read where the drawing cannot.
void add_clusters(Page& page, const ComparedStructure& structure) {
  PageTable table;
  table.columns = {{"cluster"}, {"documents", Column::Align::right}, {"silhouette", Column::Align::right}};
  if (structure.stability) table.columns.push_back({"stability", Column::Align::right});
  table.columns.push_back({"who"});
  for (const ClusterSilhouette& cluster : structure.silhouette.clusters) {
    std::string who;
    for (const std::size_t leaf : structure.tree.order) {
      if (structure.labels[leaf] == cluster.label) who += (who.empty() ? "" : ", ") + one_line(structure.tree.names[leaf]);
    }
    std::vector<Run> row;
    row.push_back({std::to_string(cluster.label), Tone::strong});
    row.push_back({std::to_string(cluster.size)});
    row.push_back({cluster.size > 1 ? shown(cluster.mean) : "—"});
    if (structure.stability) row.push_back({unsigned_number(structure.stability->clusters[cluster.label - 1])});
    row.push_back({shortened(who, kNamesWidth)});
    table.rows.push_back(std::move(row));
  }
  add_table(page, std::move(table));
}

void add_tree(Page& page, const ComparedStructure& structure) {
  const ClusterTree& tree = structure.tree;
  if (tree.size() > kTreeLimit) {
    add_text(page, fmt::format("The tree of {} documents is too large for a page; --format json has it.", tree.size()), Tone::faint);
    return;
  }
  PageTable table;
  table.columns = {{"document"},
                   {fmt::format("tree, {:.2f} to {:.2f}", tree_bottom(tree), tree.merges.back().height)},
                   {"cluster", Column::Align::right},
                   {"silhouette", Column::Align::right}};
  const Eigen::Index dimensions = std::min<Eigen::Index>(structure.map.coordinates.cols(), 2);
  for (Eigen::Index d = 0; d < dimensions; ++d) table.columns.push_back({fmt::format("map {}", d + 1), Column::Align::right});
  const std::vector<std::string> lines = drawn_tree(tree, kTreeWidth);
  for (std::size_t place = 0; place < tree.size(); ++place) {
    const std::size_t leaf = tree.order[place];
    std::vector<Run> row = {
        {shortened(one_line(tree.names[leaf]), 36), Tone::strong},
        {lines[place], Tone::faint},
        {std::to_string(structure.labels[leaf])},
        {shown(structure.silhouette.widths[leaf]), structure.silhouette.widths[leaf] < 0.0 ? Tone::negative : Tone::plain}};
    for (Eigen::Index d = 0; d < dimensions; ++d) row.push_back({shown(structure.map.coordinates(static_cast<Eigen::Index>(leaf), d))});
    table.rows.push_back(std::move(row));
  }
  add_table(page, std::move(table));
}

void add_structure(Page& page, const std::string& title, const ComparedStructure& structure, const std::vector<std::string>& ids) {
  add_heading(page, title);
  add_clusters(page, structure);
  add_tree(page, structure);
  std::string text = fmt::format(
      "Tree: {} linkage, distance {}; cophenetic correlation {}. {} clusters{}, mean silhouette {}. Map: {} of the variation.",
      to_string(structure.tree.linkage), structure.distance, shown(structure.cophenetic_correlation), structure.k,
      structure.k == structure.suggested.k ? " (the most telling cut of the tree)" : "", shown(structure.silhouette.mean),
      std::isnan(structure.map.fit_absolute) ? "an unknown share" : fmt::format("{:.0f} %", 100.0 * structure.map.fit_absolute));
  add_text(page, std::move(text), Tone::faint);
  if (structure.stability)
    add_text(page,
             fmt::format("Stability: overlap with the nearest cluster, mean of {} draws of the positions within their errors; 0.75 and "
                         "more is stable, below 0.6 is not.",
                         structure.stability->n_replicates),
             Tone::faint);
  for (const std::string& note : structure.notes) add_text(page, "Note: " + note + ".", Tone::faint);
  if (!structure.tree.left_out.empty()) {
    std::string who;
    for (const LeftOut& document : structure.tree.left_out) who += (who.empty() ? "" : ", ") + one_line(ids[document.document]);
    add_text(page, "Left out, since they have no similarity to some or all of the others: " + shortened(who, 400) + ".", Tone::faint);
  }
}

}  // namespace

std::vector<std::string> drawn_tree(const ClusterTree& tree, std::size_t width) {
  enum class Cell : std::uint8_t { blank, line, down, up, through, fork };
  const std::size_t n = tree.size();
  std::vector<Cell> cells(n * width, Cell::blank);
  const auto at = [&](std::size_t row, std::size_t column) -> Cell& { return cells[row * width + column]; };
  std::vector<std::size_t> reached(n, 0);  // column up to which a row's line is drawn
  const double top = tree.merges.empty() ? 0.0 : tree.merges.back().height;
  const double bottom = tree_bottom(tree);
  const std::vector<TreeNode> nodes = ranges_of(tree);
  for (std::size_t m = 0; m < tree.merges.size(); ++m) {
    // The line of a cluster runs on in its first row; that of the lower part turns up into it.
    const std::size_t first = nodes[n + m].begin;
    const std::size_t second = nodes[nodes[n + m].right].begin;
    const double share = top > bottom ? (tree.merges[m].height - bottom) / (top - bottom) : 0.0;
    const auto column = static_cast<std::size_t>(1.0 + std::round(share * static_cast<double>(width - 2)));
    for (const std::size_t row : {first, second}) {
      for (std::size_t c = reached[row]; c < column; ++c) {
        if (at(row, c) == Cell::blank) at(row, c) = Cell::line;
      }
      reached[row] = column;
    }
    at(first, column) = Cell::down;
    at(second, column) = at(second, column) == Cell::down ? Cell::through : Cell::up;
    for (std::size_t row = first + 1; row < second; ++row) {
      Cell& cell = at(row, column);
      cell = cell == Cell::blank ? Cell::fork : cell == Cell::up || cell == Cell::down ? Cell::through : cell;
    }
  }
  std::vector<std::string> out;
  for (std::size_t row = 0; row < n; ++row) {
    std::string line;
    std::string pending;  // blanks, written only before something
    for (std::size_t column = 0; column < width; ++column) {
      const Cell cell = at(row, column);
      if (cell == Cell::blank) {
        pending += "\u00A0";
        continue;
      }
      line += pending;
      pending.clear();
      line += cell == Cell::line ? "─" : cell == Cell::down ? "┬" : cell == Cell::up ? "┘" : cell == Cell::through ? "┤" : "│";
    }
    out.push_back(std::move(line));
  }
  return out;
}

void add_structures(Page& page, const Comparison& comparison) {
  if (comparison.stance_structure) add_structure(page, "Who stands with whom", *comparison.stance_structure, comparison.ids);
  if (comparison.topic_structure) add_structure(page, "Who speaks of the same", *comparison.topic_structure, comparison.ids);
}

}  // namespace stance::detail
