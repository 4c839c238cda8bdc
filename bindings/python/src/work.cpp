#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "core.hpp"

namespace stance_python {
namespace {

constexpr std::chrono::milliseconds patience(50);  ///< between two looks at signals and progress

/// Whether and how the work has ended.
struct Outcome {
  std::mutex mutex;
  std::condition_variable changed;
  bool over = false;
  std::exception_ptr fault;
};

void look_up(const Work& work, const py::object& progress, std::size_t& shown) {
  if (PyErr_CheckSignals() != 0) throw py::error_already_set();
  const std::size_t done = work.done;
  if (progress.is_none() || done == shown) return;
  shown = done;
  progress(done);
}

}  // namespace

void run_work(const std::function<void(Work&)>& body, const py::object& progress) {
  std::stop_source stop;
  Work work;
  work.stop = stop.get_token();
  Outcome outcome;
  std::thread worker([&] {
    std::exception_ptr fault;
    try {
      body(work);
    } catch (...) { fault = std::current_exception(); }
    const std::lock_guard lock(outcome.mutex);
    outcome.fault = std::move(fault);
    outcome.over = true;
    outcome.changed.notify_one();
  });
  std::exception_ptr interruption;
  std::size_t shown = 0;
  for (bool over = false; !over;) {
    {
      const py::gil_scoped_release release;
      std::unique_lock lock(outcome.mutex);
      over = outcome.changed.wait_for(lock, patience, [&] { return outcome.over; });
    }
    if (interruption) continue;
    try {
      look_up(work, progress, shown);
    } catch (...) {
      interruption = std::current_exception();
      stop.request_stop();
    }
  }
  worker.join();
  if (interruption) std::rethrow_exception(interruption);
  if (outcome.fault) std::rethrow_exception(outcome.fault);
}

}  // namespace stance_python
