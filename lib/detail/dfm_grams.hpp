#pragma once
/// @file dfm_grams.hpp
/// Words and n-grams as integers: a table of n-grams, its bytewise order, and the matrix from counts of it.

#include <tsl/robin_map.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "detail/random.hpp"
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
  GramId extend(GramId left, GramId word);
  [[nodiscard]] std::size_t size() const noexcept { return grams_.size(); }
  [[nodiscard]] const Gram& operator[](GramId id) const noexcept { return grams_[id]; }
  [[nodiscard]] std::string_view bytes_of_word(GramId word) const noexcept { return words_[TypeId{grams_[word].right}]; }
  void append_name(GramId id, std::string_view joiner, std::string& out) const;

  /// Ids of this table for all grams of another one, which are added where new.
  std::vector<GramId> absorb(const GramTable& other);
  /// All grams of at least `shortest` words, in bytewise order of their names. With one place for grams whose names are
  /// equal ("a b" the word and "a b" the pair), which then are neighbours.
  [[nodiscard]] std::vector<GramId> ordered(std::size_t shortest, std::string_view joiner) const;
  /// Whether names decide: some word has a byte that does not sort behind the joiner, so that ranks of words do not give
  /// the order of n-grams, and names may be equal.
  [[nodiscard]] bool names_overlap(std::string_view joiner) const;

 private:
  struct Mix {
    std::size_t operator()(std::uint64_t key) const noexcept { return mix64(key); }
  };
  GramId append(Gram gram);
  [[nodiscard]] std::vector<GramId> ordered_by_rank(std::size_t shortest) const;
  [[nodiscard]] std::vector<GramId> ordered_by_name(std::size_t shortest, std::string_view joiner) const;

  Vocabulary words_;
  std::vector<GramId> gram_of_word_;  // by TypeId
  std::vector<Gram> grams_;
  tsl::robin_map<std::uint64_t, GramId, Mix> pairs_;
};

struct GramCount {
  GramId gram;
  std::uint32_t count;
};

/// One document's counts: entries [begin, end) of the shard.
struct CountedDocument {
  std::size_t position;
  std::string name;
  std::size_t begin;
  std::size_t end;
};

/// How much a feature is used: what the choice of features looks at.
struct FeatureUse {
  std::size_t documents = 0;  ///< that hold it
  double total = 0.0;         ///< Σ of its counts
};

/// Features that min_doc_freq, max_doc_freq and max_features keep, ascending.
/// @param uses  of each feature, in bytewise order of the names
[[nodiscard]] std::vector<std::size_t> chosen_features(const std::vector<FeatureUse>& uses, std::size_t n_documents, const DfmOptions& options);

/// Choose the features and lay the counts out as a matrix. O(grams + entries), apart from sorting the words.
[[nodiscard]] Dfm make_dfm(const GramTable& grams, const std::vector<CountedDocument>& documents, const std::vector<GramCount>& entries,
                           const DfmOptions& options);

}  // namespace stance::detail
