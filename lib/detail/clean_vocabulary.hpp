#pragma once
/// @file clean_vocabulary.hpp
/// The words by which layout is recognised, one table per kind, in English, Azerbaijani, Turkish and Russian.
/// All texts handed to these functions are folded by folded_for_lookup().

#include <string_view>

namespace stance::detail {

[[nodiscard]] bool is_reference_heading(std::string_view folded);     ///< "references", "ədəbiyyat"
[[nodiscard]] bool announces_own_works(std::string_view folded);      ///< "… published scientific works of the author:"
[[nodiscard]] bool starts_with_keyword_label(std::string_view folded);   ///< "key words: …"
[[nodiscard]] bool starts_with_abstract_label(std::string_view folded);  ///< "abstract. …"
[[nodiscard]] bool starts_with_identifier(std::string_view folded);   ///< "doi …", "udc …", "issn …"
[[nodiscard]] bool starts_with_author_identifier(std::string_view folded);  ///< "orcid …", "e-mail: …"
[[nodiscard]] bool names_affiliation(std::string_view folded);        ///< holds "university", "institute", "professor" …
[[nodiscard]] bool is_approval_line(std::string_view folded);         ///< "scientific supervisor …" on a thesis' first pages
[[nodiscard]] bool is_imprint_line(std::string_view folded);          ///< "paper format: …", "isbn …"
[[nodiscard]] bool starts_with_caption_label(std::string_view folded);   ///< "figure 3.", "source: …"
[[nodiscard]] bool starts_with_division_label(std::string_view folded);  ///< "article", "chapter": repeated with a number, not a running head
[[nodiscard]] bool is_unfinished_word(std::string_view folded);       ///< a word that cannot end a sentence: "the", "of", "и"
[[nodiscard]] bool keeps_hyphen(std::string_view folded);             ///< "non", "self": their compounds keep the hyphen at a line end
/// Number of navigation words that make up the line completely ("home volunteer join us" is 3), or 0.
[[nodiscard]] int menu_entries(std::string_view folded);

}  // namespace stance::detail
