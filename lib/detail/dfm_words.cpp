#include "detail/dfm_words.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace stance::detail {
namespace {

struct WordShape {
  std::size_t code_points = 0;
  bool letter_or_digit = false;
};

/// Bytes that are not UTF-8 count as one code point each that is neither letter nor digit.
WordShape shape_of(std::string_view word) {
  WordShape shape;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(word.data());
  const auto size = static_cast<std::int64_t>(word.size());
  for (std::int64_t i = 0; i < size; ++shape.code_points) {
    UChar32 c = 0;
    U8_NEXT(bytes, i, size, c);
    shape.letter_or_digit = shape.letter_or_digit || (c >= 0 && u_isalnum(c) != 0);
  }
  return shape;
}

}  // namespace

KeptWords::KeptWords(const DfmOptions& options)
    : stop_words_(options.stop_words.begin(), options.stop_words.end()),
      min_length_(options.min_length),
      token_filter_(options.token_filter) {}

bool KeptWords::contains(std::string_view word) const {
  if (stop_words_.contains(std::string(word))) return false;
  const WordShape shape = shape_of(word);
  return shape.code_points >= min_length_ && (token_filter_ == TokenFilter::all || shape.letter_or_digit);
}

}  // namespace stance::detail
