#pragma once
/// @file compare_profiles.hpp
/// Profiles of positions, as stance_similarity() wants them.

#include "stance/compare.hpp"

namespace stance::detail {

/// The axes of one kind that were analysed: indices into Lexicon::axes.
[[nodiscard]] std::vector<std::uint32_t> axes_of(const Analysis& analysis, const Lexicon& lexicon, AxisKind kind);
/// Positions on these axes, in their order.
[[nodiscard]] PositionProfiles axis_profiles(const Analysis& analysis, const Lexicon& lexicon, AxisKind kind);
/// Stance toward each target for which two documents or more have one.
[[nodiscard]] PositionProfiles target_profiles(const Analysis& analysis);

}  // namespace stance::detail
