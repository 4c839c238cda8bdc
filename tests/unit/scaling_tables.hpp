#pragma once
/// Tables of counts that scales and similarities are tested on.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "detail/random.hpp"
#include "stance/dfm.hpp"

namespace stance_test {

using Table = std::vector<std::vector<double>>;

inline stance::Dfm dfm_of(const Table& rows, std::vector<std::string> documents = {}, std::vector<std::string> features = {},
                          stance::Weighting weighting = stance::Weighting::counts) {
  const std::size_t n_features = rows.empty() ? features.size() : rows[0].size();
  stance::Dfm::Matrix matrix(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(n_features));
  for (std::size_t f = features.size(); f < n_features; ++f) features.push_back("f" + std::to_string(f));
  for (std::size_t d = documents.size(); d < rows.size(); ++d) documents.push_back("d" + std::to_string(d));
  for (std::size_t d = 0; d < rows.size(); ++d) {
    for (std::size_t f = 0; f < n_features; ++f) {
      if (rows[d][f] != 0.0) matrix.insert(static_cast<Eigen::Index>(d), static_cast<Eigen::Index>(f)) = rows[d][f];
    }
  }
  return {std::move(matrix), std::move(documents), stance::NameList(features), weighting};
}

/// The table of Laver, Benoit & Garry (2003), American Political Science Review 97(2):311-331, doi 10.1017/S0003055403000698: one run of
/// counts, shifted. Features are A … Z, ZA … ZK.
inline stance::Dfm lbg() {
  const std::vector<double> run = {2, 3, 10, 22, 45, 78, 115, 146, 158, 146, 115, 78, 45, 22, 10, 3, 2};
  Table rows;
  for (const std::size_t shift : {0U, 5U, 10U, 15U, 20U, 7U}) {
    rows.emplace_back(37, 0.0);
    std::copy(run.begin(), run.end(), rows.back().begin() + static_cast<std::ptrdiff_t>(shift));
  }
  std::vector<std::string> features;
  for (char c = 'A'; c <= 'Z'; ++c) features.emplace_back(1, c);
  for (char c = 'A'; c <= 'K'; ++c) features.push_back(std::string("Z") + c);
  return dfm_of(rows, {"R1", "R2", "R3", "R4", "R5", "V1"}, features);
}

/// Poisson by inversion of its distribution function, for means up to a few hundred.
inline double poisson(stance::detail::Random& random, double mean) {
  double probability = std::exp(-mean);
  double left = random.uniform() - probability;
  double n = 0.0;
  while (left > 0.0 && n < 10000.0) {
    n += 1.0;
    probability *= mean / n;
    left -= probability;
  }
  return n;
}

/// Rows of a table in another order.
inline stance::Dfm permuted(const stance::Dfm& dfm, const std::vector<std::size_t>& order) {
  Table rows;
  std::vector<std::string> names;
  for (const std::size_t d : order) {
    rows.emplace_back();
    for (Eigen::Index f = 0; f < dfm.n_features(); ++f) rows.back().push_back(dfm.at(static_cast<Eigen::Index>(d), f));
    names.push_back(dfm.documents()[d]);
  }
  return dfm_of(rows, names, dfm.features().to_vector(), dfm.weighting());
}

}  // namespace stance_test
