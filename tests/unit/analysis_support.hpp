#pragma once
/// What the tests of analyses share: a small lexicon, and documents that say a bit of everything in it.

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "detail/random.hpp"
#include "stance/analysis.hpp"
#include "stance/text.hpp"
#include "stance/lexicon.hpp"

namespace stance::testing {

inline constexpr const char* pack = R"(
meta: {name: small.en, version: "1", language: en}
targets:
  League: {kind: alliance, names: [League], metonyms: [League Council]}
  Union: {kind: union, names: [Union]}
  Northland: {kind: state, iso2: NL, names: [Northland], adjectives: [Northlander]}
  Southland: {kind: state, iso2: SL, names: [Southland]}
cues:
  - {group: join, reason: membership, type: verb, weight: 4, negated: -0.3, slots: {object: 1}, patterns: ["join|joins|joined"]}
  - {group: cooperate, reason: cooperation, type: verb, slots: {with: 0.5}, patterns: ["cooperate|cooperates|cooperated"]}
  - {group: condemn, reason: condemnation, type: verb, slots: {object: -1}, patterns: ["condemn|condemns|condemned"]}
  - {group: leave, reason: leaving, type: verb, weight: 2, slots: {object: -0.7}, patterns: ["leave|leaves|left"]}
axes:
  league_orientation:
    kind: bipolar
    negative: away from the League
    positive: towards the League
    neutral_targets: [League]
    rules: [{targets: [League], factor: 1}]
  alignment:
    kind: bipolar
    negative: outside of blocs
    positive: in a bloc
    rules: [{targets: ["@alliance", "@union"], cues: [join, leave], factor: 1}]
    patterns:
      - {value: -1, weight: 4, reason: the policy by its name, match: [neutrality]}
  trade:
    kind: intensity
    positive: trade
    scale: 5
    patterns:
      - {reason: trade, match: ["trade|exports", free trade]}
modifiers:
  factors: {negation: -0.5, hedge: 0.5, condition: 0.5, neutral: 0.5}
  prepositions: {with: [with], of: [of]}
  negation: [not, never]
  hedge: [perhaps]
  condition: [if]
  first_person: [we, our]
  auxiliary: [will, shall, to]
  attribution_verb: [said, says]
  coordination: [and, or]
  clause: [but, while]
  determiner: [the]
)";

inline const CompiledLexicon& lexicon() {
  static const CompiledLexicon compiled = [] {
    LexiconCheck check = parse_lexicon(pack, "small.yaml");
    for (const Diagnostic& d : check.diagnostics) {
      if (d.severity == Severity::error) ADD_FAILURE() << d.to_string();
    }
    return CompiledLexicon(std::move(check.lexicon).value());
  }();
  return compiled;
}

inline Document document(std::string id, std::string text, std::string principal = "Northland") {
  Document out;
  out.id = std::move(id);
  out.text = std::move(text);
  out.principal = std::move(principal);
  return out;
}

/// Documents that say a bit of everything, of random length, the same ones every time.
inline std::vector<Document> documents(std::size_t n) {
  const std::vector<std::string> sentences = {"We will join the League.",
                                              "We will not join the League.",
                                              "We cooperate with the Union and the League.",
                                              "We condemn Southland.",
                                              "We shall leave the Union, but we cooperate with Southland.",
                                              "Neutrality is our policy.",
                                              "Perhaps we will join the Union.",
                                              "If we join the League, our exports grow.",
                                              "Southland said that it will join the League.",
                                              "The League met on Tuesday in the café — “as usual”.",
                                              "Free trade and exports matter.",
                                              "The weather was fine over the hills and the old town."};
  detail::Random random(5);
  std::vector<Document> out;
  for (std::size_t i = 0; i < n; ++i) {
    std::string text;
    for (std::uint64_t s = random.below(60); s > 0; --s) text += sentences[random.below(sentences.size())] + (random.below(5) == 0 ? "\n\n" : " ");
    out.push_back(document("d" + std::to_string(i), text));
  }
  return out;
}

inline Corpus corpus_of(const std::vector<Document>& documents) {
  Corpus out;
  for (const Document& d : documents) out.add(d);
  return out;
}

}  // namespace stance::testing
