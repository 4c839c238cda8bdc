#pragma once
/// @file read_formats.hpp
/// Files that are named like texts and are something else: read as they are, their tags and scripts would count as words of the author.

#include <string>
#include <string_view>

namespace stance::detail {

/// What the bytes are instead of a plain text, and what to do about it ("a web page (HTML); save its text …"); empty for what may be one.
/// Looks at the first bytes behind a byte order mark and white space (and, for UTF-16, for a NUL): no prose begins as these formats do.
[[nodiscard]] std::string other_format(std::string_view bytes);

}  // namespace stance::detail
