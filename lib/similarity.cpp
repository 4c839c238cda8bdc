#include "stance/similarity.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "detail/parallel.hpp"
#include "detail/similarity_kernels.hpp"
#include "detail/similarity_nearest.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

/// Strips of 32 documents in any order: visit(first document, values), from several threads.
template <class Visit>
void for_each_strip(const Dfm& dfm, Measure measure, std::size_t threads, Visit visit) {
  const std::unique_ptr<const detail::PairKernel> kernel = detail::make_kernel(dfm, measure);
  struct Buffers {
    detail::StripWorkspace workspace;
    std::vector<detail::Lanes> values;
  };
  const std::size_t n_strips = (static_cast<std::size_t>(dfm.n_documents()) + detail::kLanes - 1) / detail::kLanes;
  std::vector<Buffers> buffers(detail::thread_count(threads));
  detail::for_each_index(n_strips, threads, [&](std::size_t strip, std::size_t worker) {
    Buffers& mine = buffers[worker];
    kernel->strip(strip * detail::kLanes, mine.workspace, mine.values);
    visit(strip * detail::kLanes, mine.values);
  });
}

/// A strip in its place below the diagonal and in its mirror above. In squares, whose lines of memory stay in the cache meanwhile.
void copy_strip(std::size_t first, const std::vector<detail::Lanes>& values, Eigen::MatrixXd& out) {
  const auto place = [first](std::size_t i) { return static_cast<Eigen::Index>(first + i); };
  for (std::size_t begin = 0; begin < values.size(); begin += detail::kLanes) {
    const std::size_t end = std::min(begin + detail::kLanes, values.size());
    for (std::size_t r = begin; r < end; ++r) {
      for (std::size_t l = 0; l < std::min(detail::kLanes, r + 1); ++l) out(place(l), place(r)) = values[r].at[l];
    }
    for (std::size_t l = 0; l < detail::kLanes; ++l) {
      for (std::size_t r = std::max(begin, l); r < end; ++r) out(place(r), place(l)) = values[r].at[l];
    }
  }
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

SimilarityMatrix similarity_matrix(const Dfm& dfm, Measure measure, std::size_t threads) {
  detail::check_rows(dfm, measure);
  SimilarityMatrix result{dfm.documents(), Eigen::MatrixXd(dfm.n_documents(), dfm.n_documents()), measure};
  for_each_strip(dfm, measure, threads,
                 [&](std::size_t first, const std::vector<detail::Lanes>& values) { copy_strip(first, values, result.values); });
  return result;
}

std::vector<std::vector<Neighbour>> top_k(const Dfm& dfm, std::size_t k, Measure measure, std::size_t threads) {
  if (k == 0) throw InvalidArgument("top_k: k: expected 1 or more, got 0");
  detail::check_rows(dfm, measure);
  detail::NearestDocuments nearest(static_cast<std::size_t>(dfm.n_documents()), k, is_distance(measure));
  for_each_strip(dfm, measure, threads, [&](std::size_t first, std::vector<detail::Lanes>& values) { nearest.offer(first, values); });
  return nearest.take();
}

}  // namespace stance
