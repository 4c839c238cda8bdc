#include "detail/scaling_glob.hpp"

#include <cstddef>

namespace stance::detail {
namespace {

/// First byte behind the character at `i`.
std::size_t behind(std::string_view text, std::size_t i) noexcept {
  for (++i; i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U;) ++i;
  return i;
}

}  // namespace

bool glob_takes(std::string_view glob, std::string_view name) noexcept {
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t g = 0;
  std::size_t n = 0;
  std::size_t star = kNone;  // last * so far
  std::size_t resume = 0;    // where the text that it takes ends
  while (n < name.size()) {
    if (g < glob.size() && glob[g] == '*') {
      star = g++;
      resume = n;
    } else if (g < glob.size() && glob[g] == '?') {
      ++g;
      n = behind(name, n);
    } else if (g < glob.size() && glob[g] == name[n]) {
      ++g;
      ++n;
    } else if (star != kNone) {  // let the last * take one character more
      g = star + 1;
      n = resume = behind(name, resume);
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*') ++g;
  return g == glob.size();
}

}  // namespace stance::detail
