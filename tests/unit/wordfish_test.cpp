#include "stance/wordfish.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "scaling_tables.hpp"
#include "stance/error.hpp"

namespace {

using stance::Dfm;
using stance::Dispersion;
using stance::InvalidArgument;
using stance::Unscaled;
using stance::Wordfish;
using stance::WordfishErrors;
using stance::WordfishOptions;
using stance::WordfishSolver;
using stance_test::dfm_of;
using stance_test::lbg;
using stance_test::Table;

WordfishOptions from_r1_to_r5() {
  WordfishOptions options;
  options.direction = {"R1", "R5"};
  return options;
}

// Oracle: direct maximisation in base R 4.2.2 (FIELD.md 4.3; fixtures/reference_values.json: wordfish_exact_lbg); 5 random starts agreed there.
TEST(Wordfish, ExactMaximumOfTheLbgTable) {
  const Wordfish model = Wordfish::fit(lbg(), from_r1_to_r5());
  const std::vector<double> theta = {-1.35725577817419, -0.612158280485663, 0.0944553765136172, 0.736142130942135, 1.45930724978313, -0.320490698579029};
  const std::vector<double> errors = {0.0154750252565684, 0.0123207448513614, 0.01139301329746, 0.0115987290525871, 0.0154439085790871, 0.0122245275213717};
  const std::vector<double> alpha = {-4.21363081337773, 1.23769880378808, 3.05257534207064, 1.45321274024155, -3.9296058422958, 2.39974976957327};
  for (std::size_t d = 0; d < 6; ++d) {
    EXPECT_NEAR(model.documents().positions[d].value, theta[d], 2e-6) << d;
    EXPECT_NEAR(model.documents().positions[d].std_error, errors[d], 2e-6) << d;
    EXPECT_NEAR(model.alpha()[d].value, alpha[d], 3e-5) << d;
  }
  EXPECT_NEAR(model.fit_info().log_likelihood, 21183.2000655722, 1e-6);
  EXPECT_TRUE(model.fit_info().converged);
  EXPECT_LT(model.fit_info().gradient, 1e-8);
  EXPECT_NEAR(model.features().values[0], -7.67114985223098, 1e-4);    // A
  EXPECT_NEAR(model.features().values[16], -2.14903847156994, 1e-5);   // Q
  EXPECT_NEAR(model.psi().values[17], 1.98633872068976, 1e-5);         // R
  std::printf("iterations %zu gradient %g\n", model.fit_info().n_iterations, model.fit_info().gradient);
}

// Oracle: quanteda's stopping point, recomputed in base R from a port of its C++ (FIELD.md 4.3, six decimals).
TEST(Wordfish, QuantedasStoppingPoint) {
  WordfishOptions options = from_r1_to_r5();
  options.solver = WordfishSolver::quanteda;
  const Wordfish model = Wordfish::fit(lbg(), options);
  const std::vector<double> theta = {-1.290570, -0.616439, 0.033510, 0.709612, 1.523337, -0.359450};
  for (std::size_t d = 0; d < 6; ++d) EXPECT_NEAR(model.documents().positions[d].value, theta[d], 1e-6) << d;
  EXPECT_NEAR(model.fit_info().log_likelihood, 21172.97, 0.005);
  EXPECT_TRUE(model.fit_info().converged);
  EXPECT_GT(model.fit_info().gradient, 0.1);  // it is not the maximum, and says so
  std::printf("iterations %zu gradient %g\n", model.fit_info().n_iterations, model.fit_info().gradient);
}

}  // namespace
