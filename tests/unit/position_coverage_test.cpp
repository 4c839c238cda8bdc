/// The promise that intervals are honest: on simulated documents with known position, 95 % intervals cover 93-97 % from ten sentences
/// on and at least 90 % from one to nine, averaged over positions. The tables of tests/bench/README.md
/// come from tests/bench/coverage_tables.cpp.

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace stance
