#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "stance/error.hpp"
#include "stance/structure.hpp"

namespace {

using stance::cluster;
using stance::cluster_stability;
using stance::ClusterStability;
using stance::ClusterTree;
using stance::DistanceForm;
using stance::Distances;
using stance::PositionProfiles;

/// Documents a… at +0.8 and b… at −0.8 on three axes.
PositionProfiles two_camps(double error) {
  PositionProfiles out;
  out.axes.assign(3, {});
  out.positions.resize(6, 3);
  out.std_errors = Eigen::MatrixXd::Constant(6, 3, error);
  for (Eigen::Index d = 0; d < 6; ++d) {
    out.names.push_back((d < 3 ? "a" : "b") + std::to_string(d));
    for (Eigen::Index axis = 0; axis < 3; ++axis) out.positions(d, axis) = d < 3 ? 0.8 : -0.8;
  }
  return out;
}

ClusterTree tree_of(const PositionProfiles& profiles) { return cluster(distances_of(stance_similarity(profiles), DistanceForm::linear)); }

ClusterStability stability_of(const PositionProfiles& profiles, std::size_t threads = 1) {
  stance::StanceSimilarityOptions options;
  options.threads = threads;
  return cluster_stability(tree_of(profiles), 2, profiles, options, DistanceForm::linear, 100);
}

TEST(ClusterStability, IsFullWherePositionsAreSure) {
  const ClusterStability stability = stability_of(two_camps(0.01));
  EXPECT_EQ(stability.n_replicates, 100U);
  ASSERT_EQ(stability.clusters.size(), 2U);
  for (const double share : stability.clusters) EXPECT_EQ(share, 1.0);
  for (Eigen::Index i = 0; i < 6; ++i) {
    for (Eigen::Index j = 0; j < 6; ++j) EXPECT_EQ(stability.together(i, j), (i < 3) == (j < 3) ? 1.0 : 0.0);
  }
}

TEST(ClusterStability, FallsWithTheErrorsOfPositions) {
  const double some = stability_of(two_camps(0.6)).clusters[0];
  const double more = stability_of(two_camps(1.5)).clusters[0];
  EXPECT_LT(some, 1.0);
  EXPECT_LT(more, some);
  EXPECT_GT(more, 0.2) << "a cluster overlaps with some cluster in any tree";
}

TEST(ClusterStability, DoesNotDependOnThreadsAndOrder) {
  const PositionProfiles profiles = two_camps(0.7);
  const ClusterStability one = stability_of(profiles, 1);
  EXPECT_EQ(one.together, stability_of(profiles, 4).together);
  PositionProfiles turned = profiles;
  turned.positions = profiles.positions.colwise().reverse();
  std::reverse(turned.names.begin(), turned.names.end());
  EXPECT_EQ(one.together, stability_of(turned).together.reverse().eval());
}

TEST(ClusterStability, OfSentencesFollowsTheirWords) {
  // Four documents of eight sentences; the first two share one vocabulary, the others another.
  stance::SentenceCounts sentences;
  sentences.matrix.resize(32, 8);
  for (Eigen::Index row = 0; row < 32; ++row) {
    const Eigen::Index word = (row < 16 ? 0 : 4) + row % 4;
    sentences.matrix.insert(row, word) = 1.0;
    sentences.matrix.insert(row, (row < 16 ? 0 : 4) + (row + 1) % 4) = 2.0;
    if (row % 8 == 7) sentences.first.push_back(static_cast<std::size_t>(row) + 1);
  }
  sentences.matrix.makeCompressed();
  sentences.documents = {"w", "x", "y", "z"};
  sentences.features = std::make_shared<const stance::NameList>(std::vector<std::string>{"a", "b", "c", "d", "e", "f", "g", "h"});
  const auto measure = [](const stance::Dfm& counts) { return distances_of(similarity_matrix(counts)); };
  const ClusterTree tree = cluster(measure(sentences.to_dfm()));
  stance::BootstrapOptions options;
  options.n_replicates = 50;
  const ClusterStability stability = cluster_stability(tree, 2, sentences, measure, options);
  EXPECT_EQ(stability.clusters, (std::vector<double>{1.0, 1.0}));
  EXPECT_EQ(stability.together(0, 1), 1.0);
  EXPECT_EQ(stability.together(0, 2), 0.0);
  const ClusterStability three = cluster_stability(tree, 3, sentences, measure, options);  // the third cut splits what is alike
  EXPECT_LT(three.together(0, 1) + three.together(2, 3), 1.9);
}

TEST(ClusterStability, LeavesOutReplicatesInWhichADocumentIsUndefined) {
  PositionProfiles profiles = two_camps(0.1);
  profiles.positions.row(5).setConstant(std::numeric_limits<double>::quiet_NaN());
  const ClusterTree tree = tree_of(profiles);
  EXPECT_EQ(tree.size(), 5U);
  const ClusterStability stability = cluster_stability(tree, 2, profiles, {}, DistanceForm::linear, 20);
  EXPECT_EQ(stability.together.rows(), 5);
  EXPECT_FALSE(std::isnan(stability.together(0, 4)));
}

TEST(ClusterStability, RefusesOtherDocumentsAndNumbers) {
  const PositionProfiles profiles = two_camps(0.1);
  const ClusterTree tree = tree_of(profiles);
  PositionProfiles other = profiles;
  other.names[2] = "somebody else";
  EXPECT_THROW(static_cast<void>(cluster_stability(tree, 2, other)), stance::InvalidArgument);
  EXPECT_THROW(static_cast<void>(cluster_stability(tree, 7, profiles)), stance::InvalidArgument);
  EXPECT_THROW(static_cast<void>(cluster_stability(tree, 2, profiles, {}, DistanceForm::linear, 0)), stance::InvalidArgument);
}

}  // namespace
