#pragma once
/// @file report_keyness.hpp
/// What the formats of key words share.

#include <map>
#include <string>
#include <string_view>

#include "stance/report_keyness.hpp"

namespace stance::detail {

/// Six significant digits: a p-value of 1e-12 is not 0.
[[nodiscard]] double significant(double number);
[[nodiscard]] std::string_view side_name(int side) noexcept;
[[nodiscard]] std::string_view name_of(KeynessCorrection correction) noexcept;
[[nodiscard]] std::string_view name_of(FalseDiscovery method) noexcept;
[[nodiscard]] std::string_view name_of(DocumentTest test) noexcept;
[[nodiscard]] std::string_view name_of(KeynessPrior prior) noexcept;
[[nodiscard]] std::string_view name_of(KeynessUnit unit) noexcept;
/// Quotations by row.
[[nodiscard]] std::map<std::size_t, const KeyQuotation*> quotations_by_row(const KeynessReport& report);
/// The document in which a feature stands most: where rows are sentences, the sentence.
[[nodiscard]] const Spread& own_spread(const KeyFeature& row) noexcept;

}  // namespace stance::detail
