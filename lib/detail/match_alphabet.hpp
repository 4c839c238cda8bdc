#pragma once
/// What the automata behind Matcher read: words by the things that they are asked to be, and the targets named there.

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "stance/match.hpp"
#include "tsl/robin_map.h"

namespace stance::detail {

using AtomId = std::uint32_t;

/// Where a token stands in a mention.
enum class MentionPart : std::uint8_t { none, whole, first, middle, last };

/// A token as an automaton sees it.
struct Symbol {
  std::uint32_t word_class = 0;
  Boundary before = Boundary::none;
  MentionPart part = MentionPart::none;
  std::uint32_t target = 0;
};

[[nodiscard]] inline bool begins_mention(const Symbol& symbol) noexcept { return symbol.part == MentionPart::whole || symbol.part == MentionPart::first; }

/// The literal things that a word can be asked to be.
class AtomTable {
 public:
  /// `text` is folded; a leading or trailing '*' makes it a suffix, prefix or infix, any other wildcard a glob.
  AtomId add(std::string_view text, LetterCase letter_case);
  /// All atoms that a word satisfies, sorted.
  void satisfied(std::string_view type, std::string_view base, Shape shape, std::vector<AtomId>& out) const;
  [[nodiscard]] std::size_t size() const noexcept { return n_; }
  template <class Archive>
  void serialize(Archive& archive) {
    for (Index* index : {&literal_, &prefix_, &suffix_, &infix_, &glob_}) serialize(archive, *index);
    archive(longest_stem_, n_);
  }

 private:
  struct Cased {
    AtomId id;
    LetterCase letter_case;
    template <class Archive>
    void serialize(Archive& archive) {
      archive(id, letter_case);
    }
  };
  using Index = tsl::robin_map<std::string, std::vector<Cased>>;
  AtomId insert(Index& index, std::string_view text, LetterCase letter_case);
  template <class Archive>
  static void serialize(Archive& archive, Index& index) {
    std::size_t size = index.size();
    archive(size);
    if constexpr (Archive::is_loading::value) {
      index.reserve(size);
      for (std::size_t i = 0; i < size; ++i) {
        std::string text;
        std::vector<Cased> entries;
        archive(text, entries);
        index.emplace(std::move(text), std::move(entries));
      }
    } else {
      for (const auto& [text, entries] : index) archive(text, entries);
    }
  }
  static void collect(const Index& index, const std::string& text, Shape shape, std::vector<AtomId>& out);
  Index literal_, prefix_, suffix_, infix_, glob_;
  std::size_t longest_stem_ = 0;  ///< of prefixes and suffixes, in bytes
  AtomId n_ = 0;
};

/// The sets of targets that patterns ask for.
class TargetSets {
 public:
  explicit TargetSets(const Lexicon& lexicon) : lexicon_(&lexicon) {}
  /// Number of the set; `keys` as in a pattern.
  std::uint32_t add(const std::vector<std::string>& keys);
  [[nodiscard]] bool holds(std::uint32_t set, std::uint32_t target) const { return sets_[set][target]; }
  [[nodiscard]] std::size_t size() const noexcept { return sets_.size(); }
  /// After the last add().
  void finish();
  /// The sets that hold a target.
  [[nodiscard]] std::span<const std::uint32_t> of(std::uint32_t target) const { return sets_of_[target]; }
  /// Once it is finished.
  template <class Archive>
  void serialize(Archive& archive) {
    archive(sets_);
    if constexpr (Archive::is_loading::value) finish();
  }

 private:
  const Lexicon* lexicon_;
  std::map<std::vector<std::string>, std::uint32_t> known_;
  std::vector<std::vector<bool>> sets_;
  std::vector<std::vector<std::uint32_t>> sets_of_;  ///< by target
};

struct Alphabet {
  explicit Alphabet(const Lexicon& lexicon) : targets(lexicon) {}
  AtomTable atoms;
  TargetSets targets;
  template <class Archive>
  void serialize(Archive& archive) {
    archive(atoms, targets);
  }
};

/// The words of one vocabulary by the atoms that they satisfy: words of one class are the same to all automata. Filled where a text
/// leads.
class WordClasses {
 public:
  WordClasses(const AtomTable& atoms, const Vocabulary& vocabulary);
  /// Class of a word.
  [[nodiscard]] std::uint32_t of(const Token& token) {
    const std::size_t slot = slot_of(token);
    if (slot < by_word_.size() && by_word_[slot] != unseen) return by_word_[slot];
    return see(token, slot);
  }
  /// To be called some tokens before of().
  void fetch(const Token& token) const noexcept {
    const std::size_t slot = slot_of(token);
    if (slot < by_word_.size()) __builtin_prefetch(&by_word_[slot]);
  }
  /// Class of the words with these atoms (sorted); made where there is none. Number 0: no atoms.
  [[nodiscard]] std::uint32_t of(const std::vector<AtomId>& atoms);
  [[nodiscard]] std::span<const AtomId> atoms(std::uint32_t word_class) const noexcept {
    return {atoms_.data() + begin_[word_class], atoms_.data() + begin_[word_class + std::size_t{1}]};
  }

 private:
  static constexpr std::uint32_t unseen = 0xFFFFFFFFU;
  static constexpr std::size_t shapes = 4;
  [[nodiscard]] static std::size_t slot_of(const Token& token) noexcept { return static_cast<std::size_t>(index_of(token.type)) * shapes + static_cast<std::size_t>(token.shape); }
  std::uint32_t see(const Token& token, std::size_t slot);

  const AtomTable* table_;
  const Vocabulary* vocabulary_;
  std::vector<std::uint32_t> by_word_;  ///< by type and shape
  std::vector<AtomId> atoms_;  ///< of all classes, one behind the other
  std::vector<std::uint32_t> begin_ = {0};  ///< of each class, and of the next one
  std::map<std::vector<AtomId>, std::uint32_t> index_;
  std::vector<AtomId> buffer_;
};

}  // namespace stance::detail
