#include "detail/match_compile.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "detail/pattern_word.hpp"

namespace stance::detail {
namespace {

class Compiler {
 public:
  Compiler(Nfa& nfa, Reach reach, Gaps gaps, CompileContext& context)
      : nfa_(nfa), loose_(reach == Reach::clause ? Boundary::soft : Boundary::clause), spelt_(gaps == Gaps::spelt), context_(context) {}

  Frontier sequence(std::span<const PatternNode> nodes, Frontier from) {
    for (const PatternNode& child : nodes) from = node(child, from);
    return from;
  }

 private:
  struct Gap {
    StateId from;
    StateId to;
    int words;
  };

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

  static void append(Frontier& to, const Frontier& more) { to.insert(to.end(), more.begin(), more.end()); }

  Frontier single(const Frontier& from, EdgeKind kind, std::uint32_t label) {
    if (from.empty()) return {};
    const StateId to = nfa_.add_state();
    for (const Exit& exit : from) nfa_.add_edge(exit.state, {to, label, kind, exit.limit});
    return {{to, Boundary::none}};
  }

  Frontier choice(const std::vector<PatternNode>& nodes, const Frontier& from) {
    Frontier out;
    const StateId first_new = nfa_.n_states();
    for (const PatternNode& child : nodes) append(out, node(child, from));
    return joined(out, first_new);
  }

  Frontier term(const PatternNode& node, const Frontier& from) {
    Frontier out;
    const auto set = context_.lexicon->terms.find(node.text);
    if (set == context_.lexicon->terms.end()) return out;
    const StateId first_new = nfa_.n_states();
    for (const Pattern& pattern : set->second) append(out, this->node(pattern.root, from));
    return joined(out, first_new);
  }

  /// Lets alternatives go on from one state, so that what follows them is written once and not once for each: two sets of a
  /// thousand phrases in a row would make a million edges. Only their own states that end in a word; the rest stays as it is.
  Frontier joined(const Frontier& ends, StateId first_new) {
    const auto own = [&](const Exit& exit) { return exit.state >= first_new && exit.limit == Boundary::none; };
    if (std::count_if(ends.begin(), ends.end(), own) < 3) return ends;
    const StateId to = nfa_.add_state();
    Frontier out;
    for (const Exit& exit : ends) {
      if (own(exit)) {
        nfa_.add_join(exit.state, to);
      } else {
        out.push_back(exit);
      }
    }
    out.push_back({to, Boundary::none});
    return out;
  }

  Frontier target(const PatternNode& node, const Frontier& from) {
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
    return {{exit, Boundary::none}};
  }

  Frontier gap(int words, const Frontier& from) {
    Frontier out;
    const StateId behind = spelt_ ? 0 : nfa_.add_state();
    for (const Exit& exit : from) {
      // What stands before the first word of a match is of no concern, also when that is a word of the gap.
      if (exit.state == 0) {
        append(out, spelt(words, {0, Boundary::sentence}));
      } else if (spelt_) {
        append(out, spelt(words, {exit.state, loose_}));
      } else {
        skip(exit.state, words, behind);
      }
    }
    if (!spelt_) out.push_back({behind, Boundary::sentence});  // the gap's own limit is what counts
    return out;
  }

  /// A gap as any words, a state for each.
  Frontier spelt(int words, const Exit& from) {
    Frontier current = {from};
    Frontier out = current;
    for (int i = 0; i < words; ++i) {
      current = single(current, EdgeKind::any, 0);
      current.front().limit = loose_;
      append(out, current);
    }
    return out;
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
  Frontier word(const PatternNode& node, const Frontier& from) {
    if (is_ascii_word(node.text)) return single(from, EdgeKind::atom, plain_word(node.text));
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

  /// Letters of ASCII are one token, and only their case can change.
  static bool is_ascii_word(std::string_view written) {
    return std::all_of(written.begin(), written.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  }

  AtomId plain_word(std::string_view written) {
    AtomTable& atoms = context_.alphabet->atoms;
    if (const auto known = context_.plain_words.find(written); known != context_.plain_words.end()) {
      atoms.use(known->second);
      return known->second;
    }
    const AtomId atom = atoms.add(context_.tokenizer.fold(written), letter_case_of(written));
    context_.plain_words.emplace(written, atom);
    return atom;
  }

  /// A word without hyphens; passes through the tokenizer, so that it is cut and folded as text is.
  Frontier piece(std::string_view written, LetterCase letter_case, const Frontier& from) {
    if (written == "*") return single(from, EdgeKind::any, 0);
    if (is_glob(written)) {
      std::string folded;
      while (!written.empty()) {
        const std::size_t stem = std::min(written.find_first_of("*?"), written.size());
        if (stem > 0) folded += context_.tokenizer.fold(written.substr(0, stem));
        if (stem < written.size()) folded += written[stem];
        written.remove_prefix(std::min(stem + 1, written.size()));
      }
      return single(from, EdgeKind::atom, context_.alphabet->atoms.add(folded, letter_case));
    }
    if (is_ascii_word(written)) return single(from, EdgeKind::atom, context_.alphabet->atoms.add(context_.tokenizer.fold(written), letter_case));
    const Tokens tokens = context_.tokenizer(clean(written, CleanOptions::none()));
    Frontier out = from;
    for (const Token& token : tokens.words) {
      const TypeId wanted = token.possessive ? token.type : token.base;
      out = single(out, EdgeKind::atom, context_.alphabet->atoms.add(context_.vocabulary[wanted], letter_case));
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

Frontier compile(std::span<const PatternNode> sequence, Reach reach, Gaps gaps, CompileContext& context, Nfa& nfa) {
  return Compiler(nfa, reach, gaps, context).sequence(sequence, {{0, Boundary::sentence}});
}

}  // namespace stance::detail
