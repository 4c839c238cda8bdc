#include "stance/wordfish.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "detail/dfm_checks.hpp"
#include "detail/parallel.hpp"
#include "detail/wordfish_model.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

namespace wf = detail::wordfish;
using Eigen::Index;
using Eigen::VectorXd;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kEqual = 1e-6;  ///< positions that differ by less than this share are alike when the direction is chosen
constexpr Index kMaxJoint = 5000;

void check(const WordfishOptions& options) {
  const auto require = [](bool good, const std::string& message) {
    if (!good) throw InvalidArgument("Wordfish: " + message);
  };
  require(options.sigma > 0.0 && std::isfinite(options.sigma), fmt::format("sigma: expected a number > 0, got {}", options.sigma));
  require(options.level > 0.0 && options.level < 1.0, fmt::format("level: expected a number in (0, 1), got {}", options.level));
  require(options.tolerance > 0.0, fmt::format("tolerance: expected a number > 0, got {}", options.tolerance));
  require(options.errors == WordfishErrors::conditional || options.dispersion != Dispersion::feature,
          "dispersion: joint standard errors know 'poisson' and 'overall' only");
  require(options.solver == WordfishSolver::exact || options.errors == WordfishErrors::conditional,
          "errors: joint standard errors need the maximum, which the solver 'quanteda' does not find");
  require(options.solver == WordfishSolver::exact || options.n_restarts == 0, "n_restarts: the solver 'quanteda' has one start");
}

/// The part of a table that has counts.
struct Part {
  std::vector<Index> documents;  ///< places in the whole table
  std::vector<Index> words;
  Dfm::Matrix counts;
};

Part with_counts(const Dfm::Matrix& matrix) {
  Part out;
  std::vector<Index> place(static_cast<std::size_t>(matrix.cols()), -1);
  for (Index d = 0; d < matrix.rows(); ++d) {
    bool any = false;
    for (Dfm::Matrix::InnerIterator cell(matrix, d); cell; ++cell) {
      place[static_cast<std::size_t>(cell.col())] = 0;
      any = true;
    }
    if (any) out.documents.push_back(d);
  }
  for (std::size_t w = 0; w < place.size(); ++w) {
    if (place[w] < 0) continue;
    place[w] = static_cast<Index>(out.words.size());
    out.words.push_back(static_cast<Index>(w));
  }
  out.counts.resize(static_cast<Index>(out.documents.size()), static_cast<Index>(out.words.size()));
  out.counts.reserve(matrix.nonZeros());
  for (std::size_t i = 0; i < out.documents.size(); ++i) {
    out.counts.startVec(static_cast<Index>(i));
    for (Dfm::Matrix::InnerIterator cell(matrix, out.documents[i]); cell; ++cell) {
      out.counts.insertBack(static_cast<Index>(i), place[static_cast<std::size_t>(cell.col())]) = cell.value();
    }
  }
  out.counts.finalize();
  return out;
}

Index document_place(const Dfm& counts, const Part& part, const std::string& name) {
  for (std::size_t i = 0; i < part.documents.size(); ++i) {
    if (counts.documents()[static_cast<std::size_t>(part.documents[i])] == name) return static_cast<Index>(i);
  }
  const bool known = std::find(counts.documents().begin(), counts.documents().end(), name) != counts.documents().end();
  throw InvalidArgument(
      known ? fmt::format("Wordfish: direction: document '{}' has no counts", name)
            : fmt::format("Wordfish: direction: expected the name of a document, got '{}'{}", name, suggestion(name, counts.documents())));
}

/// Whether the scale is the wrong way round.
bool points_backwards(const VectorXd& theta, const std::pair<Index, Index>& direction) {
  if (direction.first != direction.second) return theta[direction.first] > theta[direction.second];
  const double largest = theta.cwiseAbs().maxCoeff();
  for (Index d = 0; d < theta.size(); ++d) {
    if (std::abs(theta[d]) >= largest * (1.0 - kEqual)) return theta[d] < 0.0;
  }
  return false;
}

/// The best end of all starts.
wf::Solution best_solution(const wf::Data& data, wf::Cells& cells, wf::Parameters start, const std::vector<std::string>& names,
                           const WordfishOptions& options, WordfishFit& fit) {
  wf::Solution best = wf::maximize(data, cells, std::move(start), options.tolerance, options.max_iterations);
  std::vector<double> ends = {best.point.objective};
  for (std::size_t r = 0; r < options.n_restarts; ++r) {
    wf::Solution other =
        wf::maximize(data, cells, wf::random_start(data, names, options.seed, r), options.tolerance, options.max_iterations);
    ends.push_back(other.point.objective);
    const double clearly = 1e-9 * std::abs(best.point.objective);  // ends that differ by rounding are the same end: keep the first
    if (other.converged && (!best.converged || other.point.objective > best.point.objective + clearly)) best = std::move(other);
  }
  fit.n_starts = ends.size();
  fit.n_agreeing = static_cast<std::size_t>(std::count_if(
      ends.begin(), ends.end(), [&](double end) { return std::abs(end - best.point.objective) <= 1e-6 * std::abs(best.point.objective); }));
  return best;
}

/// Σ (n − λ)² / λ of words made φ: factor · K / (NK − 2N − 2K), NaN where too few cells are left.
double dispersion_factor(const wf::Data& data) {
  const auto n = static_cast<double>(data.n_documents());
  const auto k = static_cast<double>(data.n_words());
  const double left = n * k - 2.0 * n - 2.0 * k;
  return left > 0.0 ? 1.0 / left : kNaN;
}

/// The scale turned the way it should point. The certificate stays that of the solver: rounding of a second evaluation is no news.
void orient(const wf::Data& data, wf::Cells& cells, const std::pair<Index, Index>& direction, wf::Point& point) {
  if (!points_backwards(point.parameters.theta, direction)) return;
  const double gradient = point.gradient_size;
  wf::turn_round(point.parameters);
  point = wf::evaluate(data, cells, std::move(point.parameters));
  point.gradient_size = gradient;
}

std::string formula_of(const WordfishOptions& options, const WordfishFit& fit) {
  std::string out = fmt::format("Wordfish, theta; beta ~ N(0, {}^2); {} solver; ", options.sigma,
                                options.solver == WordfishSolver::exact ? "exact" : "quanteda's");
  out += options.errors == WordfishErrors::joint ? "joint standard errors" : "standard errors given the words";
  if (options.dispersion == Dispersion::overall) out += ", one dispersion for all words";
  if (options.dispersion == Dispersion::feature) out += ", a dispersion for each word";
  if (fit.identified && !fit.converged) out += "; NOT CONVERGED";
  return out;
}

}  // namespace

Wordfish::Wordfish(const Dfm& counts, const WordfishOptions& options) : options_(options) {
  options_.stop = {};  // the model outlives the work that it was made in
  const auto n_features = static_cast<std::size_t>(counts.n_features());
  const auto n_documents = static_cast<std::size_t>(counts.n_documents());
  beta_ = {counts.shared_features(), std::vector<double>(n_features, kNaN), std::vector<double>(n_features, kNaN)};
  psi_ = beta_;
  phi_.assign(n_features, kNaN);
  fit_.dispersion = kNaN;
  alpha_.assign(n_documents, undefined_estimate());
  documents_.method = "wordfish";
  documents_.documents = counts.documents();
  documents_.level = options.level;
  documents_.n_scored = counts.row_sums();
  documents_.n_left_out.assign(n_documents, 0.0);
  documents_.positions = alpha_;
  documents_.reasons.assign(n_documents, Unscaled::empty);
}

Wordfish Wordfish::fit(const Dfm& counts, const WordfishOptions& options) {
  detail::check_unweighted(counts, "Wordfish");
  check(options);
  const detail::StopScope scope(options.stop);
  const Part part = with_counts(counts.matrix());
  std::pair<Index, Index> direction{0, 0};
  if (options.direction) {
    direction = {document_place(counts, part, options.direction->lower), document_place(counts, part, options.direction->upper)};
    if (direction.first == direction.second) throw InvalidArgument("Wordfish: direction: expected two different documents");
  }
  const auto n = static_cast<Index>(part.documents.size());
  if (options.errors == WordfishErrors::joint && n > kMaxJoint) {
    throw InvalidArgument(fmt::format("Wordfish: errors: joint standard errors are for up to {} documents, got {}", kMaxJoint, n));
  }

  Wordfish out(counts, options);
  std::vector<std::string> names;
  for (const Index d : part.documents) {
    out.documents_.reasons[static_cast<std::size_t>(d)] = Unscaled::not_identified;
    names.push_back(counts.documents()[static_cast<std::size_t>(d)]);
  }
  const wf::Data data = wf::data_of(part.counts, options.sigma, options.threads);
  wf::Parameters start;
  if (n >= 3) start = wf::start_of(data, out.fit_.identified);
  if (out.fit_.identified) {
    wf::Cells cells(data);
    wf::Solution solution = options.solver == WordfishSolver::exact ? best_solution(data, cells, std::move(start), names, options, out.fit_)
                                                                    : wf::iterate_as_quanteda(data, cells);
    orient(data, cells, direction, solution.point);
    out.fit_.converged = solution.converged;
    out.fit_.n_iterations = solution.n_iterations;
    out.fit_.gradient = solution.point.gradient_size;
    out.fit_.log_likelihood = solution.point.objective;

    const VectorXd pearson = wf::pearson_of_words(data, solution.point);
    const double factor = dispersion_factor(data);
    double pearson_sum = 0.0;
    for (Index w = 0; w < pearson.size(); ++w) pearson_sum += pearson[w];
    out.fit_.dispersion = pearson_sum * factor;
    const VectorXd phi = pearson * (factor * static_cast<double>(data.n_words()));
    wf::Parameters errors = wf::undefined_parameters(data);
    if (solution.converged) errors = wf::standard_errors(data, cells, solution.point, options, phi, out.fit_.dispersion);
    out.set_documents(part.documents, solution.point.parameters, errors);
    out.set_features(part.words, solution.point.parameters, errors, phi);
  }
  out.documents_.formula = formula_of(options, out.fit_);
  return out;
}

void Wordfish::set_documents(const std::vector<Index>& places, const wf::Parameters& values, const wf::Parameters& errors) {
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto d = static_cast<std::size_t>(places[i]);
    const auto at = static_cast<Index>(i);
    if (!std::isfinite(values.theta[at])) continue;  // quanteda's iteration may end so
    documents_.positions[d] = normal_estimate(values.theta[at], errors.theta[at], options_.level);
    documents_.reasons[d] = Unscaled::scaled;
    alpha_[d] = normal_estimate(values.alpha[at], errors.alpha[at], options_.level);
  }
}

void Wordfish::set_features(const std::vector<Index>& places, const wf::Parameters& values, const wf::Parameters& errors,
                            const VectorXd& phi) {
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto w = static_cast<std::size_t>(places[i]);
    const auto at = static_cast<Index>(i);
    beta_.values[w] = values.beta[at];
    beta_.std_errors[w] = errors.beta[at];
    psi_.values[w] = values.psi[at];
    psi_.std_errors[w] = errors.psi[at];
    phi_[w] = phi[at];
  }
}

}  // namespace stance
