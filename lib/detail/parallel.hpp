#pragma once
/// @file parallel.hpp
/// The one door to threads. Under the thread sanitizer plain threads stand in for TBB, whose packaged library is not instrumented:
/// the sanitizer cannot see that a task ends before the loop returns, and reports races that are none.

#include <cstddef>
#include <functional>
#include <stop_token>

namespace stance::detail {

/// While it lives, check_stop() of this thread, and of the threads that for_each_index() sets to work for it, looks at a token.
class StopScope {
 public:
  explicit StopScope(const std::stop_token& token) noexcept;
  ~StopScope();
  StopScope(const StopScope&) = delete;
  StopScope& operator=(const StopScope&) = delete;

 private:
  const std::stop_token* before_;
};
/// To be called every few hundredths of a second in long work. @throws Stopped when the token of the StopScope asks for it
void check_stop();

/// Number of threads that a request means: itself, or as many as the machine has for 0.
[[nodiscard]] std::size_t thread_count(std::size_t requested) noexcept;

/// body(i, worker) for each i in [0, n), in any order, on at most thread_count(threads) threads. No two calls at the same time have
/// the same `worker`, a number below thread_count(threads): buffers can be kept by it.
/// Results go to places of their own for each i and are merged afterwards, in order: then the number of threads changes nothing.
/// @throws what body throws: of several exceptions, that of the smallest i that threw; Stopped, looked for before each i
void for_each_index(std::size_t n, std::size_t threads, const std::function<void(std::size_t, std::size_t)>& body);

}  // namespace stance::detail
