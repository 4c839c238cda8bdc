#include "detail/evidence_learned.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace stance::detail {

std::vector<LearnedFeature> learned_features(const Tokens& tokens, const Vocabulary& vocabulary, const Scan& scan, std::uint32_t mention, std::uint32_t window) {
  constexpr std::size_t shortest = 2;
  const TokenSpan& name = scan.mentions[mention].tokens;
  const TokenSpan& sentence = tokens.sentences[scan.clauses[scan.clause_of[name.begin]].sentence].tokens;
  std::vector<LearnedFeature> out;
  for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) {
    const Token& word = tokens.words[i];
    const bool own_capital = i > sentence.begin && (word.shape == Shape::initial || word.shape == Shape::capitals);
    const std::string_view text = vocabulary[word.base];
    const bool letter = !text.empty() && !(text.front() >= '0' && text.front() <= '9');
    if (scan.mention_at[i] != none || own_capital || !letter || text.size() < shortest) continue;
    out.push_back({LearnedPlace::anywhere, i});
    if (i < name.begin && name.begin - i <= window) out.push_back({LearnedPlace::before, i});
    if (i >= name.end && i - name.end < window) out.push_back({LearnedPlace::behind, i});
  }
  return out;
}

std::uint32_t targets_named(const Scan& scan, std::uint32_t mention, std::optional<std::uint32_t> principal) {
  const auto sentence_of = [&](const Mention& one) { return scan.clauses[scan.clause_of[one.tokens.begin]].sentence; };
  const std::uint32_t sentence = sentence_of(scan.mentions[mention]);
  std::uint32_t first = mention;
  while (first > 0 && sentence_of(scan.mentions[first - 1]) == sentence) --first;
  std::vector<std::uint32_t> targets;
  for (std::uint32_t m = first; m < scan.mentions.size() && sentence_of(scan.mentions[m]) == sentence; ++m) {
    if (scan.mentions[m].target != principal) targets.push_back(scan.mentions[m].target);
  }
  std::sort(targets.begin(), targets.end());
  return static_cast<std::uint32_t>(std::unique(targets.begin(), targets.end()) - targets.begin());
}

LearnedIndex::LearnedIndex(const LearnedWords& learned) : learned_(&learned) {
  for (std::size_t place = 0; place < learned_places; ++place) {
    for (std::size_t i = 0; i < learned.words[place].size(); ++i) {
      const auto [entry, fresh] = entries_.try_emplace(learned.words[place][i].word);
      if (fresh) entry.value().fill(missing);
      entry.value()[place] = static_cast<std::uint32_t>(i);
    }
  }
}

const LearnedIndex::Entry* LearnedIndex::find(std::string_view word) const {
  const auto found = entries_.find(std::string(word));
  return found == entries_.end() ? nullptr : &found->second;
}

std::optional<LearnedReader::Opinion> LearnedReader::read(const Tokens& tokens, const Scan& scan, std::uint32_t mention) {
  const LearnedWords& learned = index_->learned();
  for (auto type = static_cast<std::uint32_t>(by_type_.size()); type < vocabulary_->size(); ++type) by_type_.push_back(index_->find((*vocabulary_)[TypeId{type}]));
  hits_.clear();
  for (const LearnedFeature& feature : learned_features(tokens, *vocabulary_, scan, mention, static_cast<std::uint32_t>(learned.window))) {
    const LearnedIndex::Entry* entry = by_type_[index_of(tokens.words[feature.token].base)];
    if (entry == nullptr) continue;
    const auto place = static_cast<std::uint32_t>(feature.place);
    if ((*entry)[place] != LearnedIndex::missing) hits_.push_back({place, (*entry)[place], feature.token});
  }
  // A word counts once in a place. In this order, so that the sum is the same everywhere.
  std::sort(hits_.begin(), hits_.end(), [](const Hit& a, const Hit& b) { return std::tie(a.place, a.word, a.token) < std::tie(b.place, b.word, b.token); });
  hits_.erase(std::unique(hits_.begin(), hits_.end(), [](const Hit& a, const Hit& b) { return a.place == b.place && a.word == b.word; }), hits_.end());
  double against = learned.bias_against;
  double support = learned.bias_support;
  for (const Hit& hit : hits_) {
    against += learned.words[hit.place][hit.word].against;
    support += learned.words[hit.place][hit.word].support;
  }
  const double largest = std::max({against, support, 0.0});
  const double all = std::exp(against - largest) + std::exp(support - largest) + std::exp(-largest);
  const double p_against = std::exp(against - largest) / all;
  const double p_support = std::exp(support - largest) / all;
  if (std::max(p_against, p_support) < learned.threshold || hits_.empty()) return std::nullopt;
  const auto rank = [&](const Hit& hit) {
    const LearnedWord& word = learned.words[hit.place][hit.word];
    const bool grammar = scan.kinds[hit.token] != 0 || scan.prepositions[hit.token] != 0;
    return std::pair(!grammar, p_support > p_against ? word.support : word.against);
  };
  const auto most = std::max_element(hits_.begin(), hits_.end(), [&](const Hit& a, const Hit& b) { return rank(a) < rank(b); });
  return Opinion{p_support - p_against, most->token, &learned.words[most->place][most->word]};
}

}  // namespace stance::detail
