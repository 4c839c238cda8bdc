#include "detail/match_nfa.hpp"

#include <algorithm>
#include <map>

#include "detail/lexicon_reader.hpp"
#include "detail/pattern_word.hpp"

namespace stance::detail {
namespace {

bool fits(LetterCase wanted, Shape shape) {
  switch (wanted) {
    case LetterCase::any: return true;
    case LetterCase::initial: return shape == Shape::initial || shape == Shape::capitals;
    case LetterCase::capitals: return shape == Shape::capitals;
  }
  return true;
}

}  // namespace

AtomId AtomTable::insert(Index& index, std::string_view text, LetterCase letter_case, AtomId& next) {
  std::vector<Cased>& entries = index[std::string(text)];
  for (const Cased& entry : entries) {
    if (entry.letter_case == letter_case) return entry.id;
  }
  entries.push_back({next, letter_case});
  return next++;
}

AtomId AtomTable::add(std::string_view text, LetterCase letter_case) {
  const bool open_end = text.size() > 1 && text.back() == '*';
  const bool open_begin = text.size() > 1 && text.front() == '*';
  const std::string_view stem = text.substr(open_begin ? 1 : 0, text.size() - (open_begin ? 1U : 0U) - (open_end ? 1U : 0U));
  if (is_glob(stem)) return insert(glob_, text, letter_case, next_);
  if (open_begin && open_end) return insert(infix_, stem, letter_case, next_);
  if (open_begin || open_end) longest_stem_ = std::max(longest_stem_, stem.size());
  if (open_end) return insert(prefix_, stem, letter_case, next_);
  if (open_begin) return insert(suffix_, stem, letter_case, next_);
  return insert(literal_, stem, letter_case, next_);
}

void AtomTable::collect(const Index& index, const std::string& text, Shape shape, std::vector<AtomId>& out) {
  const auto found = index.find(text);
  if (found == index.end()) return;
  for (const Cased& entry : found->second) {
    if (fits(entry.letter_case, shape)) out.push_back(entry.id);
  }
}

void AtomTable::satisfied(std::string_view type, std::string_view base, Shape shape, std::vector<AtomId>& out) const {
  out.clear();
  const auto forms = {type, base};
  for (const std::string_view form : forms) {
    const std::string word(form);
    collect(literal_, word, shape, out);
    const std::size_t longest = std::min(word.size(), longest_stem_);  // a "word" may be a megabyte without a space
    for (std::size_t size = 1; size <= longest && !prefix_.empty(); ++size) collect(prefix_, word.substr(0, size), shape, out);
    for (std::size_t size = 1; size <= longest && !suffix_.empty(); ++size) collect(suffix_, word.substr(word.size() - size), shape, out);
    for (const auto& [stem, entries] : infix_) {
      if (word.find(stem) != std::string::npos) collect(infix_, stem, shape, out);
    }
    for (const auto& [glob, entries] : glob_) {
      if (takes_glob(glob, word)) collect(glob_, glob, shape, out);
    }
    if (type == base) break;
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

/// Compiles one pattern. A frontier is the set of states from which the next item goes on, each with the largest boundary
/// that may stand before it: none directly behind a word, a soft (or clause) one behind a gap.
class Nfa::Compiler {
 public:
  Compiler(Nfa& nfa, Reach reach, const Lexicon& lexicon, Tokenizer& tokenizer, Vocabulary& vocabulary, AtomTable& atoms)
      : nfa_(nfa), loose_(reach == Reach::clause ? Boundary::soft : Boundary::clause), lexicon_(lexicon), tokenizer_(tokenizer), vocabulary_(vocabulary), atoms_(atoms) {}

  Frontier node(const PatternNode& node, const Frontier& from) {
    Frontier out;
    switch (node.kind) {
      case PatternNode::Kind::word: out = word(node, from); break;
      case PatternNode::Kind::any_word: out = single(from, EdgeKind::any, 0); break;
      case PatternNode::Kind::term: out = term(node, from); break;
      case PatternNode::Kind::target: out = target(node, from); break;
      case PatternNode::Kind::gap: out = gap(node.gap, from); break;
      case PatternNode::Kind::sequence: out = sequence(node.children, from); break;
      case PatternNode::Kind::choice: out = choice(node.children, from); break;
    }
    if (node.optional) append(out, from);
    return out;
  }

 private:
  static void append(Frontier& to, const Frontier& more) { to.insert(to.end(), more.begin(), more.end()); }

  StateId fresh() {
    nfa_.states_.emplace_back();
    return static_cast<StateId>(nfa_.states_.size() - 1);
  }

  Frontier single(const Frontier& from, EdgeKind kind, std::uint32_t label) {
    if (from.empty()) return {};
    const StateId to = fresh();
    for (const Exit& exit : from) nfa_.states_[exit.state].edges.push_back({to, kind, exit.limit, label, 0});
    return {{to, Boundary::none}};
  }

  Frontier sequence(const std::vector<PatternNode>& nodes, Frontier from) {
    for (const PatternNode& child : nodes) from = node(child, from);
    return from;
  }

  Frontier choice(const std::vector<PatternNode>& nodes, const Frontier& from) {
    Frontier out;
    const auto first_new = static_cast<StateId>(nfa_.states_.size());
    for (const PatternNode& child : nodes) append(out, node(child, from));
    return joined(out, first_new);
  }

  Frontier term(const PatternNode& node, const Frontier& from) {
    Frontier out;
    const auto set = lexicon_.terms.find(node.text);
    if (set == lexicon_.terms.end()) return out;
    const auto first_new = static_cast<StateId>(nfa_.states_.size());
    for (const Pattern& pattern : set->second) append(out, this->node(pattern.root, from));
    return joined(out, first_new);
  }

  /// Lets alternatives go on from one state, so that what follows them is written once and not once for each: two sets of a
  /// thousand phrases in a row would make a million edges. Only their own states that end in a word; the rest stays as it is.
  Frontier joined(const Frontier& ends, StateId first_new) {
    const auto own = [&](const Exit& exit) { return exit.state >= first_new && exit.limit == Boundary::none && nfa_.states_[exit.state].join == no_state; };
    if (std::count_if(ends.begin(), ends.end(), own) < 3) return ends;
    const StateId to = fresh();
    Frontier out;
    for (const Exit& exit : ends) {
      if (own(exit)) {
        nfa_.states_[exit.state].join = to;
      } else {
        out.push_back(exit);
      }
    }
    out.push_back({to, Boundary::none});
    return out;
  }

  Frontier target(const PatternNode& node, const Frontier& from) {
    std::vector<bool> set(lexicon_.targets.size());
    for (std::size_t i = 0; i < set.size(); ++i) set[i] = selects(node.targets, lexicon_.targets[i]);
    const auto label = static_cast<std::uint32_t>(nfa_.target_sets_.size());
    nfa_.target_sets_.push_back(std::move(set));
    const StateId exit = fresh();
    const StateId inside = fresh();
    for (const Exit& e : from) nfa_.states_[e.state].edges.push_back({exit, EdgeKind::target, e.limit, label, inside});
    nfa_.states_[inside].edges.push_back({exit, EdgeKind::inside, Boundary::sentence, 0, inside});
    return {{exit, Boundary::none}};
  }

  Frontier gap(int words, const Frontier& from) {
    Frontier out;
    Frontier current;
    // What stands before the first word of a match is of no concern, also when that is a word of the gap.
    for (const Exit& exit : from) current.push_back({exit.state, exit.state == 0 ? Boundary::sentence : loose_});
    append(out, current);
    for (int i = 0; i < words; ++i) {
      current = single(current, EdgeKind::any, 0);
      for (Exit& exit : current) exit.limit = loose_;
      append(out, current);
    }
    return out;
  }

  /// One written word: "non-align*" is the sequence non, align* or the single word nonalign*.
  Frontier word(const PatternNode& node, const Frontier& from) {
    std::vector<std::string_view> parts;
    std::string written;  // without its hyphens
    std::string_view rest = node.text;
    for (std::size_t hyphen; !rest.empty(); rest.remove_prefix(std::min(rest.size(), hyphen == std::string_view::npos ? rest.size() : hyphen + 1))) {
      hyphen = rest.find('-');
      const std::string_view part = rest.substr(0, hyphen);
      if (part.empty()) continue;
      parts.push_back(part);
      written += part;
    }
    Frontier out = from;
    for (const std::string_view part : parts) out = piece(part, letter_case_of(part), out);
    // "*-led" is any word before led, and not misled.
    if (parts.size() > 1 && std::find(parts.begin(), parts.end(), "*") == parts.end()) append(out, piece(written, letter_case_of(parts.front()), from));
    return out;
  }

  /// A word without hyphens; passes through the tokenizer, so that it is cut and folded as text is.
  Frontier piece(std::string_view written, LetterCase letter_case, const Frontier& from) {
    if (written == "*") return single(from, EdgeKind::any, 0);
    if (is_glob(written)) {
      std::string folded;
      while (!written.empty()) {
        const std::size_t stem = std::min(written.find_first_of("*?"), written.size());
        if (stem > 0) folded += tokenizer_.fold(written.substr(0, stem));
        if (stem < written.size()) folded += written[stem];
        written.remove_prefix(std::min(stem + 1, written.size()));
      }
      return single(from, EdgeKind::atom, atoms_.add(folded, letter_case));
    }
    // Letters of ASCII are one token, and only their case can change.
    if (std::all_of(written.begin(), written.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); })) {
      return single(from, EdgeKind::atom, atoms_.add(tokenizer_.fold(written), letter_case));
    }
    const Tokens tokens = tokenizer_(clean(written, CleanOptions::none()));
    Frontier out = from;
    for (const Token& token : tokens.words) {
      const TypeId wanted = token.possessive ? token.type : token.base;
      out = single(out, EdgeKind::atom, atoms_.add(vocabulary_[wanted], letter_case));
    }
    return out;
  }

  Nfa& nfa_;
  Boundary loose_;
  const Lexicon& lexicon_;
  Tokenizer& tokenizer_;
  Vocabulary& vocabulary_;
  AtomTable& atoms_;
};

Nfa::Nfa() { states_.emplace_back(); }

void Nfa::add(const PatternNode& root, Reach reach, std::uint32_t accept, const Lexicon& lexicon, Tokenizer& tokenizer, Vocabulary& vocabulary, AtomTable& atoms) {
  // The first word of a pattern may stand behind anything: Boundary::sentence is the largest.
  for (const Exit& exit : Compiler(*this, reach, lexicon, tokenizer, vocabulary, atoms).node(root, {{0, Boundary::sentence}})) {
    std::vector<std::uint32_t>& accepts = states_[exit.state].accepts;
    if (accepts.empty() || accepts.back() != accept) accepts.push_back(accept);
  }
}

bool Nfa::takes(const Edge& edge, const Symbol& symbol, const std::vector<AtomId>& atoms) const {
  switch (edge.kind) {
    case EdgeKind::atom: return symbol.before <= edge.limit && std::binary_search(atoms.begin(), atoms.end(), edge.label);
    case EdgeKind::any: return symbol.before <= edge.limit;
    case EdgeKind::target:
      return symbol.before <= edge.limit && (symbol.part == MentionPart::whole || symbol.part == MentionPart::first) && target_sets_[edge.label][symbol.target];
    case EdgeKind::inside: return symbol.part == MentionPart::middle || symbol.part == MentionPart::last;
  }
  return false;
}

void Nfa::finish() {
  const auto rank = [](const Edge& e) { return e.kind == EdgeKind::atom ? 0 : e.kind == EdgeKind::any ? 1 : 2; };
  for (State& state : states_) {
    std::stable_sort(state.edges.begin(), state.edges.end(), [&](const Edge& a, const Edge& b) {
      return rank(a) != rank(b) ? rank(a) < rank(b) : rank(a) == 0 && a.label < b.label;
    });
    for (const Edge& edge : state.edges) {
      if (edge.kind == EdgeKind::atom) state.asked.add(edge.label);
    }
    state.by_label = static_cast<std::uint32_t>(std::count_if(state.edges.begin(), state.edges.end(), [&](const Edge& e) { return rank(e) == 0; }));
    state.wordly = static_cast<std::uint32_t>(std::count_if(state.edges.begin(), state.edges.end(), [&](const Edge& e) { return rank(e) < 2; }));
  }
}

bool Nfa::asks_for(std::span<const StateId> from, AtomId atom) const {
  return std::any_of(from.begin(), from.end(), [&](StateId number) {
    const State& state = states_[number];
    if (!state.asked.may_hold(atom)) return false;
    const auto end = state.edges.begin() + state.by_label;
    const auto edge = std::lower_bound(state.edges.begin(), end, atom, [](const Edge& e, AtomId label) { return e.label < label; });
    return edge != end && edge->label == atom;
  });
}

AtomBits Nfa::asked(std::span<const StateId> from) const {
  AtomBits bits;
  for (const StateId number : from) bits.add(states_[number].asked);
  return bits;
}

bool Nfa::asks_for_targets(std::span<const StateId> from) const {
  return std::any_of(from.begin(), from.end(), [&](StateId number) { return states_[number].wordly != states_[number].edges.size(); });
}

std::vector<std::uint32_t> Nfa::alike_targets(std::size_t n_targets) const {
  std::map<std::vector<bool>, std::uint32_t> first;
  std::vector<std::uint32_t> out(n_targets);
  std::vector<bool> in(target_sets_.size());
  for (std::uint32_t target = 0; target < n_targets; ++target) {
    for (std::size_t set = 0; set < in.size(); ++set) in[set] = target_sets_[set][target];
    out[target] = first.emplace(in, target).first->second;
  }
  return out;
}

void Nfa::step(std::span<const StateId> from, const Symbol& symbol, const std::vector<std::vector<AtomId>>& classes, std::vector<StateId>& to) const {
  constexpr std::ptrdiff_t few = 8;  // edges that are looked at one after the other sooner than searched
  to.clear();
  const std::vector<AtomId>& atoms = classes[symbol.word_class];
  const auto follow = [&](const Edge& edge) {
    if (!takes(edge, symbol, atoms)) return;
    const bool goes_on = (edge.kind == EdgeKind::target && symbol.part == MentionPart::first) || (edge.kind == EdgeKind::inside && symbol.part == MentionPart::middle);
    for (StateId next = goes_on ? edge.inside : edge.to; next != no_state; next = states_[next].join) to.push_back(next);
  };
  for (const StateId number : from) {
    const State& state = states_[number];
    auto edge = state.edges.begin();
    const auto labelled = edge + state.by_label;
    const auto end = symbol.part == MentionPart::none && state.wordly != 0 ? edge + state.wordly : state.edges.end();
    if (labelled - edge > few) {
      for (const AtomId atom : atoms) {
        edge = std::lower_bound(edge, labelled, atom, [](const Edge& e, AtomId label) { return e.label < label; });
        for (; edge != labelled && edge->label == atom; ++edge) follow(*edge);
      }
      edge = labelled;
    }
    for (; edge != end; ++edge) follow(*edge);
  }
  std::sort(to.begin(), to.end());
  to.erase(std::unique(to.begin(), to.end()), to.end());
}

}  // namespace stance::detail
