#include "detail/match_program.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace stance::detail {

void ProgramBuilder::build() {
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    const PatternTree& tree = entries_[i].pattern->tree();
    program_.groups = std::max(program_.groups, entries_[i].group + 1);
    add(tree.root.children, i);
    program_.at_sentence_start.push_back(tree.sentence_start);
    program_.first_exclusion.push_back(static_cast<std::uint32_t>(program_.exclusions.size()));
    for (const PatternNode& node : tree.not_before) exclude(node, true);
    for (const PatternNode& node : tree.not_after) exclude(node, false);
  }
  program_.first_exclusion.push_back(static_cast<std::uint32_t>(program_.exclusions.size()));
  program_.ahead.finish();
  program_.candidates.finish(program_.alphabet.atoms.size(), program_.alphabet.targets.size(), [&](const Candidate& candidate) {
    const Variant& variant = program_.variants[candidate.variant];
    return variant.first_turn == variant.last_turn && program_.ahead.accepting(candidate.behind_anchor) && program_.ahead.ends(candidate.behind_anchor);
  });
  program_.behind.finish();
  program_.alphabet.targets.finish();
}

void ProgramBuilder::add(std::span<const PatternNode> sequence, std::uint32_t entry) {
  // Alternatives of a whole pattern have an anchor each.
  if (sequence.size() == 1 && !sequence[0].optional && sequence[0].kind == PatternNode::Kind::choice) {
    for (const PatternNode& node : sequence[0].children) add({&node, 1}, entry);
    return;
  }
  if (sequence.size() == 1 && !sequence[0].optional && sequence[0].kind == PatternNode::Kind::sequence) return add(sequence[0].children, entry);
  add_at(chooser_.choose(sequence), sequence, entry);
}

/// Begins the search at an item, or inside of its branches where that is rarer.
void ProgramBuilder::add_at(std::size_t anchor, std::span<const PatternNode> sequence, std::uint32_t entry) {
  if (!chooser_.has_branches_inside(sequence[anchor])) return add_from(anchor, sequence, entry);
  // What begins inside of a branch is a pattern with this branch only; the other branches stay together.
  PatternNode others;
  others.kind = PatternNode::Kind::choice;
  const auto split = [&](const PatternNode& branch) {
    if (!chooser_.begins_inside(branch)) {
      others.children.push_back(branch);
      return;
    }
    std::vector<PatternNode>& copy = context_.copies.emplace_back(sequence.begin(), sequence.begin() + static_cast<std::ptrdiff_t>(anchor));
    copy.insert(copy.end(), branch.children.begin(), branch.children.end());
    copy.insert(copy.end(), sequence.begin() + static_cast<std::ptrdiff_t>(anchor) + 1, sequence.end());
    add_at(anchor + chooser_.choose(branch.children), copy, entry);
  };
  if (sequence[anchor].kind == PatternNode::Kind::choice) {
    for (const PatternNode& branch : sequence[anchor].children) split(branch);
  } else {
    for (const Pattern& phrase : chooser_.phrases(sequence[anchor].text)) split(phrase.tree().root);
  }
  if (others.children.empty()) return;
  std::vector<PatternNode>& copy = context_.copies.emplace_back(sequence.begin(), sequence.end());
  copy[anchor] = std::move(others);
  add_from(anchor, copy, entry);
}

/// Begins the search at the first word of an item.
void ProgramBuilder::add_from(std::size_t anchor, std::span<const PatternNode> sequence, std::uint32_t entry) {
  const Reach reach = entries_[entry].reach;
  Variant variant{entry, static_cast<std::uint32_t>(program_.turns.size()), 0};
  std::vector<Beginnings> beginnings;
  if (anchor > 0) {
    Nfa before;
    const Frontier ends = compile(sequence.first(anchor), reach, Gaps::skipped, context_, before, &beginnings);
    const StateId begin = program_.behind.add_reversed(before);
    program_.behind.accept(begin);
    for (const Exit& end : ends) program_.turns.push_back({begin + end.state, end.limit});
  }
  variant.last_turn = static_cast<std::uint32_t>(program_.turns.size());
  const Gaps gaps = chooser_.may_end_in_gap(sequence) ? Gaps::spelt : Gaps::skipped;
  const std::size_t first_edge = program_.ahead.added().size();
  for (const Exit& end : compile(sequence.subspan(anchor), reach, gaps, context_, program_.ahead, &beginnings)) program_.ahead.accept(end.state);
  add_candidates(anchor, sequence, beginnings, program_.ahead.take_beginnings(first_edge));
  program_.variants.push_back(variant);
}

void ProgramBuilder::add_candidates(std::size_t anchor, std::span<const PatternNode> sequence, const std::vector<Beginnings>& beginnings, std::span<const Edge> anchors) {
  // The two items beside the anchor that are least often where they may be.
  struct Rare {
    double cost = std::numeric_limits<double>::infinity();
    std::size_t item = 0;
    int first = 0;
    int last = 0;
  };
  Rare first;
  Rare second;
  const auto consider = [&](std::size_t item, int least, int most) {
    if (item == anchor || chooser_.nullable(sequence[item]) || beginnings[item].empty()) return;
    const Rare rare{chooser_.starts(sequence[item]) * (most - least + 1), item, std::clamp(least, -Check::far, Check::far), std::clamp(most, -Check::far, Check::far)};
    if (rare.cost < first.cost) {
      second = first;
      first = rare;
    } else if (rare.cost < second.cost) {
      second = rare;
    }
  };
  Length off{0, 0};
  for (std::size_t i = anchor; i < sequence.size(); ++i) {
    consider(i, off.least, off.most);
    const Length more = lengths_.of(sequence[i]);
    off = {off.least + more.least, off.most + more.most};
  }
  off = {0, 0};
  for (std::size_t i = anchor; i-- > 0;) {
    const Length more = lengths_.of(sequence[i]);
    off = {off.least + more.least, off.most + more.most};
    consider(i, -off.most, -off.least);
  }
  const auto check_of = [&](const Rare& rare) {
    if (std::isinf(rare.cost)) return Check{};
    return Check{program_.candidates.item(beginnings[rare.item]), static_cast<std::int8_t>(rare.first), static_cast<std::int8_t>(rare.last)};
  };
  const Check of_group = check_of(first);
  const Check of_candidate = check_of(second);
  const auto variant = static_cast<std::uint32_t>(program_.variants.size());
  for (const Edge& edge : anchors) program_.candidates.add(edge, of_group, {of_candidate, variant, edge.to});
}

void ProgramBuilder::exclude(const PatternNode& node, bool before) {
  Exclusion& exclusion = program_.exclusions.emplace_back();
  exclusion.before = before;
  Nfa read;
  const Frontier ends = compile({&node, 1}, Reach::clause, Gaps::spelt, context_, read);
  if (before) {
    const StateId begin = exclusion.nfa.add_reversed(read);
    exclusion.nfa.accept(begin);
    for (const Exit& end : ends) exclusion.starts.push_back(begin + end.state);
  } else {
    for (const Exit& end : ends) read.accept(end.state);
    exclusion.starts.push_back(0);
    exclusion.nfa = std::move(read);
  }
  exclusion.nfa.finish();
}

}  // namespace stance::detail
