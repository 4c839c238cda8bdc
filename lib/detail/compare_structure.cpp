#include "detail/compare_structure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "detail/compare_profiles.hpp"
#include "stance/error.hpp"

namespace stance::detail {
namespace {

constexpr std::size_t kLeastDocuments = 3;
/// Kaufman & Rousseeuw's (1990) bound below which they see no structure.
constexpr double kNoStructure = 0.26;
/// More documents than this: the stability of clusters is not looked at, since each replicate compares all pairs anew.
constexpr std::size_t kStableDocuments = 100;

template <typename Similarity>
std::optional<ComparedStructure> structure_of(const Similarity& similarity, const StructureOptions& options) {
  const DistanceForm form = *options.linkage == Linkage::ward ? DistanceForm::euclidean : DistanceForm::linear;
  const Distances distances = distances_of(similarity, form);
  ComparedStructure out;
  out.tree = cluster(distances, {*options.linkage, LeafOrder::optimal});
  if (out.tree.size() < kLeastDocuments) return std::nullopt;
  out.distance = distances.formula;
  out.notes = out.tree.notes;
  out.suggested = suggest_clusters(out.tree, distances);
  out.k = options.clusters == 0 ? out.suggested.k : std::min(options.clusters, out.tree.size());
  if (out.k < options.clusters)
    out.notes.push_back(fmt::format("{} clusters were asked for, and there are {} documents", options.clusters, out.tree.size()));
  out.labels = cut_into(out.tree, out.k);
  out.silhouette = silhouette(distances, out.tree.leaves, out.labels);
  out.cophenetic_correlation = cophenetic_correlation(out.tree, distances);
  if (out.silhouette.mean < kNoStructure)
    out.notes.push_back(
        fmt::format("the mean silhouette, {:.2f}, is below {:g}: the clusters are hardly told apart, and a tree is found in any data",
                    out.silhouette.mean, kNoStructure));
  const Distances straight = distances_of(similarity, DistanceForm::euclidean);
  out.map = classical_mds(straight, {.dimensions = options.dimensions});
  out.map_distance = straight.formula;
  for (const std::string& note : out.map.notes) out.notes.push_back("map: " + note);
  return out;
}

void add_stability(const Analysis& analysis, const Lexicon& lexicon, const CompareOptions& options, ComparedStructure& out) {
  if (options.structure.replicates == 0) return;
  if (out.tree.size() > kStableDocuments) {
    out.notes.push_back(fmt::format("more than {} documents: how stable the clusters are was not looked at", kStableDocuments));
    return;
  }
  StanceSimilarityOptions draws;
  draws.base_error = options.base_error;
  draws.min_shared_axes = options.min_shared_axes;
  draws.seed = options.seed;
  draws.threads = options.threads;
  const DistanceForm form = out.tree.linkage == Linkage::ward ? DistanceForm::euclidean : DistanceForm::linear;
  out.stability =
      cluster_stability(out.tree, out.k, axis_profiles(analysis, lexicon, AxisKind::bipolar), draws, form, options.structure.replicates);
}

}  // namespace

void add_structures(const Analysis& analysis, const Lexicon& lexicon, const CompareOptions& options, Comparison& comparison) {
  if (options.structure.dimensions == 0) throw InvalidArgument("compare: structure.dimensions: expected 1 or more, got 0");
  if (!options.structure.linkage || !comparison.full || comparison.ids.size() < kLeastDocuments) return;
  comparison.topic_structure = structure_of(SimilarityMatrix{comparison.ids, comparison.topic, Measure::cosine}, options.structure);
  comparison.stance_structure = structure_of(comparison.stance, options.structure);
  if (comparison.stance_structure) add_stability(analysis, lexicon, options, *comparison.stance_structure);
}

}  // namespace stance::detail
