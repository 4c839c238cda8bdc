#pragma once
/// @file similarity_nearest.hpp
/// The nearest documents of each document, found while the pairs pass by.

#include <cstddef>
#include <mutex>
#include <vector>

#include "detail/similarity_lanes.hpp"
#include "stance/similarity.hpp"

namespace stance::detail {

/// Best values first, equal ones in document order: a total order, so that the order in which the pairs come, and the number of
/// threads that bring them, change nothing.
class NearestDocuments {
 public:
  NearestDocuments(std::size_t n_documents, std::size_t k, bool distance);
  /// A strip as PairKernel::strip() makes it; distances are turned round in it. May be called from several threads. NaN is no neighbour.
  void offer(std::size_t first, std::vector<Lanes>& values);
  /// At most k of each document. To be called once, at the end.
  [[nodiscard]] std::vector<std::vector<Neighbour>> take();

 private:
  void offer_square(std::size_t first, std::size_t begin, std::size_t end, const std::vector<Lanes>& values);
  void offer(std::size_t document, const Neighbour& candidate);

  std::size_t k_;
  bool distance_;
  std::vector<std::vector<Neighbour>> heaps_;  // by document: the worst of its best in front
  std::vector<Lanes> bars_;                    // by document, in blocks: what a candidate must reach
  std::vector<std::mutex> mutexes_;            // by block of kLanes documents
};

}  // namespace stance::detail
