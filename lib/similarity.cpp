#include "stance/similarity.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "detail/parallel.hpp"
#include "detail/similarity_kernels.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

/// The k best of one document, given its values with all documents. NaN is no neighbour.
std::vector<Neighbour> best_of(std::size_t document, const std::vector<double>& values, std::size_t k, bool distance) {
  std::vector<Neighbour> neighbours;
  neighbours.reserve(values.size());
  for (std::size_t j = 0; j < values.size(); ++j) {
    if (j != document && !std::isnan(values[j])) neighbours.push_back({j, values[j]});
  }
  const auto better = [distance](const Neighbour& a, const Neighbour& b) {
    if (a.value != b.value) return distance ? a.value < b.value : a.value > b.value;
    return a.document < b.document;
  };
  const auto middle = neighbours.begin() + static_cast<std::ptrdiff_t>(std::min(k, neighbours.size()));
  std::partial_sort(neighbours.begin(), middle, neighbours.end(), better);
  neighbours.erase(middle, neighbours.end());
  return neighbours;
}

}  // namespace

namespace detail {
namespace {

bool needs_non_negative(Measure measure) {
  switch (measure) {
    case Measure::cosine:
    case Measure::soft_cosine:
    case Measure::jaccard:
    case Measure::pearson:
    case Measure::euclidean_distance: return false;
    case Measure::weighted_jaccard:
    case Measure::hellinger_distance:
    case Measure::jensen_shannon_divergence:
    case Measure::jensen_shannon_distance:
    case Measure::chi_squared_distance: return true;
  }
  return true;
}

}  // namespace

void check_rows(const Dfm& dfm, const std::vector<std::size_t>& rows, Measure measure) {
  if (measure == Measure::soft_cosine) throw InvalidArgument("soft_cosine: expected a similarity of terms; use soft_cosine_matrix()");
  if (!needs_non_negative(measure)) return;
  for (const std::size_t row : rows) {
    for (Dfm::Matrix::InnerIterator cell(dfm.matrix(), static_cast<Dfm::Index>(row)); cell; ++cell) {
      if (cell.value() >= 0.0) continue;
      throw InvalidArgument(std::string(name_of(measure)) + ": expected cells of 0 or more, got " + std::to_string(cell.value()) +
                            " in document '" + dfm.documents()[row] + "'");
    }
  }
}

void check_rows(const Dfm& dfm, Measure measure) {
  std::vector<std::size_t> rows(static_cast<std::size_t>(dfm.n_documents()));
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  check_rows(dfm, rows, measure);
}

}  // namespace detail

bool is_distance(Measure measure) noexcept {
  switch (measure) {
    case Measure::cosine:
    case Measure::soft_cosine:
    case Measure::jaccard:
    case Measure::weighted_jaccard:
    case Measure::pearson: return false;
    case Measure::euclidean_distance:
    case Measure::hellinger_distance:
    case Measure::jensen_shannon_divergence:
    case Measure::jensen_shannon_distance:
    case Measure::chi_squared_distance: return true;
  }
  return false;
}

std::string_view name_of(Measure measure) noexcept {
  switch (measure) {
    case Measure::cosine: return "cosine";
    case Measure::soft_cosine: return "soft_cosine";
    case Measure::jaccard: return "jaccard";
    case Measure::weighted_jaccard: return "weighted_jaccard";
    case Measure::pearson: return "pearson";
    case Measure::euclidean_distance: return "euclidean_distance";
    case Measure::hellinger_distance: return "hellinger_distance";
    case Measure::jensen_shannon_divergence: return "jensen_shannon_divergence";
    case Measure::jensen_shannon_distance: return "jensen_shannon_distance";
    case Measure::chi_squared_distance: return "chi_squared_distance";
  }
  return "unknown";
}

Measure similarity_measure(std::string_view name) {
  constexpr Measure all[] = {Measure::cosine,
                             Measure::jaccard,
                             Measure::weighted_jaccard,
                             Measure::pearson,
                             Measure::euclidean_distance,
                             Measure::hellinger_distance,
                             Measure::jensen_shannon_divergence,
                             Measure::jensen_shannon_distance,
                             Measure::chi_squared_distance};
  std::string names;
  for (const Measure measure : all) {
    if (name_of(measure) == name) return measure;
    names += (names.empty() ? "" : ", ") + std::string(name_of(measure));
  }
  throw InvalidArgument("similarity: measure: expected one of " + names + "; got '" + std::string(name) + "'");
}

double as_similarity(Measure measure, double value) {
  switch (measure) {
    case Measure::hellinger_distance: return 1.0 - value;
    case Measure::jensen_shannon_divergence: return 1.0 - value / std::numbers::ln2;
    case Measure::jensen_shannon_distance: return 1.0 - value / std::sqrt(std::numbers::ln2);
    case Measure::euclidean_distance:
    case Measure::chi_squared_distance:
      throw InvalidArgument("as_similarity: " + std::string(name_of(measure)) +
                            " has no upper end, so that it is no similarity turned round");
    default: return value;
  }
}

SimilarityMatrix similarity_matrix(const Dfm& dfm, Measure measure) {
  detail::check_rows(dfm, measure);
  const auto n = static_cast<std::size_t>(dfm.n_documents());
  SimilarityMatrix result{dfm.documents(), Eigen::MatrixXd(dfm.n_documents(), dfm.n_documents()), measure};
  const auto kernel = detail::make_kernel(dfm, measure);
  std::vector<double> values(n);
  for (std::size_t i = 0; i < n; ++i) {
    detail::check_stop();
    kernel->values_from(i, i, values);
    const auto row = static_cast<Eigen::Index>(i);
    for (Eigen::Index j = row; j < dfm.n_documents(); ++j) result.values(j, row) = values[static_cast<std::size_t>(j)];
  }
  for (Eigen::Index j = 1; j < dfm.n_documents(); ++j) {
    for (Eigen::Index i = 0; i < j; ++i) result.values(i, j) = result.values(j, i);
  }
  return result;
}

std::vector<std::vector<Neighbour>> top_k(const Dfm& dfm, std::size_t k, Measure measure) {
  if (k == 0) throw InvalidArgument("top_k: k: expected 1 or more, got 0");
  detail::check_rows(dfm, measure);
  const auto n = static_cast<std::size_t>(dfm.n_documents());
  const auto kernel = detail::make_kernel(dfm, measure);
  std::vector<std::vector<Neighbour>> result(n);
  std::vector<double> values(n);
  for (std::size_t i = 0; i < n; ++i) {
    detail::check_stop();
    kernel->values_from(i, 0, values);
    result[i] = best_of(i, values, k, is_distance(measure));
  }
  return result;
}

}  // namespace stance
