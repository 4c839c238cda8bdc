#pragma once
/// @file kwic.hpp
/// Key words in context: every sentence in which a feature of a matrix stands, so that a number about a word can be read.

#include <cstddef>
#include <string>
#include <vector>

#include "stance/dfm.hpp"

namespace stance {

/// A sentence that holds a key word.
struct KwicSentence {
  std::size_t document = 0;  ///< index into the corpus
  ByteSpan span;             ///< of Document::text
  std::string text;          ///< cleaned: without line ends, footnote marks and the like
};

/// One occurrence.
struct KwicLine {
  std::size_t feature = 0;   ///< index into the list that was asked for
  std::size_t sentence = 0;  ///< index into Kwic::sentences
  ByteSpan span;             ///< of Document::text, from the first word of the feature to its last
  ByteSpan keyword;          ///< the same in KwicSentence::text
};

struct Kwic {
  std::vector<KwicSentence> sentences;  ///< in the order of the corpus, each once
  std::vector<KwicLine> lines;          ///< in the order of the sentences, then of the words
  std::vector<Diagnostic> diagnostics;  ///< of the documents that could not be read
};

/// Finds features as count_features() counts them: folded words, or n-grams of the words that the options leave ("role NATO" with stop
/// words left out stands in "role of NATO", and the span holds the stop word). A feature has as many lines as its count.
/// @param features   names as in Dfm::features()
/// @param documents  indices into the corpus, ascending; empty: all
/// @param options    those of the count
/// @throws InvalidArgument for options that make no sense and documents outside of the corpus
[[nodiscard]] Kwic kwic(const Corpus& corpus, const std::vector<std::string>& features, const std::vector<std::size_t>& documents = {},
                        const CountOptions& options = {});

}  // namespace stance
