#include "detail/match_anchor.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace stance::detail {
namespace {

// Words of a million that are part of a mention of any target, of a kind of targets, of a target.
constexpr double any_mention = 60'000;
constexpr double kind_mention = 20'000;
constexpr double one_mention = 500;
constexpr double unbounded = std::numeric_limits<double>::infinity();

}  // namespace

AnchorChooser::AnchorChooser(const Lexicon& lexicon, const std::vector<MatchEntry>& entries) : lexicon_(&lexicon) {
  std::vector<std::string_view> sets;  // each behind those that it names
  for (const MatchEntry& entry : entries) count(entry.pattern->root, sets);
  for (const std::string_view name : sets) sets_.at(name) = set_cost(name);
}

void AnchorChooser::count(const PatternNode& node, std::vector<std::string_view>& sets) {
  if (node.kind == PatternNode::Kind::word) ++uses_[node.text];
  if (node.kind == PatternNode::Kind::term && sets_.emplace(node.text, Cost{0, false}).second) {
    if (const auto set = lexicon_->terms.find(node.text); set != lexicon_->terms.end()) {
      for (const Pattern& phrase : set->second) count(phrase.root, sets);
    }
    sets.push_back(node.text);
  }
  for (const PatternNode& child : node.children) count(child, sets);
}

/// The more patterns name a word, and the shorter it is, the more frequent it is in texts: of words in UN speeches that patterns of the
/// English pack name u times, 6·u^1.5 of a million is the mean; those of up to three letters are eight times as frequent, of four twice.
double AnchorChooser::word_cost(std::string_view word) const {
  const auto found = uses_.find(word);
  const double uses = found == uses_.end() ? 1 : found->second;
  const double shortness = word.size() <= 3 ? 8 : word.size() == 4 ? 2 : 1;
  return 6 * uses * std::sqrt(uses) * shortness;
}

bool AnchorChooser::nullable(const PatternNode& node) const {
  const auto may = [&](const PatternNode& child) { return nullable(child); };
  if (node.optional || node.kind == PatternNode::Kind::gap) return true;
  if (node.kind == PatternNode::Kind::sequence) return std::all_of(node.children.begin(), node.children.end(), may);
  if (node.kind == PatternNode::Kind::choice) return std::any_of(node.children.begin(), node.children.end(), may);
  return node.kind == PatternNode::Kind::term && sets_.at(node.text).nullable;
}

AnchorChooser::Cost AnchorChooser::cost(const PatternNode& node) const {
  Cost out{0, node.optional};
  const auto add_choice = [&](const Cost& more) {
    out.starts += more.starts;
    out.nullable = out.nullable || more.nullable;
  };
  switch (node.kind) {
    case PatternNode::Kind::word: out.starts = node.text.front() == '*' ? unbounded : word_cost(node.text); break;
    case PatternNode::Kind::any_word: out.starts = unbounded; break;
    case PatternNode::Kind::gap: return {unbounded, true};
    case PatternNode::Kind::target:
      for (const std::string& key : node.targets) out.starts += key == "*" ? any_mention : key.front() == '@' ? kind_mention : one_mention;
      break;
    case PatternNode::Kind::sequence: add_choice(cost(node.children)); break;
    case PatternNode::Kind::choice:
      for (const PatternNode& child : node.children) add_choice(cost(child));
      break;
    case PatternNode::Kind::term: add_choice(sets_.at(node.text)); break;
  }
  return out;
}

AnchorChooser::Cost AnchorChooser::set_cost(std::string_view name) const {
  Cost out{0, false};
  const auto set = lexicon_->terms.find(std::string(name));
  if (set == lexicon_->terms.end()) return out;
  for (const Pattern& phrase : set->second) {
    const Cost more = cost(phrase.root);
    out.starts += more.starts;
    out.nullable = out.nullable || more.nullable;
  }
  return out;
}

AnchorChooser::Cost AnchorChooser::cost(std::span<const PatternNode> sequence) const {
  Cost out{0, true};
  for (std::size_t i = 0; i < sequence.size() && out.nullable; ++i) {
    const Cost item = cost(sequence[i]);
    out.starts += item.starts;
    out.nullable = item.nullable;
  }
  return out;
}

std::size_t AnchorChooser::choose(std::span<const PatternNode> sequence) const {
  std::size_t best = 0;
  double least = unbounded;
  for (std::size_t i = 0; i < sequence.size(); ++i) {
    const Cost item = cost(sequence[i]);
    if (item.nullable || item.starts >= least) continue;
    best = i;
    least = item.starts;
  }
  return best;
}

bool AnchorChooser::may_end_in_gap(std::span<const PatternNode> sequence) const {
  const auto phrase_may = [&](const Pattern& phrase) { return may_end_in_gap(phrase.root.children); };
  const auto node_may = [&](const PatternNode& node) {
    if (node.kind == PatternNode::Kind::gap) return true;
    if (node.kind == PatternNode::Kind::sequence) return may_end_in_gap(node.children);
    if (node.kind == PatternNode::Kind::choice) return std::any_of(node.children.begin(), node.children.end(), [&](const PatternNode& child) { return may_end_in_gap({&child, 1}); });
    const auto set = node.kind == PatternNode::Kind::term ? lexicon_->terms.find(node.text) : lexicon_->terms.end();
    return set != lexicon_->terms.end() && std::any_of(set->second.begin(), set->second.end(), phrase_may);
  };
  for (; !sequence.empty(); sequence = sequence.first(sequence.size() - 1)) {
    if (node_may(sequence.back())) return true;
    if (!nullable(sequence.back())) return false;
  }
  return false;
}

}  // namespace stance::detail
