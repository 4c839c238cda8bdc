#include "detail/match_anchor.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace stance::detail {
namespace {

// Of a million words: words of grammar (each), and words that are part of a mention of any target, of a kind of targets, of a target.
constexpr double grammar_word = 4'000;
constexpr double any_mention = 60'000;
constexpr double kind_mention = 20'000;
constexpr double one_mention = 500;
constexpr double unbounded = std::numeric_limits<double>::infinity();

}  // namespace

AnchorChooser::AnchorChooser(const Lexicon& lexicon, const std::vector<MatchEntry>& entries) : lexicon_(&lexicon) {
  std::vector<std::string_view> sets;  // each behind those that it names
  for (const MatchEntry& entry : entries) count(entry.pattern->tree().root, sets);
  for (auto word = words_.begin(); word != words_.end(); ++word) word.value() = guess(word.key(), word.value());
  const auto add_grammar = [&](const std::vector<Pattern>& patterns) {
    for (const Pattern& pattern : patterns) raise_to_grammar(pattern.tree().root);
  };
  for (const std::vector<Pattern>& patterns : lexicon.modifiers.patterns) add_grammar(patterns);
  for (const auto& [name, patterns] : lexicon.modifiers.prepositions) add_grammar(patterns);
  for (const std::string_view name : sets) sets_.at(name) = set_cost(name);
}

/// The pack says which words change a clause: prepositions, articles, auxiliaries, conjunctions. Nearly all of them are everywhere.
void AnchorChooser::raise_to_grammar(const PatternNode& node) {
  if (node.kind == PatternNode::Kind::word) {
    if (const auto word = words_.find(node.text); word != words_.end()) word.value() = std::max(word.value(), grammar_word);
  } else if (node.kind == PatternNode::Kind::choice || node.children.size() == 1) {
    for (const PatternNode& child : node.children) raise_to_grammar(child);
  }
}

void AnchorChooser::count(const PatternNode& node, std::vector<std::string_view>& sets) {
  if (node.kind == PatternNode::Kind::word) ++words_[node.text];
  if (node.kind == PatternNode::Kind::term && sets_.emplace(node.text, Set{{0, false}}).second) {
    if (const auto set = lexicon_->terms.find(node.text); set != lexicon_->terms.end()) {
      for (const Pattern& phrase : set->second) count(phrase.tree().root, sets);
    }
    sets.push_back(node.text);
  }
  for (const PatternNode& child : node.children) count(child, sets);
}

/// The more patterns name a word, and the shorter it is, the more frequent it is in texts: of words in UN speeches that patterns of the
/// English pack name u times, 6·u^1.5 of a million is the mean; those of up to three letters are eight times as frequent, of four twice.
double AnchorChooser::guess(std::string_view word, double uses) {
  const double shortness = word.size() <= 3 ? 8 : word.size() == 4 ? 2 : 1;
  return 6 * uses * std::sqrt(uses) * shortness;
}

double AnchorChooser::word_cost(std::string_view word) const {
  const auto known = words_.find(word);
  return known == words_.end() ? guess(word, 1) : known->second;
}

bool AnchorChooser::nullable(const PatternNode& node) const {
  const auto may = [&](const PatternNode& child) { return nullable(child); };
  if (node.optional || node.kind == PatternNode::Kind::gap) return true;
  if (node.kind == PatternNode::Kind::sequence) return std::all_of(node.children.begin(), node.children.end(), may);
  if (node.kind == PatternNode::Kind::choice) return std::any_of(node.children.begin(), node.children.end(), may);
  return node.kind == PatternNode::Kind::term && sets_.at(node.text).cost.nullable;
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
    case PatternNode::Kind::term: add_choice(sets_.at(node.text).cost); break;
  }
  return out;
}

AnchorChooser::Set AnchorChooser::set_cost(std::string_view name) const {
  Set out{{0, false}};
  const auto set = lexicon_->terms.find(std::string(name));
  if (set == lexicon_->terms.end()) return out;
  for (const Pattern& phrase : set->second) {
    const Cost more = cost(phrase.tree().root);
    const double anchored = anchored_branch(phrase.tree().root, more.starts);
    out.cost.starts += more.starts;
    out.cost.nullable = out.cost.nullable || more.nullable;
    out.anchored += anchored;
    out.inside = out.inside || anchored < more.starts;
  }
  return out;
}

double AnchorChooser::anchored_branch(const PatternNode& branch, double first) const {
  constexpr double common = 10'000;  // of a million words: less is not worth a copy of the pattern
  constexpr double rarer = 4;
  if (first < common || branch.kind != PatternNode::Kind::sequence || branch.optional || branch.children.size() < 2) return first;
  const Anchor inside = best(branch.children);
  return inside.item > 0 && inside.starts * rarer < first ? inside.starts : first;
}

bool AnchorChooser::begins_inside(const PatternNode& branch) const {
  const double first = cost(branch).starts;
  return anchored_branch(branch, first) < first;
}

bool AnchorChooser::has_branches_inside(const PatternNode& item) const {
  if (item.optional) return false;
  if (item.kind == PatternNode::Kind::term) return sets_.at(item.text).inside;
  return item.kind == PatternNode::Kind::choice && std::any_of(item.children.begin(), item.children.end(), [&](const PatternNode& branch) { return begins_inside(branch); });
}

double AnchorChooser::anchored(const PatternNode& item) const {
  if (item.kind == PatternNode::Kind::term) return sets_.at(item.text).anchored;
  if (item.kind != PatternNode::Kind::choice) return cost(item).starts;
  double out = 0;
  for (const PatternNode& branch : item.children) out += anchored_branch(branch, cost(branch).starts);
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

AnchorChooser::Anchor AnchorChooser::best(std::span<const PatternNode> sequence) const {
  Anchor out{0, unbounded};
  for (std::size_t i = 0; i < sequence.size(); ++i) {
    if (nullable(sequence[i])) continue;
    if (const double starts = anchored(sequence[i]); starts < out.starts) out = {i, starts};
  }
  return out;
}

std::size_t AnchorChooser::choose(std::span<const PatternNode> sequence) const { return best(sequence).item; }

bool AnchorChooser::may_end_in_gap(std::span<const PatternNode> sequence) const {
  const auto phrase_may = [&](const Pattern& phrase) { return may_end_in_gap(phrase.tree().root.children); };
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
