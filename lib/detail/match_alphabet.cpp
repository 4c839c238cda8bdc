#include "detail/match_alphabet.hpp"

#include <algorithm>
#include <numeric>

#include "detail/lexicon_reader.hpp"
#include "detail/pattern_word.hpp"

namespace stance::detail {
namespace {

constexpr std::uint32_t own_bits = 128;  ///< atoms with a bit of their own

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
    if (entry.letter_case != letter_case) continue;
    use(entry.id);
    return entry.id;
  }
  const auto atom = static_cast<AtomId>(uses_.size());
  entries.push_back({atom, letter_case});
  uses_.push_back(1);
  return atom;
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

void AtomTable::finish() {
  std::vector<AtomId> commonest(uses_.size());
  std::iota(commonest.begin(), commonest.end(), AtomId{0});
  std::stable_sort(commonest.begin(), commonest.end(), [&](AtomId a, AtomId b) { return uses_[a] > uses_[b]; });
  bits_.resize(uses_.size());
  for (std::uint32_t rank = 0; rank < commonest.size(); ++rank) {
    const std::uint32_t bit = rank < own_bits ? rank : own_bits + rank % (AtomBits::count - own_bits);
    bits_[commonest[rank]] = static_cast<std::uint8_t>(bit);
  }
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

std::vector<std::uint32_t> TargetSets::alike() const {
  std::map<std::vector<bool>, std::uint32_t> first;
  std::vector<std::uint32_t> out(lexicon_->targets.size());
  std::vector<bool> in(sets_.size());
  for (std::uint32_t target = 0; target < out.size(); ++target) {
    for (std::size_t set = 0; set < in.size(); ++set) in[set] = sets_[set][target];
    out[target] = first.emplace(in, target).first->second;
  }
  return out;
}

WordClasses::WordClasses(const AtomTable& atoms, const Vocabulary& vocabulary) : table_(&atoms), vocabulary_(&vocabulary) { (void)of(std::vector<AtomId>()); }

std::uint32_t WordClasses::of(const std::vector<AtomId>& atoms) {
  const auto [place, fresh] = index_.emplace(atoms, static_cast<std::uint32_t>(classes_.size()));
  if (fresh) {
    classes_.push_back(atoms);
    AtomBits& bits = bits_.emplace_back();
    for (const AtomId atom : atoms) bits.add(table_->bit(atom));
  }
  return place->second;
}

std::uint32_t WordClasses::see(const Token& token, std::size_t slot) {
  if (slot >= by_word_.size()) by_word_.resize(std::max(slot + 1, by_word_.size() * 2), unseen);
  table_->satisfied((*vocabulary_)[token.type], (*vocabulary_)[token.base], token.shape, buffer_);
  return by_word_[slot] = of(buffer_);
}

}  // namespace stance::detail
