#include "stance/bootstrap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "detail/dfm_rows.hpp"
#include "detail/parallel.hpp"
#include "detail/random.hpp"
#include "detail/resampling.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kNamesShown = 5;  ///< of short documents in a message

void require(bool good, const std::string& message) {
  if (!good) throw InvalidArgument("bootstrap: " + message);
}

void check(const BootstrapOptions& options) {
  require(options.n_replicates >= 2, fmt::format("n_replicates: expected 2 or more, got {}", options.n_replicates));
  require(options.level > 0.0 && options.level < 1.0, fmt::format("level: expected a number in (0, 1), got {}", options.level));
  require(options.min_sentences >= 2, fmt::format("min_sentences: expected 2 or more, got {}", options.min_sentences));
}

void check(const SentenceCounts& counts) {
  const auto n_rows = static_cast<std::size_t>(counts.matrix.rows());
  require(counts.first.size() == counts.documents.size() + 1 && std::is_sorted(counts.first.begin(), counts.first.end()) &&
              counts.first.front() == 0 && counts.first.back() == n_rows,
          fmt::format("sentences.first: expected {} ascending numbers from 0 to the {} rows of the matrix", counts.documents.size() + 1,
                      n_rows));
  require(counts.features != nullptr && counts.features->size() == static_cast<std::size_t>(counts.matrix.cols()),
          fmt::format("sentences.features: expected a name for each of the {} columns of the matrix", counts.matrix.cols()));
}

/// The sentences of one document that hold a feature: rows of the matrix.
using Rows = std::vector<Dfm::Index>;

Rows rows_with_features(const SentenceCounts& counts, std::size_t document) {
  Rows rows;
  for (std::size_t s = counts.first[document]; s < counts.first[document + 1]; ++s) {
    const auto row = static_cast<Dfm::Index>(s);
    if (Dfm::Matrix::InnerIterator(counts.matrix, row)) rows.push_back(row);
  }
  return rows;
}

bool same_cells(const Dfm::Matrix& matrix, Dfm::Index a, Dfm::Index b) {
  Dfm::Matrix::InnerIterator x(matrix, a);
  Dfm::Matrix::InnerIterator y(matrix, b);
  for (; x && y; ++x, ++y) {
    if (x.col() != y.col() || x.value() != y.value()) return false;
  }
  return !x && !y;
}

/// Every draw from rows that are all the same gives the same document.
bool all_the_same(const Dfm::Matrix& matrix, const Rows& rows) {
  return std::all_of(rows.begin(), rows.end(), [&](Dfm::Index row) { return same_cells(matrix, rows.front(), row); });
}

std::string shown(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), kNamesShown); ++i) out += (i == 0 ? "'" : ", '") + names[i] + "'";
  if (names.size() > kNamesShown) out += fmt::format(" and {} more", names.size() - kNamesShown);
  return out;
}

/// Which documents are resampled.
std::vector<bool> long_enough(const SentenceCounts& counts, const std::vector<Rows>& rows, const BootstrapOptions& options) {
  std::vector<bool> resampled(counts.n_documents(), true);
  std::vector<std::string> refused;
  for (std::size_t d = 0; d < counts.n_documents(); ++d) {
    resampled[d] = rows[d].size() >= options.min_sentences && !all_the_same(counts.matrix, rows[d]);
    if (!resampled[d]) refused.push_back(counts.documents[d]);
  }
  if (options.short_documents == ShortDocuments::refuse && !refused.empty()) {
    require(false, fmt::format("expected at least {} sentences with a feature, not all the same, in each document; too short: {}",
                               options.min_sentences, shown(refused)));
  }
  return resampled;
}

/// Draws matrices of one size. One for each worker thread.
class Resampler {
 public:
  Resampler(const SentenceCounts& counts, const std::vector<Rows>& rows, const std::vector<bool>& resampled, std::uint64_t seed)
      : counts_(counts), rows_(rows), resampled_(resampled), seed_(seed), sum_(counts.matrix.cols()) {}

  Dfm draw(std::size_t replicate) {
    Dfm::Matrix matrix(static_cast<Dfm::Index>(counts_.n_documents()), counts_.matrix.cols());
    for (std::size_t d = 0; d < counts_.n_documents(); ++d) {
      const Rows& rows = rows_[d];
      times_.assign(rows.size(), resampled_[d] ? 0.0 : 1.0);
      if (resampled_[d]) {
        detail::Random random(seed_, detail::stream_of(counts_.documents[d], detail::mix64(replicate + 1)));
        for (std::size_t s = 0; s < rows.size(); ++s) times_[random.below(rows.size())] += 1.0;
      }
      for (std::size_t s = 0; s < rows.size(); ++s) {
        if (times_[s] > 0.0) sum_.add(counts_.matrix, rows[s], times_[s]);
      }
      sum_.append_to(matrix, static_cast<Dfm::Index>(d));
    }
    matrix.finalize();
    return {std::move(matrix), counts_.documents, counts_.features, Weighting::counts};
  }

 private:
  const SentenceCounts& counts_;
  const std::vector<Rows>& rows_;
  const std::vector<bool>& resampled_;
  std::uint64_t seed_;
  detail::RowSum sum_;
  std::vector<double> times_;  // that each sentence was drawn
};

double normal_share(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

/// Quantiles of the replicates at the shares that the estimate's place among them asks for.
detail::Interval bias_corrected(double value, const std::vector<double>& ascending, double level) {
  const auto [low, high] = std::equal_range(ascending.begin(), ascending.end(), value);
  const auto below = static_cast<double>(low - ascending.begin());
  const auto equal = static_cast<double>(high - low);
  const double centre = detail::normal_quantile((below + equal / 2.0) / static_cast<double>(ascending.size()));
  if (!std::isfinite(centre)) return {kNaN, kNaN};
  const double z = detail::normal_quantile(0.5 + level / 2.0);
  return {detail::quantile_of_sorted(ascending, normal_share(2.0 * centre - z)),
          detail::quantile_of_sorted(ascending, normal_share(2.0 * centre + z))};
}

detail::Interval interval_of(const Estimate& estimate, std::vector<double> draws, const BootstrapOptions& options) {
  std::sort(draws.begin(), draws.end());
  const double low = detail::quantile_of_sorted(draws, (1.0 - options.level) / 2.0);
  const double high = detail::quantile_of_sorted(draws, (1.0 + options.level) / 2.0);
  switch (options.interval) {
    case BootstrapInterval::percentile: return {low, high};
    case BootstrapInterval::basic: return {2.0 * estimate.value - high, 2.0 * estimate.value - low};
    case BootstrapInterval::bias_corrected: return bias_corrected(estimate.value, draws, options.level);
    case BootstrapInterval::normal: break;
  }
  const Estimate normal = normal_estimate(estimate.value, estimate.std_error, options.level);
  return {normal.lower, normal.upper};
}

/// Up to rounding.
bool all_the_same(const std::vector<double>& draws) {
  const auto [low, high] = std::minmax_element(draws.begin(), draws.end());
  return *high - *low <= 1e-12 * std::max(std::abs(*low), std::abs(*high));
}

/// One number of the statistic, with its draws.
void summarise(double value, std::vector<double> draws, const BootstrapOptions& options, BootstrapResult& out) {
  Estimate estimate = without_error(std::isfinite(value) ? value : kNaN);
  std::erase_if(draws, [](double draw) { return !std::isfinite(draw); });
  out.n_undefined.push_back(options.n_replicates - draws.size());
  double mean = kNaN;
  const bool enough = !std::isnan(estimate.value) && draws.size() >= 2 && 2 * draws.size() >= options.n_replicates;
  if (enough) {
    mean = 0.0;
    for (const double draw : draws) mean += draw;
    mean /= static_cast<double>(draws.size());
  }
  if (enough && !all_the_same(draws)) {
    estimate.std_error = detail::standard_deviation(draws);
    const detail::Interval interval = interval_of(estimate, std::move(draws), options);
    estimate.lower = interval.lower;
    estimate.upper = interval.upper;
  }
  out.estimates.push_back(estimate);
  out.bias.push_back(mean - estimate.value);
}

}  // namespace

std::string_view to_string(BootstrapInterval interval) noexcept {
  switch (interval) {
    case BootstrapInterval::percentile: return "percentile";
    case BootstrapInterval::basic: return "basic";
    case BootstrapInterval::bias_corrected: return "bias_corrected";
    case BootstrapInterval::normal: break;
  }
  return "normal";
}

BootstrapResult bootstrap(const SentenceCounts& sentences, const Statistic& statistic, const BootstrapOptions& options) {
  check(options);
  check(sentences);
  const detail::StopScope stop(options.stop);
  std::vector<Rows> rows;
  rows.reserve(sentences.n_documents());
  for (std::size_t d = 0; d < sentences.n_documents(); ++d) rows.push_back(rows_with_features(sentences, d));
  BootstrapResult out;
  out.n_replicates = options.n_replicates;
  out.resampled = long_enough(sentences, rows, options);

  const std::vector<double> values = statistic(sentences.to_dfm());
  std::vector<std::vector<double>> draws(values.size(), std::vector<double>(options.n_replicates));
  std::vector<std::unique_ptr<Resampler>> workers(detail::thread_count(options.threads));
  detail::for_each_index(options.n_replicates, workers.size(), [&](std::size_t b, std::size_t worker) {
    if (!workers[worker]) workers[worker] = std::make_unique<Resampler>(sentences, rows, out.resampled, options.seed);
    const std::vector<double> replicate = statistic(workers[worker]->draw(b));
    require(replicate.size() == values.size(),
            fmt::format("statistic: expected {} numbers as for the whole matrix, got {} in a replicate", values.size(), replicate.size()));
    for (std::size_t i = 0; i < replicate.size(); ++i) draws[i][b] = replicate[i];
  });
  for (std::size_t i = 0; i < values.size(); ++i) summarise(values[i], std::move(draws[i]), options, out);
  return out;
}

}  // namespace stance
