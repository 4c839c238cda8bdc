#include "stance/vocabulary.hpp"

#include <tsl/robin_map.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <vector>

#include "stance/error.hpp"

#define XXH_INLINE_ALL  // short keys: the call would cost as much as the hash
#include <xxhash.h>

namespace stance {
namespace {

/// Bytes that never move once written, so that string_views into them stay good while the arena lives.
class Arena {
 public:
  std::string_view store(std::string_view bytes) {
    if (bytes.empty()) return {};
    if (bytes.size() > free_) grow(bytes.size());
    char* const place = blocks_.back().get() + (block_size_ - free_);
    std::memcpy(place, bytes.data(), bytes.size());
    free_ -= bytes.size();
    return {place, bytes.size()};
  }

 private:
  static constexpr std::size_t kFirstBlock = 4096;  // a vocabulary of one short document costs one page
  static constexpr std::size_t kLargestBlock = 1U << 20U;

  void grow(std::size_t at_least) {
    const std::size_t usual = std::min(kLargestBlock, std::max(kFirstBlock, 2 * block_size_));
    const std::size_t size = std::max(usual, at_least);
    blocks_.push_back(std::unique_ptr<char[]>(new char[size]));  // not value-initialised: it is overwritten anyway
    block_size_ = size;
    free_ = size;
  }

  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t block_size_ = 0;
  std::size_t free_ = 0;
};

struct Hash {
  std::size_t operator()(std::string_view type) const noexcept { return XXH3_64bits(type.data(), type.size()); }
};

// StoreHash: a probe compares 32 bits of the hash before it touches the arena.
using Index = tsl::robin_map<std::string_view, TypeId, Hash, std::equal_to<>, std::allocator<std::pair<std::string_view, TypeId>>, true>;

}  // namespace

struct Vocabulary::Impl {
  Arena arena;
  std::vector<std::string_view> types;
  Index index;
};

Vocabulary::Vocabulary() : impl_(std::make_unique<Impl>()) {}
Vocabulary::~Vocabulary() = default;
Vocabulary::Vocabulary(Vocabulary&&) noexcept = default;
Vocabulary& Vocabulary::operator=(Vocabulary&&) noexcept = default;

TypeId Vocabulary::intern(std::string_view type) {
  Impl& self = *impl_;
  const std::size_t hash = Hash{}(type);
  if (const auto found = self.index.find(type, hash); found != self.index.end()) return found->second;
  if (self.types.size() >= std::numeric_limits<std::uint32_t>::max()) {
    throw Error("the vocabulary is full: it holds 2^32 - 1 types; cut the corpus into shards");
  }
  const TypeId id{static_cast<std::uint32_t>(self.types.size())};
  const std::string_view stored = self.arena.store(type);
  self.types.push_back(stored);
  try {
    self.index.emplace(stored, id);
  } catch (...) {
    self.types.pop_back();  // out of memory: leave a vocabulary that still agrees with itself
    throw;
  }
  return id;
}

std::string_view Vocabulary::operator[](TypeId id) const noexcept { return impl_->types[index_of(id)]; }

std::size_t Vocabulary::size() const noexcept { return impl_->types.size(); }

}  // namespace stance
