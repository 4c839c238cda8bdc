#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "detail/lexicon_sections.hpp"

namespace stance::detail {
namespace {

constexpr double largest_weight = 100.0;  ///< log odds; more is a slip

constexpr std::array<std::pair<std::string_view, LearnedPlace>, learned_places> place_names = {
    {{"anywhere", LearnedPlace::anywhere}, {"before", LearnedPlace::before}, {"behind", LearnedPlace::behind}}};

/// "[against, support]"
std::optional<std::pair<double, double>> read_pair(YamlFile& file, const YamlNode& node, const std::string& what) {
  if (!node.is_list() || node.items.size() != 2) {
    file.error("L103", node, what + ": expected two numbers, [against, support]");
    return std::nullopt;
  }
  const std::optional<double> against = read_number(file, *node.items[0], what, -largest_weight, largest_weight);
  const std::optional<double> support = read_number(file, *node.items[1], what, -largest_weight, largest_weight);
  if (!against || !support) return std::nullopt;
  return std::pair(*against, *support);
}

void read_words(YamlFile& file, const YamlNode& node, std::string_view place, std::vector<LearnedWord>& words) {
  const std::string what = fmt::format("learned.{}", place);
  const YamlMap map(file, node, what);
  if (!map.valid()) return;
  for (const auto& [key, weights] : node.entries) {
    file.spend(*key);
    const std::string word(key->text);
    if (word.empty() || word.find_first_of(" \t|*?(){}<>~!^") != std::string::npos || letter_case_of(word) != LetterCase::any) {
      file.error("L108", *key, fmt::format("{}: expected one word in small letters without wildcards; got '{}'", what, word));
      continue;
    }
    if (const auto pair = read_pair(file, *weights, fmt::format("{}.{}", what, word))) words.push_back({word, pair->first, pair->second, file.origin(*key)});
  }
}

}  // namespace

void read_learned(YamlFile& file, const YamlNode& node, Lexicon& lexicon) {
  YamlMap map(file, node, "learned");
  if (!map.valid()) return;
  if (!lexicon.learned.empty()) {
    file.error("L107", node, fmt::format("learned: defined already at {}", lexicon.locate(lexicon.learned.origin)));
    return;
  }
  LearnedWords& learned = lexicon.learned;
  learned.origin = file.origin(node);
  learned.reason = map.required_text("reason");
  learned.window = map.whole_number("window", 1, max_learned_window).value_or(learned.window);
  learned.most_names = map.whole_number("most_names", 1, max_learned_names).value_or(learned.most_names);
  learned.threshold = map.number("threshold", 0.34, 1.0).value_or(learned.threshold);
  learned.value = map.number("value", 0.0, 1.0).value_or(learned.value);
  learned.weight = map.number("weight", 0.0, 100.0).value_or(learned.weight);
  if (const YamlNode* bias = map.take("bias")) {
    if (const auto pair = read_pair(file, *bias, "learned.bias")) std::tie(learned.bias_against, learned.bias_support) = *pair;
  } else {
    file.error("L104", node, "learned: 'bias' is missing; expected [against, support]");
  }
  bool any = false;
  for (const auto& [name, place] : place_names) {
    const YamlNode* words = map.take(name);
    if (words == nullptr) continue;
    any = true;
    read_words(file, *words, name, learned.words[static_cast<std::size_t>(place)]);
  }
  map.finish();
  if (!any) file.error("L104", node, "learned: has no words; expected some under anywhere, before or behind");
}

}  // namespace stance::detail

namespace stance {

bool LearnedWords::empty() const noexcept {
  return std::all_of(words.begin(), words.end(), [](const std::vector<LearnedWord>& list) { return list.empty(); });
}

std::string_view to_string(LearnedPlace place) noexcept {
  for (const auto& [name, known] : detail::place_names) {
    if (known == place) return name;
  }
  return "place";
}

}  // namespace stance
