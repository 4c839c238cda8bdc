#pragma once
/// @file projection.hpp
/// The vector view of an axis: how far the words of a document lean to the words of one pole or the other.
///
/// It reads words and not statements ("NATO is a threat" and "NATO is no threat" look alike), so it is no position. It stands beside
/// the positions as a check: where both agree, the vocabulary of the text and what it says point the same way.

#include <Eigen/Core>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "stance/lexicon.hpp"
#include "stance/tfidf.hpp"

namespace stance {

/// A word of a pole, as documents have it (folded), or the beginning of words: "align*".
struct PoleWord {
  std::string word;
  double weight;  ///< > 0
};
struct PoleWords {
  std::vector<PoleWord> negative;  ///< ascending
  std::vector<PoleWord> positive;
};
/// The words that AxisDirections takes from the patterns and rules of an axis, with their weights, without idf: seeds or a dictionary for
/// methods that count words. A word of both poles is on the heavier one with the difference. An intensity has no negative words.
/// @throws InvalidArgument for an axis that the lexicon does not have
[[nodiscard]] PoleWords pole_words(const Lexicon& lexicon, std::size_t axis);

/// Directions of the axes of a lexicon in the space of words.
///
/// direction_k = c⁺ / |c⁺| − c⁻ / |c⁻|; c⁺ and c⁻ are the sums, over the patterns of the + and the − pole, of value · weight · idf(word),
/// a pattern's weight shared by its words; where an axis has rules, the cues that they name speak for the pole of their value.
/// An intensity has one pole, direction = c⁺ / |c⁺|.
/// Only words that topic_features() keeps count, in poles as in documents: function words are in every text, and background tables
/// leave them out. Words are compared as they are written but for case ("Turkey's" is not "Turkey"), since the tables count them so.
/// A glob counts as one word of the pole, whichever words of a document it takes; the cosine is clamped to [−1, 1] for that reason.
/// A glob that begins with the asterisk names no word and is left out.
/// idf(word) = ln((1 + N) / (1 + df)) + 1, from a background table and never from the user's corpus.
/// @see An, Kwak & Ahn (2018), SemAxis, ACL, doi 10.18653/v1/P18-1228, for axes as differences of pole centroids
class AxisDirections {
 public:
  AxisDirections(const Lexicon& lexicon, const DocumentFrequencies& background);
  ~AxisDirections();
  AxisDirections(AxisDirections&&) noexcept;
  AxisDirections& operator=(AxisDirections&&) noexcept;

  /// Cosine of each document's vector, (1 + ln tf) · idf, with each axis, n_documents × n_axes, in [−1, 1]. NaN where a document shares no
  /// word with the axis. A document's row depends on that document only.
  /// @param counts  counts of folded single words (Token::type), made with topic_features()
  /// @throws InvalidArgument when the matrix is weighted
  [[nodiscard]] Eigen::MatrixXd project(const Dfm& counts) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stance
