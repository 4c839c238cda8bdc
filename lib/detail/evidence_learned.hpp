#pragma once
/// The learned words of a pack, asked about a name of which no cue speaks.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "detail/evidence_scan.hpp"
#include "tsl/robin_map.h"

namespace stance::detail {

/// A word in a place: a feature of the regression.
struct LearnedFeature {
  LearnedPlace place = LearnedPlace::anywhere;
  std::uint32_t token = 0;
};

/// What the regression is asked: the words of the sentence that are part of no name, have no capital of their own and two letters or more, each by its
/// place. "Anywhere" has them all. A word may stand there more than once; the regression asks whether it does.
[[nodiscard]] std::vector<LearnedFeature> learned_features(const Tokens& tokens, const Vocabulary& vocabulary, const Scan& scan, std::uint32_t mention, std::uint32_t window);

/// How many targets other than the principal the sentence of a mention names.
[[nodiscard]] std::uint32_t targets_named(const Scan& scan, std::uint32_t mention, std::optional<std::uint32_t> principal);

/// The words by their text. Shared between threads.
class LearnedIndex {
 public:
  explicit LearnedIndex(const LearnedWords& learned);
  static constexpr std::uint32_t missing = 0xFFFFFFFFU;
  /// By place: number of the word in the list of that place, or missing.
  using Entry = std::array<std::uint32_t, learned_places>;
  [[nodiscard]] const Entry* find(std::string_view word) const;
  [[nodiscard]] const LearnedWords& learned() const noexcept { return *learned_; }

 private:
  const LearnedWords* learned_;
  tsl::robin_map<std::string, Entry> entries_;
};

/// Reads sentences; one for each thread.
class LearnedReader {
 public:
  LearnedReader(const LearnedIndex& index, const Vocabulary& vocabulary) : index_(&index), vocabulary_(&vocabulary) {}

  struct Opinion {
    double value = 0.0;  ///< p of support less p of against
    std::uint32_t token = 0;            ///< the word that says most for it, of those that are no word of grammar if there are any, …
    const LearnedWord* word = nullptr;  ///< … and its weights
  };
  /// What the words of its sentence say of a mention; nothing where they do not reach the threshold.
  [[nodiscard]] std::optional<Opinion> read(const Tokens& tokens, const Scan& scan, std::uint32_t mention);

 private:
  struct Hit {
    std::uint32_t place;
    std::uint32_t word;
    std::uint32_t token;
  };
  const LearnedIndex* index_;
  const Vocabulary* vocabulary_;
  std::vector<const LearnedIndex::Entry*> by_type_;  ///< what find() said, for the types before `by_type_.size()`
  std::vector<Hit> hits_;
};

}  // namespace stance::detail
