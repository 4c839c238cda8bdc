#pragma once
/// What the automata behind Matcher read: words by the things that they are asked to be, and the targets named there.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "stance/match.hpp"
#include "tsl/robin_map.h"

namespace stance::detail {

using AtomId = std::uint32_t;

/// A few bits for a set of atoms: sets without a common bit have no common atom. Which bit is an atom's says AtomTable.
class AtomBits {
 public:
  static constexpr std::uint32_t count = 256;
  void add(std::uint8_t bit) noexcept { words_[bit / 64U] |= std::uint64_t{1} << (bit % 64U); }
  [[nodiscard]] bool meets(const AtomBits& other) const noexcept {
    std::uint64_t common = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) common |= words_[i] & other.words_[i];
    return common != 0;
  }

 private:
  std::array<std::uint64_t, count / 64> words_{};
};

/// Where a token stands in a mention.
enum class MentionPart : std::uint8_t { none, whole, first, middle, last };

/// A token as an automaton sees it.
struct Symbol {
  std::uint32_t word_class = 0;
  Boundary before = Boundary::none;
  MentionPart part = MentionPart::none;
  std::uint32_t target = 0;
  std::uint32_t number = 0;  ///< of tokens in mentions: the same for all that an automaton cannot tell apart
  /// What it stands for, in one number; 26 bits for the target, three for each of the others.
  [[nodiscard]] std::uint64_t key() const noexcept {
    return (static_cast<std::uint64_t>(word_class) << 32U) | (static_cast<std::uint64_t>(target) << 6U) | (static_cast<std::uint64_t>(before) << 3U) | static_cast<std::uint64_t>(part);
  }
};

/// The literal things that a word can be asked to be.
class AtomTable {
 public:
  /// `text` is folded; a leading or trailing '*' makes it a suffix, prefix or infix, any other wildcard a glob.
  AtomId add(std::string_view text, LetterCase letter_case);
  /// The same as adding it again.
  void use(AtomId atom) { ++uses_[atom]; }
  /// All atoms that a word satisfies, sorted.
  void satisfied(std::string_view type, std::string_view base, Shape shape, std::vector<AtomId>& out) const;
  /// After the last add(): gives bits to atoms. The commonest have one of their own, or else every "the" of a text would be taken for
  /// whatever rare words share its bit.
  void finish();
  [[nodiscard]] std::uint8_t bit(AtomId atom) const noexcept { return bits_[atom]; }
  /// Once it is finished.
  template <class Archive>
  void serialize(Archive& archive) {
    for (Index* index : {&literal_, &prefix_, &suffix_, &infix_, &glob_}) serialize(archive, *index);
    archive(longest_stem_, uses_, bits_);
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
  std::vector<std::uint32_t> uses_;  ///< by atom: how often patterns ask for it
  std::vector<std::uint8_t> bits_;
};

/// The sets of targets that patterns ask for.
class TargetSets {
 public:
  explicit TargetSets(const Lexicon& lexicon) : lexicon_(&lexicon) {}
  /// Number of the set; `keys` as in a pattern.
  std::uint32_t add(const std::vector<std::string>& keys);
  [[nodiscard]] bool holds(std::uint32_t set, std::uint32_t target) const { return sets_[set][target]; }
  /// For each target the first one that stands in the same sets.
  [[nodiscard]] std::vector<std::uint32_t> alike() const;
  /// Once nothing is added any more.
  template <class Archive>
  void serialize(Archive& archive) {
    archive(sets_);
  }

 private:
  const Lexicon* lexicon_;
  std::map<std::vector<std::string>, std::uint32_t> known_;
  std::vector<std::vector<bool>> sets_;
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
    const std::size_t slot = static_cast<std::size_t>(index_of(token.type)) * shapes + static_cast<std::size_t>(token.shape);
    if (slot < by_word_.size() && by_word_[slot] != unseen) return by_word_[slot];
    return see(token, slot);
  }
  /// Class of the words with these atoms (sorted); made where there is none. Number 0: no atoms.
  [[nodiscard]] std::uint32_t of(const std::vector<AtomId>& atoms);
  [[nodiscard]] const std::vector<AtomId>& atoms(std::uint32_t word_class) const noexcept { return classes_[word_class]; }
  [[nodiscard]] const AtomBits& bits(std::uint32_t word_class) const noexcept { return bits_[word_class]; }

 private:
  static constexpr std::uint32_t unseen = 0xFFFFFFFFU;
  static constexpr std::size_t shapes = 4;
  std::uint32_t see(const Token& token, std::size_t slot);

  const AtomTable* table_;
  const Vocabulary* vocabulary_;
  std::vector<std::uint32_t> by_word_;  ///< by type and shape
  std::vector<std::vector<AtomId>> classes_;
  std::vector<AtomBits> bits_;
  std::map<std::vector<AtomId>, std::uint32_t> index_;
  std::vector<AtomId> buffer_;
};

}  // namespace stance::detail
