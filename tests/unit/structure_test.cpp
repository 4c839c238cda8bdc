#include "stance/structure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

#include "detail/random.hpp"
#include "eurodist.hpp"
#include "stance/error.hpp"

namespace {

using stance::cluster;
using stance::ClusterTree;
using stance::cut_at;
using stance::cut_into;
using stance::Distances;
using stance::InvalidArgument;
using stance::LeafOrder;
using stance::LeftOutReason;
using stance::Linkage;
using stance::make_distances;
using stance::Silhouette;
using stance::silhouette;
using test_data::eurodist;
using testing::ElementsAre;
using testing::HasSubstr;
using Labels = std::vector<std::size_t>;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr Linkage kLinkages[] = {Linkage::single, Linkage::complete, Linkage::average, Linkage::ward};

std::string name_of(std::size_t i) { return "d" + std::to_string(100 + i); }

/// Distances of random points. @param grid  > 0: coordinates are whole numbers below it, so that there are many ties
Distances random_points(std::size_t n, std::uint64_t seed, std::uint64_t grid = 0) {
  stance::detail::Random random(seed);
  Eigen::MatrixXd points(static_cast<Eigen::Index>(n), 3);
  for (Eigen::Index i = 0; i < points.rows(); ++i) {
    for (Eigen::Index j = 0; j < 3; ++j) points(i, j) = grid > 0 ? static_cast<double>(random.below(grid)) : random.normal();
  }
  std::vector<std::string> names;
  Eigen::MatrixXd values(points.rows(), points.rows());
  for (Eigen::Index i = 0; i < points.rows(); ++i) {
    names.push_back(name_of(static_cast<std::size_t>(i)));
    for (Eigen::Index j = 0; j < points.rows(); ++j) values(i, j) = std::sqrt((points.row(i) - points.row(j)).squaredNorm());
  }
  return make_distances(names, values, true);
}

Distances permuted(const Distances& distances, const std::vector<std::size_t>& order) {
  Distances out = distances;
  for (std::size_t i = 0; i < order.size(); ++i) {
    out.names[i] = distances.names[order[i]];
    for (std::size_t j = 0; j < order.size(); ++j) {
      out.values(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) =
          distances.values(static_cast<Eigen::Index>(order[i]), static_cast<Eigen::Index>(order[j]));
    }
  }
  return out;
}

std::vector<std::size_t> shuffled(std::size_t n, std::uint64_t seed) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  stance::detail::Random random(seed);
  for (std::size_t i = n; i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
  return order;
}

std::vector<std::string> names_in_order(const ClusterTree& tree) {
  std::vector<std::string> out;
  for (const std::size_t leaf : tree.order) out.push_back(tree.names[leaf]);
  return out;
}

std::vector<double> heights(const ClusterTree& tree) {
  std::vector<double> out;
  for (const stance::Merge& merge : tree.merges) out.push_back(merge.height);
  return out;
}

double path_length(const ClusterTree& tree, const Distances& distances) {
  double sum = 0.0;
  for (std::size_t i = 0; i + 1 < tree.order.size(); ++i) {
    sum +=
        distances.values(static_cast<Eigen::Index>(tree.leaves[tree.order[i]]), static_cast<Eigen::Index>(tree.leaves[tree.order[i + 1]]));
  }
  return sum;
}

/// The definition: look at all pairs of clusters, merge the nearest, measure anew from the documents.
std::vector<double> naive_heights(const Distances& distances, Linkage linkage) {
  std::vector<std::vector<Eigen::Index>> clusters;
  for (Eigen::Index i = 0; i < distances.values.rows(); ++i) clusters.push_back({i});
  const auto within = [&](const std::vector<Eigen::Index>& a) {  // sum of squares around the centre
    double sum = 0.0;
    for (const auto i : a) {
      for (const auto j : a) sum += distances.values(i, j) * distances.values(i, j);
    }
    return sum / (2.0 * static_cast<double>(a.size()));
  };
  const auto apart = [&](const std::vector<Eigen::Index>& a, const std::vector<Eigen::Index>& b) {
    if (linkage == Linkage::ward) {
      std::vector<Eigen::Index> both = a;
      both.insert(both.end(), b.begin(), b.end());
      return std::sqrt(2.0 * (within(both) - within(a) - within(b)));
    }
    double least = std::numeric_limits<double>::infinity();
    double most = 0.0;
    double sum = 0.0;
    for (const auto i : a) {
      for (const auto j : b) {
        least = std::min(least, distances.values(i, j));
        most = std::max(most, distances.values(i, j));
        sum += distances.values(i, j);
      }
    }
    return linkage == Linkage::single ? least : linkage == Linkage::complete ? most : sum / static_cast<double>(a.size() * b.size());
  };
  std::vector<double> out;
  while (clusters.size() > 1) {
    std::size_t x = 0;
    std::size_t y = 1;
    double smallest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < clusters.size(); ++i) {
      for (std::size_t j = i + 1; j < clusters.size(); ++j) {
        const double d = apart(clusters[i], clusters[j]);
        if (d < smallest) {
          smallest = d;
          x = i;
          y = j;
        }
      }
    }
    out.push_back(smallest);
    clusters[x].insert(clusters[x].end(), clusters[y].begin(), clusters[y].end());
    clusters.erase(clusters.begin() + static_cast<std::ptrdiff_t>(y));
  }
  return out;
}

void expect_merges(const ClusterTree& tree, const std::vector<stance::Merge>& expected) {
  ASSERT_EQ(tree.merges.size(), expected.size());
  for (std::size_t m = 0; m < expected.size(); ++m) {
    EXPECT_EQ(tree.merges[m].first, expected[m].first) << m;
    EXPECT_EQ(tree.merges[m].second, expected[m].second) << m;
    EXPECT_NEAR(tree.merges[m].height, expected[m].height, 1e-9) << m;
    EXPECT_EQ(tree.merges[m].size, expected[m].size) << m;
  }
}

// ---- Reference values: scipy 1.17.1, scipy.cluster.hierarchy.linkage on R's eurodist.

TEST(Cluster, AverageLinkageOfEurodistAsScipy) {
  expect_merges(cluster(eurodist(), {.linkage = Linkage::average}), {{7, 12, 158, 2},
                                                                     {2, 10, 172, 2},
                                                                     {5, 22, 237.5, 3},
                                                                     {3, 17, 280, 2},
                                                                     {15, 21, 328, 3},
                                                                     {23, 24, 358.333333333333, 5},
                                                                     {16, 20, 428, 2},
                                                                     {14, 25, 454.333333333333, 4},
                                                                     {6, 9, 460, 2},
                                                                     {4, 26, 579.8, 6},
                                                                     {1, 13, 636, 2},
                                                                     {8, 11, 676, 2},
                                                                     {19, 29, 799.5, 3},
                                                                     {0, 18, 817, 2},
                                                                     {27, 28, 899, 6},
                                                                     {30, 35, 959.555555555556, 12},
                                                                     {31, 32, 960.75, 4},
                                                                     {33, 36, 1356.86111111111, 15},
                                                                     {37, 38, 1977.73333333333, 19},
                                                                     {34, 39, 2374.26315789474, 21}});
}

TEST(Cluster, WardOfEurodistAsScipyAndNotedAsNotEuclidean) {
  const ClusterTree tree = cluster(eurodist(), {.linkage = Linkage::ward});
  expect_merges(tree, {{7, 12, 158, 2},
                       {2, 10, 172, 2},
                       {5, 22, 258.20534463872, 3},
                       {3, 17, 280, 2},
                       {15, 16, 331, 2},
                       {14, 21, 424.690475523057, 3},
                       {4, 24, 438.178046004133, 3},
                       {6, 9, 460, 2},
                       {1, 13, 636, 2},
                       {8, 11, 676, 2},
                       {23, 27, 766.939806416818, 6},
                       {20, 25, 789.43334107447, 3},
                       {0, 18, 817, 2},
                       {19, 28, 900.851819113443, 3},
                       {29, 30, 1254.70414839515, 4},
                       {26, 32, 1357.45730442373, 6},
                       {31, 36, 2019.8888170722, 12},
                       {34, 37, 2794.07476039326, 15},
                       {33, 38, 4081.87387619663, 17},
                       {35, 39, 4997.81982818649, 21}});
  ASSERT_EQ(tree.notes.size(), 1U);
  EXPECT_THAT(tree.notes[0], HasSubstr("not: the smallest eigenvalue"));
  EXPECT_TRUE(cluster(random_points(9, 1), {.linkage = Linkage::ward}).notes.empty());
  Distances unknown = random_points(9, 1);
  unknown.euclidean = false;
  EXPECT_TRUE(cluster(unknown, {.linkage = Linkage::ward}).notes.empty()) << "looked up, and found Euclidean";
}

TEST(Cluster, SingleAndCompleteOfEurodistAsScipy) {  // heights alone: equal heights leave the ids open
  EXPECT_THAT(heights(cluster(eurodist(), {.linkage = Linkage::single})),
              ElementsAre(158, 172, 204, 206, 269, 280, 320, 328, 331, 340, 428, 460, 471, 521, 586, 636, 650, 668, 676, 817));
  EXPECT_THAT(heights(cluster(eurodist(), {.linkage = Linkage::complete})),
              ElementsAre(158, 172, 269, 280, 328, 428, 460, 460, 521, 668, 698, 785, 817, 949, 1014, 1588, 1802, 2868, 3886, 4532));
}

// scipy 1.17.1 cophenet; the same correlation for single and complete linkage, whose ties do not change the heights.
TEST(Cluster, CopheneticCorrelationOfEurodistAsScipy) {
  const std::vector<double> expected = {.784279672412855, .735041008480875, .727943245859, .69231413117938};
  for (std::size_t i = 0; i < 4; ++i) {
    const ClusterTree tree = cluster(eurodist(), {.linkage = kLinkages[i]});
    EXPECT_NEAR(cophenetic_correlation(tree, eurodist()), expected[i], 1e-12);
    const Eigen::MatrixXd meet = cophenetic_distances(tree);
    EXPECT_EQ(meet, meet.transpose());
    EXPECT_EQ(meet(7, 12), 158);
    EXPECT_EQ(meet(3, 3), 0);
    EXPECT_EQ(meet.maxCoeff(), tree.merges.back().height);
  }
}

// scikit-learn 1.9.1 silhouette_samples and silhouette_score, metric="precomputed", on scipy's cut of average linkage into 4 and 3.
TEST(Silhouettes, OfEurodistAsScikitLearn) {
  const std::vector<double> expected = {
      0.702449239734135, 0.117442767028138, 0.427349938516972, 0.425217521752175,  0.460891867605212, 0.170692822236856, 0.543898096151212,
      0.533923070847484, 0.616725000940875, 0.249667169610367, 0.0528048923909209, 0.574492008674002, 0.486209380946223, 0.583827045005717,
      0.290437985937694, 0.45613034106758,  0.380388653115926, 0.541073102155576,  0.364119859904008, 0.582470188876316, 0.282753301841319};
  const ClusterTree tree = cluster(eurodist());
  const Silhouette four = silhouette(eurodist(), tree.leaves, cut_into(tree, 4));
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(four.widths[i], expected[i], 1e-12) << i;
  EXPECT_NEAR(four.mean, .421093535920891, 1e-12);
  ASSERT_EQ(four.clusters.size(), 4U);
  double mean = 0.0;
  for (const auto& c : four.clusters) mean += c.mean * static_cast<double>(c.size) / 21.0;
  EXPECT_NEAR(mean, four.mean, 1e-12);
  const auto suggested = suggest_clusters(tree, eurodist(), 6);
  ASSERT_EQ(suggested.means.size(), 5U);
  EXPECT_NEAR(suggested.means[1], .482894859574587, 1e-12);
  EXPECT_NEAR(suggested.means[2], .421093535920891, 1e-12);
}

// The exact optimum by a dynamic program over all turns, written apart from this one (Python). scipy 1.17.1 optimal_leaf_ordering stops at
// 12109 and 13176.
TEST(Cluster, OptimalOrderOfEurodistIsTheShortest) {
  EXPECT_EQ(path_length(cluster(eurodist(), {Linkage::average, LeafOrder::optimal}), eurodist()), 11937);
  EXPECT_EQ(path_length(cluster(eurodist(), {Linkage::ward, LeafOrder::optimal}), eurodist()), 11749);
}

// ---- Properties

TEST(Cluster, EqualsTheDefinition) {
  for (const Linkage linkage : kLinkages) {
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      const Distances distances = random_points(23, seed);
      const std::vector<double> expected = naive_heights(distances, linkage);
      const std::vector<double> got = heights(cluster(distances, {.linkage = linkage}));
      ASSERT_EQ(got.size(), expected.size());
      for (std::size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], expected[i], 1e-9) << to_string(linkage) << " " << i;
    }
  }
}

TEST(Cluster, DoesNotDependOnTheOrderOfRowsNotEvenWithTies) {
  for (const Linkage linkage : kLinkages) {
    for (const LeafOrder order : {LeafOrder::tight_first, LeafOrder::optimal}) {
      for (std::uint64_t seed = 0; seed < 6; ++seed) {
        const Distances distances = random_points(17, seed, 3);  // 27 places, three times as many ties as distances
        const Distances other = permuted(distances, shuffled(17, seed + 50));
        const ClusterTree a = cluster(distances, {linkage, order});
        const ClusterTree b = cluster(other, {linkage, order});
        EXPECT_EQ(heights(a), heights(b));
        EXPECT_EQ(names_in_order(a), names_in_order(b));
        for (std::size_t k = 1; k <= 17; ++k) {
          std::set<std::pair<std::string, std::size_t>> x;
          std::set<std::pair<std::string, std::size_t>> y;
          const Labels labels_a = cut_into(a, k);
          const Labels labels_b = cut_into(b, k);
          for (std::size_t i = 0; i < 17; ++i) {
            x.emplace(a.names[i], labels_a[i]);
            y.emplace(b.names[i], labels_b[i]);
          }
          EXPECT_EQ(x, y);
        }
      }
    }
  }
}

TEST(Cluster, AWholeTreeHasRisingHeightsAndEachLeafOnce) {
  for (const Linkage linkage : kLinkages) {
    for (const std::uint64_t grid : {0U, 2U, 4U}) {
      const ClusterTree tree = cluster(random_points(40, 7, grid), {.linkage = linkage});
      std::set<std::size_t> used;
      for (std::size_t m = 0; m < tree.merges.size(); ++m) {
        const stance::Merge& merge = tree.merges[m];
        EXPECT_LT(merge.first, merge.second);
        EXPECT_LT(merge.second, 40 + m);
        EXPECT_TRUE(used.insert(merge.first).second && used.insert(merge.second).second);
        EXPECT_LE(m > 0 ? tree.merges[m - 1].height : 0.0, merge.height);
      }
      EXPECT_EQ(tree.merges.back().size, 40U);
      EXPECT_EQ(std::set<std::size_t>(tree.order.begin(), tree.order.end()).size(), 40U);
    }
  }
}

TEST(Cluster, OptimalOrderIsTheBestOfAllTurns) {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    const Distances distances = random_points(9, seed);
    const ClusterTree tree = cluster(distances);
    double best = std::numeric_limits<double>::infinity();
    for (unsigned turns = 0; turns < 256; ++turns) {  // each of the 8 forks, as it is or turned
      std::vector<std::vector<std::size_t>> below(9);
      for (std::size_t i = 0; i < 9; ++i) below[i] = {i};
      for (std::size_t m = 0; m < 8; ++m) {
        const bool turned = (turns >> m & 1U) != 0;
        std::vector<std::size_t> both = below[turned ? tree.merges[m].second : tree.merges[m].first];
        const auto& rest = below[turned ? tree.merges[m].first : tree.merges[m].second];
        both.insert(both.end(), rest.begin(), rest.end());
        below.push_back(both);
      }
      ClusterTree other = tree;
      other.order = below.back();
      best = std::min(best, path_length(other, distances));
    }
    EXPECT_NEAR(path_length(cluster(distances, {Linkage::average, LeafOrder::optimal}), distances), best, 1e-12);
  }
}

TEST(Cluster, CutsAreNestedAndNumberedFromLeftToRight) {
  const Distances distances = random_points(25, 3);
  const ClusterTree tree = cluster(distances, {.linkage = Linkage::complete});
  for (std::size_t k = 1; k <= 25; ++k) {
    const Labels labels = cut_into(tree, k);
    EXPECT_EQ(std::set<std::size_t>(labels.begin(), labels.end()).size(), k);
    std::size_t last = 0;
    for (const std::size_t leaf : tree.order) {
      EXPECT_TRUE(labels[leaf] == last || labels[leaf] == last + 1);
      last = labels[leaf];
    }
    if (k == 25) break;
    const Labels finer = cut_into(tree, k + 1);
    for (std::size_t i = 0; i < 25; ++i) {
      for (std::size_t j = 0; j < 25; ++j) { EXPECT_TRUE(finer[i] != finer[j] || labels[i] == labels[j]); }
    }
    EXPECT_EQ(cut_at(tree, tree.merges[24 - k].height), labels) << "a merge at the height itself counts";
  }
  EXPECT_EQ(cut_at(tree, -1.0), cut_into(tree, 25));
  EXPECT_EQ(cut_at(tree, std::numeric_limits<double>::infinity()), cut_into(tree, 1));
}

TEST(Cluster, FindsGroupsThatAreFarApart) {
  Eigen::MatrixXd values = Eigen::MatrixXd::Constant(9, 9, 10.0);
  std::vector<std::string> names;
  for (Eigen::Index i = 0; i < 9; ++i) {
    names.push_back(name_of(static_cast<std::size_t>(i)));
    for (Eigen::Index j = 0; j < 9; ++j) {
      if (i / 3 == j / 3) values(i, j) = i == j ? 0.0 : 1.0;
    }
  }
  const Distances distances = make_distances(names, values);
  for (const Linkage linkage : kLinkages) {
    const ClusterTree tree = cluster(distances, {.linkage = linkage});
    // All merge at 10: the first two groups meet first, and the third, as the tighter part, lies to the left of both.
    EXPECT_THAT(cut_into(tree, 3), ElementsAre(2, 2, 2, 3, 3, 3, 1, 1, 1));
    EXPECT_EQ(suggest_clusters(tree, distances).k, 3U);
    EXPECT_NEAR(silhouette(distances, tree.leaves, cut_into(tree, 3)).mean, 0.9, 1e-12);
    EXPECT_NEAR(cophenetic_correlation(tree, distances), 1.0, linkage == Linkage::ward ? 0.1 : 1e-12);
  }
}

// ---- Nothing to measure, and wrong calls

TEST(Cluster, OfNoneOneAndTwoDocuments) {
  for (const Linkage linkage : kLinkages) {
    for (const LeafOrder order : {LeafOrder::tight_first, LeafOrder::optimal}) {
      const ClusterTree none = cluster(make_distances({}, Eigen::MatrixXd(0, 0)), {linkage, order});
      EXPECT_EQ(none.size(), 0U);
      EXPECT_TRUE(none.order.empty());
      EXPECT_THROW(static_cast<void>(cut_into(none, 1)), InvalidArgument);
      EXPECT_TRUE(cut_at(none, 1.0).empty());
      const Distances single = make_distances({"a"}, Eigen::MatrixXd::Zero(1, 1));
      const ClusterTree one = cluster(single, {linkage, order});
      EXPECT_THAT(one.order, ElementsAre(0));
      EXPECT_THAT(cut_into(one, 1), ElementsAre(1));
      EXPECT_TRUE(std::isnan(cophenetic_correlation(one, single)));
      EXPECT_EQ(suggest_clusters(one, single).k, 0U);
      const Distances pair = make_distances({"b", "a"}, (Eigen::MatrixXd(2, 2) << 0, 3, 3, 0).finished());
      const ClusterTree two = cluster(pair, {linkage, order});
      EXPECT_THAT(names_in_order(two), ElementsAre("a", "b"));
      EXPECT_EQ(two.merges[0].height, 3.0);
      EXPECT_EQ(suggest_clusters(two, pair).k, 0U);
    }
  }
}

TEST(Cluster, OfEqualDocumentsIsFlat) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < 6; ++i) names.push_back(name_of(i));
  const Distances distances = make_distances(names, Eigen::MatrixXd::Zero(6, 6));
  for (const Linkage linkage : kLinkages) {
    const ClusterTree tree = cluster(distances, {.linkage = linkage});
    EXPECT_EQ(tree.merges.back().height, 0.0);
    EXPECT_EQ(names_in_order(tree), names);
    EXPECT_TRUE(std::isnan(cophenetic_correlation(tree, distances)));
    EXPECT_EQ(silhouette(distances, tree.leaves, cut_into(tree, 3)).mean, 0.0);
  }
}

TEST(Cluster, LeavesUndefinedDocumentsOutAndSaysWhy) {
  Distances distances = random_points(6, 2);
  for (Eigen::Index i = 0; i < 6; ++i) distances.values(i, 2) = distances.values(2, i) = kNaN;  // an empty document
  distances.values(0, 5) = distances.values(5, 0) = kNaN;                                       // a pair that shares nothing
  distances.values(1, 5) = distances.values(5, 1) = kNaN;
  const ClusterTree tree = cluster(distances);
  EXPECT_THAT(tree.leaves, ElementsAre(0, 1, 3, 4));
  ASSERT_EQ(tree.left_out.size(), 2U);
  EXPECT_EQ(tree.left_out[0].document, 2U);
  EXPECT_EQ(tree.left_out[0].reason, LeftOutReason::undefined);
  EXPECT_EQ(tree.left_out[0].n_undefined, 5U);
  EXPECT_EQ(tree.left_out[1].document, 5U);
  EXPECT_EQ(tree.left_out[1].reason, LeftOutReason::incomplete);
  EXPECT_EQ(tree.left_out[1].n_undefined, 3U);
  for (const stance::Merge& merge : tree.merges) EXPECT_TRUE(std::isfinite(merge.height));
  EXPECT_TRUE(std::isfinite(cophenetic_correlation(tree, distances)));
  EXPECT_THROW(static_cast<void>(silhouette(distances, {0, 1, 5}, {1, 1, 2})), InvalidArgument);
}

TEST(CompleteSet, CannotGrowAndDoesNotDependOnTheOrderOfRows) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    Distances distances = random_points(12, seed);
    stance::detail::Random random(seed + 100);
    for (Eigen::Index i = 0; i < 12; ++i) {
      for (Eigen::Index j = 0; j < i; ++j) {
        if (random.below(4) == 0) distances.values(i, j) = distances.values(j, i) = kNaN;
      }
    }
    const auto set = complete_set(distances);
    const auto fits = [&](std::size_t d) {
      return std::all_of(set.documents.begin(), set.documents.end(), [&](std::size_t other) {
        return !std::isnan(distances.values(static_cast<Eigen::Index>(d), static_cast<Eigen::Index>(other)));
      });
    };
    for (const std::size_t d : set.documents) EXPECT_TRUE(fits(d));
    for (const auto& out : set.left_out) EXPECT_FALSE(fits(out.document));
    const auto order = shuffled(12, seed);
    std::set<std::string> a;
    std::set<std::string> b;
    for (const std::size_t d : set.documents) a.insert(distances.names[d]);
    const Distances other = permuted(distances, order);
    for (const std::size_t d : complete_set(other).documents) b.insert(other.names[d]);
    EXPECT_EQ(a, b);
  }
}

TEST(Silhouettes, UndefinedForOneClusterAndZeroForASingleDocument) {
  const Distances distances = random_points(5, 4);
  const std::vector<std::size_t> all = {0, 1, 2, 3, 4};
  EXPECT_TRUE(std::isnan(silhouette(distances, all, {1, 1, 1, 1, 1}).mean));
  const Silhouette two = silhouette(distances, all, {7, 7, 7, 7, 3});
  EXPECT_EQ(two.widths[4], 0.0);
  EXPECT_EQ(two.neighbours[4], 7U);
  EXPECT_EQ(two.clusters[0].label, 3U);
  EXPECT_EQ(silhouette(distances, all, {1, 2, 3, 4, 5}).mean, 0.0);
  EXPECT_TRUE(std::isnan(silhouette(distances, {}, {}).mean));
}

TEST(Structure, RefusesWhatIsNoTableOfDistances) {
  const auto message = [](std::vector<std::string> names, const Eigen::MatrixXd& values) {
    try {
      static_cast<void>(make_distances(std::move(names), values));
    } catch (const InvalidArgument& fault) { return std::string(fault.what()); }
    return std::string();
  };
  EXPECT_THAT(message({"a"}, Eigen::MatrixXd::Zero(1, 2)), HasSubstr("square"));
  EXPECT_THAT(message({"a"}, Eigen::MatrixXd::Zero(2, 2)), HasSubstr("names: expected 2"));
  EXPECT_THAT(message({"a", "b"}, (Eigen::MatrixXd(2, 2) << 0, 1, 2, 0).finished()), HasSubstr("other side of the diagonal"));
  EXPECT_THAT(message({"a", "b"}, (Eigen::MatrixXd(2, 2) << 0, -1, -1, 0).finished()), HasSubstr("0 or more"));
  EXPECT_THAT(message({"a", "b"}, (Eigen::MatrixXd(2, 2) << 1, 1, 1, 1).finished()), HasSubstr("diagonal"));
  EXPECT_THAT(message({"a", "b"}, (Eigen::MatrixXd(2, 2) << 0, INFINITY, INFINITY, 0).finished()), HasSubstr("finite"));
  EXPECT_THAT(message({"a", "b"}, (Eigen::MatrixXd(2, 2) << 0, kNaN, 1, 0).finished()), HasSubstr("both sides"));
  const Distances distances = random_points(5, 1);
  const ClusterTree tree = cluster(distances);
  EXPECT_THROW(static_cast<void>(cut_into(tree, 6)), InvalidArgument);
  EXPECT_THROW(static_cast<void>(cut_at(tree, kNaN)), InvalidArgument);
  EXPECT_THROW(static_cast<void>(cophenetic_correlation(tree, random_points(4, 1))), InvalidArgument);
  EXPECT_THROW(static_cast<void>(suggest_clusters(tree, distances, 1)), InvalidArgument);
  EXPECT_THROW(static_cast<void>(silhouette(distances, {0, 1}, {1})), InvalidArgument);
  EXPECT_THROW(static_cast<void>(silhouette(distances, {0, 0}, {1, 2})), InvalidArgument);
  EXPECT_THROW(static_cast<void>(silhouette(distances, {0, 9}, {1, 2})), InvalidArgument);
  EXPECT_THROW(static_cast<void>(silhouette(distances, {0, 1}, {0, 1})), InvalidArgument);
}

}  // namespace
