#pragma once
/// Text in YAML so that it is read back as it is.

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "detail/lexicon_names.hpp"

namespace stance::detail {

/// Words of letters stand as they are; all else in quotation marks, so that YAML reads nothing into it.
inline void put_text(YAML::Emitter& out, const std::string& value) {
  const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' || c == '_'; };
  // YAML 1.1, which R reads, takes some words for other things than text.
  static constexpr std::array<std::string_view, 9> words = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"};
  const bool bare = !value.empty() && value.front() != ' ' && value.back() != ' ' && std::all_of(value.begin(), value.end(), is_plain) &&
                    std::find(words.begin(), words.end(), lower_ascii(value)) == words.end();
  if (bare) {
    out << value;
  } else {
    out << YAML::DoubleQuoted << value;
  }
}

}  // namespace stance::detail
