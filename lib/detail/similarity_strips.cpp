#include "detail/similarity_strips.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "detail/parallel.hpp"

namespace stance::detail {
namespace {

// Measured with 8,000 speeches of 752 different words: 64 cells a row and panel are as fast as less and a fifth faster than 256, and
// the tile is some 200 kB.
constexpr std::size_t kCellsOfRow = 64;

constexpr std::uint32_t kAlone = std::numeric_limits<std::uint32_t>::max();

/// Where a column went.
struct Place {
  std::uint32_t panel = kAlone;
  std::uint16_t feature = 0;
};

std::vector<Place> places_of(const Dfm::Matrix& matrix, std::uint32_t min_frequency, std::vector<std::vector<std::uint32_t>>& columns) {
  std::vector<std::uint32_t> frequency(static_cast<std::size_t>(matrix.cols()), 0);
  const auto n_cells = static_cast<std::size_t>(matrix.nonZeros());
  for (std::size_t c = 0; c < n_cells; ++c) ++frequency[static_cast<std::size_t>(matrix.innerIndexPtr()[c])];
  std::vector<Place> places(frequency.size());
  const std::size_t most_cells = kCellsOfRow * static_cast<std::size_t>(matrix.rows());
  constexpr std::size_t most_features = std::numeric_limits<std::uint16_t>::max();
  std::size_t cells = 0;
  for (std::size_t k = 0; k < frequency.size(); ++k) {
    if (frequency[k] < min_frequency) continue;
    cells += frequency[k];
    if (columns.empty() || cells > most_cells || columns.back().size() == most_features) {
      columns.emplace_back();
      cells = frequency[k];
    }
    places[k] = {static_cast<std::uint32_t>(columns.size() - 1), static_cast<std::uint16_t>(columns.back().size())};
    columns.back().push_back(static_cast<std::uint32_t>(k));
  }
  return places;
}

/// Lines of the features that the documents of a strip have in a panel.
void make_tile(const PackedRows& rows, std::size_t panel, std::size_t first, std::size_t last, StripWorkspace& workspace) {
  if (workspace.slots.size() < rows.n_features(panel)) workspace.slots.resize(rows.n_features(panel), 0);
  workspace.tile.assign(1, Lanes{});
  for (std::size_t j = first; j < last; ++j) {
    const PackedRow row = rows.row(panel, j);
    for (std::size_t c = 0; c < row.size; ++c) {
      std::uint16_t& slot = workspace.slots[row.features[c]];
      if (slot == 0) {
        slot = static_cast<std::uint16_t>(workspace.tile.size());
        workspace.tile.push_back({});
      }
      workspace.tile[slot].at[j - first] = row.values[c];
    }
  }
}

void forget_tile(const PackedRows& rows, std::size_t panel, std::size_t first, std::size_t last, StripWorkspace& workspace) {
  for (std::size_t j = first; j < last; ++j) {
    const PackedRow row = rows.row(panel, j);
    for (std::size_t c = 0; c < row.size; ++c) workspace.slots[row.features[c]] = 0;
  }
}

/// The same in column order, with the terms of each value alone. Features that the documents do not have point to the next line.
EitherTile make_either_tile(const PackedRows& rows, std::size_t panel, std::size_t first, std::size_t last, const EitherTerm& term,
                            StripWorkspace& workspace) {
  constexpr std::uint16_t no_feature = std::numeric_limits<std::uint16_t>::max();
  const std::size_t n_features = rows.n_features(panel);
  const double* const masses = term.masses.empty() ? nullptr : term.masses[panel].data();
  workspace.slots.assign(n_features, 0);
  for (std::size_t j = first; j < last; ++j) {
    const PackedRow row = rows.row(panel, j);
    for (std::size_t c = 0; c < row.size; ++c) workspace.slots[row.features[c]] = 1;
  }
  workspace.features.clear();
  for (std::size_t f = 0; f < n_features; ++f) {
    const bool present = workspace.slots[f] != 0;
    workspace.slots[f] = static_cast<std::uint16_t>(workspace.features.size());
    if (present) workspace.features.push_back(static_cast<std::uint16_t>(f));
  }
  const std::size_t size = workspace.features.size();
  workspace.features.push_back(no_feature);
  Lanes absent{};
  if (!term.absent.empty()) std::copy(term.absent.data() + first, term.absent.data() + last, absent.at);
  workspace.tile.assign(size, absent);
  workspace.alone.assign(size, Lanes{});
  for (std::size_t j = first; j < last; ++j) {
    const PackedRow row = rows.row(panel, j);
    for (std::size_t c = 0; c < row.size; ++c) {
      const std::uint16_t line = workspace.slots[row.features[c]];
      workspace.tile[line].at[j - first] = row.values[c];
      workspace.alone[line].at[j - first] = term.alone(row.values[c], masses == nullptr ? 1.0 : masses[row.features[c]]);
    }
  }
  return {workspace.slots.data(), workspace.features.data(), workspace.tile.data(), workspace.alone.data(), masses, size, absent};
}

}  // namespace

PackedRows::PackedRows(const Dfm::Matrix& matrix, const std::vector<double>& values, Columns columns)
    : n_rows_(static_cast<std::size_t>(matrix.rows())) {
  const std::vector<Place> places = places_of(matrix, columns == Columns::shared ? 2 : 1, columns_);
  const auto for_each_cell = [&](auto visit) {
    for (std::size_t i = 0; i < n_rows_; ++i) {
      const auto end = static_cast<std::size_t>(matrix.outerIndexPtr()[i + 1]);
      for (auto c = static_cast<std::size_t>(matrix.outerIndexPtr()[i]); c < end; ++c) {
        const Place& place = places[static_cast<std::size_t>(matrix.innerIndexPtr()[c])];
        if (place.panel != kAlone) visit(place.panel * n_rows_ + i, place.feature, values[c]);
      }
    }
  };
  // Counted one place further on, and filled one place further on: then the beginnings are where they belong.
  begin_.assign(columns_.size() * n_rows_ + 2, 0);
  for_each_cell([&](std::size_t row, std::uint16_t, double) { ++begin_[row + 2]; });
  std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
  features_.resize(begin_.back());
  values_.resize(begin_.back());
  for_each_cell([&](std::size_t row, std::uint16_t feature, double value) {
    const std::size_t to = begin_[row + 1]++;
    features_[to] = feature;
    values_[to] = value;
  });
}

void sum_strip(const PackedRows& rows, std::size_t first, AddLanes add, StripWorkspace& workspace, std::vector<Lanes>& sums) {
  const std::size_t last = std::min(first + kLanes, rows.n_rows());
  sums.assign(rows.n_rows() - first, Lanes{});
  for (std::size_t panel = 0; panel < rows.n_panels(); ++panel) {
    check_stop();
    make_tile(rows, panel, first, last, workspace);
    for (std::size_t i = first + 1; i < rows.n_rows(); ++i)
      add(rows.row(panel, i), workspace.slots.data(), workspace.tile.data(), sums[i - first]);
    forget_tile(rows, panel, first, last, workspace);
  }
}

void sum_strip_either(const PackedRows& rows, std::size_t first, const EitherTerm& term, StripWorkspace& workspace,
                      std::vector<Lanes>& sums) {
  const std::size_t last = std::min(first + kLanes, rows.n_rows());
  sums.assign(rows.n_rows() - first, Lanes{});
  for (std::size_t panel = 0; panel < rows.n_panels(); ++panel) {
    check_stop();
    const EitherTile tile = make_either_tile(rows, panel, first, last, term, workspace);
    for (std::size_t i = first + 1; i < rows.n_rows(); ++i) {
      const double absent = term.absent.empty() ? 0.0 : term.absent[i];
      term.add({rows.row(panel, i), absent, std::min(last - first, i - first)}, tile, sums[i - first]);
    }
  }
  workspace.slots.clear();  // sum_strip() expects zeros
}

}  // namespace stance::detail
