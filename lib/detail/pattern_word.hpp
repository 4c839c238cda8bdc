#pragma once
/// Whether a word of a pattern takes a word of a text, by spelling alone.

#include <string_view>

namespace stance::detail {

/// `written` may hold a star at either end; both are compared as they stand.
[[nodiscard]] inline bool takes(std::string_view written, std::string_view word) {
  const bool open_front = written.starts_with('*');
  if (open_front) written.remove_prefix(1);
  const bool open_back = written.ends_with('*');
  if (open_back) written.remove_suffix(1);
  if (written.empty()) return false;
  if (open_front && open_back) return word.find(written) != std::string_view::npos;
  if (open_front) return word.ends_with(written);
  return open_back ? word.starts_with(written) : word == written;
}

}  // namespace stance::detail
