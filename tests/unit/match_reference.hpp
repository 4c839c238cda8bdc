#pragma once
/// A matcher that is slow and plain: it walks the parsed pattern with backtracking, token by token, with no automaton and
/// without looking at the code that it is compared with. Words are single lower-case letters or short names, so that it needs
/// no tokenizer: a text word matches a pattern word when they are equal but for case.

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "stance/match.hpp"

namespace stance::testing {

/// A text as the reference reads it.
struct PlainText {
  std::vector<std::string> words;
  std::vector<Boundary> before;
  std::vector<Mention> mentions;
};

class ReferenceMatcher {
 public:
  ReferenceMatcher(const Lexicon& lexicon, std::vector<MatchEntry> entries) : lexicon_(lexicon), entries_(std::move(entries)) {}

  [[nodiscard]] std::vector<Match> find(PlainText text) const {
    // Names are not spelt: one that opens a clause ends the clause before it for all patterns.
    for (const Mention& mention : text.mentions) {
      for (std::uint32_t i = mention.tokens.begin; i < mention.tokens.end; ++i) {
        if (text.before[i] == Boundary::opening) text.before[i] = Boundary::clause;
      }
    }
    std::map<std::uint32_t, std::vector<Match>> by_group;
    std::set<std::uint32_t> groups;
    for (const MatchEntry& entry : entries_) groups.insert(entry.group);
    std::vector<Match> all;
    for (const std::uint32_t group : groups) {
      for (std::uint32_t begin = 0; begin < text.words.size();) {
        const Match best = best_at(text, begin, group);
        if (best.tokens.end > begin) {
          all.push_back(best);
          begin = best.tokens.end;
        } else {
          ++begin;
        }
      }
    }
    std::stable_sort(all.begin(), all.end(), [&](const Match& a, const Match& b) {
      return a.tokens.begin != b.tokens.begin ? a.tokens.begin < b.tokens.begin : entries_[a.entry].group < entries_[b.entry].group;
    });
    return all;
  }

 private:
  /// Where the walk stands: the next token, and the largest boundary that may stand before it.
  struct At {
    std::uint32_t token;
    Boundary limit;
    friend auto operator<=>(const At&, const At&) = default;
  };
  using Places = std::set<At>;

  [[nodiscard]] Match best_at(const PlainText& text, std::uint32_t begin, std::uint32_t group) const {
    Match best{{begin, begin}, 0};
    for (std::uint32_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].group != group) continue;
      const Boundary loose = entries_[i].reach == Reach::clause ? Boundary::soft : Boundary::clause;
      const Pattern& pattern = *entries_[i].pattern;
      if (pattern.tree().sentence_start && text.before[begin] != Boundary::sentence) continue;
      for (const At& end : walk(text, pattern.tree().root, {{begin, Boundary::sentence}}, loose)) {
        if (end.token <= best.tokens.end || excluded(text, pattern, begin, end.token)) continue;
        best = {{begin, end.token}, i};
      }
    }
    return best;
  }

  [[nodiscard]] bool excluded(const PlainText& text, const Pattern& pattern, std::uint32_t begin, std::uint32_t end) const {
    for (const PatternNode& node : pattern.tree().not_after) {
      if (end < text.words.size() && adjoins(text, end) && !walk(text, node, {{end, Boundary::sentence}}, Boundary::soft).empty()) return true;
    }
    for (const PatternNode& node : pattern.tree().not_before) {
      if (begin == 0 || !adjoins(text, begin)) continue;
      for (std::uint32_t from = 0; from < begin; ++from) {
        for (const At& stop : walk(text, node, {{from, Boundary::sentence}}, Boundary::soft)) {
          if (stop.token == begin) return true;
        }
      }
    }
    return false;
  }

  [[nodiscard]] Places walk(const PlainText& text, const PatternNode& node, const Places& from, Boundary loose) const {
    Places out;
    for (const At& at : from) one(text, node, at, loose, out);
    if (node.optional) out.insert(from.begin(), from.end());
    return out;
  }

  void one(const PlainText& text, const PatternNode& node, const At& at, Boundary loose, Places& out) const {
    const bool there = at.token < text.words.size() && text.before[at.token] <= at.limit;
    switch (node.kind) {
      case PatternNode::Kind::word:
        word(text, node.text, at, out);
        break;
      case PatternNode::Kind::any_word:
        if (there) out.insert({at.token + 1, Boundary::none});
        break;
      case PatternNode::Kind::term:
        for (const Pattern& phrase : lexicon_.terms.at(node.text)) {
          for (const At& end : walk(text, phrase.tree().root, {at}, loose)) out.insert(end);
        }
        break;
      case PatternNode::Kind::target:
        for (const Mention& mention : text.mentions) {
          if (there && mention.tokens.begin == at.token && takes(node.targets, lexicon_.targets[mention.target])) out.insert({mention.tokens.end, Boundary::none});
        }
        break;
      case PatternNode::Kind::gap: {
        // Before the first word of a match anything may stand: only there the limit is `sentence`.
        At here{at.token, std::max(at.limit, loose)};
        out.insert(here);
        for (int i = 0; i < node.gap && here.token < text.words.size() && text.before[here.token] <= here.limit; ++i) {
          here = {here.token + 1, loose};
          out.insert(here);
        }
        break;
      }
      case PatternNode::Kind::sequence: {
        Places now = {at};
        for (const PatternNode& child : node.children) now = walk(text, child, now, loose);
        out.insert(now.begin(), now.end());
        break;
      }
      case PatternNode::Kind::choice:
        for (const PatternNode& child : node.children) {
          for (const At& end : walk(text, child, {at}, loose)) out.insert(end);
        }
        break;
    }
  }

  /// Nothing stands between a token and the one before it.
  [[nodiscard]] static bool adjoins(const PlainText& text, std::uint32_t token) { return text.before[token] == Boundary::none || text.before[token] == Boundary::opening; }

  /// A word that opens a clause is read where a pattern spells it.
  [[nodiscard]] static bool may_spell(const PlainText& text, const At& at) {
    return text.before[at.token] <= at.limit || text.before[at.token] == Boundary::opening;
  }

  /// One written word: its parts one after the other, or all in one word.
  void word(const PlainText& text, const std::string& written, const At& at, Places& out) const {
    std::vector<std::string> parts(1);
    for (const char c : written) {
      if (c == '-') {
        parts.emplace_back();
      } else {
        parts.back() += c;
      }
    }
    parts.erase(std::remove(parts.begin(), parts.end(), std::string()), parts.end());
    At here = at;
    bool all = true;
    std::string joined;
    for (const std::string& part : parts) {
      joined += part;
      all = all && here.token < text.words.size() && (part == "*" ? text.before[here.token] <= here.limit : may_spell(text, here)) && fits(part, letter_case_of(part), text.words[here.token]);
      here = {here.token + 1, Boundary::none};
    }
    if (all) out.insert(here);
    const bool wild = std::find(parts.begin(), parts.end(), "*") != parts.end();
    if (parts.size() > 1 && !wild && at.token < text.words.size() && may_spell(text, at) && fits(joined, letter_case_of(parts.front()), text.words[at.token])) {
      out.insert({at.token + 1, Boundary::none});
    }
  }

  static std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
  }

  /// A pattern word (with '*' at its ends) and a text word.
  static bool fits(const std::string& pattern, LetterCase wanted, const std::string& word) {
    const bool initial = std::isupper(static_cast<unsigned char>(word[0])) != 0;
    const bool capitals = word.size() >= 2 && std::all_of(word.begin(), word.end(), [](unsigned char c) { return std::isupper(c) != 0; });
    if (wanted == LetterCase::initial && !initial) return false;
    if (wanted == LetterCase::capitals && !capitals) return false;
    if (pattern == "*") return true;
    std::string stem = lower(pattern);
    const std::string text = lower(word);
    const bool open_begin = stem.front() == '*';
    const bool open_end = stem.back() == '*';
    if (open_begin) stem.erase(0, 1);
    if (open_end) stem.pop_back();
    if (open_begin && open_end) return text.find(stem) != std::string::npos;
    if (open_end) return text.compare(0, stem.size(), stem) == 0;
    if (open_begin) return text.size() >= stem.size() && text.compare(text.size() - stem.size(), stem.size(), stem) == 0;
    return text == stem;
  }

  static bool takes(const std::vector<std::string>& selection, const Target& target) {
    for (const std::string& key : selection) {
      if (key == "*" || key == target.key || key == '@' + target.kind) return true;
    }
    return false;
  }

  const Lexicon& lexicon_;
  std::vector<MatchEntry> entries_;
};

}  // namespace stance::testing
