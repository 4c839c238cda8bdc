#include <Spectra/SymEigsSolver.h>
#include <fmt/format.h>
#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "detail/parallel.hpp"
#include "detail/structure_common.hpp"
#include "stance/error.hpp"
#include "stance/structure.hpp"

namespace stance {
namespace {

using Eigen::Index;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
/// Eigenvalues nearer to each other than this share of the largest are equal.
constexpr double kEqual = 1e-6;
/// Below this share of the largest, an eigenvalue is rounding.
constexpr double kRounding = 1e-9;

/// Inner products of the documents, −½ J D² J, as something to multiply with: n² numbers are not held a second time.
class CentredSquares {
 public:
  using Scalar = double;
  CentredSquares(const Distances& distances, const std::vector<std::size_t>& documents)
      : distances_(distances), documents_(documents), means_(detail::square_means(distances, documents)) {}

  [[nodiscard]] Index rows() const { return static_cast<Index>(documents_.size()); }
  [[nodiscard]] Index cols() const { return rows(); }

  void perform_op(const double* in, double* out) const {
    const std::size_t n = documents_.size();
    double sum = 0.0;
    for (std::size_t i = 0; i < n; ++i) sum += in[i];
    const double mean = sum / static_cast<double>(n);
    std::fill(out, out + n, 0.0);
    for (std::size_t j = 0; j < n; ++j) {
      detail::check_stop();
      const double* const column = distances_.values.col(static_cast<Index>(documents_[j])).data();
      const double weight = in[j] - mean;
      for (std::size_t i = 0; i < n; ++i) {
        const double d = column[documents_[i]];
        out[i] += d * d * weight;
      }
    }
    sum = 0.0;
    for (std::size_t i = 0; i < n; ++i) sum += out[i];
    for (std::size_t i = 0; i < n; ++i) out[i] = -0.5 * (out[i] - sum / static_cast<double>(n));
  }

  /// Σλ and Σλ².
  [[nodiscard]] double trace() const { return 0.5 * means_.all * static_cast<double>(documents_.size()); }
  [[nodiscard]] double squares() const {
    double sum = 0.0;
    for (std::size_t j = 0; j < documents_.size(); ++j) {
      for (std::size_t i = 0; i < documents_.size(); ++i) {
        const double d = detail::distance(distances_, documents_[i], documents_[j]);
        const double product = -0.5 * (d * d - means_.rows[i] - means_.rows[j] + means_.all);
        sum += product * product;
      }
    }
    return sum;
  }

 private:
  const Distances& distances_;
  const std::vector<std::size_t>& documents_;
  detail::SquareMeans means_;
};

/// Eigenvalues, descending, with the vectors of the first ones.
struct Spectrum {
  std::vector<double> values;
  Eigen::MatrixXd vectors;
  double smallest = 0.0;
  bool smallest_known = true;
  bool all = true;
  double trace = 0.0;
  double squares = 0.0;
};

Spectrum dense_spectrum(const Distances& distances, const std::vector<std::size_t>& documents) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(detail::inner_products(distances, documents));
  if (solver.info() != Eigen::Success) throw Error("classical_mds: the eigenvalues did not converge");
  Spectrum out;
  const Index n = solver.eigenvalues().size();
  for (Index i = n; i-- > 0;) {
    const double value = solver.eigenvalues()(i);
    out.values.push_back(value);
    out.trace += value;
    out.squares += value * value;
  }
  out.vectors = solver.eigenvectors().rowwise().reverse();
  out.smallest = out.values.back();
  return out;
}

/// The largest `count` eigenvalues, or the smallest one. Nothing where they do not converge.
std::optional<std::pair<Eigen::VectorXd, Eigen::MatrixXd>> outermost(const CentredSquares& operation, Index count, Spectra::SortRule rule) {
  const Index n = operation.rows();
  CentredSquares copy = operation;  // the solver wants one that is not const
  Spectra::SymEigsSolver<CentredSquares> solver(copy, count, std::min(n, std::max<Index>(2 * count + 1, 24)));
  solver.init();  // from a fixed vector
  solver.compute(rule, 300, 1e-10, rule);
  if (solver.info() != Spectra::CompInfo::Successful) return std::nullopt;
  return std::pair{solver.eigenvalues(), solver.eigenvectors()};
}

Spectrum outer_spectrum(const Distances& distances, const std::vector<std::size_t>& documents, std::size_t count) {
  const CentredSquares operation(distances, documents);
  Spectrum out;
  out.all = false;
  out.trace = operation.trace();
  out.squares = operation.squares();
  const auto largest = outermost(operation, static_cast<Index>(count), Spectra::SortRule::LargestAlge);
  if (!largest) throw Error("classical_mds: the largest eigenvalues did not converge; raise dense_limit to compute all of them");
  for (Index i = 0; i < largest->first.size(); ++i) out.values.push_back(largest->first(i));
  out.vectors = largest->second;
  if (distances.euclidean) return out;
  const auto last = outermost(operation, 1, Spectra::SortRule::SmallestAlge);
  out.smallest_known = last.has_value();
  out.smallest = last ? std::min(0.0, last->first(0)) : kNaN;
  return out;
}

/// The point farthest from 0 gets the positive side; points equally far but for rounding count as equal, and the first of them decides.
double sign_of(const Eigen::MatrixXd& vectors, Index column) {
  double largest = 0.0;
  for (Index i = 0; i < vectors.rows(); ++i) largest = std::max(largest, std::abs(vectors(i, column)));
  for (Index i = 0; i < vectors.rows(); ++i) {
    if (std::abs(vectors(i, column)) >= largest * (1.0 - kRounding)) return vectors(i, column) < 0.0 ? -1.0 : 1.0;
  }
  return 1.0;
}

void measure_fit(const Spectrum& spectrum, std::size_t n_used, ScaledMap& map) {
  double used = 0.0;
  double used_squares = 0.0;
  for (std::size_t i = 0; i < n_used; ++i) {
    used += spectrum.values[i];
    used_squares += spectrum.values[i] * spectrum.values[i];
  }
  double absolute = spectrum.trace;
  double positive = spectrum.trace;
  if (spectrum.all) {
    absolute = positive = 0.0;
    for (const double value : spectrum.values) {
      absolute += std::abs(value);
      positive += std::max(value, 0.0);
    }
  } else if (!spectrum.smallest_known || spectrum.smallest < -kRounding * spectrum.values.front()) {
    absolute = positive = kNaN;
  }
  map.fit_absolute = absolute > 0.0 ? used / absolute : kNaN;
  map.fit_positive = positive > 0.0 ? used / positive : kNaN;
  map.fit_squares = spectrum.squares > 0.0 ? used_squares / spectrum.squares : kNaN;
}

void note_faults(const Spectrum& spectrum, std::size_t n_used, std::size_t dimensions, ScaledMap& map) {
  const double largest = spectrum.values.empty() ? 0.0 : spectrum.values.front();
  if (n_used < dimensions)
    map.notes.push_back(fmt::format("only {} of {} dimensions have a positive eigenvalue; the others are 0", n_used, dimensions));
  for (std::size_t i = 0; i < n_used && i + 1 < spectrum.values.size(); ++i) {
    if (spectrum.values[i] - spectrum.values[i + 1] > kEqual * largest) continue;
    map.notes.push_back(fmt::format("the eigenvalues of dimensions {} and {} are equal: their axes could be turned at will", i + 1, i + 2));
  }
  if (!spectrum.smallest_known) {
    map.notes.emplace_back("whether the distances are Euclidean could not be found out: the smallest eigenvalue did not converge");
  } else if (spectrum.smallest < -kRounding * largest) {
    map.notes.push_back(
        fmt::format("the distances are not Euclidean: the smallest eigenvalue is {:.2g} of the largest; no map shows them as they are",
                    spectrum.smallest / largest));
  }
}

}  // namespace

ScaledMap classical_mds(const Distances& distances, const MdsOptions& options) {
  if (options.dimensions == 0) throw InvalidArgument("classical_mds: dimensions: expected 1 or more, got 0");
  CompleteSet set = complete_set(distances);
  ScaledMap map;
  map.left_out = std::move(set.left_out);
  map.documents = std::move(set.documents);
  for (const std::size_t row : map.documents) map.names.push_back(distances.names[row]);
  const std::size_t n = map.documents.size();
  map.coordinates = Eigen::MatrixXd::Zero(static_cast<Index>(n), static_cast<Index>(options.dimensions));
  if (n < 2) {
    map.eigenvalues.assign(n, 0.0);
    map.fit_absolute = map.fit_positive = map.fit_squares = kNaN;
    return map;
  }
  const std::vector<std::size_t> places = detail::by_name(distances, map.documents);
  std::vector<std::size_t> documents;
  for (const std::size_t place : places) documents.push_back(map.documents[place]);
  // One eigenvalue more than is asked for shows whether the last axis could be turned.
  const bool dense = n <= options.dense_limit || options.dimensions + 1 >= n;
  const Spectrum spectrum = dense ? dense_spectrum(distances, documents) : outer_spectrum(distances, documents, options.dimensions + 1);
  std::size_t n_used = 0;
  while (n_used < std::min(options.dimensions, spectrum.values.size()) &&
         spectrum.values[n_used] > kRounding * std::max(spectrum.values.front(), std::abs(spectrum.smallest)))
    ++n_used;
  for (std::size_t d = 0; d < n_used; ++d) {
    const auto column = static_cast<Index>(d);
    const double scale = sign_of(spectrum.vectors, column) * std::sqrt(spectrum.values[d]);
    for (std::size_t i = 0; i < n; ++i)
      map.coordinates(static_cast<Index>(places[i]), column) = scale * spectrum.vectors(static_cast<Index>(i), column);
  }
  map.all_eigenvalues = spectrum.all;
  map.eigenvalues = spectrum.values;
  if (!spectrum.all) map.eigenvalues.resize(options.dimensions);
  map.most_negative = spectrum.smallest;
  measure_fit(spectrum, n_used, map);
  note_faults(spectrum, n_used, options.dimensions, map);
  return map;
}

}  // namespace stance
