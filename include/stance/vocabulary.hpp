#pragma once
/// @file vocabulary.hpp
/// Types (distinct folded words) as integers. Everything behind the tokenizer compares integers, not strings.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace stance {

/// Index of a type in its Vocabulary. Ids of two vocabularies must not be mixed.
enum class TypeId : std::uint32_t {};
[[nodiscard]] constexpr std::uint32_t index_of(TypeId id) noexcept { return static_cast<std::uint32_t>(id); }

/// Interned types in order of first occurrence. Not safe for concurrent writing: each worker has its own.
class Vocabulary {
 public:
  Vocabulary();
  ~Vocabulary();
  Vocabulary(Vocabulary&&) noexcept;
  Vocabulary& operator=(Vocabulary&&) noexcept;

  /// Id of a type, new or old. O(1); copies the bytes once, on first sight.
  TypeId intern(std::string_view type);
  [[nodiscard]] std::string_view operator[](TypeId id) const noexcept;
  [[nodiscard]] std::size_t size() const noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stance
