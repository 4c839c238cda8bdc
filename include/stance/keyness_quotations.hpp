#pragma once
/// @file keyness_quotations.hpp
/// Key words as they are used: a sentence for each.

#include <cstddef>
#include <string>
#include <vector>

#include "stance/keyness.hpp"
#include "stance/kwic.hpp"

namespace stance {

/// A sentence that shows how a key feature is used.
struct KeyQuotation {
  std::size_t row = 0;   ///< index into Keyness::rows
  std::string document;  ///< its id
  ByteSpan span;         ///< of the feature in Document::text
  ByteSpan sentence;     ///< of the sentence in Document::text
  std::string before;    ///< the cleaned sentence up to the feature
  std::string keyword;
  std::string behind;
};

/// For each row one sentence of its own side, the most telling: with the most other features of that side among `rows`, of 8 to 45 words
/// where there is one, not quoted for another row, from a document that was not quoted much yet; then the first. Rows that are on no side,
/// or whose occurrences cannot be found, have none.
/// @param documents  ids behind the groups, in the order of the matrix: Dfm::documents() (SentenceCounts::documents where rows are
/// sentences)
/// @param groups     of these documents
/// @param rows       indices into Keyness::rows
/// @param options    those of the count
/// @throws InvalidArgument for documents that the corpus has not, and rows outside
[[nodiscard]] std::vector<KeyQuotation> quote_keys(const Corpus& corpus, const std::vector<std::string>& documents, const Groups& groups,
                                                   const Keyness& keyness, const std::vector<std::size_t>& rows,
                                                   const CountOptions& options = {});

}  // namespace stance
