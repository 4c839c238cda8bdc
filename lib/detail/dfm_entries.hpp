#pragma once
/// @file dfm_entries.hpp
/// Counts of the grams of many documents, in blocks that never move: appending copies nothing that is there, and merging hands blocks over.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace stance::detail {

struct GramCount {
  std::uint32_t gram;
  std::uint32_t count;
};

/// The entries of one document: they lie in one block.
struct EntryPlace {
  std::size_t block = 0;
  std::size_t begin = 0;  ///< within the block
  std::size_t size = 0;
};

struct CountedDocument {
  std::size_t position;
  std::string name;
  EntryPlace entries;
};

class GramEntries {
 public:
  EntryPlace append(std::span<const GramCount> entries) {
    if (blocks_.empty() || blocks_.back().capacity() - blocks_.back().size() < entries.size()) {
      const std::size_t usual = blocks_.empty() ? kFirst : std::min(kLargest, 2 * blocks_.back().capacity());
      Block block;
      block.reserve(std::max(usual, entries.size()));
      blocks_.push_back(std::move(block));
    }
    Block& last = blocks_.back();
    const EntryPlace place{blocks_.size() - 1, last.size(), entries.size()};
    last.insert(last.end(), entries.begin(), entries.end());
    return place;
  }
  [[nodiscard]] std::span<const GramCount> operator[](const EntryPlace& place) const noexcept {
    return {blocks_[place.block].data() + place.begin, place.size};
  }

  /// Takes over the blocks of another shard, whose grams become ids[gram].
  /// @return how much further on the blocks of its documents are now
  std::size_t absorb(GramEntries&& other, const std::vector<std::uint32_t>& ids) {
    const std::size_t shift = blocks_.size();
    for (Block& block : other.blocks_) {
      for (GramCount& entry : block) entry.gram = ids[entry.gram];
    }
    std::move(other.blocks_.begin(), other.blocks_.end(), std::back_inserter(blocks_));
    other.blocks_.clear();
    return shift;
  }

 private:
  using Block = std::vector<GramCount>;
  static constexpr std::size_t kFirst = 512;                      // a page, for one short document
  static constexpr std::size_t kLargest = std::size_t{1} << 19U;  // 4 MB: what is not used of the last block is little
  std::vector<Block> blocks_;
};

}  // namespace stance::detail
