#pragma once
/// @file analysis_position.hpp
/// From the records of one axis or target to its position: the same for a document and for a part of it.

#include <cstddef>
#include <string>
#include <vector>

#include "stance/evidence.hpp"
#include "stance/lexicon.hpp"
#include "stance/position.hpp"

namespace stance::detail {

[[nodiscard]] bool is_intensity(const Lexicon& lexicon, EvidenceKey key);

/// @param n_words   of the text that the records come from
/// @param document  its id: with the key it names the random numbers of a bootstrap
[[nodiscard]] Position position_of(const Lexicon& lexicon, EvidenceKey key, const std::vector<Record>& records, std::size_t n_words,
                                   const std::string& document, PositionOptions options);

}  // namespace stance::detail
