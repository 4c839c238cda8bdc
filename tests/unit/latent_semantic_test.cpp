#include "stance/latent_semantic.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "scaling_tables.hpp"
#include "stance/error.hpp"

namespace {

using stance::Dfm;
using stance::DocumentScale;
using stance::InvalidArgument;
using stance::LatentSemanticScaling;
using stance::LssOptions;
using stance::LssPolarity;
using stance::LssPredictOptions;
using stance::NameList;
using stance::Unscaled;
using stance::WeightedPattern;
using stance_test::dfm_of;
using stance_test::Table;
using Seeds = std::vector<WeightedPattern>;

/// 40 sentences and 15 words by a rule that numpy can follow; columns f and f + 11 are equal and f5 never occurs, so the rank is 10.
Dfm ruled_table() {
  Table rows;
  for (int s = 0; s < 40; ++s) {
    rows.emplace_back();
    for (int f = 0; f < 15; ++f) rows.back().push_back(std::max(0, (s * s * 7 + f * f * 13 + s * f * 5 + 3 * s + f) % 11 - 7));
  }
  return dfm_of(rows);
}

/// Each eight sentences are a document.
Dfm ruled_documents() {
  const Dfm sentences = ruled_table();
  Table rows(5, std::vector<double>(15, 0.0));
  for (Eigen::Index s = 0; s < 40; ++s) {
    for (Eigen::Index f = 0; f < 15; ++f) rows[static_cast<std::size_t>(s / 8)][static_cast<std::size_t>(f)] += sentences.at(s, f);
  }
  return dfm_of(rows);
}

Seeds ruled_seeds() { return {{"f0", 1.0}, {"f2", 1.0}, {"f3", -1.0}, {"f1?", -1.0}}; }

LssOptions six_dimensions() {
  LssOptions options;
  options.n_dimensions = 6;
  return options;
}

void expect_values(const std::vector<double>& values, const std::vector<double>& expected, double accuracy) {
  ASSERT_EQ(values.size(), expected.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(expected[i])) {
      EXPECT_TRUE(std::isnan(values[i])) << i;
    } else {
      EXPECT_NEAR(values[i], expected[i], accuracy) << i;
    }
  }
}

// Oracle: numpy 2.4.6 (linalg.svd of the same table, then the formulas of the header as matrix products).
TEST(LatentSemantic, PolaritiesAsNumpyHasThem) {
  const LatentSemanticScaling model = LatentSemanticScaling::fit(ruled_table(), ruled_seeds(), six_dimensions());
  expect_values(model.features().values,
                {0.41602667961201895, 0.011804955026120605, 0.35151138112047176, -0.5595153289835373, 0.04056465580783292, std::nan(""),
                 -0.04157763278099106, -0.2821704898806776, 0.10604041213949034, -0.5612057427937043, -0.051562892637339014,
                 0.41602667961201895, 0.011804955026120528, 0.3515113811204717, -0.5595153289835372},
                1e-12);
  EXPECT_EQ(model.n_dimensions(), 6U);
  ASSERT_EQ(model.seeds().size(), 8U);
  EXPECT_EQ(model.seeds()[0].feature, "f0");
  EXPECT_NEAR(model.seeds()[0].weight, 0.5, 1e-15);
  EXPECT_EQ(model.seeds()[3].feature, "f10");
  EXPECT_NEAR(model.seeds()[3].weight, -0.1, 1e-15);
  EXPECT_NEAR(model.seeds()[0].polarity, 0.41602667961201895, 1e-12);

  LssOptions axis = six_dimensions();
  axis.polarity = LssPolarity::cosine_to_axis;
  const LatentSemanticScaling other = LatentSemanticScaling::fit(ruled_table(), ruled_seeds(), axis);
  EXPECT_NEAR(other.features().values[3], -0.6957616492558415, 1e-12);
  EXPECT_NEAR(other.features().values[0], 0.5173324013609046, 1e-12);
}

// Oracle: as above.
TEST(LatentSemantic, SliceAndWeighting) {
  LssOptions options = six_dimensions();
  options.slice = 3;
  const LatentSemanticScaling sliced = LatentSemanticScaling::fit(ruled_table(), ruled_seeds(), options);
  EXPECT_NEAR(sliced.features().values[8], 0.6882228487974721, 1e-12);
  EXPECT_NEAR(sliced.features().values[3], -0.667129970670038, 1e-12);
  EXPECT_EQ(sliced.n_dimensions(), 3U);

  options = six_dimensions();
  options.weighting = stance::TfidfOptions{};
  options.weighting->tf = stance::TermFrequency::logarithm;
  options.weighting->log_base = 10.0;
  options.weighting->idf = stance::InverseDocumentFrequency::none;
  options.weighting->norm = stance::Normalization::none;
  const LatentSemanticScaling logs = LatentSemanticScaling::fit(ruled_table(), ruled_seeds(), options);
  EXPECT_NEAR(logs.features().values[4], 0.059553130088018685, 1e-12);
  EXPECT_NEAR(logs.features().values[9], -0.5940495167642155, 1e-12);
}

// Oracle: as above.
TEST(LatentSemantic, DocumentsAsNumpyHasThem) {
  const LatentSemanticScaling model = LatentSemanticScaling::fit(ruled_table(), ruled_seeds(), six_dimensions());
  const DocumentScale scale = model.predict(ruled_documents());
  const std::vector<double> y = {0.07778542470336078, -0.016146274260259507, 0.0016733292604474272, 0.0583291858503665,
                                 0.013061199862933366};
  const std::vector<double> se = {0.03886885324451862, 0.04307255775859431, 0.037784300497529504, 0.03676360547595979, 0.04039034058855329};
  LssPredictOptions rescale;
  rescale.rescale = true;
  const DocumentScale scores = model.predict(ruled_documents(), rescale);
  const std::vector<double> z = {1.2854628019065268, -1.0893244398786612, -0.6388080799964142, 0.7935689225132555, -0.35089920454470697};
  for (std::size_t d = 0; d < 5; ++d) {
    EXPECT_NEAR(scale.positions[d].value, y[d], 1e-13);
    EXPECT_NEAR(scale.positions[d].std_error, se[d], 1e-13);
    EXPECT_NEAR(scores.positions[d].value, z[d], 1e-11);
  }
  EXPECT_NEAR(scores.positions[0].std_error, 0.9826848423518182, 1e-11);
}

// Oracle: LSX, tests/testthat/test-textmodel_lss.R, and its standard error by hand: √.0096 / √5.
TEST(LatentSemantic, ScoresAsLsxTestsThem) {
  const auto features = std::make_shared<const NameList>(std::vector<std::string>{"a", "b", "c"});
  const LatentSemanticScaling model = LatentSemanticScaling::from_polarities(features, {0.1, 0.1, 0.3});
  const Dfm texts = dfm_of({{3, 0, 0, 0, 0}, {1, 1, 0, 0, 0}, {2, 1, 2, 1, 1}, {0, 0, 0, 2, 0}, {0, 0, 0, 0, 0}, {1, 0, 0, 0, 0}}, {},
                           {"a", "b", "c", "d", "e"});
  const DocumentScale scale = model.predict(texts);
  EXPECT_NEAR(scale.positions[0].value, 0.10, 1e-15);
  EXPECT_NEAR(scale.positions[1].value, 0.10, 1e-15);
  EXPECT_NEAR(scale.positions[2].value, 0.18, 1e-15);
  EXPECT_NEAR(scale.positions[2].std_error, std::sqrt(.0096) / std::sqrt(5.0), 1e-15);
  EXPECT_NEAR(scale.positions[2].std_error, 0.0438178, 1e-7);
  EXPECT_EQ(scale.n_scored, (std::vector<double>{3, 2, 5, 0, 0, 1}));
  EXPECT_EQ(scale.n_left_out, (std::vector<double>{0, 0, 2, 2, 0, 0}));
  EXPECT_EQ(scale.reasons[3], Unscaled::no_known_features);
  EXPECT_EQ(scale.reasons[4], Unscaled::empty);
  EXPECT_NEAR(scale.positions[5].value, 0.10, 1e-15);
  EXPECT_TRUE(std::isnan(scale.positions[5].std_error));  // one word says nothing of its spread
}

// Oracle: LSX, the same test: min_n = 10 on "a a a b b" equals adding five tokens of polarity 0.
TEST(LatentSemantic, ShortDocumentsAreFilledUp) {
  const LatentSemanticScaling model =
      LatentSemanticScaling::from_polarities(std::make_shared<const NameList>(std::vector<std::string>{"a", "b", "zero"}), {0.1, 0.4, 0.0});
  LssPredictOptions options;
  options.min_n = 10.0;
  const DocumentScale filled = model.predict(dfm_of({{3, 2, 0}, {0, 0, 0}}, {}, {"a", "b", "zero"}), options);
  const DocumentScale longer = model.predict(dfm_of({{3, 2, 5}}, {}, {"a", "b", "zero"}));
  EXPECT_NEAR(filled.positions[0].value, longer.positions[0].value, 1e-15);
  EXPECT_NEAR(filled.positions[0].std_error, longer.positions[0].std_error, 1e-15);
  EXPECT_EQ(filled.reasons[1], Unscaled::empty);  // filling up makes no evidence
}

TEST(LatentSemantic, SwappingSidesTurnsSignsAndNothingElse) {
  Seeds swapped = ruled_seeds();
  for (WeightedPattern& seed : swapped) seed.weight = -seed.weight;
  const auto a = LatentSemanticScaling::fit(ruled_table(), ruled_seeds(), six_dimensions());
  const auto b = LatentSemanticScaling::fit(ruled_table(), swapped, six_dimensions());
  for (std::size_t f = 0; f < 15; ++f) {
    if (f == 5) continue;  // never occurs
    EXPECT_EQ(a.features().values[f], -b.features().values[f]);
  }
  const DocumentScale ya = a.predict(ruled_documents());
  const DocumentScale yb = b.predict(ruled_documents());
  for (std::size_t d = 0; d < 5; ++d) {
    EXPECT_EQ(ya.positions[d].value, -yb.positions[d].value);
    EXPECT_EQ(ya.positions[d].std_error, yb.positions[d].std_error);
  }
}

// A document's score does not depend on the documents it is scored with: LSX rescales within the call by default, which makes it do so.
TEST(LatentSemantic, ScoresDoNotMoveWithTheirNeighbours) {
  const auto model = LatentSemanticScaling::fit(ruled_table(), ruled_seeds(), six_dimensions());
  const DocumentScale all = model.predict(ruled_documents());
  const DocumentScale one = model.predict(stance_test::permuted(ruled_documents(), {2}));
  EXPECT_EQ(one.positions[0].value, all.positions[2].value);
  LssPredictOptions rescale;
  rescale.rescale = true;
  EXPECT_EQ(model.predict(stance_test::permuted(ruled_documents(), {2}), rescale).reasons[0], Unscaled::not_identified);
}

TEST(LatentSemantic, SeedsThatAreMissing) {
  Seeds seeds = ruled_seeds();
  seeds.push_back({"nothing*", 1.0});
  seeds.push_back({"nowhere", -1.0});
  const auto model = LatentSemanticScaling::fit(ruled_table(), seeds, six_dimensions());
  EXPECT_EQ(model.missing_seeds(), (std::vector<std::string>{"nothing*", "nowhere"}));
  EXPECT_NEAR(model.features().values[0], 0.41602667961201895, 1e-12);  // both sides still weigh 1
  EXPECT_THROW(static_cast<void>(LatentSemanticScaling::fit(ruled_table(), {{"f0", 1.0}, {"nowhere", -1.0}}, six_dimensions())),
               InvalidArgument);
  EXPECT_NO_THROW(
      static_cast<void>(LatentSemanticScaling::fit(ruled_table(), {{"f0", 1.0}, {"nowhere", 1.0}}, six_dimensions())));  // one side
  EXPECT_THROW(static_cast<void>(LatentSemanticScaling::fit(ruled_table(), {}, six_dimensions())), InvalidArgument);
  EXPECT_THROW(static_cast<void>(LatentSemanticScaling::fit(ruled_table(), {{"f0", 0.0}}, six_dimensions())), InvalidArgument);
}

TEST(LatentSemantic, TermsRestrictAndWeigh) {
  LssOptions options = six_dimensions();
  options.terms = {{"f9", 2.0}, {"f?", 1.0}};
  const auto model = LatentSemanticScaling::fit(ruled_table(), ruled_seeds(), options);
  EXPECT_NEAR(model.features().values[9], 2.0 * -0.5612057427937043, 1e-12);
  EXPECT_NEAR(model.features().values[0], 0.41602667961201895, 1e-12);
  EXPECT_TRUE(std::isnan(model.features().values[10]));
  options.terms = {{"f5", -1.0}};
  EXPECT_THROW(static_cast<void>(LatentSemanticScaling::fit(ruled_table(), ruled_seeds(), options)), InvalidArgument);
}

TEST(LatentSemantic, RankBoundsTheDimensions) {
  const auto model = LatentSemanticScaling::fit(ruled_table(), ruled_seeds());  // 300 asked for
  EXPECT_EQ(model.n_dimensions(), 10U);
  Table rows = {{1, 0, 0, 1}, {0, 1, 0, 1}, {1, 1, 0, 0}};
  const auto gap = LatentSemanticScaling::fit(dfm_of(rows), {{"f0", 1.0}, {"f1", -1.0}, {"f2", -1.0}});
  EXPECT_TRUE(std::isnan(gap.features().values[2]));  // never occurs
  EXPECT_EQ(gap.missing_seeds(), std::vector<std::string>{"f2"});
  EXPECT_THROW(static_cast<void>(LatentSemanticScaling::fit(stance::to_presence(ruled_table()), ruled_seeds())), InvalidArgument);
  LssOptions options;
  options.n_dimensions = 1;
  EXPECT_THROW(static_cast<void>(LatentSemanticScaling::fit(ruled_table(), ruled_seeds(), options)), InvalidArgument);
}

// Two topics with words of their own, a seed in each, sentences that mix a little: words of a topic take its side, in a table large enough
// for Lanczos.
TEST(LatentSemantic, RecoversTwoGroupsOfWordsInALargeTable) {
  stance::detail::Random random(3);
  constexpr Eigen::Index kSentences = 3000;
  constexpr Eigen::Index kWords = 400;
  Dfm::Matrix matrix(kSentences, kWords);
  std::vector<std::string> rows;
  std::vector<std::string> names;
  for (Eigen::Index w = 0; w < kWords; ++w) names.push_back("w" + std::to_string(w));
  for (Eigen::Index s = 0; s < kSentences; ++s) {
    rows.push_back("s" + std::to_string(s));
    const std::uint64_t topic = random.below(2);
    for (int word = 0; word < 10; ++word) {
      const std::uint64_t side = random.uniform() < 0.85 ? topic : 1 - topic;
      matrix.coeffRef(s, static_cast<Eigen::Index>(2 * random.below(kWords / 2) + side)) += 1.0;
    }
  }
  matrix.makeCompressed();
  const Dfm table(std::move(matrix), rows, NameList(names));
  LssOptions options;
  options.n_dimensions = 3;
  options.threads = 1;
  const auto model =
      LatentSemanticScaling::fit(table, {{"w0", 1.0}, {"w2", 1.0}, {"w4", 1.0}, {"w1", -1.0}, {"w3", -1.0}, {"w5", -1.0}}, options);
  std::size_t right = 0;
  for (std::size_t w = 6; w < kWords; ++w) right += (model.features().values[w] > 0.0) == (w % 2 == 0) ? 1 : 0;
  EXPECT_GT(right, 380U);
  options.threads = 4;
  EXPECT_EQ(LatentSemanticScaling::fit(table, {{"w0", 1.0}, {"w2", 1.0}, {"w4", 1.0}, {"w1", -1.0}, {"w3", -1.0}, {"w5", -1.0}}, options)
                .features()
                .values,
            model.features().values);
}

}  // namespace
