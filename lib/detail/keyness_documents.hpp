#pragma once
/// @file keyness_documents.hpp
/// Words by document: how they are spread, and tests whose units are documents.

#include <cstddef>
#include <vector>

#include "stance/keyness.hpp"

namespace stance::detail {

/// One side's cells by feature: [column] → counts of the group and their spread.
struct GroupCounts {
  double total = 0.0;
  std::vector<double> counts;            // by column
  std::vector<std::size_t> n_documents;  // by column: with the feature
};
[[nodiscard]] GroupCounts count_group(const Dfm& dfm, const std::vector<std::size_t>& rows, const std::vector<double>& row_sums);

/// Spread of each column's feature over the rows.
[[nodiscard]] std::vector<Spread> spreads_of(const Dfm& dfm, const std::vector<std::size_t>& rows, const std::vector<double>& row_sums,
                                             const GroupCounts& group);

struct DocumentTests {
  std::vector<double> t;  // by tested feature
  std::vector<double> p;
};
/// @param columns  of the features tested
[[nodiscard]] DocumentTests document_tests(const Dfm& dfm, const Groups& groups, const std::vector<double>& row_sums,
                                           const std::vector<std::size_t>& columns, const KeynessOptions& options);

}  // namespace stance::detail
