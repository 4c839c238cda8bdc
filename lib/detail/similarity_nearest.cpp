#include "detail/similarity_nearest.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

// What limits this: nothing but two comparisons a pair. Few pairs get past the bars of their documents once the first have been seen:
// k · ln(n / k) of n in random order.

namespace stance::detail {
namespace {

bool better(const Neighbour& a, const Neighbour& b) {
  if (a.value != b.value) return a.value > b.value;
  return a.document < b.document;
}

/// Whether some pair of a document with the 32 of a strip reaches the bar of either side. NaN reaches none.
bool any_reaches(const Lanes& values, double bar, const Lanes& bars) {
  int any = 0;
  for (std::size_t l = 0; l < kLanes; ++l) any |= static_cast<int>(values.at[l] >= bar) | static_cast<int>(values.at[l] >= bars.at[l]);
  return any != 0;
}

}  // namespace

NearestDocuments::NearestDocuments(std::size_t n_documents, std::size_t k, bool distance)
    : k_(std::min(k, n_documents)), distance_(distance), heaps_(n_documents), mutexes_((n_documents + kLanes - 1) / kLanes) {
  Lanes open;
  std::fill(std::begin(open.at), std::end(open.at), -std::numeric_limits<double>::infinity());
  bars_.assign(mutexes_.size(), open);
}

void NearestDocuments::offer(std::size_t first, std::vector<Lanes>& values) {
  if (distance_) {
    for (Lanes& row : values) {
      for (double& value : row.at) value = -value;
    }
  }
  for (std::size_t begin = 0; begin < values.size(); begin += kLanes) {
    std::mutex& of_strip = mutexes_[first / kLanes];
    std::mutex& of_rows = mutexes_[(first + begin) / kLanes];
    const std::lock_guard lock(of_strip);  // always the smaller block first: no two threads wait for each other
    std::optional<std::lock_guard<std::mutex>> other;
    if (begin > 0) other.emplace(of_rows);
    offer_square(first, begin, std::min(begin + kLanes, values.size()), values);
  }
}

void NearestDocuments::offer_square(std::size_t first, std::size_t begin, std::size_t end, const std::vector<Lanes>& values) {
  const Lanes& bars = bars_[first / kLanes];
  for (std::size_t r = begin; r < end; ++r) {
    const std::size_t row = first + r;
    const double& bar = bars_[row / kLanes].at[row % kLanes];
    if (!any_reaches(values[r], bar, bars)) continue;
    for (std::size_t l = 0; l < std::min(kLanes, r); ++l) {
      const double value = values[r].at[l];
      if (value >= bar) offer(row, {first + l, value});
      if (value >= bars.at[l]) offer(first + l, {row, value});
    }
  }
}

void NearestDocuments::offer(std::size_t document, const Neighbour& candidate) {
  std::vector<Neighbour>& heap = heaps_[document];
  if (heap.size() == k_) {
    if (!better(candidate, heap.front())) return;
    std::pop_heap(heap.begin(), heap.end(), better);
    heap.back() = candidate;
  } else {
    heap.push_back(candidate);
  }
  std::push_heap(heap.begin(), heap.end(), better);
  if (heap.size() == k_) bars_[document / kLanes].at[document % kLanes] = heap.front().value;
}

std::vector<std::vector<Neighbour>> NearestDocuments::take() {
  for (std::vector<Neighbour>& heap : heaps_) {
    std::sort_heap(heap.begin(), heap.end(), better);
    if (!distance_) continue;
    for (Neighbour& neighbour : heap) neighbour.value = -neighbour.value;
  }
  return std::move(heaps_);
}

}  // namespace stance::detail
