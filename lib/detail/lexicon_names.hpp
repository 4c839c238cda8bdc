#pragma once
/// The words of the pack format for the kinds of things in a lexicon: what the reader takes and the writer writes.

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "stance/lexicon.hpp"

namespace stance::detail {

inline constexpr double default_scale = 5.0;  ///< of an intensity

inline constexpr std::array<std::pair<std::string_view, CueType>, 4> cue_type_names = {
    {{"verb", CueType::verb}, {"noun", CueType::noun}, {"relation", CueType::relation}, {"predicate", CueType::predicate}}};
inline constexpr std::array<std::pair<std::string_view, Holder>, 4> holder_names = {
    {{"own", Holder::own}, {"any", Holder::any}, {"others", Holder::others}, {"toward_self", Holder::toward_self}}};
inline constexpr std::array<std::pair<std::string_view, Reach>, 2> reach_names = {
    {{"clause", Reach::clause}, {"sentence", Reach::sentence}}};
inline constexpr std::array<std::pair<std::string_view, AxisKind>, 2> axis_kind_names = {
    {{"bipolar", AxisKind::bipolar}, {"intensity", AxisKind::intensity}}};
/// Slots that are no set of prepositions.
inline constexpr std::array<std::pair<std::string_view, Slot::Kind>, 4> slot_names = {
    {{"subject", Slot::Kind::subject}, {"object", Slot::Kind::object}, {"pre", Slot::Kind::pre}, {"inside", Slot::Kind::inside}}};
inline constexpr std::array<std::pair<std::string_view, NameForm>, 6> name_forms = {{{"names", NameForm::name},
                                                                                     {"adjectives", NameForm::adjective},
                                                                                     {"metonyms", NameForm::metonym},
                                                                                     {"people", NameForm::person},
                                                                                     {"short", NameForm::short_form},
                                                                                     {"assumed", NameForm::assumed_form}}};

/// The word for a value. @pre the value is in the table
template <typename Enum, std::size_t N>
[[nodiscard]] constexpr std::string_view name_in(const std::array<std::pair<std::string_view, Enum>, N>& names, Enum value) {
  for (const auto& [name, known] : names) {
    if (known == value) return name;
  }
  return {};
}

/// Names are compared without regard to the case of ASCII letters.
[[nodiscard]] inline std::string lower_ascii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return out;
}

}  // namespace stance::detail
