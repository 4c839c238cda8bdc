#pragma once
/// Processor time of a call, for tests of how time grows: other processes on the machine do not count.

#include <ctime>

template <typename Call>
double cpu_seconds(Call&& call) {
  const std::clock_t start = std::clock();
  call();
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}
