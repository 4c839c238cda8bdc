/// Prints the tables of tests/bench/README.md: coverage of the 95 % intervals on simulated documents.
///   stance_coverage_tables [DOCUMENTS FOR EACH POSITION, default 1500]

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "unit/position_models.hpp"

using stance::IntervalMethod;
using stance::PositionOptions;
namespace simulation = stance::simulation;

int main(int argc, char** argv) {
  const int reps = argc > 1 ? std::atoi(argv[1]) : 1500;
  if (reps < 100) {
    std::fprintf(stderr, "%s: expected a number of documents of at least 100, got '%s'\n", argv[0], argv[1]);
    return 2;
  }
  std::vector<double> grid;
  for (int i = -19; i <= 19; i += 2) grid.push_back(0.05 * i);
  for (const IntervalMethod method : {IntervalMethod::beta, IntervalMethod::bayesian_bootstrap}) {
    const bool beta = method == IntervalMethod::beta;
    std::printf("\n%s: mean over positions / least of any position\n", beta ? "beta" : "bayesian_bootstrap");
    PositionOptions options;
    options.method = method;
    options.n_replicates = 500;
    const int each = beta ? reps : std::max(50, reps / 20);
    for (const bool stress : {false, true}) {
      for (const simulation::Model& model : stress ? simulation::stress_models() : simulation::models()) {
        std::printf("| %s |", model.name.c_str());
        for (const std::uint32_t n : {1U, 2U, 3U, 5U, 10U, 20U, 50U}) {
          const std::vector<double> at = stress ? std::vector<double>{simulation::position_of(model.kinds)} : grid;
          const simulation::Coverage got = simulation::coverage(model, at, n, stress ? 20 * each : each, options);
          std::printf(" %.1f / %.1f |", 100 * got.mean, 100 * got.least);
        }
        std::printf("\n");
        std::fflush(stdout);
      }
    }
  }
  std::printf("\nintensities: texts of 40, 140, 400 sentences, each with 5, 10, 20, 50 %% of the sentences holding evidence\n");
  for (const simulation::Bursts& model : simulation::bursts()) {
    std::printf("| %s |", model.name.c_str());
    for (const std::uint32_t n : {40U, 140U, 400U}) {
      for (const double share : {.05, .1, .2, .5}) std::printf(" %.1f%s", 100 * simulation::intensity_coverage(model, n, share, reps * 2), share == .5 ? " |" : "");
    }
    std::printf("\n");
  }
}
