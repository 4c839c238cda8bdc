#include "detail/match_lengths.hpp"

#include <algorithm>

namespace stance::detail {
namespace {

const PatternNode& tree_of(const PatternNode& node) { return node; }
const PatternNode& tree_of(const Pattern& phrase) { return phrase.tree().root; }

}  // namespace

Length ItemLengths::of(const PatternNode& node) {
  Length out{0, 0};
  switch (node.kind) {
    case PatternNode::Kind::word: out = {1, most_of_word(node.text)}; break;
    case PatternNode::Kind::any_word: out = {1, 1}; break;
    case PatternNode::Kind::target: out = {1, unbounded}; break;
    case PatternNode::Kind::gap: out = {0, node.gap}; break;
    case PatternNode::Kind::term: out = of_set(node.text); break;
    case PatternNode::Kind::choice: out = any_of(node.children); break;
    case PatternNode::Kind::sequence:
      for (const PatternNode& child : node.children) {
        const Length more = of(child);
        out = {out.least + more.least, std::min(unbounded, out.most + more.most)};
      }
      break;
  }
  if (node.optional) out.least = 0;
  return out;
}

/// Letters of ASCII are one token; whatever else is written may be cut before and behind it.
int ItemLengths::most_of_word(std::string_view written) {
  const auto others = std::count_if(written.begin(), written.end(), [](char c) { return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '*' || c == '?'); });
  return static_cast<int>(std::min<std::ptrdiff_t>(unbounded, 1 + 2 * others));
}

template <typename Nodes>
Length ItemLengths::any_of(const Nodes& nodes) {
  Length out{unbounded, 0};
  for (const auto& node : nodes) {
    const Length one = of(tree_of(node));
    out = {std::min(out.least, one.least), std::max(out.most, one.most)};
  }
  return nodes.empty() ? Length{0, 0} : out;
}

Length ItemLengths::of_set(const std::string& name) {
  if (const auto known = sets_.find(name); known != sets_.end()) return known->second;
  const auto set = lexicon_->terms.find(name);
  if (set == lexicon_->terms.end()) return {0, 0};
  const Length out = any_of(set->second);
  sets_.emplace(set->first, out);
  return out;
}

}  // namespace stance::detail
