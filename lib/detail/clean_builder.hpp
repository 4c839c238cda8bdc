#pragma once
/// @file clean_builder.hpp
/// Collects the clean text together with its map to the original.

#include <cstddef>
#include <string_view>

#include "stance/clean.hpp"

namespace stance {

/// All calls go forward through the original. Bytes arrive as copies (the same bytes), as replacements (a space for a
/// line feed), or as cuts.
class CleanTextBuilder {
 public:
  explicit CleanTextBuilder(std::string_view original) : original_(original) {}

  void begin_block(BlockKind kind, std::size_t original_offset);
  void end_block();
  void copy(ByteSpan original);
  void replace(ByteSpan original, std::string_view with);
  /// White space: one space, unless the block begins or a space stands there already.
  void fold_space(ByteSpan original);
  void cut(ByteSpan original, CutReason reason);
  /// Takes back a space at the end, before which a mark was cut and after which punctuation follows.
  void remove_trailing_space();
  void remove_trailing_bytes(std::size_t n);
  [[nodiscard]] bool at_block_start() const noexcept { return clean_.text_.size() == block_begin_; }
  [[nodiscard]] bool ends_with_space() const noexcept { return !at_block_start() && clean_.text_.back() == ' '; }
  [[nodiscard]] std::string_view block_text() const noexcept { return std::string_view(clean_.text_).substr(block_begin_); }
  [[nodiscard]] CleanText finish();

 private:
  void append_run(ByteSpan original, std::size_t clean_size);

  std::string_view original_;
  CleanText clean_;
  std::size_t block_begin_ = 0;
  BlockKind kind_ = BlockKind::paragraph;
  std::size_t last_original_ = 0;  ///< end of the original bytes that stand before a separator
};

}  // namespace stance
