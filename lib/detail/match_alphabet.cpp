#include "detail/match_alphabet.hpp"

#include <algorithm>

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

AtomId AtomTable::insert(Index& index, std::string_view text, LetterCase letter_case) {
  std::vector<Cased>& entries = index[std::string(text)];
  for (const Cased& entry : entries) {
    if (entry.letter_case == letter_case) return entry.id;
  }
  entries.push_back({n_, letter_case});
  return n_++;
}

AtomId AtomTable::add(std::string_view text, LetterCase letter_case) {
  const bool open_end = text.size() > 1 && text.back() == '*';
  const bool open_begin = text.size() > 1 && text.front() == '*';
  const std::string_view stem = text.substr(open_begin ? 1 : 0, text.size() - (open_begin ? 1U : 0U) - (open_end ? 1U : 0U));
  if (is_glob(stem)) return insert(glob_, text, letter_case);
  if (open_begin && open_end) return insert(infix_, stem, letter_case);
  if (open_begin || open_end) longest_stem_ = std::max(longest_stem_, stem.size());
  if (open_end) return insert(prefix_, stem, letter_case);
  if (open_begin) return insert(suffix_, stem, letter_case);
  return insert(literal_, stem, letter_case);
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

std::uint32_t TargetSets::add(const std::vector<std::string>& keys) {
  const auto [known, fresh] = known_.emplace(keys, static_cast<std::uint32_t>(sets_.size()));
  if (fresh) {
    std::vector<bool>& set = sets_.emplace_back(lexicon_->targets.size());
    for (std::size_t i = 0; i < set.size(); ++i) set[i] = selects(keys, lexicon_->targets[i]);
  }
  return known->second;
}

void TargetSets::finish() {
  sets_of_.assign(lexicon_->targets.size(), {});
  for (std::uint32_t set = 0; set < sets_.size(); ++set) {
    for (std::uint32_t target = 0; target < sets_of_.size(); ++target) {
      if (sets_[set][target]) sets_of_[target].push_back(set);
    }
  }
}

WordClasses::WordClasses(const AtomTable& atoms, const Vocabulary& vocabulary) : table_(&atoms), vocabulary_(&vocabulary) { (void)of(std::vector<AtomId>()); }

std::uint32_t WordClasses::of(const std::vector<AtomId>& atoms) {
  const auto [place, fresh] = index_.emplace(atoms, static_cast<std::uint32_t>(begin_.size() - 1));
  if (fresh) {
    atoms_.insert(atoms_.end(), atoms.begin(), atoms.end());
    begin_.push_back(static_cast<std::uint32_t>(atoms_.size()));
  }
  return place->second;
}

std::uint32_t WordClasses::see(const Token& token, std::size_t slot) {
  if (slot >= by_word_.size()) by_word_.resize(std::max(slot + 1, by_word_.size() * 2), unseen);
  table_->satisfied((*vocabulary_)[token.type], (*vocabulary_)[token.base], token.shape, buffer_);
  return by_word_[slot] = of(buffer_);
}

}  // namespace stance::detail
