#pragma once
/// @file dfm_pairs.hpp
/// A table from pairs of ids to ids. Millions of pairs are looked up in no order in a table larger than the caches, so that the loop around it
/// would wait for memory: it asks for slots ahead (prepare), and key and value lie in one slot.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "detail/random.hpp"
#include "detail/tokens_slots.hpp"

namespace stance::detail {

class PairTable {
 public:
  /// A key on its way to its slot.
  struct Probe {
    std::uint64_t key = 0;
    std::uint64_t hash = 0;
  };
  static constexpr std::uint64_t kFree = ~std::uint64_t{0};  ///< no key

  /// Asks for the slot of a key, so that it is there when find() looks at it some keys later.
  [[nodiscard]] Probe prepare(std::uint32_t left, std::uint32_t right) const noexcept {
    const std::uint64_t key = std::uint64_t{left} << 32U | right;
    const Probe probe{key, mix64(key)};
    __builtin_prefetch(&slots_[probe.hash & mask_]);
    return probe;
  }
  /// The value of a key; for a new one, `value` becomes it.
  std::uint32_t find_or_add(const Probe& probe, std::uint32_t value) {
    std::size_t at = probe.hash & mask_;
    for (; slots_[at].key != kFree; at = (at + 1) & mask_) {
      if (slots_[at].key == probe.key) return slots_[at].value;
    }
    if ((size_ + 1) * 3 > slots_.size() * 2) {
      double_slots(slots_);
      mask_ = slots_.size() - 1;
      at = free_place(slots_, probe.hash);
    }
    ++size_;
    slots_[at] = {probe.key, value};
    return value;
  }
  /// Gives the memory back; the table is empty then.
  void clear() { *this = PairTable(); }

 private:
  struct Slot {
    std::uint64_t key = kFree;
    std::uint32_t value = 0;
    [[nodiscard]] bool is_free() const noexcept { return key == kFree; }
    [[nodiscard]] std::uint64_t hash() const noexcept { return mix64(key); }
  };
  static constexpr std::size_t kSmallest = 16;

  std::vector<Slot> slots_ = std::vector<Slot>(kSmallest);
  std::size_t mask_ = kSmallest - 1;
  std::size_t size_ = 0;
};

}  // namespace stance::detail
