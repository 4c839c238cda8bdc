#pragma once
/// @file structure.hpp
/// How the documents of a corpus lie to each other as a whole: trees of clusters, how well separated these are, and maps.
///
///     const Distances distances = distances_of(similarity_matrix(weighted));
///     const ClusterTree tree = cluster(distances, {.linkage = Linkage::average});
///     const std::vector<std::size_t> labels = cut_into(tree, 3);
///     const Silhouette separation = silhouette(distances, tree.leaves, labels);
///     const ScaledMap map = classical_mds(distances);
///
/// A tree is found in any data, also where there are no clusters: look at the silhouette and the cophenetic correlation first.
/// Documents without a distance to others are left out and listed, never imputed.

#include <Eigen/Core>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "stance/bootstrap.hpp"
#include "stance/similarity.hpp"

namespace stance {

// ---- Distances

/// How a similarity s in [−1, 1] becomes a distance.
enum class DistanceForm : std::uint8_t {
  /// √(2(1 − s)); √ of the Jensen–Shannon divergence; other distances as they are. For cosine and pearson the straight-line distance
  /// between
  /// the rows at unit length, and for every Measure a Euclidean distance, so that Ward's criterion and maps mean what they say.
  euclidean,
  linear,  ///< 1 − s; distances and divergences as they are. Easier to read; no Euclidean distance in general
};

/// Distances between documents.
struct Distances {
  std::vector<std::string> names;
  Eigen::MatrixXd values;  ///< n × n, symmetric, ≥ 0, 0 on the diagonal; NaN where undefined (an undefined document: also on the diagonal)
  bool euclidean = false;  ///< known to be distances between points of some Euclidean space; false: not known
  std::string formula;     ///< in words
};

/// @throws InvalidArgument for a similarity above 1 by more than rounding
[[nodiscard]] Distances distances_of(const SimilarityMatrix& similarity, DistanceForm form = DistanceForm::euclidean);
/// Of stance similarities, which are weighted means of absolute differences: `euclidean` is false in either form. The documents on the
/// diagonal have distance 0, also those without any position; these are undefined to all others.
[[nodiscard]] Distances distances_of(const StanceSimilarity& similarity, DistanceForm form = DistanceForm::euclidean);
/// Any matrix. @throws InvalidArgument where it is not square, not symmetric, negative, infinite, or not 0 on the diagonal, or names do not
/// fit
[[nodiscard]] Distances make_distances(std::vector<std::string> names, Eigen::MatrixXd values, bool euclidean = false);

/// Why a document takes no part.
enum class LeftOutReason : std::uint8_t {
  undefined,   ///< it has a distance to no other document
  incomplete,  ///< some of its distances are undefined, and it was among those whose leaving left the fewest gaps
};
[[nodiscard]] std::string_view to_string(LeftOutReason reason) noexcept;
struct LeftOut {
  std::size_t document = 0;  ///< row of the distances
  LeftOutReason reason = LeftOutReason::undefined;
  std::size_t n_undefined = 0;  ///< of its distances to others
};

/// Documents all of whose distances to each other are defined. First those go that have no distance at all; then, as long as there are
/// gaps, the document with the most of them (of equals the last by name); at last those come back that fit after all. A set that cannot
/// grow, not always the largest. The same documents in any order of the rows.
struct CompleteSet {
  std::vector<std::size_t> documents;  ///< rows, ascending
  std::vector<LeftOut> left_out;       ///< rows, ascending
};
[[nodiscard]] CompleteSet complete_set(const Distances& distances);

// ---- Trees

/// Distance between clusters X ∪ Y and Z, from those of X and Y to Z.
enum class Linkage : std::uint8_t {
  single,    ///< min: chains of neighbours; finds elongated groups, and chains where there are none
  complete,  ///< max: compact groups of similar diameter
  average,   ///< (n_X d_XZ + n_Y d_YZ) / (n_X + n_Y) (UPGMA): a compromise, and the one that keeps distances best as a rule
  /// √( ((n_X + n_Z) d_XZ² + (n_Y + n_Z) d_YZ² − n_Z d_XY²) / (n_X + n_Y + n_Z) ): the least growth of the variance within clusters, where
  /// distances are Euclidean. This is scipy's "ward" and R's "ward.D2", not R's "ward.D"; heights are distances, not squares.
  /// @see Murtagh & Legendre (2014), Journal of Classification 31:274-295, doi 10.1007/s00357-014-9161-z
  ward,
};
[[nodiscard]] std::string_view to_string(Linkage linkage) noexcept;

/// Left and right are free at each fork of a tree.
enum class LeafOrder : std::uint8_t {
  tight_first,  ///< the cluster that was made at the lower height to the left, as R's hclust does; of equals the first name
  /// The order with the smallest sum of distances between neighbours. O(n³) time and O(n²) memory.
  /// @see Bar-Joseph, Gifford & Jaakkola (2001), Bioinformatics 17:S22-S29, doi 10.1093/bioinformatics/17.suppl_1.S22
  optimal,
};

struct ClusterOptions {
  Linkage linkage = Linkage::average;
  LeafOrder order = LeafOrder::tight_first;
};

/// Two clusters become one. Ids as in scipy.cluster.hierarchy: 0 … n − 1 are the leaves, n + i is what merge i made.
struct Merge {
  std::size_t first = 0;  ///< < second
  std::size_t second = 0;
  double height = 0.0;   ///< their distance
  std::size_t size = 0;  ///< leaves below
};

/// A tree over the documents of a complete set.
struct ClusterTree {
  std::vector<std::string> names;   ///< of the n leaves
  std::vector<std::size_t> leaves;  ///< row of the distances of each leaf, ascending
  std::vector<Merge> merges;        ///< n − 1, heights ascending
  std::vector<std::size_t> order;   ///< the leaves from left to right
  std::vector<LeftOut> left_out;
  Linkage linkage = Linkage::average;
  std::vector<std::string> notes;  ///< what a reader must know, for example that Ward met distances that are not Euclidean

  [[nodiscard]] std::size_t size() const noexcept { return leaves.size(); }
};

/// Agglomerative hierarchical clustering. O(n²) time: nearest-neighbour chains, for single linkage a minimum spanning tree; n²/2 numbers of
/// memory besides the distances (single: n).
///
/// Ties: of equally near neighbours the first by name merges first; equally high merges come in the order in which they were found.
/// Documents are worked on in the order of their names, so that the tree does not depend on the order of the rows (where names are all
/// different). Of no document the tree is empty, of one it has a leaf and no merge.
///
/// Ward's criterion needs Euclidean distances. Where the distances are not known to be, this is looked up (the smallest eigenvalue of their
/// inner products, up to 1,000 documents), and a note says what was found.
/// @throws InvalidArgument as make_distances()
/// @see Müllner (2011), arXiv:1109.2378; Müllner (2013), Journal of Statistical Software 53(9), doi 10.18637/jss.v053.i09
[[nodiscard]] ClusterTree cluster(const Distances& distances, const ClusterOptions& options = {});

/// Labels 1 … k of the leaves, numbered from left to right in the order of the tree: the last k − 1 merges undone.
/// @throws InvalidArgument for k = 0 or above the number of leaves
[[nodiscard]] std::vector<std::size_t> cut_into(const ClusterTree& tree, std::size_t k);
/// Labels of the clusters that are made at `height` or below. @throws InvalidArgument for NaN
[[nodiscard]] std::vector<std::size_t> cut_at(const ClusterTree& tree, double height);

/// Height at which two leaves meet: n × n, 0 on the diagonal.
[[nodiscard]] Eigen::MatrixXd cophenetic_distances(const ClusterTree& tree);
/// Pearson's correlation, over the pairs of leaves, of their distances and the heights at which they meet: how well the tree keeps the
/// distances. 1 is perfect, values below about 0.7 say that a tree is a poor picture of these data. NaN for fewer than three leaves, or
/// where either side is constant. O(n²) time and O(n) memory. @see Sokal & Rohlf (1962), Taxon 11(2):33-40, doi 10.2307/1217208
/// @throws InvalidArgument for a tree of other distances
[[nodiscard]] double cophenetic_correlation(const ClusterTree& tree, const Distances& distances);

// ---- Silhouettes

struct ClusterSilhouette {
  std::size_t label = 0;
  std::size_t size = 0;
  double mean = 0.0;
};
/// How well each document lies in its cluster.
struct Silhouette {
  std::vector<double> widths;               ///< of each document, in [−1, 1]
  std::vector<std::size_t> neighbours;      ///< label of the nearest other cluster; 0 where there is none
  std::vector<ClusterSilhouette> clusters;  ///< by label
  double mean = 0.0;                        ///< over documents
};
/// s = (b − a) / max(a, b), a = mean distance to the others of its cluster, b = the smallest mean distance to another cluster. 1: well
/// inside; 0: between two; below 0: nearer to another. A document alone in its cluster has 0, as has one with a = b = 0. All NaN for fewer
/// than two clusters. O(n²).
/// @param documents  rows of the distances, all different (ClusterTree::leaves)
/// @param labels     one for each of these documents, ≥ 1
/// @throws InvalidArgument for lists that do not fit, or an undefined distance between the documents
/// @see Rousseeuw (1987), Journal of Computational and Applied Mathematics 20:53-65, doi 10.1016/0377-0427(87)90125-7
[[nodiscard]] Silhouette silhouette(const Distances& distances, const std::vector<std::size_t>& documents,
                                    const std::vector<std::size_t>& labels);

struct SuggestedClusters {
  std::size_t k = 0;          ///< of the largest mean silhouette, the smallest of equals; 0: nothing to suggest (fewer than three leaves)
  std::vector<double> means;  ///< mean silhouette of the cuts into 2, 3, … clusters
};
/// Cuts of the tree into 2 … min(max_k, n − 1) clusters by their mean silhouette. A heuristic, no test: it always names a number, also in
/// one cloud without clusters. Kaufman & Rousseeuw (1990, Finding Groups in Data, doi 10.1002/9780470316801, table 4) read 0.71 and more as
/// a strong structure, 0.51 as a reasonable one, 0.26 as a weak one, and less as none. O(max_k · n²).
/// @throws InvalidArgument for max_k < 2, or a tree of other distances
[[nodiscard]] SuggestedClusters suggest_clusters(const ClusterTree& tree, const Distances& distances, std::size_t max_k = 10);

// ---- How sure clusters are

/// How often clusters come back when the data are drawn anew. A heuristic for the question "would another text of these authors fall
/// here?", no test: draws add noise to data that hold noise already, so that shares are rather too low.
struct ClusterStability {
  std::vector<std::size_t> labels;  ///< the cut that was looked at: 1 … k, one for each leaf
  /// Of each label: mean over the replicates of the largest overlap |A ∩ B| / |A ∪ B| with a cluster of the replicate's tree, cut alike.
  /// Hennig reads 0.75 and more as a stable cluster, below 0.6 as one not to be trusted. @see Hennig (2007), Computational Statistics &
  /// Data Analysis 52:258-271, doi 10.1016/j.csda.2006.11.025
  std::vector<double> clusters;
  Eigen::MatrixXd together;  ///< leaves × leaves: share of the replicates in which two leaves are in one cluster; 1 on the diagonal
  std::size_t n_replicates = 0;
};
/// Sentences drawn with replacement, see bootstrap(); documents too short for that are refused, or kept as BootstrapOptions says.
/// @param k        clusters that the tree and each replicate are cut into
/// @param measure  what the tree was made with: distances of the documents of a matrix of counts. Called from several threads at once
/// @throws InvalidArgument as cut_into() and bootstrap(), and where documents of the tree are not among the sentences'
[[nodiscard]] ClusterStability cluster_stability(const ClusterTree& tree, std::size_t k, const SentenceCounts& sentences,
                                                 const std::function<Distances(const Dfm&)>& measure, const BootstrapOptions& options = {});
/// Positions drawn from N(p, se²), clipped to their axis, as in stance_similarity(); the draws of a document depend on seed, name, axis and
/// replicate only.
/// @param form  of the distances that the tree was made with
/// @throws InvalidArgument as cut_into() and stance_similarity(), and where documents of the tree have no profile
[[nodiscard]] ClusterStability cluster_stability(const ClusterTree& tree, std::size_t k, const PositionProfiles& profiles,
                                                 const StanceSimilarityOptions& options = {}, DistanceForm form = DistanceForm::euclidean,
                                                 std::size_t n_replicates = 200);

// ---- Maps

struct MdsOptions {
  std::size_t dimensions = 2;
  std::size_t dense_limit = 400;  ///< up to so many documents all eigenvalues are computed; beyond, the outermost alone (Lanczos)
};
/// Documents as points whose distances come as near to those given as straight lines allow.
struct ScaledMap {
  std::vector<std::string> names;      ///< of the documents on the map
  std::vector<std::size_t> documents;  ///< rows of the distances
  std::vector<LeftOut> left_out;
  Eigen::MatrixXd coordinates;      ///< n × dimensions, columns of mean 0; in the unit of the distances
  std::vector<double> eigenvalues;  ///< descending: all n, or the first `dimensions` alone
  double most_negative = 0.0;       ///< smallest eigenvalue; 0 but for rounding where the distances are Euclidean
  bool all_eigenvalues = true;
  /// Σ of the map's eigenvalues / Σ|λ| (first GOF of R's cmdscale): share of the distances' variation. NaN where not all are known and some
  /// are negative.
  double fit_absolute = 0.0;
  double fit_positive = 0.0;  ///< the same over Σ max(λ, 0) (second GOF of cmdscale)
  /// Σλ² of the map / Σλ² of all: always known, and kinder to few dimensions. @see Mardia, Kent & Bibby (1979), Multivariate Analysis, ch.
  /// 14
  double fit_squares = 0.0;
  std::vector<std::string> notes;
};
/// Classical (Torgerson) scaling: B = −½ J D² J, J = I − 1/n, coordinates = eigenvectors · √λ of its largest eigenvalues.
/// Axes are ordered by λ and have no meaning of their own; the sign of each is chosen so that the point farthest from 0 (of equals the
/// first by name) lies on its positive side. Dimensions beyond the positive eigenvalues are 0, and a note says so; one says when two
/// eigenvalues of the map, or the last one and the first left out, are equal to six digits, since the axes could then be turned. Does not
/// depend on the order of the rows. Dense: O(n³) time, n² memory; beyond dense_limit O(n²) for each of about a hundred products, memory n²
/// only for the distances.
/// @throws InvalidArgument for 0 dimensions, and as make_distances()
/// @see Torgerson (1952), Psychometrika 17:401-419, doi 10.1007/BF02288916; Gower (1966), Biometrika 53:325-338,
/// doi 10.1093/biomet/53.3-4.325
[[nodiscard]] ScaledMap classical_mds(const Distances& distances, const MdsOptions& options = {});

}  // namespace stance
