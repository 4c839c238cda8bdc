#include "stance/affinity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "scaling_tables.hpp"
#include "stance/error.hpp"

namespace {

using stance::AffinityOptions;
using stance::AffinityPrediction;
using stance::ClassAffinity;
using stance::Dfm;
using stance::InvalidArgument;
using stance::Unscaled;
using stance_test::dfm_of;
using stance_test::lbg;
using stance_test::Table;
using Scores = std::vector<std::optional<double>>;

// Oracle: the same penalised likelihood, maximised by Newton's method on its conditions with 40 digits (mpmath 1.3) from the maximum that
// scipy 1.17.1 found (Nelder-Mead, then BFGS), and the covariance from numpy. quanteda's own test asks for an affinity of V1 of 0.95 or
// more.
TEST(ClassAffinity, TwoClassesOfTheLbgTable) {
  const ClassAffinity model = ClassAffinity::fit(lbg(), {0.0, {}, {}, {}, 1.0, {}});
  const AffinityPrediction prediction = model.predict(lbg());
  const std::vector<double> left = {0.9994964426212137,    0.9994114959020376,    0.5,
                                    0.0005885040979624056, 0.0005035573787862728, 0.9986670961468478};
  const std::vector<double> errors = {0.0007119597395012094, 0.0008319957091943917, 0.02733711165422284,
                                      0.0008319957091943917, 0.0007119597395012094, 0.0018655334614425532};
  for (Eigen::Index d = 0; d < 6; ++d) {
    const auto i = static_cast<std::size_t>(d);
    EXPECT_NEAR(prediction.affinities(d, 0), left[i], 1e-12) << d;
    EXPECT_NEAR(prediction.affinities(d, 1), 1.0 - left[i], 1e-12) << d;
    EXPECT_NEAR(prediction.std_errors(d, 0), errors[i], 1e-12) << d;
    EXPECT_NEAR(prediction.scale.positions[i].value, 1.0 - left[i], 1e-12) << d;
    EXPECT_NEAR(prediction.scale.positions[i].std_error, errors[i], 1e-12) << d;
    EXPECT_GE(prediction.scale.positions[i].lower, 0.0);
    EXPECT_LE(prediction.scale.positions[i].upper, 1.0);
  }
  EXPECT_EQ(prediction.scale.n_scored[5], 762.0);  // R, S and T are in neither class
  EXPECT_EQ(prediction.scale.n_left_out[5], 238.0);
}

// Oracle: as above, with the classes R1, R3 and R5.
TEST(ClassAffinity, ThreeClassesOfTheLbgTable) {
  const AffinityPrediction prediction = ClassAffinity::fit(lbg(), {-1.5, {}, 0.0, {}, 1.5, {}}).predict(lbg());
  const std::vector<double> r2 = {0.4997468777917044, 0.499746668914334, 0.0005064532939616004};
  const std::vector<double> r2_errors = {0.020199680609361833, 0.020199685843636215, 0.0007160542967675334};
  const std::vector<double> v1 = {0.11382239116096364, 0.8856698225642476, 0.0005077862747887041};
  for (Eigen::Index k = 0; k < 3; ++k) {
    EXPECT_NEAR(prediction.affinities(1, k), r2[static_cast<std::size_t>(k)], 1e-12);
    EXPECT_NEAR(prediction.std_errors(1, k), r2_errors[static_cast<std::size_t>(k)], 1e-12);
    EXPECT_NEAR(prediction.affinities(5, k), v1[static_cast<std::size_t>(k)], 1e-12);
  }
  EXPECT_NEAR(prediction.scale.positions[1].value, -0.7488606367466142, 1e-12);
  EXPECT_NEAR(prediction.scale.positions[1].std_error, 0.030337564070539193, 1e-12);
  EXPECT_NEAR(prediction.scale.positions[5].value, -0.1699719073292624, 1e-12);
  EXPECT_NEAR(prediction.scale.positions[5].std_error, 0.020570247502544936, 1e-12);
}

// Oracle: as above, with R1 + R2 against R4 + R5 and α = 1.
TEST(ClassAffinity, TextsWithOneScoreAreOneClass) {
  AffinityOptions options;
  options.smoothing = 1.0;
  const ClassAffinity model = ClassAffinity::fit(lbg(), {-1.0, -1.0, {}, 1.0, 1.0, {}}, options);
  ASSERT_EQ(model.classes().size(), 2U);
  EXPECT_EQ(model.classes()[0].documents, (std::vector<std::string>{"R1", "R2"}));
  EXPECT_EQ(model.classes()[1].n_words, 2000.0);
  const AffinityPrediction prediction = model.predict(lbg());
  EXPECT_NEAR(prediction.affinities(5, 0), 0.971390705896781, 1e-12);
  EXPECT_NEAR(prediction.std_errors(5, 0), 0.00804914596256894, 1e-12);
}

TEST(ClassAffinity, SwappedAndMovedScoresMoveThePositionsAlike) {
  const AffinityPrediction a = ClassAffinity::fit(lbg(), {-1.0, {}, 0.5, {}, 1.0, {}}).predict(lbg());
  const AffinityPrediction b = ClassAffinity::fit(lbg(), {1.0, {}, -0.5, {}, -1.0, {}}).predict(lbg());
  const AffinityPrediction far = ClassAffinity::fit(lbg(), {1e6 - 1.0, {}, 1e6 + 0.5, {}, 1e6 + 1.0, {}}).predict(lbg());
  for (std::size_t d = 0; d < 6; ++d) {
    EXPECT_NEAR(a.scale.positions[d].value, -b.scale.positions[d].value, 1e-12);
    EXPECT_NEAR(a.scale.positions[d].std_error, b.scale.positions[d].std_error, 1e-12);
    EXPECT_NEAR(a.scale.positions[d].std_error, far.scale.positions[d].std_error, 1e-8);
  }
}

TEST(ClassAffinity, WordsOfAllClassesSayNothing) {
  // "c" is as frequent in both: a text of it is at ½ with a wide error; words of one class pull it there.
  const Dfm dfm = dfm_of({{10, 0, 10}, {0, 10, 10}, {0, 0, 50}, {5, 0, 45}}, {"L", "R", "v", "w"}, {"a", "b", "c"});
  const AffinityPrediction prediction = ClassAffinity::fit(dfm, {0.0, 1.0, {}, {}}).predict(dfm);
  EXPECT_NEAR(prediction.scale.positions[2].value, 0.5, 1e-12);
  EXPECT_NEAR(prediction.scale.positions[2].std_error, 0.5, 1e-9);  // by hand: along (1, −1)/√2 H is α/θ² = 2, so Var θ = ½ · ½
  EXPECT_LT(prediction.scale.positions[3].value, 0.15);
}

TEST(ClassAffinity, ExcludedWordsTakeNoPart) {
  AffinityOptions options;
  options.excluded = {"c", "nowhere"};
  const Dfm dfm = dfm_of({{10, 0, 10}, {0, 10, 10}, {0, 0, 50}, {5, 0, 45}}, {"L", "R", "v", "w"}, {"a", "b", "c"});
  const ClassAffinity model = ClassAffinity::fit(dfm, {0.0, 1.0, {}, {}}, options);
  const AffinityPrediction prediction = model.predict(dfm);
  EXPECT_EQ(prediction.scale.reasons[2], Unscaled::no_known_features);
  EXPECT_EQ(prediction.scale.n_left_out[3], 45.0);
  EXPECT_TRUE(std::isnan(model.words().values[2]));
  EXPECT_LT(model.words().values[0], 0.1);
}

TEST(ClassAffinity, ThreadsAndNamesChangeNothing) {
  const ClassAffinity model = ClassAffinity::fit(lbg(), {0.0, {}, {}, {}, 1.0, {}});
  const AffinityPrediction one = model.predict(lbg(), 0.95, 1);
  const AffinityPrediction four = model.predict(lbg(), 0.95, 4);
  EXPECT_TRUE(one.affinities == four.affinities);
  const AffinityPrediction other = model.predict(dfm_of({{9, 3, 1}}, {"n"}, {"ZK", "unknown", "A"}));
  EXPECT_EQ(other.scale.n_scored[0], 10.0);
  EXPECT_EQ(other.scale.n_left_out[0], 3.0);
  EXPECT_GT(other.scale.positions[0].value, 0.7);
}

TEST(ClassAffinity, IntervalsCoverAsStated) {
  // Two classes of 30 words, half of them shared; texts of 200 words drawn from the classes' own shares.
  Table rows(2, std::vector<double>(30, 0.0));
  for (std::size_t w = 0; w < 30; ++w) {
    rows[0][w] = static_cast<double>(1 + (w * 7) % 30) * 40;
    rows[1][w] = static_cast<double>(1 + (w * 11 + 13) % 30) * 40;
  }
  const ClassAffinity model = ClassAffinity::fit(dfm_of(rows), {0.0, 1.0});
  stance::detail::Random random(17);
  for (const double theta : {0.2, 0.5, 0.8}) {
    Table texts(1500, std::vector<double>(30, 0.0));
    for (std::vector<double>& text : texts) {
      for (int i = 0; i < 200; ++i) {
        const Eigen::Index k = random.uniform() < theta ? 1 : 0;
        double left = random.uniform();
        Eigen::Index w = 0;
        while (w < 29 && (left -= model.word_shares()(w, k)) >= 0.0) ++w;
        text[static_cast<std::size_t>(w)] += 1.0;
      }
    }
    std::size_t held = 0;
    for (const stance::Estimate& e : model.predict(dfm_of(texts)).scale.positions) held += e.lower <= theta && theta <= e.upper ? 1 : 0;
    EXPECT_NEAR(static_cast<double>(held) / 1500.0, 0.95, 0.02) << theta;
  }
}

TEST(ClassAffinity, DegenerateInput) {
  const ClassAffinity model = ClassAffinity::fit(dfm_of({{3, 1, 0}, {1, 3, 0}}, {"L", "R"}, {"a", "b", "c"}), {-1.0, 1.0});
  const AffinityPrediction prediction = model.predict(dfm_of({{0, 0, 0}, {0, 0, 4}, {1, 0, 0}, {1e6, 0, 0}}, {}, {"a", "b", "c"}));
  EXPECT_EQ(prediction.scale.reasons,
            (std::vector<Unscaled>{Unscaled::empty, Unscaled::no_known_features, Unscaled::scaled, Unscaled::scaled}));
  EXPECT_TRUE(std::isnan(prediction.affinities(0, 0)));
  EXPECT_GT(prediction.scale.positions[3].value, -1.0);  // perfect separation stays inside
  EXPECT_LT(prediction.scale.positions[3].value, -0.99999);
  EXPECT_EQ(model.predict(Dfm()).scale.positions.size(), 0U);
}

TEST(ClassAffinity, RefusesWrongCalls) {
  const auto throws = [](const Dfm& dfm, const Scores& scores, const AffinityOptions& options, const char* what) {
    try {
      (void)ClassAffinity::fit(dfm, scores, options);
      ADD_FAILURE() << "expected InvalidArgument: " << what;
    } catch (const InvalidArgument& error) { EXPECT_THAT(error.what(), testing::HasSubstr(what)); }
  };
  throws(lbg(), {1.0}, {}, "got 1");
  throws(lbg(), Scores(6, 1.0), {}, "at least two different scores, got 1");
  throws(dfm_of({{0, 0}, {1, 2}}), {-1.0, 1.0}, {}, "'d0'");
  AffinityOptions options;
  options.smoothing = 0.0;
  throws(lbg(), {0.0, {}, {}, {}, 1.0, {}}, options, "smoothing: expected a finite number greater than 0");
  options = {};
  options.reference_smoothing = -1.0;
  throws(lbg(), {0.0, {}, {}, {}, 1.0, {}}, options, "reference_smoothing");
  throws(to_proportions(lbg()), {0.0, {}, {}, {}, 1.0, {}}, {}, "class affinity");
  EXPECT_THROW((void)ClassAffinity::fit(lbg(), {0.0, {}, {}, {}, 1.0, {}}).predict(lbg(), 0.0), InvalidArgument);
}

}  // namespace
