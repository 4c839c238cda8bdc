#include "stance/correspondence.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "scaling_tables.hpp"
#include "stance/error.hpp"

namespace {

using stance::bootstrap_documents;
using stance::CaAlignment;
using stance::CaBootstrapOptions;
using stance::CaCoordinates;
using stance::CorrespondenceAnalysis;
using stance::CorrespondenceOptions;
using stance::Dfm;
using stance::DocumentScale;
using stance::InvalidArgument;
using stance::NameList;
using stance::SentenceCounts;
using stance::Unscaled;
using stance_test::dfm_of;
using stance_test::lbg;
using stance_test::Table;

CorrespondenceAnalysis fit(const Dfm& counts, std::size_t n_dimensions) {
  CorrespondenceOptions options;
  options.n_dimensions = n_dimensions;
  return CorrespondenceAnalysis::fit(counts, options);
}

// Smokers among the staff of a firm (senior and junior managers, senior and junior employees, secretaries): Greenacre (1984), Theory and
// Applications of Correspondence Analysis, table 3.1; the example of the R package `ca`.
Dfm smoke() {
  return dfm_of({{4, 2, 3, 2}, {4, 3, 7, 4}, {25, 10, 12, 4}, {18, 24, 33, 13}, {10, 6, 7, 2}}, {"SM", "JM", "SE", "JE", "SC"},
                {"none", "light", "medium", "heavy"});
}

void expect_column(const Eigen::MatrixXd& table, Eigen::Index column, const std::vector<double>& expected, double sign, double accuracy) {
  ASSERT_EQ(table.rows(), static_cast<Eigen::Index>(expected.size()));
  for (Eigen::Index i = 0; i < table.rows(); ++i)
    EXPECT_NEAR(sign * table(i, column), expected[static_cast<std::size_t>(i)], accuracy) << i;
}

// Oracle: base R 4.2.2, the first value equal to MASS::corresp.
TEST(Correspondence, LbgTable) {
  const CorrespondenceAnalysis model = fit(lbg(), 10);
  const std::vector<double> values = {0.943372555708205, 0.819888346709927, 0.652915367666754, 0.42504915550818, 0.133414229033232};
  ASSERT_EQ(model.n_dimensions(), 5U);
  for (std::size_t k = 0; k < 5; ++k) EXPECT_NEAR(model.singular_values()[k], values[k], 1e-13);
  EXPECT_NEAR(model.total_inertia(), 2.18693329837633, 1e-13);
  EXPECT_NEAR(model.chi_squared(), 13121.59979, 1e-5);
  expect_column(model.rows().standard, 0,
                {-1.1982833911474, -0.760194846653917, -0.10703575478222, 0.933686388174755, 1.67552565377809, -0.543698049369307}, 1.0,
                1e-12);
  EXPECT_NEAR(model.rows().principal(4, 0), 1.67552565377809 * 0.943372555708205, 1e-12);
  EXPECT_NEAR(model.columns().standard(0, 0), -1.2702122654478, 1e-12);   // A
  EXPECT_NEAR(model.columns().standard(5, 0), -1.25860262772189, 1e-12);  // F
  EXPECT_NEAR(model.columns().standard(36, 0), 1.776102, 1e-6);           // ZK
}

// Oracle: prince 0.23.0 (scipy engine); the printed tables of Nenadic & Greenacre (2007), section 3, have the same to three decimals.
TEST(Correspondence, SmokersAsPrinceHasThem) {
  const CorrespondenceAnalysis model = fit(smoke(), 2);
  EXPECT_NEAR(model.singular_values()[0], 0.273421114557299, 1e-14);
  EXPECT_NEAR(model.singular_values()[1], 0.100085865696555, 1e-14);
  EXPECT_NEAR(model.total_inertia(), 0.08518986047784069, 1e-15);
  // Which way a dimension points is our rule: junior and senior managers are furthest out, and positive.
  const double first = model.rows().standard(1, 0) > 0.0 ? 1.0 : -1.0;
  const double second = model.rows().standard(1, 1) > 0.0 ? -1.0 : 1.0;
  expect_column(model.rows().principal, 0,
                {-0.06576838388025898, 0.25895842143040204, -0.3805948870502131, 0.2329519082227181, -0.20108912188410916}, first, 1e-14);
  expect_column(model.rows().principal, 1,
                {-0.1937370036216102, -0.24330457490146226, -0.010659907204889171, 0.05774390775321599, 0.07891123092921695}, second,
                1e-14);
  expect_column(model.columns().principal, 0, {-0.39330844857871844, 0.09945592079337696, 0.1963209563952901, 0.293775985243675}, first,
                1e-14);
  expect_column(model.columns().principal, 1, {-0.03049207110918695, 0.14106428920014974, 0.007359108586747927, -0.19776565634898566},
                second, 1e-14);
  expect_column(model.rows().contributions, 0,
                {0.0032976580364701413, 0.08365871230224835, 0.512005548964819, 0.33097394703671945, 0.07006413365974276}, 1.0, 1e-14);
  expect_column(model.rows().cos2, 1,
                {0.8003363897625453, 0.4646824608990259, 0.0007837196944654126, 0.05787624218590775, 0.13325699735386745}, 1.0, 1e-13);
  expect_column(model.columns().contributions, 1, {0.029335998439670573, 0.46317368219949046, 0.0017367579794180519, 0.5057535613814207},
                1.0, 1e-14);
  expect_column(model.columns().cos2, 0, {0.9940203904886147, 0.3267261631262679, 0.9818480459948273, 0.6843977388602814}, 1.0, 1e-13);
}

// Oracle: prince 0.23.0; the national average (42 29 20 9) is a supplementary row in Nenadic & Greenacre (2007): -0.258, 0.118.
TEST(Correspondence, SupplementaryRows) {
  const CorrespondenceAnalysis model = fit(smoke(), 2);
  const double first = model.rows().standard(1, 0) > 0.0 ? 1.0 : -1.0;
  const double second = model.rows().standard(1, 1) > 0.0 ? -1.0 : 1.0;
  const Dfm others = dfm_of({{9, 42, 20, 29, 5}, {1, 0, 1, 3, 0}, {0, 0, 0, 0, 4}, {0, 0, 0, 0, 0}}, {"national", "x", "unknown", "none"},
                            {"heavy", "none", "medium", "light", "cigars"});  // names decide, not places
  const stance::CaSupplementary points = model.supplementary(others);
  EXPECT_NEAR(first * points.principal(0, 0), -0.25836812762750044, 1e-14);
  EXPECT_NEAR(second * points.principal(0, 1), 0.11764784733765679, 1e-14);
  EXPECT_NEAR(first * points.principal(1, 0), 0.5767401726056984, 1e-14);
  EXPECT_NEAR(second * points.principal(1, 1), 0.46517321545478424, 1e-14);
  EXPECT_EQ(points.n_left_out[0], 5.0);
  EXPECT_EQ(points.n_scored[0], 100.0);
  EXPECT_EQ(points.reasons[2], Unscaled::no_known_features);
  EXPECT_EQ(points.reasons[3], Unscaled::empty);
  const DocumentScale scale = model.predict(smoke(), 1);
  const DocumentScale own = model.documents(1);
  for (std::size_t d = 0; d < 5; ++d) EXPECT_NEAR(scale.positions[d].value, own.positions[d].value, 1e-13);
}

TEST(Correspondence, MarginsAddUp) {
  const CorrespondenceAnalysis model = fit(lbg(), 5);
  for (const stance::CaMargin* margin : {&model.rows(), &model.columns()}) {
    double inertia = 0.0;
    for (std::size_t i = 0; i < margin->masses.size(); ++i) inertia += margin->masses[i] * margin->distances[i];
    EXPECT_NEAR(inertia, model.total_inertia(), 1e-13);
    for (Eigen::Index k = 0; k < 5; ++k) {
      double contributions = 0.0;
      double mean = 0.0;
      double square = 0.0;
      for (Eigen::Index i = 0; i < margin->standard.rows(); ++i) {
        const double mass = margin->masses[static_cast<std::size_t>(i)];
        contributions += margin->contributions(i, k);
        mean += mass * margin->standard(i, k);
        square += mass * margin->standard(i, k) * margin->standard(i, k);
      }
      EXPECT_NEAR(contributions, 1.0, 1e-13);
      EXPECT_NEAR(mean, 0.0, 1e-13);
      EXPECT_NEAR(square, 1.0, 1e-13);
    }
    for (Eigen::Index i = 0; i < margin->cos2.rows(); ++i) EXPECT_NEAR(margin->cos2.row(i).sum(), 1.0, 1e-12);  // all dimensions are kept
  }
}

TEST(Correspondence, OrderOfDocumentsAndEmptyOnesChangeNothing) {
  const DocumentScale whole = fit(lbg(), 2).documents(0);
  const std::vector<std::size_t> order = {3, 0, 5, 4, 1, 2};
  const DocumentScale moved = fit(stance_test::permuted(lbg(), order), 2).documents(0);
  for (std::size_t d = 0; d < 6; ++d) EXPECT_NEAR(moved.positions[d].value, whole.positions[order[d]].value, 1e-12);

  Table rows = {{4, 2, 0, 3, 2}, {0, 0, 0, 0, 0}, {4, 3, 0, 7, 4}, {25, 10, 0, 12, 4}, {18, 24, 0, 33, 13}, {10, 6, 0, 7, 2}};
  const CorrespondenceAnalysis padded = fit(dfm_of(rows), 2);
  EXPECT_NEAR(padded.singular_values()[0], 0.273421114557299, 1e-14);
  EXPECT_EQ(padded.documents().reasons[1], Unscaled::empty);
  EXPECT_TRUE(std::isnan(padded.documents().positions[1].value));
  EXPECT_TRUE(std::isnan(padded.features().values[2]));
  EXPECT_FALSE(std::isnan(padded.features().values[3]));
}

TEST(Correspondence, TablesWithoutADimension) {
  const CorrespondenceAnalysis alike = fit(dfm_of({{1, 2, 3}, {2, 4, 6}, {10, 20, 30}}), 2);
  EXPECT_EQ(alike.n_dimensions(), 0U);
  EXPECT_NEAR(alike.total_inertia(), 0.0, 1e-15);
  EXPECT_EQ(alike.documents().reasons[0], Unscaled::not_identified);
  EXPECT_EQ(alike.predict(dfm_of({{1, 0, 0}})).reasons[0], Unscaled::not_identified);
  for (const Dfm& table : {dfm_of({{1, 2, 3}}), dfm_of({{1}, {2}}), dfm_of({{0, 0}, {0, 0}}), Dfm()})
    EXPECT_EQ(fit(table, 2).n_dimensions(), 0U);
  EXPECT_EQ(fit(dfm_of({{3, 1, 2}, {1, 2, 5}}), 2).n_dimensions(), 1U);  // two documents: one dimension
}

// Vocabularies that do not overlap: a singular value of 1, which only happens then (Greenacre 2007, ch. 4).
TEST(Correspondence, DisjointVocabularies) {
  const CorrespondenceAnalysis model = fit(dfm_of({{5, 3, 0, 0}, {2, 4, 0, 0}, {0, 0, 7, 1}, {0, 0, 2, 2}}), 3);
  EXPECT_NEAR(model.singular_values()[0], 1.0, 1e-14);
  EXPECT_NEAR(model.rows().standard(0, 0), model.rows().standard(1, 0), 1e-12);
  EXPECT_LT(model.rows().standard(0, 0) * model.rows().standard(2, 0), 0.0);
}

TEST(Correspondence, RefusesWhatCannotBe) {
  EXPECT_THROW(static_cast<void>(fit(stance::to_proportions(smoke()), 2)), InvalidArgument);
  EXPECT_THROW(static_cast<void>(fit(smoke(), 0)), InvalidArgument);
  EXPECT_THROW(static_cast<void>(fit(smoke(), 2).predict(stance::to_proportions(smoke()))), InvalidArgument);
}

/// Documents of sentences of eight words, drawn from a word distribution that depends on the document.
SentenceCounts sentences_of(const Eigen::MatrixXd& shares, std::size_t n_sentences, std::uint64_t seed) {
  stance::detail::Random random(seed);
  SentenceCounts out;
  std::vector<std::string> features;
  for (Eigen::Index w = 0; w < shares.cols(); ++w) features.push_back("w" + std::to_string(w));
  out.features = std::make_shared<const NameList>(features);
  out.matrix.resize(shares.rows() * static_cast<Eigen::Index>(n_sentences), shares.cols());
  for (Eigen::Index d = 0; d < shares.rows(); ++d) {
    out.documents.push_back("d" + std::to_string(d));
    for (std::size_t s = 0; s < n_sentences; ++s) {
      for (int word = 0; word < 8; ++word) {
        double left = random.uniform();
        Eigen::Index w = 0;
        while (w + 1 < shares.cols() && left >= shares(d, w)) left -= shares(d, w++);
        out.matrix.coeffRef(d * static_cast<Eigen::Index>(n_sentences) + static_cast<Eigen::Index>(s), w) += 1.0;
      }
    }
    out.first.push_back(out.first.back() + n_sentences);
  }
  out.matrix.makeCompressed();
  return out;
}

Eigen::MatrixXd shares_on_a_line() {
  Eigen::MatrixXd shares(6, 12);
  for (Eigen::Index d = 0; d < 6; ++d) {
    for (Eigen::Index w = 0; w < 12; ++w) shares(d, w) = std::exp((static_cast<double>(d) - 2.5) * (static_cast<double>(w) - 5.5) / 10.0);
    shares.row(d) /= shares.row(d).sum();
  }
  return shares;
}

// 100 samples: the spread of the estimates over samples is the truth that the bootstrap's standard error has to meet, and intervals have to
// hold the coordinates of the population. Without alignment the errors would be near 1.
TEST(Correspondence, BootstrapErrorsMeetTheSpreadOverSamples) {
  const Eigen::MatrixXd shares = shares_on_a_line();
  const Eigen::MatrixXd population = shares * 1e6;
  Table rows;
  for (Eigen::Index d = 0; d < 6; ++d) rows.emplace_back(population.row(d).begin(), population.row(d).end());
  const DocumentScale truth = fit(dfm_of(rows), 1).documents();
  constexpr std::size_t kSamples = 100;
  CaBootstrapOptions options;
  options.analysis.n_dimensions = 1;
  options.bootstrap.n_replicates = 60;
  options.bootstrap.interval = stance::BootstrapInterval::normal;
  std::vector<double> sum(6, 0.0), squares(6, 0.0), errors(6, 0.0);
  std::size_t covered = 0;
  for (std::size_t sample = 0; sample < kSamples; ++sample) {
    const std::vector<DocumentScale> scales = bootstrap_documents(sentences_of(shares, 40, 100 + sample), options);
    ASSERT_EQ(scales.size(), 1U);
    const double sign = scales[0].positions[0].value * truth.positions[0].value > 0.0 ? 1.0 : -1.0;
    for (std::size_t d = 0; d < 6; ++d) {
      const stance::Estimate& position = scales[0].positions[d];
      const double value = sign * position.value;
      sum[d] += value;
      squares[d] += value * value;
      errors[d] += position.std_error / kSamples;
      covered += std::abs(value - truth.positions[d].value) <= (position.upper - position.lower) / 2.0 ? 1 : 0;
    }
  }
  for (std::size_t d = 0; d < 6; ++d) {
    const double spread = std::sqrt((squares[d] - sum[d] * sum[d] / kSamples) / (kSamples - 1));
    EXPECT_NEAR(errors[d] / spread, 1.0, 0.25) << d;
  }
  const double coverage = static_cast<double>(covered) / (6.0 * kSamples);
  RecordProperty("coverage", std::to_string(coverage));
  EXPECT_GT(coverage, 0.90);
  EXPECT_LT(coverage, 0.99);
}

// Two dimensions of the same strength (one sets the first two words apart, one the last two) change places from replicate to replicate: rotation
// sees through that, reflection does not.
TEST(Correspondence, ProcrustesAlignsDimensionsThatChangePlaces) {
  Eigen::MatrixXd shares(4, 4);
  shares << 3, 1, 3, 1, 3, 1, 1, 3, 1, 3, 3, 1, 1, 3, 1, 3;
  shares /= 8.0;
  const SentenceCounts sentences = sentences_of(shares, 60, 5);
  CaBootstrapOptions options;
  options.analysis.n_dimensions = 2;
  options.bootstrap.n_replicates = 100;
  options.alignment = CaAlignment::procrustes;
  const double rotated = bootstrap_documents(sentences, options)[0].positions[0].std_error;
  options.alignment = CaAlignment::reflection;
  const double reflected = bootstrap_documents(sentences, options)[0].positions[0].std_error;
  EXPECT_GT(rotated, 0.0);
  EXPECT_LT(rotated, 0.5 * reflected);
}

}  // namespace
