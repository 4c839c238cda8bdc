#pragma once
/// What the tokenizer must know of a language. Data only; a new language is a new row in tokens_language.cpp.

#include <string_view>
#include <vector>

namespace stance::detail {

enum class NameSuffix : unsigned char {
  none,
  english_possessive,  ///< Azerbaijan's
  apostrophe,          ///< NATO'nun, Azərbaycan'ın: everything behind the apostrophe inflects the name
};

struct LanguageRules {
  std::string_view language;
  std::string_view locale;  ///< for Boost.Locale; never with a script subtag: "az_Latn_AZ" gives empty strings with ICU 72
  bool dotless_i;           ///< I lowers to ı
  NameSuffix suffix;
  std::vector<std::string_view> never_final;    ///< "Dr.": a stop behind it never ends a sentence
  std::vector<std::string_view> before_number;  ///< "No.": no end when a number or a single letter follows
  std::vector<std::string_view> maybe_final;    ///< "etc.", "U.S.": ends a sentence only when a starter follows
  std::vector<std::string_view> starters;       ///< words that, capitalised, begin sentences rather than names
};

/// nullptr for a language without rules.
[[nodiscard]] const LanguageRules* rules_of(std::string_view language) noexcept;
[[nodiscard]] const std::vector<LanguageRules>& all_language_rules();

}  // namespace stance::detail
