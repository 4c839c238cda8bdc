#include "detail/series_partition.hpp"

#include <limits>

namespace stance::detail {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
/// A gain below this share of the whole cost is rounding.
constexpr double kRounding = 1e-9;

}  // namespace

/// A start s that is no better than a change at t, even without its penalty, can be no start of a stretch that ends `least` or more
/// behind t (PELT with a least length).
Partition partition(const Costs& costs, double penalty, std::size_t least) {
  const std::size_t n = costs.size();
  const double tie = kRounding * costs.whole();
  std::vector<double> cheapest(n + 1, kInfinity);
  std::vector<std::size_t> start(n + 1, 0);
  std::vector<std::size_t> expires;
  std::vector<std::size_t> candidates = {0};
  expires.push_back(n + 1);
  cheapest[0] = -penalty;
  std::vector<double> reached;
  for (std::size_t t = least; t <= n; ++t) {
    reached.clear();
    for (std::size_t c = 0; c < candidates.size(); ++c) {
      const std::size_t s = candidates[c];
      const double before = cheapest[s] + costs.of(s, t);
      reached.push_back(before);
      if (before + penalty < cheapest[t] - (s == 0 ? 0.0 : tie)) {  // of equals the fewest changes, then the earliest
        cheapest[t] = before + penalty;
        start[t] = s;
      }
    }
    std::size_t kept = 0;
    for (std::size_t c = 0; c < candidates.size(); ++c) {
      if (reached[c] > cheapest[t] + tie) expires[c] = std::min(expires[c], t + least);
      if (expires[c] <= t + 1) continue;
      candidates[kept] = candidates[c];
      expires[kept] = expires[c];
      ++kept;
    }
    candidates.resize(kept);
    expires.resize(kept);
    if (t + 1 >= 2 * least) {  // a stretch that ends at t + 1 may begin at t + 1 − least, when one could end there
      candidates.push_back(t + 1 - least);
      expires.push_back(n + 1);
    }
  }
  Partition out;
  double cost = 0.0;
  for (std::size_t end = n; end > 0; end = start[end]) {
    cost += costs.of(start[end], end);
    if (start[end] > 0) out.starts.push_back(start[end]);
  }
  std::reverse(out.starts.begin(), out.starts.end());
  out.gain = std::max(0.0, costs.whole() - cost);
  return out;
}

/// Found from below: where the partition at a penalty gains more for each of
/// its changes than the penalty, that gain is the next penalty (Dinkelbach).
double evidence_for_change(const Costs& costs, std::size_t least) {
  double best = 0.0;
  for (std::size_t s = least; s + least <= costs.size(); ++s)
    best = std::max(best, costs.whole() - costs.of(0, s) - costs.of(s, costs.size()));
  for (int i = 0; i < 50; ++i) {
    const Partition found = partition(costs, best, least);
    if (found.starts.empty()) break;
    const double gain = found.gain / static_cast<double>(found.starts.size());
    if (gain <= best + kRounding * costs.whole()) break;
    best = gain;
  }
  return best;
}

}  // namespace stance::detail
