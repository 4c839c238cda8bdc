#include <algorithm>
#include <iterator>

#include "detail/evidence_scan.hpp"

namespace stance::detail {
namespace {

constexpr std::size_t reference_reach = 2;  ///< sentences before its own in which the one that a word refers to may be named

/// The one target that fits in the nearest sentence of the paragraph that names any; none where it names several.
template <typename Fits>
std::uint32_t last_named(const Tokens& tokens, const Scan& scan, std::uint32_t token, Fits fits) {
  const std::size_t own = tokens.sentence_of(token);
  for (std::size_t back = 0; back <= std::min(own, reference_reach); ++back) {
    const Sentence& sentence = tokens.sentences[own - back];
    if (sentence.block != tokens.sentences[own].block) break;
    std::uint32_t found = none;
    for (std::uint32_t i = sentence.tokens.begin; i < std::min(sentence.tokens.end, token); ++i) {
      const std::uint32_t m = scan.mention_at[i];
      if (m == none || !fits(scan.mentions[m].target)) continue;
      if (found != none && found != scan.mentions[m].target) return none;
      found = scan.mentions[m].target;
    }
    if (found != none) return found;
  }
  return none;
}

}  // namespace

void Scanner::resolve_references(const Tokens& tokens, const Lexicon& lexicon, std::optional<std::uint32_t> principal, Scan& scan) {
  const auto other_state = [&](std::uint32_t target) { return target != principal && lexicon.targets[target].kind == "state" && !lexicon.targets[target].historic; };
  const auto organisation = [&](std::uint32_t target) {
    const std::string& kind = lexicon.targets[target].kind;
    return target != principal && (kind == "alliance" || kind == "union" || kind == "organisation" || kind == "movement" || kind == "forum");
  };
  std::vector<Mention> found;
  for (const Mark& mark : scan.marks) {
    const bool pair = mark.kind == ModifierKind::pair && principal;  // without a principal nobody knows who the two are
    const bool state = pair || (mark.kind == ModifierKind::state_anaphor && principal);
    if ((!state && mark.kind != ModifierKind::anaphor) || scan.mention_at[mark.tokens.begin] != none || scan.mention_at[mark.tokens.end - 1] != none) continue;
    const std::uint32_t target = state ? last_named(tokens, scan, mark.tokens.begin, other_state) : last_named(tokens, scan, mark.tokens.begin, organisation);
    if (target != none) found.push_back({mark.tokens, target, NameForm::reference});
  }
  if (found.empty()) return;
  std::vector<Mention> merged;
  std::merge(scan.mentions.begin(), scan.mentions.end(), found.begin(), found.end(), std::back_inserter(merged),
             [](const Mention& a, const Mention& b) { return a.tokens.begin < b.tokens.begin; });
  scan.mentions = std::move(merged);
  for (std::uint32_t m = 0; m < scan.mentions.size(); ++m) {
    std::fill(scan.mention_at.begin() + scan.mentions[m].tokens.begin, scan.mention_at.begin() + scan.mentions[m].tokens.end, m);
  }
  scan.clauses.clear();
  cut_clauses(tokens, scan);
  find_lists(tokens, scan);
}

}  // namespace stance::detail
