#include "detail/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "stance/error.hpp"

#if defined(__SANITIZE_THREAD__)
#define STANCE_PLAIN_THREADS
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define STANCE_PLAIN_THREADS
#endif
#endif

#ifndef STANCE_PLAIN_THREADS
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>
#endif

namespace stance::detail {
namespace {

thread_local const std::stop_token* stop_of_this_thread = nullptr;

/// Remembers the exception of the smallest index, and lets later work be skipped.
class FirstFault {
 public:
  explicit FirstFault(std::size_t n) : index_(n) {}
  template <typename Body>
  void guard(std::size_t i, const Body& body) {
    if (i > index_.load()) return;
    try {
      body();
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (i < index_.load()) {
        index_ = i;
        fault_ = std::current_exception();
      }
    }
  }
  void rethrow() const {
    if (fault_) std::rethrow_exception(fault_);
  }

 private:
  std::mutex mutex_;
  std::exception_ptr fault_;
  std::atomic<std::size_t> index_;
};

}  // namespace

StopScope::StopScope(const std::stop_token& token) noexcept : before_(std::exchange(stop_of_this_thread, &token)) {}
StopScope::~StopScope() { stop_of_this_thread = before_; }

void check_stop() {
  if (stop_of_this_thread != nullptr && stop_of_this_thread->stop_requested()) throw Stopped();
}

std::size_t thread_count(std::size_t requested) noexcept {
  return requested != 0 ? requested : std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

void for_each_index(std::size_t n, std::size_t threads, const std::function<void(std::size_t, std::size_t)>& body) {
  threads = thread_count(threads);
  const std::stop_token stop = stop_of_this_thread != nullptr ? *stop_of_this_thread : std::stop_token();
  const auto step = [&](std::size_t i, std::size_t worker) {
    const StopScope scope(stop);
    check_stop();
    body(i, worker);
  };
  if (threads == 1 || n < 2) {
    for (std::size_t i = 0; i < n; ++i) step(i, 0);
    return;
  }
  FirstFault fault(n);
#ifdef STANCE_PLAIN_THREADS
  std::atomic<std::size_t> next = 0;
  {
    std::vector<std::jthread> pool;
    for (std::size_t worker = 0; worker < std::min(threads, n); ++worker) {
      pool.emplace_back([&, worker] {
        for (std::size_t i = next++; i < n; i = next++) fault.guard(i, [&] { step(i, worker); });
      });
    }
  }
#else
  // TBB warns on stderr where more threads are asked for than the machine has, unless it was told so before.
  const tbb::global_control allowed(tbb::global_control::max_allowed_parallelism, threads);
  tbb::task_arena arena(static_cast<int>(threads));
  arena.execute([&] {
    tbb::parallel_for(std::size_t{0}, n, [&](std::size_t i) {
      fault.guard(i, [&] { step(i, static_cast<std::size_t>(tbb::this_task_arena::current_thread_index())); });
    });
  });
#endif
  fault.rethrow();
}

}  // namespace stance::detail
