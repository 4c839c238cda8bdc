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

/// Spellings of at most 16 bytes in an open table; longer ones, which are rare, in a Vocabulary.
class Spellings {
 public:
  static constexpr std::size_t kInline = 16;
  /// A word on its way to its slot.
  struct Probe {
    std::uint64_t low = 0;  ///< the bytes of the spelling, zeros behind them
    std::uint64_t high = 0;
    std::uint64_t hash = 0;
  };

  /// Asks for the slot of text[begin, end), so that it is there when find() looks at it a few words later.
  /// @pre no zero bytes (no word has them)
  [[nodiscard]] Probe prepare(std::string_view text, std::uint32_t begin, std::uint32_t end) const noexcept {
    Probe probe;
    const std::size_t size = end - begin;
    if (size > kInline) return probe;
    const char* const bytes = text.data() + begin;
    if (text.size() - begin < kInline) {  // the end of the text: no bytes may be read behind it
      probe.low = load_up_to_8(bytes, size);
      if (size > 8) probe.high = load_up_to_8(bytes + 8, size - 8);
    } else {
      probe.low = load8(bytes) & kFirst[std::min<std::size_t>(size, 8)];
      probe.high = load8(bytes + 8) & kFirst[size - std::min<std::size_t>(size, 8)];
    }
    probe.hash = (probe.low ^ (probe.low >> 32U)) * 0x9E3779B97F4A7C15ULL ^ (probe.high ^ (probe.high >> 29U)) * 0xBF58476D1CE4E5B9ULL;
    probe.hash = (probe.hash ^ (probe.hash >> 32U)) * 0x94D049BB133111EBULL >> 32U;
    __builtin_prefetch(&slots_[probe.hash & mask_]);
    return probe;
  }

  /// The remembered form of text[begin, end), or that which `make()` gives.
  template <class Make>
  [[gnu::always_inline]] const Folded& find(const Probe& probe, std::string_view text, std::uint32_t begin, std::uint32_t end, Make&& make) {
    if (end - begin > kInline) return find_long(text.substr(begin, end - begin), make);
    std::size_t at = probe.hash & mask_;
    for (; slots_[at].low != 0; at = (at + 1) & mask_) {
      if (slots_[at].low == probe.low && slots_[at].high == probe.high) return slots_[at].folded;
    }
    return add(probe, make());
  }

 private:
  struct Slot {
    std::uint64_t low = 0;  ///< 0: free
    std::uint64_t high = 0;
    Folded folded;
    std::uint32_t hash = 0;
  };
  /// The first n bytes of eight.
  static constexpr std::array<std::uint64_t, 9> kFirst = [] {
    std::array<std::uint64_t, 9> out{};
    for (std::size_t n = 0; n < 8; ++n) out[n] = (std::uint64_t{1} << (8 * n)) - 1;
    out[8] = ~std::uint64_t{0};
    return out;
  }();

  const Folded& add(const Probe& probe, const Folded& folded) {
    if (++size_ * 4 > slots_.size() * 3) grow();
    Slot& slot = slots_[free_place(probe.hash)];
    slot = {probe.low, probe.high, folded, static_cast<std::uint32_t>(probe.hash)};
    return slot.folded;
  }
  [[nodiscard]] std::size_t free_place(std::uint64_t hash) const noexcept {
    std::size_t at = hash & mask_;
    while (slots_[at].low != 0) at = (at + 1) & mask_;
    return at;
  }
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    mask_ = slots_.size() - 1;
    for (const Slot& slot : old) {
      if (slot.low != 0) slots_[free_place(slot.hash)] = slot;
    }
  }
  template <class Make>
  const Folded& find_long(std::string_view word, Make&& make) {
    const TypeId spelling = long_.intern(word);
    if (index_of(spelling) == long_folded_.size()) long_folded_.push_back(make());
    return long_folded_[index_of(spelling)];
  }

  std::vector<Slot> slots_ = std::vector<Slot>(1024);
  std::size_t mask_ = 1023;
  std::size_t size_ = 0;
  Vocabulary long_;
  std::vector<Folded> long_folded_;
};

}  // namespace stance::detail
