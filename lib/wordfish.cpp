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
  throw InvalidArgument(known ? fmt::format("Wordfish: direction: document '{}' has no counts", name)
                              : fmt::format("Wordfish: direction: expected the name of a document, got '{}'{}", name,
                                            suggestion(name, counts.documents())));
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
    wf::Solution other = wf::maximize(data, cells, wf::random_start(data, names, options.seed, r), options.tolerance, options.max_iterations);
    ends.push_back(other.point.objective);
    const double clearly = 1e-9 * std::abs(best.point.objective);  // ends that differ by rounding are the same end: keep the first
    if (other.converged && (!best.converged || other.point.objective > best.point.objective + clearly)) best = std::move(other);
  }
  fit.n_starts = ends.size();
  fit.n_agreeing = static_cast<std::size_t>(std::count_if(ends.begin(), ends.end(), [&](double end) {
    return std::abs(end - best.point.objective) <= 1e-6 * std::abs(best.point.objective);
  }));
  return best;
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

  Wordfish out;
  out.options_ = options;
  const auto n_features = static_cast<std::size_t>(counts.n_features());
  out.beta_ = {counts.shared_features(), std::vector<double>(n_features, kNaN), std::vector<double>(n_features, kNaN)};
  out.psi_ = out.beta_;
  out.phi_.assign(n_features, kNaN);
  out.fit_.dispersion = kNaN;
  out.alpha_.assign(static_cast<std::size_t>(counts.n_documents()), undefined_estimate());
  out.documents_.method = "wordfish";
  out.documents_.documents = counts.documents();
  out.documents_.level = options.level;
  out.documents_.n_scored = counts.row_sums();
  out.documents_.n_left_out.assign(out.alpha_.size(), 0.0);
  out.documents_.positions = out.alpha_;
  out.documents_.reasons.assign(out.alpha_.size(), Unscaled::empty);
  for (const Index d : part.documents) out.documents_.reasons[static_cast<std::size_t>(d)] = Unscaled::not_identified;

  const wf::Data data = wf::data_of(part.counts, options.sigma, options.threads);
  wf::Parameters start;
  if (n >= 3) start = wf::start_of(data, out.fit_.identified);
  if (out.fit_.identified) {
    std::vector<std::string> names;
    for (const Index d : part.documents) names.push_back(counts.documents()[static_cast<std::size_t>(d)]);
    wf::Cells cells(data);
    wf::Solution solution = options.solver == WordfishSolver::exact
                                ? best_solution(data, cells, std::move(start), names, options, out.fit_)
                                : wf::iterate_as_quanteda(data, cells);
    if (points_backwards(solution.point.parameters.theta, direction)) {
      wf::turn_round(solution.point.parameters);
      const double gradient = solution.point.gradient_size;
      solution.point = wf::evaluate(data, cells, std::move(solution.point.parameters));
      solution.point.gradient_size = gradient;
    }
    const wf::Point& point = solution.point;
    out.fit_.converged = solution.converged;
    out.fit_.n_iterations = solution.n_iterations;
    out.fit_.gradient = point.gradient_size;
    out.fit_.log_likelihood = point.objective;

    const VectorXd pearson = wf::pearson_of_words(data, point);
    const auto cells_left = static_cast<double>(n) * static_cast<double>(data.n_words()) - 2.0 * static_cast<double>(n + data.n_words());
    const VectorXd phi = pearson * (cells_left > 0.0 ? static_cast<double>(data.n_words()) / cells_left : kNaN);
    double pearson_sum = 0.0;
    for (Index w = 0; w < pearson.size(); ++w) pearson_sum += pearson[w];
    out.fit_.dispersion = cells_left > 0.0 ? pearson_sum / cells_left : kNaN;

    wf::Parameters errors = wf::zero_parameters(data);
    if (solution.converged) {
      errors = wf::standard_errors(data, cells, point, options, phi, out.fit_.dispersion);
    } else {
      for (VectorXd* side : {&errors.alpha, &errors.theta, &errors.psi, &errors.beta}) side->setConstant(kNaN);
    }
    for (std::size_t i = 0; i < part.documents.size(); ++i) {
      const auto d = static_cast<std::size_t>(part.documents[i]);
      const auto at = static_cast<Index>(i);
      if (!std::isfinite(point.parameters.theta[at])) continue;
      out.documents_.positions[d] = normal_estimate(point.parameters.theta[at], errors.theta[at], options.level);
      out.documents_.reasons[d] = Unscaled::scaled;
      out.alpha_[d] = normal_estimate(point.parameters.alpha[at], errors.alpha[at], options.level);
    }
    for (std::size_t i = 0; i < part.words.size(); ++i) {
      const auto w = static_cast<std::size_t>(part.words[i]);
      const auto at = static_cast<Index>(i);
      out.beta_.values[w] = point.parameters.beta[at];
      out.beta_.std_errors[w] = errors.beta[at];
      out.psi_.values[w] = point.parameters.psi[at];
      out.psi_.std_errors[w] = errors.psi[at];
      out.phi_[w] = phi[at];
    }
  }
  out.documents_.formula = formula_of(options, out.fit_);
  return out;
}

}  // namespace stance
