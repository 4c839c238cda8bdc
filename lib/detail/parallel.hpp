#pragma once
/// @file parallel.hpp
/// The one door to threads. Under the thread sanitizer plain threads stand in for TBB, whose packaged library is not instrumented:
/// the sanitizer cannot see that a task ends before the loop returns, and reports races that are none.

#include <cstddef>
#include <functional>

namespace stance::detail {

/// Number of threads that a request means: itself, or as many as the machine has for 0.
[[nodiscard]] std::size_t thread_count(std::size_t requested) noexcept;

/// body(i, worker) for each i in [0, n), in any order, on at most thread_count(threads) threads. No two calls at the same time have
/// the same `worker`, a number below thread_count(threads): buffers can be kept by it.
/// Results go to places of their own for each i and are merged afterwards, in order: then the number of threads changes nothing.
/// @throws what body throws: of several exceptions, that of the smallest i that threw
void for_each_index(std::size_t n, std::size_t threads, const std::function<void(std::size_t, std::size_t)>& body);

}  // namespace stance::detail
