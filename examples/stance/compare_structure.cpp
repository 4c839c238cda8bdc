#include "compare_structure.hpp"

namespace program {

std::optional<stance::Linkage> linkage_of(const std::string& name) {
  for (const stance::Linkage linkage :
       {stance::Linkage::single, stance::Linkage::complete, stance::Linkage::average, stance::Linkage::ward}) {
    if (name == stance::to_string(linkage)) return linkage;
  }
  return std::nullopt;
}

void add_structure_options(CLI::App& command, stance::StructureOptions& structure, std::string& linkage) {
  const std::string group = "Clusters";
  command.add_option("--cluster", linkage, "Linkage of the trees: single, complete, average, ward (ward.D2 of R), or none")
      ->check(CLI::IsMember({"single", "complete", "average", "ward", "none"}))
      ->type_name("METHOD")
      ->capture_default_str()
      ->group(group);
  command.add_option("--clusters", structure.clusters, "Number of clusters; default: the most telling cut of each tree by the silhouette")
      ->check(CLI::Range(1, 1000))
      ->type_name("K")
      ->group(group);
  command.add_option("--stability", structure.replicates, "Draws of the positions behind the stability of clusters; 0: none")
      ->check(CLI::Range(0, 100'000))
      ->capture_default_str()
      ->group(group);
}

}  // namespace program
