#include "detail/match_compile.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>

#include "detail/pattern_word.hpp"

namespace stance::detail {
namespace {

class Compiler {
 public:
  Compiler(Nfa& nfa, Reach reach, Gaps gaps, CompileContext& context)
      : nfa_(nfa), loose_(reach == Reach::clause ? Boundary::soft : Boundary::clause), spelt_(gaps == Gaps::spelt), context_(context) {}

  /// As sequence(), with what each item may begin with: the edges that it adds to the exits before it.
  Frontier items(std::span<const PatternNode> nodes, Frontier current, std::vector<Beginnings>& beginnings) {
    Frontier next;
    for (const PatternNode& child : nodes) {
      const std::size_t first = nfa_.added().size();
      next.clear();
      node(child, current, next);
      Beginnings& begins = beginnings.emplace_back();
      bool any = false;
      for (const auto& [from, edge] : nfa_.added().subspan(first)) {
        if (std::none_of(current.begin(), current.end(), [from = from](const Exit& exit) { return exit.state == from; })) continue;
        any = any || edge.kind == EdgeKind::any;
        begins.push_back(edge);
      }
      if (any) begins.clear();
      current.swap(next);
    }
    return current;
  }

  /// Adds the items one behind the other; appends the exits of the last one to `out`.
  void sequence(std::span<const PatternNode> nodes, const Frontier& from, Frontier& out) {
    if (nodes.size() == 1) {
      node(nodes[0], from, out);
      return;
    }
    Frontier current = from;
    Frontier next;
    for (const PatternNode& child : nodes) {
      next.clear();
      node(child, current, next);
      current.swap(next);
    }
    append(out, current);
  }

 private:
  struct Gap {
    StateId from;
    StateId to;
    int words;
  };

  void node(const PatternNode& node, const Frontier& from, Frontier& out) {
    if (from.empty()) return;  // behind a term set without phrases
    switch (node.kind) {
      case PatternNode::Kind::word: word(node, from, out); break;
      case PatternNode::Kind::any_word: out.push_back(single(from, EdgeKind::any, 0)); break;
      case PatternNode::Kind::term: term(node, from, out); break;
      case PatternNode::Kind::target: out.push_back(target(node, from)); break;
      case PatternNode::Kind::gap: gap(node.gap, from, out); break;
      case PatternNode::Kind::sequence: sequence(node.children, from, out); break;
      case PatternNode::Kind::choice: choice(node.children, from, out); break;
    }
    if (node.optional) append(out, from);
  }

  static void append(Frontier& to, const Frontier& more) { to.insert(to.end(), more.begin(), more.end()); }

  Exit single(const Frontier& from, EdgeKind kind, std::uint32_t label) {
    const StateId to = nfa_.add_state();
    for (const Exit& exit : from) nfa_.add_edge(exit.state, {to, label, kind, exit.limit});
    return {to, Boundary::none};
  }

  void choice(const std::vector<PatternNode>& nodes, const Frontier& from, Frontier& out) {
    const std::size_t first = out.size();
    const StateId first_new = nfa_.n_states();
    for (const PatternNode& child : nodes) node(child, from, out);
    join(out, first, first_new);
  }

  void term(const PatternNode& node, const Frontier& from, Frontier& out) {
    const auto set = context_.lexicon->terms.find(node.text);
    if (set == context_.lexicon->terms.end()) return;
    const std::size_t first = out.size();
    const StateId first_new = nfa_.n_states();
    for (const Pattern& pattern : set->second) this->node(pattern.tree().root, from, out);
    join(out, first, first_new);
  }

  /// Lets alternatives (the exits from `first` on) go on from one state, so that what follows them is written once and not once for each:
  /// two sets of a thousand phrases in a row would make a million edges. Only their own states that end in a word; the rest stays as it is.
  void join(Frontier& exits, std::size_t first, StateId first_new) {
    const auto begin = exits.begin() + static_cast<std::ptrdiff_t>(first);
    const auto own = [&](const Exit& exit) { return exit.state >= first_new && exit.limit == Boundary::none; };
    if (std::count_if(begin, exits.end(), own) < 3) return;
    const StateId to = nfa_.add_state();
    const auto joined = std::stable_partition(begin, exits.end(), std::not_fn(own));
    for (auto exit = joined; exit != exits.end(); ++exit) nfa_.add_join(exit->state, to);
    exits.erase(joined, exits.end());
    exits.push_back({to, Boundary::none});
  }

  Exit target(const PatternNode& node, const Frontier& from) {
    const std::uint32_t set = context_.alphabet->targets.add(node.targets);
    const StateId exit = nfa_.add_state();
    const StateId inside = nfa_.add_state();
    for (const Exit& e : from) {
      nfa_.add_edge(e.state, {exit, set, EdgeKind::whole, e.limit});
      nfa_.add_edge(e.state, {inside, set, EdgeKind::first, e.limit});
    }
    // What separates the words of a name is the business of whoever found it.
    nfa_.add_edge(inside, {inside, 0, EdgeKind::middle, Boundary::sentence});
    nfa_.add_edge(inside, {exit, 0, EdgeKind::last, Boundary::sentence});
    return {exit, Boundary::none};
  }

  void gap(int words, const Frontier& from, Frontier& out) {
    const StateId behind = spelt_ ? 0 : nfa_.add_state();
    for (const Exit& exit : from) {
      // What stands before the first word of a match is of no concern, also when that is a word of the gap.
      if (exit.state == 0) {
        spell(words, {0, Boundary::sentence}, out);
      } else if (spelt_) {
        spell(words, {exit.state, loose_}, out);
      } else {
        skip(exit.state, words, behind);
      }
    }
    if (!spelt_) out.push_back({behind, loose_});
  }

  /// A gap as any words, a state for each.
  void spell(int words, Exit from, Frontier& out) {
    out.push_back(from);
    for (int i = 0; i < words; ++i) {
      from = {single({from}, EdgeKind::any, 0).state, loose_};
      out.push_back(from);
    }
  }

  /// A gap behind a gap (the item in between is optional) is one longer gap.
  void skip(StateId from, int words, StateId to) {
    bool behind_gap = false;
    const std::size_t known = gaps_.size();
    for (std::size_t i = 0; i < known; ++i) {
      if (gaps_[i].to != from) continue;
      behind_gap = true;
      add_gap({gaps_[i].from, to, gaps_[i].words + words});
    }
    if (!behind_gap) add_gap({from, to, words});
  }

  void add_gap(const Gap& gap) {
    gaps_.push_back(gap);
    nfa_.add_gap(gap.from, {gap.to, static_cast<std::uint16_t>(gap.words), loose_});
  }

  /// One written word: "non-align*" is the sequence non, align* or the single word nonalign*.
  void word(const PatternNode& node, const Frontier& from, Frontier& out) {
    if (is_ascii_word(node.text)) {
      out.push_back(single(from, EdgeKind::atom, plain_word(node.text)));
      return;
    }
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
    Frontier current = from;
    for (const std::string_view part : parts) current = piece(part, letter_case_of(part), current);
    append(out, current);
    // "*-led" is any word before led, and not misled.
    if (parts.size() > 1 && std::find(parts.begin(), parts.end(), "*") == parts.end()) append(out, piece(written, letter_case_of(parts.front()), from));
  }

  /// Letters of ASCII are one token, and only their case can change.
  static bool is_ascii_word(std::string_view written) {
    return std::all_of(written.begin(), written.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  }

  AtomId plain_word(std::string_view written) {
    AtomTable& atoms = context_.alphabet->atoms;
    if (const auto known = context_.plain_words.find(written); known != context_.plain_words.end()) return known->second;
    const AtomId atom = atoms.add(context_.tokenizer.fold(written), letter_case_of(written));
    context_.plain_words.emplace(written, atom);
    return atom;
  }

  /// A word without hyphens; passes through the tokenizer, so that it is cut and folded as text is.
  Frontier piece(std::string_view written, LetterCase letter_case, const Frontier& from) {
    if (written == "*") return {single(from, EdgeKind::any, 0)};
    AtomTable& atoms = context_.alphabet->atoms;
    if (is_glob(written)) {
      std::string folded;
      while (!written.empty()) {
        const std::size_t stem = std::min(written.find_first_of("*?"), written.size());
        if (stem > 0) folded += context_.tokenizer.fold(written.substr(0, stem));
        if (stem < written.size()) folded += written[stem];
        written.remove_prefix(std::min(stem + 1, written.size()));
      }
      return {single(from, EdgeKind::atom, atoms.add(folded, letter_case))};
    }
    if (is_ascii_word(written)) return {single(from, EdgeKind::atom, atoms.add(context_.tokenizer.fold(written), letter_case))};
    const Tokens tokens = context_.tokenizer(clean(written, CleanOptions::none()));
    Frontier out = from;
    for (const Token& token : tokens.words) {
      const TypeId wanted = token.possessive ? token.type : token.base;
      out = {single(out, EdgeKind::atom, atoms.add(context_.vocabulary[wanted], letter_case))};
    }
    return out;
  }

  Nfa& nfa_;
  Boundary loose_;
  bool spelt_;
  std::vector<Gap> gaps_;
  CompileContext& context_;
};

}  // namespace

Frontier compile(std::span<const PatternNode> sequence, Reach reach, Gaps gaps, CompileContext& context, Nfa& nfa, std::vector<Beginnings>* beginnings) {
  const Frontier start = {{0, Boundary::sentence}};
  Compiler compiler(nfa, reach, gaps, context);
  if (beginnings != nullptr) return compiler.items(sequence, start, *beginnings);
  Frontier out;
  compiler.sequence(sequence, start, out);
  return out;
}

}  // namespace stance::detail
