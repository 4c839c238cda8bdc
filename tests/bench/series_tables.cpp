/// Prints the tables of tests/bench/README.md on means, lines and change points: coverage, false alarms and power on simulated series.
///   stance_series_tables [SERIES FOR EACH CELL, default 1000]

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "detail/random.hpp"
#include "stance/series.hpp"

namespace {

using stance::TimePoint;
using stance::detail::Random;

/// What a series does over m times, without noise, in units of the noise's standard deviation.
enum class Course { flat, step, spike, line };

/// Noise of standard deviation 1, each time near the one before by `wander` (an autoregression of order 1).
std::vector<TimePoint> drawn(Random& random, std::size_t m, Course course, double size, double wander) {
  std::vector<TimePoint> out;
  double noise = random.normal();
  for (std::size_t i = 0; i < m; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(m);
    const double mean = course == Course::step    ? (share < 0.5 ? 0.0 : size)
                        : course == Course::spike ? (share < 0.4 || share >= 0.6 ? 0.0 : size)
                        : course == Course::line  ? size * share
                                                  : 0.0;
    const double error = 0.3 + 0.6 * random.uniform();
    if (i > 0) noise = wander * noise + std::sqrt(1.0 - wander * wander) * random.normal();
    out.push_back({2000.5 + static_cast<double>(i), mean + noise * std::sqrt(1.0 - 0.36) + error * random.normal(), error, 1});
  }
  return out;
}

void print_changes(int n_series) {
  struct Row {
    const char* name;
    Course course;
    double size;
    double wander;
  };
  std::printf("\nchange points: series with any change, in per cent (of those with a line that fits better)\n| |");
  const std::vector<std::size_t> lengths = {10, 20, 40, 80};
  for (const std::size_t m : lengths) std::printf(" %zu times |", m);
  for (const Row& row : {Row{"no change", Course::flat, 0, 0}, Row{"no change, wanders (0.3)", Course::flat, 0, 0.3},
                         Row{"no change, wanders (0.6)", Course::flat, 0, 0.6}, Row{"step of 1", Course::step, 1, 0},
                         Row{"step of 1.5", Course::step, 1.5, 0}, Row{"step of 2", Course::step, 2, 0},
                         Row{"a fifth of the times 2 higher", Course::spike, 2, 0}, Row{"line that rises by 3", Course::line, 3, 0}}) {
    std::printf("\n| %s |", row.name);
    for (const std::size_t m : lengths) {
      Random random(m, 7);
      int found = 0;
      int lines = 0;
      for (int i = 0; i < n_series; ++i) {
        stance::ChangeOptions options;
        options.n_permutations = 199;
        options.seed = static_cast<std::uint64_t>(i);
        const stance::ChangePoints changes = stance::change_points(drawn(random, m, row.course, row.size, row.wander), options);
        found += changes.changes.empty() ? 0 : 1;
        lines += changes.line_instead ? 1 : 0;
      }
      std::printf(" %.1f (%.0f) |", 100.0 * found / n_series, found > 0 ? 100.0 * lines / found : 0.0);
      std::fflush(stdout);
    }
  }
  std::printf("\n");
}

void print_places(int n_series) {
  std::printf("\nplace of the change within its bounds, in per cent of the series in which one was found\n");
  for (const double size : {1.0, 1.5, 2.0, 3.0}) {
    std::printf("| step of %.1f |", size);
    for (const std::size_t m : {20U, 40U, 80U}) {
      Random random(m, 8);
      int found = 0;
      int placed = 0;
      for (int i = 0; i < n_series; ++i) {
        stance::ChangeOptions options;
        options.n_permutations = 99;
        const stance::ChangePoints changes = stance::change_points(drawn(random, m, Course::step, size, 0.0), options);
        if (changes.changes.size() != 1) continue;
        ++found;
        const double truth = 2000.0 + static_cast<double>(m) / 2.0;
        placed += changes.changes[0].earliest < truth && truth < changes.changes[0].latest ? 1 : 0;
      }
      std::printf(" %.1f |", found > 0 ? 100.0 * placed / found : 0.0);
    }
    std::printf("\n");
  }
}

void print_means(int n_series) {
  std::printf("\n95 %% interval of a random-effects mean, errors from 0.05 to 0.4: Hartung-Knapp / normal\n");
  for (const double tau : {0.0, 0.1, 0.3, 1.0}) {
    std::printf("| tau %.1f |", tau);
    for (const std::size_t n : {3U, 5U, 10U, 30U, 100U}) {
      Random random(n, 9);
      int covered[2] = {0, 0};
      for (int i = 0; i < 4 * n_series; ++i) {
        std::vector<stance::Measured> points;
        for (std::size_t k = 0; k < n; ++k) {
          const double error = 0.05 + 0.35 * random.uniform();
          points.push_back({"", tau * random.normal() + error * random.normal(), error, 0});
        }
        for (const bool knapp : {true, false}) {
          const stance::Estimate mean = stance::pooled_mean(points, {.hartung_knapp = knapp}).mean;
          covered[knapp ? 0 : 1] += mean.lower <= 0.0 && 0.0 <= mean.upper ? 1 : 0;
        }
      }
      std::printf(" %.1f / %.1f |", 25.0 * covered[0] / n_series, 25.0 * covered[1] / n_series);
    }
    std::printf("\n");
  }
}

void print_lines(int n_series) {
  std::printf("\n95 %% pointwise interval of a smooth line: truth held, mean over the places\n");
  for (const double bend : {0.0, 1.0, 3.0}) {
    std::printf("| wave of height %.0f |", bend);
    for (const std::size_t m : {10U, 20U, 40U, 80U}) {
      Random random(m, 10);
      double covered = 0.0;
      for (int i = 0; i < n_series / 4; ++i) {
        std::vector<TimePoint> points = drawn(random, m, Course::flat, 0.0, 0.0);
        const auto truth = [&](double time) { return bend * std::sin(6.0 * (time - 2000.5) / static_cast<double>(m)); };
        for (TimePoint& point : points) point.value += truth(point.time);
        for (const stance::SmoothPlace& place : stance::smooth(points, {}).places)
          covered += place.value.lower <= truth(place.time) && truth(place.time) <= place.value.upper ? 1.0 / static_cast<double>(m) : 0.0;
      }
      std::printf(" %.1f |", 400.0 * covered / n_series);
    }
    std::printf("\n");
  }
}

}  // namespace

int main(int argc, char** argv) {
  const int n_series = argc > 1 ? std::atoi(argv[1]) : 1000;
  if (n_series < 100) {
    std::fprintf(stderr, "%s: expected a number of series of at least 100, got '%s'\n", argv[0], argv[1]);
    return 2;
  }
  print_means(n_series);
  print_lines(n_series);
  print_changes(n_series);
  print_places(n_series);
  return 0;
}
