#pragma once
/// @file dfm_grams.hpp
/// Words and n-grams as integers: a table of n-grams, its bytewise order, and the matrix from counts of it.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detail/dfm_entries.hpp"
#include "detail/dfm_pairs.hpp"
#include "stance/dfm.hpp"
#include "stance/vocabulary.hpp"

namespace stance::detail {

using GramId = std::uint32_t;
inline constexpr GramId kNoGram = std::numeric_limits<GramId>::max();
/// Marks a word that options leave out; never the id of a gram.
inline constexpr GramId kDropped = kNoGram - 1;

/// A gram is a word (left = kNoGram, right = TypeId), or a shorter gram followed by a word (left, right = gram ids). Each
/// pair has one id, found through its exact 64-bit key: n-grams never collide, and no string is made before the end.
class GramTable {
 public:
  struct Gram {
    GramId left = kNoGram;
    std::uint32_t right = 0;
    std::uint32_t length = 1;
  };

  GramId word(std::string_view bytes);
  /// Makes the grams of a document one word longer: ending[i], the gram of `length` − 1 words that ends at words[i], becomes that of
  /// `length` words, where reach[i] ≥ `length`. The other places then hold what is of no use.
  void extend_all(std::span<GramId> ending, std::span<const GramId> words, std::span<const std::uint8_t> reach, std::size_t length);
  [[nodiscard]] std::size_t size() const noexcept { return grams_.size(); }
  [[nodiscard]] const Gram& operator[](GramId id) const noexcept { return grams_[id]; }
  [[nodiscard]] std::string_view bytes_of_word(GramId word) const noexcept { return words_[TypeId{grams_[word].right}]; }
  void append_name(GramId id, std::string_view joiner, std::string& out) const;

  /// Ids of this table for all grams of another one, which are added where new.
  std::vector<GramId> absorb(const GramTable& other);
  /// Gives back the memory that only new grams need; there may be none from here on.
  void close() { pairs_.clear(); }
  /// All grams of at least `shortest` words, in bytewise order of their names. With one place for grams whose names are
  /// equal ("a b" the word and "a b" the pair), which then are neighbours.
  [[nodiscard]] std::vector<GramId> ordered(std::size_t shortest, std::string_view joiner) const;
  /// Whether names decide: some word has a byte that does not sort behind the joiner, so that ranks of words do not give
  /// the order of n-grams, and names may be equal.
  [[nodiscard]] bool names_overlap(std::string_view joiner) const;

 private:
  GramId extend(const PairTable::Probe& probe);
  GramId append(Gram gram);
  [[nodiscard]] std::vector<GramId> ordered_by_rank(std::size_t shortest) const;
  [[nodiscard]] std::vector<GramId> ordered_by_name(std::size_t shortest, std::string_view joiner) const;

  Vocabulary words_;
  std::vector<GramId> gram_of_word_;  // by TypeId
  std::vector<Gram> grams_;
  PairTable pairs_;  // (left, right) → gram
};

/// How much a feature is used: what the choice of features looks at.
struct FeatureUse {
  std::size_t documents = 0;  ///< that hold it
  double total = 0.0;         ///< Σ of its counts
};

/// Features that min_doc_freq, max_doc_freq and max_features keep, ascending.
/// @param uses  of each feature, in bytewise order of the names
[[nodiscard]] std::vector<std::size_t> chosen_features(const std::vector<FeatureUse>& uses, std::size_t n_documents, const DfmOptions& options);

/// What make_dfm() looks at.
struct CountedShard {
  const GramTable& grams;
  const std::vector<CountedDocument>& documents;  ///< in the order of the rows
  const GramEntries& entries;
  bool unused_grams = false;  ///< whether the table may hold grams that no document has
};

/// Choose the features and lay the counts out as a matrix. O(grams + entries), apart from sorting the words. Beside entries and matrix it
/// needs memory for grams, and 8 bytes for each feature and thread.
[[nodiscard]] Dfm make_dfm(const CountedShard& shard, const DfmOptions& options, std::size_t threads);

}  // namespace stance::detail
