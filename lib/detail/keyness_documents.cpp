#include "detail/keyness_documents.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "detail/parallel.hpp"
#include "detail/random.hpp"

namespace stance::detail {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

/// Relative frequencies of the tested features in the documents that have words, target first.
struct Shares {
  std::vector<std::size_t> begin = {0};  // by document
  std::vector<std::size_t> feature;      // place among the tested
  std::vector<double> share;
  std::size_t n_target = 0;
  std::size_t n_reference = 0;
  [[nodiscard]] std::size_t size() const { return begin.size() - 1; }
};

Shares shares_of(const Dfm& dfm, const Groups& groups, const std::vector<double>& row_sums, const std::vector<std::size_t>& columns) {
  std::vector<std::size_t> place(static_cast<std::size_t>(dfm.n_features()), kNone);
  for (std::size_t f = 0; f < columns.size(); ++f) place[columns[f]] = f;
  Shares out;
  const auto add = [&](const std::vector<std::size_t>& rows) {
    std::size_t n = 0;
    for (const std::size_t row : rows) {
      if (row_sums[row] == 0.0) continue;
      for (Dfm::Matrix::InnerIterator cell(dfm.matrix(), static_cast<Eigen::Index>(row)); cell; ++cell) {
        const std::size_t f = place[static_cast<std::size_t>(cell.col())];
        if (f == kNone) continue;
        out.feature.push_back(f);
        out.share.push_back(cell.value() / row_sums[row]);
      }
      out.begin.push_back(out.feature.size());
      ++n;
    }
    return n;
  };
  out.n_target = add(groups.target);
  out.n_reference = add(groups.reference);
  return out;
}

/// Σ share and Σ share² of each feature over some documents.
struct Sums {
  std::vector<double> first;
  std::vector<double> second;
  explicit Sums(std::size_t n_features) : first(n_features, 0.0), second(n_features, 0.0) {}
  void add(const Shares& shares, std::size_t document) {
    for (std::size_t c = shares.begin[document]; c < shares.begin[document + 1]; ++c) {
      first[shares.feature[c]] += shares.share[c];
      second[shares.feature[c]] += shares.share[c] * shares.share[c];
    }
  }
  void clear() {
    std::fill(first.begin(), first.end(), 0.0);
    std::fill(second.begin(), second.end(), 0.0);
  }
};

/// Σ (x − mean)² from sums; what is left of rounding is 0.
double squares_about_mean(double first, double second, double n) {
  const double squares = second - first * first / n;
  return squares <= 1e-12 * second ? 0.0 : squares;
}

/// Moments of a feature's shares in one group.
struct Moments {
  double mean;
  double variance;
  double n;
};
Moments moments_of(double first, double second, double n) { return {first / n, squares_about_mean(first, second, n) / (n - 1.0), n}; }

struct TTest {
  double t;
  double degrees;
};
constexpr TTest kNoTest{kNaN, kNaN};
/// No test where both groups are constant: there is nothing to hold their difference against.
TTest welch(const Moments& a, const Moments& b) {
  const double v_a = a.variance / a.n;
  const double v_b = b.variance / b.n;
  if (v_a + v_b == 0.0) return kNoTest;
  return {(a.mean - b.mean) / std::sqrt(v_a + v_b), (v_a + v_b) * (v_a + v_b) / (v_a * v_a / (a.n - 1.0) + v_b * v_b / (b.n - 1.0))};
}

TTest student(const Moments& a, const Moments& b) {
  const double degrees = a.n + b.n - 2.0;
  const double pooled = ((a.n - 1.0) * a.variance + (b.n - 1.0) * b.variance) / degrees;
  if (pooled == 0.0) return kNoTest;
  return {(a.mean - b.mean) / std::sqrt(pooled * (1.0 / a.n + 1.0 / b.n)), degrees};
}

/// The larger standard error makes the smaller t.
TTest cautious(const Moments& a, const Moments& b) {
  const TTest one = welch(a, b);
  const TTest other = student(a, b);
  return std::abs(other.t) < std::abs(one.t) ? other : one;
}

/// All ways to choose k of n documents, when they are at most `limit`; else none.
std::vector<std::vector<std::size_t>> all_choices(std::size_t n, std::size_t k, std::size_t limit) {
  double count = 1.0;
  for (std::size_t i = 0; i < k; ++i) {
    count = count * static_cast<double>(n - i) / static_cast<double>(i + 1);
    if (count > static_cast<double>(limit) + 0.5) return {};
  }
  std::vector<std::vector<std::size_t>> out;
  std::vector<std::size_t> choice(k);
  std::iota(choice.begin(), choice.end(), std::size_t{0});
  while (true) {
    out.push_back(choice);
    std::size_t i = k;
    while (i > 0 && choice[i - 1] == n - k + i - 1) --i;
    if (i == 0) return out;
    ++choice[i - 1];
    for (std::size_t j = i; j < k; ++j) choice[j] = choice[j - 1] + 1;
  }
}

/// k of n at random, each choice equally likely.
std::vector<std::size_t> random_choice(std::size_t n, std::size_t k, Random& random) {
  std::vector<std::size_t> all(n);
  std::iota(all.begin(), all.end(), std::size_t{0});
  for (std::size_t i = 0; i < k; ++i) std::swap(all[i], all[i + random.below(n - i)]);
  all.resize(k);
  std::sort(all.begin(), all.end());  // sums in document order
  return all;
}

/// How often the t of a random split is as large as the one seen.
class Permutations {
 public:
  Permutations(const Shares& shares, const Sums& all, const std::vector<double>& seen, const KeynessOptions& options)
      : shares_(shares), all_(all), seen_(seen), options_(options), chosen_(std::min(shares.n_target, shares.n_reference)) {}

  std::vector<double> p_values() {
    const std::vector<std::vector<std::size_t>> every = all_choices(shares_.size(), chosen_, options_.n_permutations + 1);
    const std::size_t n = every.empty() ? options_.n_permutations : every.size();
    struct Worker {
      Sums sums;
      std::vector<std::uint64_t> reached;
    };
    std::vector<Worker> workers(thread_count(options_.threads), Worker{Sums(0), {}});
    for_each_index(n, options_.threads, [&](std::size_t i, std::size_t w) {
      Worker& worker = workers[w];
      if (worker.reached.empty()) worker = {Sums(seen_.size()), std::vector<std::uint64_t>(seen_.size(), 0)};
      Random random(options_.seed, stream_of("keyness", i));
      count(every.empty() ? random_choice(shares_.size(), chosen_, random) : every[i], worker.sums, worker.reached);
    });
    std::vector<std::uint64_t> reached(seen_.size(), 0);
    for (const Worker& worker : workers) {
      for (std::size_t f = 0; f < worker.reached.size(); ++f) reached[f] += worker.reached[f];
    }
    const std::uint64_t seen_itself = every.empty() ? 1 : 0;  // among all splits it is already
    std::vector<double> p(seen_.size(), kNaN);
    for (std::size_t f = 0; f < p.size(); ++f) {
      if (!std::isnan(seen_[f])) p[f] = static_cast<double>(reached[f] + seen_itself) / static_cast<double>(n + seen_itself);
    }
    return p;
  }

 private:
  void count(const std::vector<std::size_t>& choice, Sums& sums, std::vector<std::uint64_t>& reached) const {
    sums.clear();
    for (const std::size_t document : choice) sums.add(shares_, document);
    const auto n_1 = static_cast<double>(chosen_);
    const auto n_2 = static_cast<double>(shares_.size() - chosen_);
    for (std::size_t f = 0; f < reached.size(); ++f) {
      const double t = welch(moments_of(sums.first[f], sums.second[f], n_1),
                             moments_of(all_.first[f] - sums.first[f], all_.second[f] - sums.second[f], n_2))
                           .t;
      // A constant split of different means would be infinite; rounding must not keep a split from reaching itself.
      const bool split_apart = std::isnan(t) && std::abs(sums.first[f] / n_1 - (all_.first[f] - sums.first[f]) / n_2) > 1e-12;
      if (split_apart || std::abs(t) >= std::abs(seen_[f]) * (1.0 - 1e-9)) ++reached[f];
    }
  }

  const Shares& shares_;
  const Sums& all_;
  const std::vector<double>& seen_;
  const KeynessOptions& options_;
  std::size_t chosen_;  // documents of the smaller group: adding up fewer of them is quicker, and |t| is the same
};

}  // namespace

GroupCounts count_group(const Dfm& dfm, const std::vector<std::size_t>& rows, const std::vector<double>& row_sums) {
  GroupCounts out;
  const auto n_features = static_cast<std::size_t>(dfm.n_features());
  out.counts.assign(n_features, 0.0);
  out.n_documents.assign(n_features, 0);
  for (const std::size_t row : rows) {
    out.total += row_sums[row];
    for (Dfm::Matrix::InnerIterator cell(dfm.matrix(), static_cast<Eigen::Index>(row)); cell; ++cell) {
      out.counts[static_cast<std::size_t>(cell.col())] += cell.value();
      ++out.n_documents[static_cast<std::size_t>(cell.col())];
    }
  }
  return out;
}

std::vector<Spread> spreads_of(const Dfm& dfm, const std::vector<std::size_t>& rows, const std::vector<double>& row_sums,
                               const GroupCounts& group) {
  const std::size_t n_features = group.counts.size();
  std::vector<Spread> out(n_features);
  std::vector<double> differences(n_features, 0.0);  // Σ |v − s| over documents with the feature
  std::vector<double> covered(n_features, 0.0);      // Σ s over them
  double smallest = 1.0;
  std::size_t n_documents = 0;
  for (const std::size_t row : rows) {
    if (row_sums[row] == 0.0) continue;
    const double s = row_sums[row] / group.total;
    smallest = std::min(smallest, s);
    ++n_documents;
    for (Dfm::Matrix::InnerIterator cell(dfm.matrix(), static_cast<Eigen::Index>(row)); cell; ++cell) {
      const auto f = static_cast<std::size_t>(cell.col());
      const double v = cell.value() / group.counts[f];
      differences[f] += std::abs(v - s);
      covered[f] += s;
      if (v > out[f].largest_share) {
        out[f].largest_share = v;
        out[f].largest_row = row;
      }
    }
  }
  for (std::size_t f = 0; f < n_features; ++f) {
    out[f].n_documents = group.n_documents[f];
    if (group.counts[f] == 0.0) {
      out[f].dp_norm = out[f].largest_share = kNaN;
    } else {
      const double dp = 0.5 * (differences[f] + std::max(0.0, 1.0 - covered[f]));
      out[f].dp_norm = n_documents < 2 ? kNaN : std::min(1.0, dp / (1.0 - smallest));
    }
  }
  return out;
}

DocumentTests document_tests(const Dfm& dfm, const Groups& groups, const std::vector<double>& row_sums,
                             const std::vector<std::size_t>& columns, const KeynessOptions& options) {
  DocumentTests out{std::vector<double>(columns.size(), kNaN), std::vector<double>(columns.size(), kNaN)};
  const Shares shares = shares_of(dfm, groups, row_sums, columns);
  if (options.document_test == DocumentTest::none || shares.n_target < 2 || shares.n_reference < 2) return out;
  Sums target(columns.size());
  Sums reference(columns.size());
  for (std::size_t d = 0; d < shares.size(); ++d) (d < shares.n_target ? target : reference).add(shares, d);
  for (std::size_t f = 0; f < columns.size(); ++f) {
    const Moments a = moments_of(target.first[f], target.second[f], static_cast<double>(shares.n_target));
    const Moments b = moments_of(reference.first[f], reference.second[f], static_cast<double>(shares.n_reference));
    const TTest test = options.document_test == DocumentTest::cautious ? cautious(a, b) : welch(a, b);
    out.t[f] = test.t;
    if (options.document_test != DocumentTest::permutation && !std::isnan(test.t))
      out.p[f] = 2.0 * boost::math::cdf(boost::math::complement(boost::math::students_t(test.degrees), std::abs(test.t)));
  }
  if (options.document_test == DocumentTest::permutation) {
    Sums all(columns.size());
    for (std::size_t d = 0; d < shares.size(); ++d) all.add(shares, d);
    out.p = Permutations(shares, all, out.t, options).p_values();
  }
  return out;
}

}  // namespace stance::detail
