#include "detail/tokens_sentences.hpp"

#include "detail/tokens_forms.hpp"

namespace stance::detail {
namespace {

constexpr std::uint32_t longest_single_quotation = 40;  // words; a longer pair of ‘ ’ is a stray apostrophe

void fill(tsl::robin_set<std::uint32_t>& set, const std::vector<std::string_view>& words, Vocabulary& vocabulary) {
  for (const std::string_view word : words) set.insert(index_of(vocabulary.intern(word)));
}

bool in(const tsl::robin_set<std::uint32_t>& set, TypeId id) { return set.find(index_of(id)) != set.end(); }

}  // namespace

SentenceRules::SentenceRules(const LanguageRules& rules, Vocabulary& vocabulary) {
  fill(never_final_, rules.never_final, vocabulary);
  fill(before_number_, rules.before_number, vocabulary);
  fill(maybe_final_, rules.maybe_final, vocabulary);
  fill(starters_, rules.starters, vocabulary);
}

bool SentenceRules::ends(std::string_view text, const Token& before, const Token& after, const GapScan& gap, bool first_of_block) const {
  if (!gap.space_after_stop) return false;
  if (begins_lower(text.substr(after.begin, after.end - after.begin)) && !has(gap.flags, Gap::open_quote)) return false;
  if (text[before.end] != '.') return true;  // ? ! … or a bracket or quotation mark before the stop: no abbreviation
  const std::string_view next = text.substr(after.begin, after.end - after.begin);
  const bool next_is_initial = is_one_letter(next) && after.shape == Shape::initial && text.substr(after.end, 1) == ".";
  return ends_behind_word(text.substr(before.begin, before.end - before.begin), before, next, after, first_of_block, next_is_initial);
}

bool SentenceRules::ends_behind_word(std::string_view word, const Token& before, std::string_view next, const Token& after, bool first_of_block, bool next_is_initial) const {
  const bool starter = after.shape != Shape::lower && in(starters_, after.base);
  if (in(never_final_, before.base)) return false;
  if (in(before_number_, before.base)) {
    const bool counted = after.shape == Shape::number || is_one_letter(next) || is_roman_numeral(next);
    if (counted || before.shape == Shape::initial) return after.shape != Shape::number && starter;
  }
  if (is_dotted(word)) return starter;  // U.S.
  if (in(maybe_final_, before.base)) return starter || after.shape != Shape::lower;
  const bool letter = is_one_letter(word) && before.shape == Shape::initial;
  if (first_of_block && (letter || before.shape == Shape::number || is_roman_numeral(word))) return false;  // "1.", "II.", "A."
  return !letter || (starter && !next_is_initial);  // J. R. R. Tolkien
}

void QuotationPairs::before_token(std::uint32_t token, const GapScan& gap) {
  if (gap.single_close && single_) close_single(token);
  if (has(gap.flags, Gap::close_quote) && double_) {
    out_.push_back({double_begin_, token});
    double_ = false;
  }
  if (has(gap.flags, Gap::open_quote) && !double_) {
    double_ = true;
    double_begin_ = token;
  }
  if (gap.single_open && !double_ && !single_) {
    single_ = true;
    single_begin_ = token;
  }
}

void QuotationPairs::end_block(std::uint32_t end, const GapScan& tail) {
  if (double_) out_.push_back({double_begin_, end});
  double_ = false;
  if (tail.single_close && single_) close_single(end);
  single_ = false;
}

void QuotationPairs::close_single(std::uint32_t token) {
  single_ = false;
  if (double_ || token - single_begin_ > longest_single_quotation) return;
  while (!out_.empty() && out_.back().begin >= single_begin_) out_.pop_back();  // pairs inside of this one
  out_.push_back({single_begin_, token});
}

}  // namespace stance::detail
