#pragma once
/// @file tokens_spellings.hpp
/// What each raw spelling becomes, remembered. This look-up is the heart of the word loop: it waits for memory, so key and value lie in one
/// slot of half a cache line, and no string is compared byte by byte.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "detail/tokens_bytes.hpp"
#include "detail/tokens_slots.hpp"
#include "stance/tokens.hpp"
#include "stance/vocabulary.hpp"

namespace stance::detail {

/// What a raw word becomes.
struct Folded {
  TypeId type{};
  TypeId base{};
  Shape shape = Shape::lower;
  bool possessive = false;
};

/// Spellings of at most 8 · n bytes, in an open table.
template <std::size_t n>
class SpellingTable {
 public:
  static constexpr std::size_t kLongest = 8 * n;
  using Key = std::array<std::uint64_t, n>;  ///< the bytes of the spelling, zeros behind them

  /// @pre text[begin, end) is not longer than that, not empty and without zero bytes (no word has them)
  [[nodiscard]] static Key key_of(std::string_view text, std::uint32_t begin, std::uint32_t end) noexcept {
    const char* const bytes = text.data() + begin;
    const std::size_t size = end - begin;
    Key key{};
    if (text.size() - begin < kLongest) {  // the end of the text: no bytes may be read behind it
      for (std::size_t i = 0; 8 * i < size; ++i) key[i] = load_up_to_8(bytes + 8 * i, size - 8 * i);
    } else {
      for (std::size_t i = 0; i < n; ++i) key[i] = load8(bytes + 8 * i) & kFirst[size][i];  // no branch: lengths of words cannot be predicted
    }
    return key;
  }
  [[nodiscard]] static std::uint64_t hash_of(const Key& key) noexcept {
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < n; i += 2) {
      hash ^= (key[i] ^ (key[i] >> 32U)) * 0x9E3779B97F4A7C15ULL ^ (key[i + 1] ^ (key[i + 1] >> 29U)) * 0xBF58476D1CE4E5B9ULL;
      hash = (hash ^ (hash >> 32U)) * 0x94D049BB133111EBULL;
    }
    return hash >> 32U;
  }
  void prefetch(std::uint64_t hash) const noexcept { __builtin_prefetch(&slots_[hash & mask_]); }

  template <class Make>
  [[gnu::always_inline]] const Folded& find(const Key& key, std::uint64_t hash, Make&& make) {
    for (std::size_t at = hash & mask_; slots_[at].key[0] != 0; at = (at + 1) & mask_) {
      if (slots_[at].key == key) return slots_[at].folded;
    }
    return add(key, hash, make());
  }

 private:
  struct Slot {
    Key key{};  ///< begins with 0: free
    Folded folded;
    std::uint32_t hash_of_key = 0;
    [[nodiscard]] bool is_free() const noexcept { return key[0] == 0; }
    [[nodiscard]] std::uint64_t hash() const noexcept { return hash_of_key; }
  };
  /// By size: the bytes of a key that belong to a spelling.
  static constexpr std::array<Key, kLongest + 1> kFirst = [] {
    std::array<Key, kLongest + 1> out{};
    for (std::size_t size = 0; size <= kLongest; ++size) {
      for (std::size_t byte = 0; byte < size; ++byte) out[size][byte / 8] |= std::uint64_t{0xFF} << 8 * (byte % 8);
    }
    return out;
  }();
  static constexpr std::size_t kSmallest = 1024;

  const Folded& add(const Key& key, std::uint64_t hash, const Folded& folded) {
    if (++size_ * 4 > slots_.size() * 3) {
      double_slots(slots_);
      mask_ = slots_.size() - 1;
    }
    Slot& slot = slots_[free_place(slots_, hash)];
    slot = {key, folded, static_cast<std::uint32_t>(hash)};
    return slot.folded;
  }

  std::vector<Slot> slots_ = std::vector<Slot>(kSmallest);
  std::size_t mask_ = kSmallest - 1;
  std::size_t size_ = 0;
};

/// Most words of Latin script have at most 16 bytes, most of Cyrillic at most 32; the others, which are rare, are in a Vocabulary.
class Spellings {
 public:
  /// A word on its way to its slot.
  struct Probe {
    SpellingTable<2>::Key key{};  ///< of a short word
    std::uint64_t hash = 0;
  };

  /// Asks for the slot of text[begin, end), so that it is there when find() looks at it some words later.
  [[nodiscard]] Probe prepare(std::string_view text, std::uint32_t begin, std::uint32_t end) const noexcept {
    Probe probe;
    if (end - begin <= short_.kLongest) {
      probe.key = short_.key_of(text, begin, end);
      probe.hash = short_.hash_of(probe.key);
      short_.prefetch(probe.hash);
    } else if (end - begin <= middle_.kLongest) {
      probe.hash = middle_.hash_of(middle_.key_of(text, begin, end));
      middle_.prefetch(probe.hash);
    }
    return probe;
  }

  /// The remembered form of text[begin, end), or that which `make()` gives.
  template <class Make>
  [[gnu::always_inline]] const Folded& find(const Probe& probe, std::string_view text, std::uint32_t begin, std::uint32_t end, Make&& make) {
    if (end - begin <= short_.kLongest) return short_.find(probe.key, probe.hash, make);
    if (end - begin <= middle_.kLongest) return middle_.find(middle_.key_of(text, begin, end), probe.hash, make);
    return find_long(text.substr(begin, end - begin), make);
  }

 private:
  template <class Make>
  const Folded& find_long(std::string_view word, Make&& make) {
    const TypeId spelling = long_.intern(word);
    if (index_of(spelling) == long_folded_.size()) long_folded_.push_back(make());
    return long_folded_[index_of(spelling)];
  }

  SpellingTable<2> short_;
  SpellingTable<4> middle_;
  Vocabulary long_;
  std::vector<Folded> long_folded_;
};

}  // namespace stance::detail
