#pragma once
/// @file tokens_slots.hpp
/// What tables with open addressing share: where a new key goes, and how they grow. Looking a key up is each table's own hot loop.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace stance::detail {

// Slots are a power of two in number and are probed one after the other. A Slot has hash(), where its probing begins, and is_free(), which a
// new one is.

/// The first free slot for a key that is not there. @pre one is free
template <class Slot>
[[nodiscard]] std::size_t free_place(const std::vector<Slot>& slots, std::uint64_t hash) noexcept {
  const std::size_t mask = slots.size() - 1;
  std::size_t at = hash & mask;
  while (!slots[at].is_free()) at = (at + 1) & mask;
  return at;
}

/// Twice as many slots with the same keys. O(slots).
template <class Slot>
void double_slots(std::vector<Slot>& slots) {
  std::vector<Slot> old(slots.size() * 2);
  old.swap(slots);
  for (const Slot& slot : old) {
    if (!slot.is_free()) slots[free_place(slots, slot.hash())] = slot;
  }
}

}  // namespace stance::detail
