#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "detail/random.hpp"
#include "eurodist.hpp"
#include "stance/error.hpp"
#include "stance/structure.hpp"

namespace {

using stance::classical_mds;
using stance::DistanceForm;
using stance::Distances;
using stance::make_distances;
using stance::MdsOptions;
using stance::Measure;
using stance::ScaledMap;
using test_data::eurodist;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<std::string> names_for(Eigen::Index n) {
  std::vector<std::string> names;
  for (Eigen::Index i = 0; i < n; ++i) names.push_back("d" + std::to_string(1000 + i));
  return names;
}

Distances distances_between(const Eigen::MatrixXd& points) {
  Eigen::MatrixXd values(points.rows(), points.rows());
  for (Eigen::Index i = 0; i < points.rows(); ++i) {
    for (Eigen::Index j = 0; j < points.rows(); ++j) values(i, j) = std::sqrt((points.row(i) - points.row(j)).squaredNorm());
  }
  return make_distances(names_for(points.rows()), values);
}

Eigen::MatrixXd random_points(Eigen::Index n, Eigen::Index dimensions, std::uint64_t seed) {
  stance::detail::Random random(seed);
  Eigen::MatrixXd points(n, dimensions);
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j < dimensions; ++j) points(i, j) = random.normal() * std::pow(0.7, static_cast<double>(j));
  }
  return points;
}

// Published: example of ?cmdscale in R (cmdscale(eurodist)); eigenvalues and GOF from cmdscale(eurodist, eig = TRUE). R leaves the signs
// open; its second axis is turned here, so that Stockholm, which lies farthest out, is on the positive side.
TEST(ClassicalMds, OfEurodistAsPublished) {
  const ScaledMap map = classical_mds(eurodist());
  const std::vector<std::pair<double, double>> expected = {
      {2290.274680, 1798.80293}, {-825.382790, 546.81148},  {59.183341, -367.08135},   {-82.845973, -429.91466},  {-352.499435, -290.90843},
      {293.689633, -405.31194},  {681.931545, -1108.64478}, {-9.423364, 240.40600},    {-2048.449113, 642.45854}, {561.108970, -773.36929},
      {164.921799, -549.36704},  {-1935.040811, 49.12514},  {-226.423236, 187.08779},  {-1423.353697, 305.87513}, {-299.498710, 388.80726},
      {260.878046, 416.67381},   {587.675679, 81.18224},    {-156.836257, -211.13911}, {709.413282, 1109.36665},  {839.445911, -1836.79055},
      {911.230500, 205.93020}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(map.coordinates(static_cast<Eigen::Index>(i), 0), expected[i].first, 1e-5) << map.names[i];
    EXPECT_NEAR(map.coordinates(static_cast<Eigen::Index>(i), 1), -expected[i].second, 1e-4) << map.names[i];
  }
  EXPECT_NEAR(map.eigenvalues[0], 19538377.0895, 1e-3);
  EXPECT_NEAR(map.eigenvalues[1], 11856555.3340, 1e-3);
  EXPECT_NEAR(map.eigenvalues[2], 1528844.4680, 1e-3);  // numpy 2 eigh; R prints the same
  EXPECT_NEAR(map.most_negative, -2251844.3317, 1e-3);
  EXPECT_NEAR(map.fit_absolute, 0.7537543, 5e-8);
  EXPECT_NEAR(map.fit_positive, 0.8679134, 5e-8);
  ASSERT_EQ(map.notes.size(), 1U);
  EXPECT_THAT(map.notes[0], HasSubstr("not Euclidean"));
}

TEST(ClassicalMds, RecoversPointsFromTheirDistances) {
  const Distances distances = distances_between(random_points(30, 3, 5));
  const ScaledMap map = classical_mds(distances, {.dimensions = 3});
  EXPECT_LT((distances_between(map.coordinates).values - distances.values).cwiseAbs().maxCoeff(), 1e-9);
  EXPECT_NEAR(map.fit_absolute, 1.0, 1e-9);
  EXPECT_NEAR(map.fit_squares, 1.0, 1e-9);
  EXPECT_NEAR(map.most_negative, 0.0, 1e-9);
  EXPECT_TRUE(map.notes.empty());
  for (Eigen::Index d = 0; d < 3; ++d) EXPECT_NEAR(map.coordinates.col(d).mean(), 0.0, 1e-12);
  EXPECT_GE(map.eigenvalues[0], map.eigenvalues[1]);
}

TEST(ClassicalMds, SaysWhenThereAreFewerDimensionsThanAskedFor) {
  const ScaledMap map = classical_mds(distances_between(random_points(12, 2, 5)), {.dimensions = 4});
  EXPECT_EQ(map.coordinates.cols(), 4);
  EXPECT_EQ(map.coordinates.col(2).cwiseAbs().maxCoeff(), 0.0);
  ASSERT_EQ(map.notes.size(), 1U);
  EXPECT_THAT(map.notes[0], HasSubstr("only 2 of 4 dimensions"));
}

TEST(ClassicalMds, SaysWhenAxesCouldBeTurned) {
  Eigen::MatrixXd square(4, 2);
  square << 1, 1, 1, -1, -1, 1, -1, -1;
  const ScaledMap map = classical_mds(distances_between(square));
  ASSERT_FALSE(map.notes.empty());
  EXPECT_THAT(map.notes[0], HasSubstr("dimensions 1 and 2 are equal"));
}

// The outermost eigenvalues by Lanczos are those of the dense solver.
TEST(ClassicalMds, LargeMapsEqualSmallOnes) {
  Distances distances = distances_between(random_points(80, 6, 9));
  distances.values = distances.values.array().square().matrix();  // not Euclidean any more
  const ScaledMap dense = classical_mds(distances);
  const ScaledMap outer = classical_mds(distances, {.dimensions = 2, .dense_limit = 10});
  EXPECT_TRUE(dense.all_eigenvalues);
  EXPECT_FALSE(outer.all_eigenvalues);
  EXPECT_LT((dense.coordinates - outer.coordinates).cwiseAbs().maxCoeff(), 1e-6);
  EXPECT_EQ(outer.eigenvalues.size(), 2U);
  EXPECT_NEAR(outer.eigenvalues[1], dense.eigenvalues[1], 1e-7);
  EXPECT_NEAR(outer.most_negative, std::min(0.0, dense.most_negative), 1e-6);
  EXPECT_NEAR(outer.fit_squares, dense.fit_squares, 1e-9);
  ASSERT_LT(dense.most_negative, -1e-6);
  EXPECT_TRUE(std::isnan(outer.fit_absolute)) << "the other negative eigenvalues are not known";
  const Distances points = make_distances(names_for(80), distances_between(random_points(80, 6, 9)).values, true);
  EXPECT_NEAR(classical_mds(points, {.dimensions = 2, .dense_limit = 10}).fit_absolute, classical_mds(points).fit_absolute, 1e-9);
}

TEST(ClassicalMds, DoesNotDependOnTheOrderOfRows) {
  const Distances distances = distances_between(random_points(15, 4, 3));
  Distances reversed = distances;
  std::reverse(reversed.names.begin(), reversed.names.end());
  reversed.values = distances.values.reverse();
  for (const std::size_t limit : {1U, 100U}) {
    const ScaledMap a = classical_mds(distances, {.dimensions = 2, .dense_limit = limit});
    const ScaledMap b = classical_mds(reversed, {.dimensions = 2, .dense_limit = limit});
    EXPECT_EQ(a.coordinates, b.coordinates.colwise().reverse()) << "to the last bit";
  }
}

TEST(ClassicalMds, OfFewOrEqualOrUndefinedDocuments) {
  EXPECT_EQ(classical_mds(make_distances({}, Eigen::MatrixXd(0, 0))).coordinates.rows(), 0);
  const ScaledMap one = classical_mds(make_distances({"a"}, Eigen::MatrixXd::Zero(1, 1)));
  EXPECT_EQ(one.coordinates, Eigen::MatrixXd::Zero(1, 2));
  EXPECT_TRUE(std::isnan(one.fit_absolute));
  const ScaledMap two = classical_mds(make_distances({"a", "b"}, (Eigen::MatrixXd(2, 2) << 0, 4, 4, 0).finished()));
  EXPECT_NEAR(two.coordinates(0, 0), 2.0, 1e-12);  // equally far: the first by name is positive
  EXPECT_NEAR(two.coordinates(1, 0), -2.0, 1e-12);
  const ScaledMap equal = classical_mds(make_distances(names_for(5), Eigen::MatrixXd::Zero(5, 5)));
  EXPECT_EQ(equal.coordinates, Eigen::MatrixXd::Zero(5, 2));
  EXPECT_TRUE(std::isnan(equal.fit_squares));
  Distances holes = distances_between(random_points(6, 2, 1));
  for (Eigen::Index i = 0; i < 6; ++i) holes.values(i, 4) = holes.values(4, i) = kNaN;
  const ScaledMap map = classical_mds(holes);
  EXPECT_THAT(map.documents, ElementsAre(0, 1, 2, 3, 5));
  ASSERT_EQ(map.left_out.size(), 1U);
  EXPECT_EQ(map.left_out[0].document, 4U);
  EXPECT_TRUE(map.coordinates.allFinite());
  EXPECT_THROW(static_cast<void>(classical_mds(holes, {.dimensions = 0})), stance::InvalidArgument);
}

// By hand: cosine 0.5 is an angle of 60°, and the chord of 60° is 1.
TEST(DistancesOf, FollowTheForm) {
  stance::SimilarityMatrix cosine{{"a", "b"}, (Eigen::MatrixXd(2, 2) << 1, .5, .5, 1).finished(), Measure::cosine};
  EXPECT_NEAR(distances_of(cosine).values(0, 1), 1.0, 1e-15);
  EXPECT_TRUE(distances_of(cosine).euclidean);
  EXPECT_EQ(distances_of(cosine, DistanceForm::linear).values(0, 1), 0.5);
  EXPECT_FALSE(distances_of(cosine, DistanceForm::linear).euclidean);
  cosine.values(0, 1) = cosine.values(1, 0) = 1.0 + 1e-12;
  EXPECT_EQ(distances_of(cosine).values(0, 1), 0.0);
  cosine.values(0, 1) = cosine.values(1, 0) = 1.1;
  EXPECT_THROW(static_cast<void>(distances_of(cosine)), stance::InvalidArgument);
  const stance::SimilarityMatrix divergence{
      {"a", "b"}, (Eigen::MatrixXd(2, 2) << 0, .25, .25, kNaN).finished(), Measure::jensen_shannon_divergence};
  EXPECT_EQ(distances_of(divergence).values(0, 1), 0.5);
  EXPECT_TRUE(std::isnan(distances_of(divergence).values(1, 1)));
  EXPECT_EQ(distances_of(divergence, DistanceForm::linear).values(0, 1), 0.25);
  EXPECT_EQ(distances_of(divergence).formula, "√ of the jensen shannon divergence");
}

/// Every measure, in the form that promises it, is Euclidean: no eigenvalue of the inner products is negative.
TEST(DistancesOf, AreEuclideanWhereTheySaySo) {
  stance::detail::Random random(11);
  stance::Dfm::Matrix matrix(20, 15);
  std::vector<std::string> features;
  for (Eigen::Index f = 0; f < 15; ++f) features.push_back("f" + std::to_string(f));
  for (Eigen::Index d = 0; d < 20; ++d) {
    for (Eigen::Index f = 0; f < 15; ++f) {
      if (random.below(3) == 0) matrix.insert(d, f) = static_cast<double>(1 + random.below(5));
    }
    if (matrix.row(d).nonZeros() == 0) matrix.insert(d, 0) = 1.0;
  }
  const stance::Dfm dfm(std::move(matrix), names_for(20), stance::NameList(features), stance::Weighting::counts);
  for (const Measure measure :
       {Measure::cosine, Measure::jaccard, Measure::weighted_jaccard, Measure::pearson, Measure::euclidean_distance,
        Measure::hellinger_distance, Measure::jensen_shannon_divergence, Measure::jensen_shannon_distance, Measure::chi_squared_distance}) {
    const Distances distances = distances_of(similarity_matrix(dfm, measure));
    EXPECT_TRUE(distances.euclidean) << distances.formula;
    const ScaledMap map = classical_mds(distances);
    EXPECT_GT(map.most_negative, -1e-9 * map.eigenvalues[0]) << distances.formula;
  }
}

}  // namespace
