#pragma once
/// @file background.hpp
/// Background tables: in how many texts of a large general collection each word occurs. An idf from such a table does not depend on
/// the user's corpus, so that a document's vector does not move when another document joins.

#include <filesystem>
#include <string_view>

#include "stance/tfidf.hpp"

namespace stance {

/// Read a table: lines "word<tab>document frequency", a line "# documents<tab>N", other lines that begin with '#' are comments.
/// @throws Error when the file cannot be read; ParseError with the line of each fault; InvalidArgument, without a line, for a word that is
///         there twice or a frequency of 0 or of more than N
[[nodiscard]] DocumentFrequencies read_background(const std::filesystem::path& file);

/// The bundled table of a language, lexicons/background.<language>.tsv.
/// @throws Error when there is none for the language; says where it looked
[[nodiscard]] DocumentFrequencies load_background(std::string_view language);

}  // namespace stance
