#pragma once
/// @file scaling_glob.hpp
/// Globs over names of features.

#include <string_view>

namespace stance::detail {

[[nodiscard]] inline bool is_glob(std::string_view pattern) noexcept { return pattern.find_first_of("*?") != std::string_view::npos; }

/// Whether a glob takes a whole name. Both UTF-8; * is any bytes, ? one character. O(pattern · name) at worst.
[[nodiscard]] bool glob_takes(std::string_view glob, std::string_view name) noexcept;

}  // namespace stance::detail
