#include "stance/wordscores.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "scaling_tables.hpp"
#include "stance/error.hpp"

namespace {

using stance::Dfm;
using stance::DocumentScale;
using stance::InvalidArgument;
using stance::Unscaled;
using stance::Wordscores;
using stance::WordscoresOptions;
using stance::WordscoresPrediction;
using stance::WordscoresRescaling;
using stance::WordscoresScale;
using stance_test::dfm_of;
using stance_test::lbg;
using stance_test::permuted;
using stance_test::Table;
using Names = std::vector<std::string>;
using Scores = std::vector<std::optional<double>>;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
const Scores kLbgScores = {-1.5, -0.75, 0.0, 0.75, 1.5, std::nullopt};

WordscoresPrediction rescaled(WordscoresRescaling rescaling, std::optional<Names> spread = std::nullopt) {
  WordscoresPrediction out;
  out.rescaling = rescaling;
  out.spread_documents = std::move(spread);
  return out;
}

void expect_scale(const DocumentScale& scale, const std::vector<double>& values, const std::vector<double>& errors,
                  double tolerance = 1e-12) {
  ASSERT_EQ(scale.positions.size(), values.size());
  for (std::size_t d = 0; d < values.size(); ++d) {
    EXPECT_NEAR(scale.positions[d].value, values[d], tolerance) << scale.documents[d];
    EXPECT_NEAR(scale.positions[d].std_error, errors[d], tolerance) << scale.documents[d];
    // An interval is that of its own error (in quanteda the two disagree under LBG rescaling).
    EXPECT_NEAR(scale.positions[d].upper - scale.positions[d].lower, 2.0 * 1.959963984540054 * scale.positions[d].std_error, 1e-12);
    EXPECT_EQ(scale.reasons[d], Unscaled::scaled);
  }
}

// Oracle: the worked example of Laver, Benoit & Garry (2003), recomputed in base R 4.2.2 with 15 digits; equal to the values that the tests
// of austin and quanteda state. The article's SE of 0.018 for V1 is a misprint (austin's test says so).
TEST(Wordscores, WordScoresOfTheLbgTable) {
  const Wordscores model = Wordscores::fit(lbg(), kLbgScores);
  const std::vector<double> expected = {-1.5,
                                        -1.5,
                                        -1.5,
                                        -1.5,
                                        -1.5,
                                        -1.48125,
                                        -1.48093220338983,
                                        -1.45192307692308,
                                        -1.40833333333333,
                                        -1.32329842931937,
                                        -1.18461538461538,
                                        -1.03698979591837,
                                        -0.880597014925373,
                                        -0.75,
                                        -0.619402985074627,
                                        -0.450757575757576,
                                        -0.299242424242424,
                                        -0.130597014925373,
                                        0};
  ASSERT_EQ(model.words().values.size(), 37U);
  for (std::size_t w = 0; w < expected.size(); ++w) {
    EXPECT_NEAR(model.words().values[w], expected[w], 1e-13) << w;
    EXPECT_NEAR(model.words().values[36 - w], -expected[w], 1e-13) << w;
  }
  EXPECT_TRUE(std::isnan(model.words().std_errors[0]));
  ASSERT_EQ(model.references().size(), 5U);
  EXPECT_NEAR(model.references()[1].raw, -0.739559799963893, 1e-13);
}

// Oracle: as above.
const std::vector<double> kRaw = {-1.31793133637844, -0.739559799963893, 0, 0.739559799963893, 1.31793133637844, -0.448059076617713};
const std::vector<double> kRawErrors = {0.00669961318693631, 0.0114336045764135,  0.0120052504301516,
                                        0.0114336045764135,  0.00669961318693631, 0.0118976667871439};
const std::vector<double> kMv = {-1.5, -0.841727993959235, 0, 0.841727993959235, 1.5, -0.509957230983982};
const std::vector<double> kMvErrors = {0.00762514669999378, 0.0130131262465828,  0.0136637434350043,
                                       0.0130131262465828,  0.00762514669999378, 0.0135412974015448};

TEST(Wordscores, RawScoresOfTheLbgTable) {
  const DocumentScale scale = Wordscores::fit(lbg(), kLbgScores).predict(lbg());
  expect_scale(scale, kRaw, kRawErrors);
  EXPECT_EQ(scale.n_scored[5], 1000.0);
  EXPECT_EQ(scale.n_left_out[5], 0.0);
}

TEST(Wordscores, MartinVanbergRescalingOfTheLbgTable) {
  expect_scale(Wordscores::fit(lbg(), kLbgScores).predict(lbg(), rescaled(WordscoresRescaling::mv)), kMv, kMvErrors);
}

// Oracle: as above, by the spread of all six documents as quanteda and austin do; V1's interval also in quanteda issue 1008. The standard
// errors are the ones that belong to these intervals: quanteda's se.fit is 0.0308 for V1.
TEST(Wordscores, LbgRescalingOfTheLbgTableByAllDocuments) {
  const Names all = {"R1", "R2", "R3", "R4", "R5", "V1"};
  const DocumentScale scale = Wordscores::fit(lbg(), kLbgScores).predict(lbg(), rescaled(WordscoresRescaling::lbg, all));
  expect_scale(scale, {-1.58967682744661, -0.884887235619574, 0.0163224829282652, 0.917532201476104, 1.62232179330314, -0.529671491259039},
               {0.00816398689446484, 0.0139327145185554, 0.0146293083558375, 0.0139327145185554, 0.00816398689446484, 0.0144982095256413});
  EXPECT_NEAR(scale.positions[5].lower, -0.5580875, 1e-7);
  EXPECT_NEAR(scale.positions[5].upper, -0.5012555, 1e-7);
}

// Peers look the anchors up by row in the new documents: V1 alone gives NA, five documents with V1 first give V1 = −1.5.
TEST(Wordscores, AnchorsAreThoseOfTheModelWhateverIsPredicted) {
  const Wordscores model = Wordscores::fit(lbg(), kLbgScores);
  for (const std::vector<std::size_t>& rows : {std::vector<std::size_t>{5}, {5, 1, 2, 3, 4}, {4, 5}}) {
    const DocumentScale scale = model.predict(permuted(lbg(), rows), rescaled(WordscoresRescaling::mv));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      EXPECT_NEAR(scale.positions[i].value, kMv[rows[i]], 1e-12);
      EXPECT_NEAR(scale.positions[i].std_error, kMvErrors[rows[i]], 1e-12);
    }
  }
}

TEST(Wordscores, SpreadIsThatOfTheVirginTextsUnlessSaid) {
  // By hand: two virgin texts with raw scores −1 and 1 (words of one reference each), SD √2, mean 0; references −2 and 4, SD √18.
  const Dfm dfm = dfm_of({{5, 0}, {0, 5}, {3, 0}, {0, 7}}, {"L", "R", "a", "b"}, {"x", "y"});
  const Wordscores model = Wordscores::fit(dfm, {-2.0, 4.0, std::nullopt, std::nullopt});
  const DocumentScale raw = model.predict(dfm);
  EXPECT_EQ(raw.positions[2].value, -2.0);
  EXPECT_EQ(raw.positions[3].value, 4.0);
  const DocumentScale scale = model.predict(dfm, rescaled(WordscoresRescaling::lbg));
  EXPECT_NEAR(scale.positions[2].value, -2.0, 1e-12);
  EXPECT_NEAR(scale.positions[3].value, 4.0, 1e-12);
  EXPECT_THAT(scale.formula, testing::HasSubstr("2 virgin documents"));
  EXPECT_THAT(model.predict(dfm, rescaled(WordscoresRescaling::lbg, Names{"a", "b", "L"})).formula,
              testing::HasSubstr("3 chosen documents"));
}

TEST(Wordscores, OneVirginTextHasNoSpread) {
  const DocumentScale scale = Wordscores::fit(lbg(), kLbgScores).predict(permuted(lbg(), {5}), rescaled(WordscoresRescaling::lbg));
  EXPECT_EQ(scale.reasons[0], Unscaled::not_identified);
  EXPECT_TRUE(std::isnan(scale.positions[0].value));
  EXPECT_THAT(scale.formula, testing::HasSubstr("undefined, it needs two or more"));
  const Dfm twins = dfm_of({{4, 1}, {1, 4}, {2, 2}, {2, 2}}, {"L", "R", "a", "b"}, {"x", "y"});
  const Wordscores model = Wordscores::fit(twins, {-1.0, 1.0, std::nullopt, std::nullopt});
  EXPECT_EQ(model.predict(twins, rescaled(WordscoresRescaling::lbg)).reasons[2], Unscaled::not_identified);
}

// Oracle: by hand. F_L = (3, 1)/4, F_R = (2, 4, 2)/8 without smoothing, (4, 2, 1)/7 and (3, 5, 3)/11 with 1.
TEST(Wordscores, LogitAndSmoothingByHand) {
  const Dfm dfm = dfm_of({{3, 1, 0, 0}, {2, 4, 2, 0}, {1, 1, 2, 6}}, {"L", "R", "v"}, {"a", "b", "c", "d"});
  WordscoresOptions options;
  options.smoothing = 1.0;
  const Wordscores linear = Wordscores::fit(dfm, {-1.0, 1.0, std::nullopt}, options);
  EXPECT_NEAR(linear.words().values[0], (3.0 / 11 - 4.0 / 7) / (3.0 / 11 + 4.0 / 7), 1e-15);
  EXPECT_NEAR(linear.words().values[2], (3.0 / 11 - 1.0 / 7) / (3.0 / 11 + 1.0 / 7), 1e-15);
  EXPECT_TRUE(std::isnan(linear.words().values[3]));  // no reference has it
  options.scale = WordscoresScale::logit;
  const Wordscores logit = Wordscores::fit(dfm, {-1.0, 1.0, std::nullopt}, options);
  const double a = std::log(3.0 / 11) - std::log(4.0 / 7);
  const double b = std::log(5.0 / 11) - std::log(2.0 / 7);
  const double c = std::log(3.0 / 11) - std::log(1.0 / 7);
  EXPECT_NEAR(logit.words().values[0], a, 1e-15);
  const DocumentScale scale = logit.predict(dfm);
  EXPECT_NEAR(scale.positions[2].value, (a + b + 2 * c) / 4, 1e-15);
  EXPECT_EQ(scale.n_scored[2], 4.0);
  EXPECT_EQ(scale.n_left_out[2], 6.0);
  // The order of the references does not matter, their scores do.
  const Wordscores turned = Wordscores::fit(dfm, {1.0, -1.0, std::nullopt}, options);
  EXPECT_NEAR(turned.words().values[0], -a, 1e-15);
  const DocumentScale mv = logit.predict(dfm, rescaled(WordscoresRescaling::mv));
  EXPECT_NEAR(mv.positions[0].value, -1.0, 1e-15);
  EXPECT_NEAR(mv.positions[1].value, 1.0, 1e-15);
}

// Oracle: by hand, as quanteda has it (dfm_smooth adds to every column): shares (4, 2, 1, 1)/8 and (3, 5, 3, 1)/12.
TEST(Wordscores, SmoothingOfAllWordsScoresThoseOfNoReferenceToo) {
  const Dfm dfm = dfm_of({{3, 1, 0, 0}, {2, 4, 2, 0}, {1, 1, 2, 6}}, {"L", "R", "v"}, {"a", "b", "c", "d"});
  const Wordscores model = Wordscores::fit(dfm, {-1.0, 1.0, std::nullopt}, {WordscoresScale::linear, 1.0, stance::SmoothedWords::all});
  EXPECT_NEAR(model.words().values[0], (3.0 / 12 - 4.0 / 8) / (3.0 / 12 + 4.0 / 8), 1e-15);
  EXPECT_NEAR(model.words().values[3], (1.0 / 12 - 1.0 / 8) / (1.0 / 12 + 1.0 / 8), 1e-15);
  EXPECT_EQ(model.predict(dfm).n_scored[2], 10.0);
}

TEST(Wordscores, SwappedPolesTurnTheSignsOnly) {
  const Wordscores model = Wordscores::fit(lbg(), kLbgScores);
  Scores swapped = kLbgScores;
  for (std::optional<double>& score : swapped) {
    if (score) *score = -*score;
  }
  const Wordscores turned = Wordscores::fit(lbg(), swapped);
  for (const WordscoresRescaling rescaling : {WordscoresRescaling::none, WordscoresRescaling::mv}) {
    const DocumentScale a = model.predict(lbg(), rescaled(rescaling));
    const DocumentScale b = turned.predict(lbg(), rescaled(rescaling));
    for (std::size_t d = 0; d < 6; ++d) {
      EXPECT_NEAR(a.positions[d].value, -b.positions[d].value, 1e-14);
      EXPECT_NEAR(a.positions[d].std_error, b.positions[d].std_error, 1e-15);
    }
  }
}

TEST(Wordscores, FindsWordsByName) {
  const Wordscores model = Wordscores::fit(lbg(), kLbgScores);
  // Other order, other words between them, names that do not ascend.
  const Dfm other = dfm_of({{7, 10, 30, 1}}, {"new"}, {"ZK", "unknown", "A", "N"});
  const DocumentScale scale = model.predict(other);
  EXPECT_NEAR(scale.positions[0].value, (7 * 1.5 - 30 * 1.5 - 0.75) / 38.0, 1e-14);
  EXPECT_EQ(scale.n_scored[0], 38.0);
  EXPECT_EQ(scale.n_left_out[0], 10.0);
}

TEST(Wordscores, OrderOfDocumentsAndFeaturesChangesNothing) {
  const Dfm turned = permuted(lbg(), {5, 3, 1, 0, 2, 4});
  const DocumentScale scale =
      Wordscores::fit(turned, {std::nullopt, 0.75, -0.75, -1.5, 0.0, 1.5}).predict(turned, rescaled(WordscoresRescaling::mv));
  EXPECT_NEAR(scale.positions[0].value, kMv[5], 1e-12);
  EXPECT_NEAR(scale.positions[3].value, kMv[0], 1e-12);
}

TEST(Wordscores, ReferencesThatShareAnEndAnchorByTheirMean) {
  // By hand: L1, L2 = −1 hold a b / a, R = 1 holds b. S_a = −1; F_b = ½, 0, 1, so that S_b = (−½ + 1) / 1.5 = 1/3.
  const Dfm dfm = dfm_of({{2, 2}, {3, 0}, {0, 5}}, {"L1", "L2", "R"}, {"a", "b"});
  const DocumentScale scale = Wordscores::fit(dfm, {-1.0, -1.0, 1.0}).predict(dfm, rescaled(WordscoresRescaling::mv));
  // Raw: −1/3, −1, 1/3; the low anchor is −2/3, so that the factor is 2.
  EXPECT_NEAR(scale.positions[0].value, -1.0 + 2.0 * (1.0 / 3), 1e-14);
  EXPECT_NEAR(scale.positions[1].value, -1.0 - 2.0 * (1.0 / 3), 1e-14);
  EXPECT_NEAR(scale.positions[2].value, 1.0, 1e-14);
}

TEST(Wordscores, SaysWhyATextHasNoPlaceOrNoError) {
  const Wordscores model = Wordscores::fit(dfm_of({{3, 1, 0}, {1, 3, 0}}, {"L", "R"}, {"a", "b", "c"}), {-1.0, 1.0});
  const DocumentScale scale = model.predict(dfm_of({{0, 0, 0}, {0, 0, 4}, {5, 0, 0}, {5, 1, 0}}, {}, {"a", "b", "c"}));
  EXPECT_EQ(scale.reasons, (std::vector<Unscaled>{Unscaled::empty, Unscaled::no_known_features, Unscaled::scaled, Unscaled::scaled}));
  EXPECT_TRUE(std::isnan(scale.positions[0].value) && std::isnan(scale.positions[1].value));
  EXPECT_EQ(scale.positions[2].value, -0.5);
  EXPECT_TRUE(std::isnan(scale.positions[2].std_error));  // one word only: the formula's 0 is no certainty
  EXPECT_GT(scale.positions[3].std_error, 0.0);
  EXPECT_EQ(model.predict(Dfm()).positions.size(), 0U);
}

TEST(Wordscores, ReferencesWithTheSameWordsCannotAnchor) {
  const Dfm dfm = dfm_of({{3, 1}, {3, 1}, {1, 1}}, {"L", "R", "v"}, {"a", "b"});
  const DocumentScale scale = Wordscores::fit(dfm, {-1.0, 1.0, std::nullopt}).predict(dfm, rescaled(WordscoresRescaling::mv));
  EXPECT_EQ(scale.reasons[2], Unscaled::not_identified);
  EXPECT_THAT(scale.formula, testing::HasSubstr("undefined"));
}

// Texts of 300 words drawn independently from one distribution: the interval of the raw score holds Σ p_w S_w as often as it says.
TEST(Wordscores, IntervalsCoverWhereWordsAreIndependent) {
  const Wordscores model = Wordscores::fit(lbg(), kLbgScores);
  stance::detail::Random random(5);
  double truth = 0.0;
  std::vector<double> cumulative;
  for (std::size_t w = 0; w < 37; ++w) {
    const double share = lbg().at(5, static_cast<Eigen::Index>(w)) / 1000.0;
    truth += share * model.words().values[w];
    cumulative.push_back((w == 0 ? 0.0 : cumulative.back()) + share);
  }
  Table texts(2000, std::vector<double>(37, 0.0));
  for (std::vector<double>& text : texts) {
    for (int i = 0; i < 300; ++i) {
      const auto word = std::upper_bound(cumulative.begin(), cumulative.end() - 1, random.uniform()) - cumulative.begin();
      text[static_cast<std::size_t>(word)] += 1.0;
    }
  }
  std::size_t held = 0;
  for (const stance::Estimate& e : model.predict(dfm_of(texts, {}, lbg().features().to_vector())).positions)
    held += e.lower <= truth && truth <= e.upper ? 1 : 0;
  EXPECT_NEAR(static_cast<double>(held) / 2000.0, 0.95, 0.015);
}

TEST(Wordscores, RefusesWrongCalls) {
  const auto throws = [](const Dfm& dfm, const Scores& scores, const WordscoresOptions& options, const char* what) {
    try {
      (void)Wordscores::fit(dfm, scores, options);
      ADD_FAILURE() << "expected InvalidArgument: " << what;
    } catch (const InvalidArgument& error) { EXPECT_THAT(error.what(), testing::HasSubstr(what)); }
  };
  throws(lbg(), {1.0}, {}, "one for each of the 6 documents, got 1");
  throws(lbg(), Scores(6, std::nullopt), {}, "at least two different scores, got 0");
  throws(lbg(), Scores(6, 1.0), {}, "6 references with the score 1");
  throws(lbg(), {kNaN, 1.0, {}, {}, {}, {}}, {}, "'R1': expected a finite number");
  throws(dfm_of({{0, 0}, {1, 2}}), {-1.0, 1.0}, {}, "reference 'd0' has no counts");
  throws(dfm_of({}), {}, {}, "got 0");
  WordscoresOptions options;
  options.smoothing = -1.0;
  throws(lbg(), kLbgScores, options, "smoothing");
  options = {};
  options.scale = WordscoresScale::logit;
  throws(lbg(), kLbgScores, options, "two references, got 5");
  throws(lbg(), {-1.0, 1.0, {}, {}, {}, {}}, options, "'A' is in one reference only");
  throws(to_proportions(lbg()), kLbgScores, {}, "wordscores");
  const Wordscores model = Wordscores::fit(lbg(), kLbgScores);
  WordscoresPrediction prediction;
  prediction.level = 1.0;
  EXPECT_THROW((void)model.predict(lbg(), prediction), InvalidArgument);
  EXPECT_THROW((void)model.predict(to_proportions(lbg())), InvalidArgument);
  try {
    (void)model.predict(lbg(), rescaled(WordscoresRescaling::lbg, Names{"V1", "R11"}));
    ADD_FAILURE();
  } catch (const InvalidArgument& error) { EXPECT_THAT(error.what(), testing::HasSubstr("got 'R11'; did you mean 'R1'?")); }
}

}  // namespace
