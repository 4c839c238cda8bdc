#pragma once
/// @file compare_structure.hpp
/// Options of `stance compare` for trees and maps.

#include <optional>
#include <string>

#include "command.hpp"

namespace program {

void add_structure_options(CLI::App& command, stance::StructureOptions& structure, std::string& linkage);
/// Nothing for "none".
[[nodiscard]] std::optional<stance::Linkage> linkage_of(const std::string& name);

}  // namespace program
