/// The promise that intervals are honest: on simulated documents with known position, 95 % intervals cover 93-97 % from ten sentences
/// on and at least 90 % from one to nine, averaged over positions. With STANCE_COVERAGE_TABLE=N in the environment, the last test
/// prints the tables of tests/bench/README.md from N documents for each position.

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "position_models.hpp"

namespace stance {
namespace {

std::vector<double> positions() { return {-.95, -.85, -.7, -.55, -.4, -.25, -.1, 0, .15, .3, .45, .6, .75, .9, .95}; }

constexpr int documents = 250;  // for each of fifteen positions: the Monte-Carlo error of a mean is at most 0.5 points
constexpr double margin = 0.01;

TEST(PositionCoverage, BetaHoldsThePromiseOnEveryModel) {
  std::size_t cells = 0;
  for (const simulation::Model& model : simulation::models()) {
    for (const std::uint32_t n : {1U, 3U, 5U, 10U, 50U}) {
      SCOPED_TRACE(model.name + ", n = " + std::to_string(n));
      const simulation::Coverage got = simulation::coverage(model, positions(), n, n == 50 ? documents / 2 : documents, {});
      EXPECT_GE(got.mean, (n < 10 ? 0.90 : 0.93) - margin);
      EXPECT_LE(got.mean, n < 10 ? 1.0 : 0.97 + margin);
      EXPECT_LT(got.width, n == 1 ? 1.85 : n == 3 ? 1.55 : n == 5 ? 1.35 : n == 10 ? 1.1 : 0.55) << "an interval can also be safe by saying nothing";
      ++cells;
    }
  }
  EXPECT_EQ(cells, 45U);
}

TEST(PositionCoverage, BootstrapCoversNearlyAsWell) {
  PositionOptions options;
  options.method = IntervalMethod::bayesian_bootstrap;
  options.n_replicates = 200;
  const std::vector<simulation::Model> models = simulation::models();
  std::size_t cells = 0;
  for (const std::size_t which : {std::size_t{0}, std::size_t{1}, std::size_t{3}, std::size_t{4}}) {
    for (const std::uint32_t n : {1U, 5U, 10U}) {
      SCOPED_TRACE(models[which].name + ", n = " + std::to_string(n));
      const simulation::Coverage got = simulation::coverage(models[which], positions(), n, 60, options);
      EXPECT_GE(got.mean, (n < 10 ? 0.90 : 0.92) - 2 * margin);
      ++cells;
    }
  }
  EXPECT_EQ(cells, 12U);
}

TEST(PositionCoverage, SteadyDocumentsAreCoveredToo) {
  for (const simulation::Model& model : {simulation::stress_models()[0], simulation::stress_models()[1]}) {
    for (const std::uint32_t n : {1U, 3U, 10U, 50U}) {
      const simulation::Coverage got = simulation::coverage(model, {simulation::position_of(model.kinds)}, n, 1000, {});
      EXPECT_GE(got.mean, 0.90) << model.name << ", n = " << n;
    }
  }
}

TEST(PositionCoverage, IntensityCoversIndependentEvidenceAndShortBursts) {
  for (const simulation::Bursts& model : simulation::bursts()) {
    for (const std::uint32_t n : {140U, 400U}) {
      for (const double share : {.1, .2, .5}) {
        const double got = simulation::intensity_coverage(model, n, share, 300);
        const double least = model.length == 1 ? .94 : model.length < 3 ? .90 : model.length < 4 ? .87 : .80;
        EXPECT_GE(got, least - 0.03) << model.name << ", " << n << " sentences, share " << share;
      }
    }
  }
}

TEST(PositionCoverage, PrintsTheTables) {
  const char* wanted = std::getenv("STANCE_COVERAGE_TABLE");  // NOLINT(concurrency-mt-unsafe)
  if (wanted == nullptr) GTEST_SKIP() << "set STANCE_COVERAGE_TABLE to a number of documents";
  const int reps = std::max(100, std::atoi(wanted));
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

}  // namespace
}  // namespace stance
