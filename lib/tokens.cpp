#include "stance/tokens.hpp"

#include <unicode/uchar.h>
#include <unicode/uversion.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "detail/tokens_forms.hpp"
#include "detail/tokens_gaps.hpp"
#include "detail/tokens_language.hpp"
#include "detail/tokens_sentences.hpp"
#include "detail/tokens_spellings.hpp"
#include "detail/tokens_words.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

const detail::LanguageRules& checked_rules(std::string_view name) {
  if (const detail::LanguageRules* rules = detail::rules_of(name)) return *rules;
  std::string known;
  for (const std::string& language : Tokenizer::languages()) known += (known.empty() ? "" : ", ") + language;
  throw InvalidArgument("language: expected one of " + known + ", got '" + std::string(name) + "'");
}

}  // namespace

struct Tokenizer::Impl {
  Impl(std::string_view name, Vocabulary& types, TokenizerPath how)
      : language(name), rules(checked_rules(name)), vocabulary(&types), path(how), locale(detail::icu_locale(rules.locale)),
        segmenter(locale), folder(rules.language, rules.dotless_i), sentence_rules(rules, types) {}

  detail::Folded fold_word(std::string_view raw, bool ascii) {
    detail::Folded folded;
    folder.fold(raw, ascii, scratch);
    folded.type = vocabulary->intern(scratch);
    folded.shape = detail::shape_of(raw, ascii);
    std::string base = scratch;
    const std::size_t apostrophe = base.find('\'');
    if (rules.suffix == detail::NameSuffix::english_possessive && base.size() > 2 && base.compare(base.size() - 2, 2, "'s") == 0) {
      base.resize(base.size() - 2);
      folded.possessive = true;
    } else if (rules.suffix == detail::NameSuffix::apostrophe && apostrophe != std::string::npos && apostrophe > 0 && folded.shape != Shape::lower) {
      base.resize(apostrophe);
    }
    if (detail::is_dotted(base)) base = detail::without_stops(base);
    folded.base = base == scratch ? folded.type : vocabulary->intern(base);
    return folded;
  }

  /// Finds the words of a text.
  void cut(std::string_view text) {
    constexpr std::size_t limit = std::numeric_limits<std::int32_t>::max();  // ICU counts in 32 bits with a sign
    if (text.size() >= limit) throw InvalidArgument("text: expected fewer than 2 GiB, got " + std::to_string(text.size()) + " bytes; split the document");
    words.clear();
    segmenter.segment(text, path == TokenizerPath::full, words);
  }

  [[gnu::always_inline]] const detail::Folded& folded(const detail::Spellings::Probe& probe, std::string_view text, const detail::WordSpan& word) {
    return spellings.find(probe, text, word.begin, word.end, [&] { return fold_word(text.substr(word.begin, word.end - word.begin), word.ascii); });
  }

  std::string language;
  const detail::LanguageRules& rules;
  Vocabulary* vocabulary;
  TokenizerPath path;
  std::locale locale;
  detail::WordSegmenter segmenter;
  detail::Folder folder;
  detail::SentenceRules sentence_rules;
  detail::Spellings spellings;
  std::vector<detail::WordSpan> words;
  std::string scratch;
};

/// Goes through the words of one text, and knows where blocks begin.
class Tokenizer::Reader {
 protected:
  Reader(Impl& impl, const CleanText& clean) : impl_(impl), text_(clean.text()), blocks_(clean.blocks()) { find_next_block(); }

  /// use(i, word, folded) for each word.
  template <class Use>
  void for_each_word(Use&& use) {
    constexpr std::size_t ahead = 16;  // words whose slots are on their way from memory
    const std::vector<detail::WordSpan>& words = impl_.words;
    std::array<detail::Spellings::Probe, ahead> probes;
    const auto prepare = [&](std::size_t i) {
      if (i < words.size()) probes[i % ahead] = impl_.spellings.prepare(text_, words[i].begin, words[i].end);
    };
    for (std::size_t i = 0; i < ahead; ++i) prepare(i);
    for (std::size_t i = 0; i < words.size(); ++i) {
      const detail::Folded folded = impl_.folded(probes[i % ahead], text_, words[i]);
      prepare(i + ahead);
      use(i, words[i], folded);
    }
  }

  /// Whether a word that begins at `begin` is the first of a block.
  bool enter_block(std::uint32_t begin) {
    if (begin < next_begin_) return false;
    while (next_block_ < blocks_.size() && blocks_[next_block_].span.begin <= begin) ++next_block_;
    find_next_block();
    return true;
  }

  /// Whether one byte and a space, or a space alone (`byte` is a space then), stand between two words.
  [[nodiscard]] bool is_gap(std::uint32_t end, std::uint32_t begin, char byte) const {
    return byte == ' ' ? begin == end + 1 && text_[end] == ' ' : begin == end + 2 && text_[end] == byte && text_[end + 1] == ' ';
  }

  /// Where the text of the current block begins; what stands before it belongs to the block before.
  [[nodiscard]] std::uint32_t block_begin() const {
    return next_block_ == 0 ? 0 : static_cast<std::uint32_t>(blocks_[next_block_ - 1].span.begin);
  }

  Impl& impl_;
  std::string_view text_;
  const std::vector<Block>& blocks_;
  std::size_t next_block_ = 0;  ///< first block that no word has entered

 private:
  void find_next_block() {
    next_begin_ = next_block_ < blocks_.size() ? static_cast<std::uint32_t>(blocks_[next_block_].span.begin) : std::numeric_limits<std::uint32_t>::max();
  }
  std::uint32_t next_begin_ = 0;  ///< of that block
};

/// Puts the words of one text together: gaps, sentences, quotations.
class Tokenizer::Builder : private Reader {
 public:
  Builder(Impl& impl, const CleanText& clean) : Reader(impl, clean), quotations_(tokens_.quotations) {}

  Tokens build() {
    tokens_.words.resize(impl_.words.size());
    for_each_word([this](std::size_t i, const detail::WordSpan& word, const detail::Folded& folded) {
      Token& token = tokens_.words[i];
      token = {word.begin, word.end, folded.type, folded.base, Gap::none, folded.shape, folded.possessive};
      add(static_cast<std::uint32_t>(i), token);
      last_end_ = word.end;
    });
    end_block(static_cast<std::uint32_t>(tokens_.words.size()));
    return std::move(tokens_);
  }

 private:
  /// The gap before token `i`, and what it does.
  void add(std::uint32_t i, Token& token) {
    const bool first = enter_block(token.begin) || i == 0;
    if (!first && is_gap(last_end_, token.begin, ' ')) return;  // most gaps: they say nothing
    if (!first && is_gap(last_end_, token.begin, ',')) {         // half of the others
      token.gap = Gap::comma;
      return;
    }
    if (first) end_block(i);
    const detail::GapScan gap = detail::scan_gap(text_, first ? block_begin() : last_end_, token.begin);
    token.gap = gap.flags;
    if (first) {
      token.gap |= Gap::block | Gap::sentence;
      first_of_block_ = i;
      open_sentence(i, gap, token.end);
    } else {
      Token& before = tokens_.words[i - 1];
      mark_plural_possessive(before);
      if (has(gap.flags, Gap::stop) && impl_.sentence_rules.ends(text_, before, token, gap, i - 1 == first_of_block_)) {
        token.gap |= Gap::sentence;
        close_sentence(i, gap);
        open_sentence(i, gap, token.end);
      }
    }
    quotations_.before_token(i, gap);
  }

  void open_sentence(std::uint32_t i, const detail::GapScan& gap, std::uint32_t end) {
    const auto block = static_cast<std::uint32_t>(next_block_ == 0 ? 0 : next_block_ - 1);
    tokens_.sentences.push_back({{i, i}, {gap.open_begin, end}, block, blocks_.empty() ? BlockKind::paragraph : blocks_[block].kind, false});
  }

  /// @param end  index behind its last token
  void close_sentence(std::uint32_t end, const detail::GapScan& tail) {
    Sentence& last = tokens_.sentences.back();
    last.tokens.end = end;
    last.span.end = std::max<std::size_t>(tail.stop_end, last_end_);
    last.question = has(tail.flags, Gap::question);
  }

  /// @param end  index behind its last token
  void end_block(std::uint32_t end) {
    if (end == 0) return;
    const auto limit = static_cast<std::uint32_t>(blocks_.empty() ? text_.size() : blocks_[tokens_.sentences.back().block].span.end);
    const detail::GapScan tail = detail::scan_gap(text_, last_end_, std::max(last_end_, limit));
    mark_plural_possessive(tokens_.words[end - 1]);
    close_sentence(end, tail);
    quotations_.end_block(end, tail);
  }

  /// "the states' rights": an apostrophe behind the s, unless it closes a quotation.
  void mark_plural_possessive(Token& word) const {
    const char last = text_[word.end - 1];
    if (impl_.rules.suffix != detail::NameSuffix::english_possessive || (last != 's' && last != 'S') || quotations_.in_single()) return;
    const std::string_view rest = text_.substr(word.end);
    if (rest.substr(0, 1) == "'" || rest.substr(0, 3) == "\xE2\x80\x99") word.possessive = true;
  }

  Tokens tokens_;
  detail::QuotationPairs quotations_;
  std::uint32_t last_end_ = 0;  ///< of the word before
  std::uint32_t first_of_block_ = 0;
};

/// Types and breaks only: what a word is in its sentence is not looked at, but where a stop may end one.
class Tokenizer::TypeReader : private Reader {
 public:
  TypeReader(Impl& impl, const CleanText& clean, WordTypes& out) : Reader(impl, clean), out_(out) {}

  void read(SentenceBreaks breaks) {
    out_.types.resize(impl_.words.size());
    out_.breaks.clear();
    if (breaks == SentenceBreaks::skip) {
      for_each_word([this](std::size_t i, const detail::WordSpan& /*word*/, const detail::Folded& folded) { out_.types[i] = folded.type; });
      return;
    }
    for_each_word([this](std::size_t i, const detail::WordSpan& word, const detail::Folded& folded) {
      out_.types[i] = folded.type;
      const Token token{word.begin, word.end, folded.type, folded.base, Gap::none, folded.shape, folded.possessive};
      if (begins_sentence(i, token)) out_.breaks.push_back(i);
      last_ = token;
    });
  }

 private:
  bool begins_sentence(std::size_t i, const Token& token) {
    if (enter_block(token.begin) || i == 0) {
      first_of_block_ = i;
      return true;
    }
    if (is_gap(last_.end, token.begin, ' ') || is_gap(last_.end, token.begin, ',')) return false;
    const detail::GapScan gap = detail::scan_gap(text_, last_.end, token.begin);
    return has(gap.flags, Gap::stop) && impl_.sentence_rules.ends(text_, last_, token, gap, i - 1 == first_of_block_);
  }

  WordTypes& out_;
  Token last_;
  std::size_t first_of_block_ = 0;
};

std::uint32_t Tokens::sentence_of(std::uint32_t token) const noexcept {
  const auto after = std::upper_bound(sentences.begin(), sentences.end(), token, [](std::uint32_t t, const Sentence& s) { return t < s.tokens.begin; });
  return after == sentences.begin() ? 0 : static_cast<std::uint32_t>(after - sentences.begin() - 1);
}

Tokenizer::Tokenizer(std::string_view language, Vocabulary& vocabulary, TokenizerPath path) : impl_(std::make_unique<Impl>(language, vocabulary, path)) {}
Tokenizer::~Tokenizer() = default;
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;

const std::string& Tokenizer::language() const noexcept { return impl_->language; }

std::string Tokenizer::fold(std::string_view word) const {
  std::string out;
  const bool ascii = std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
  impl_->folder.fold(word, ascii, out);
  return out;
}

const std::vector<std::string>& Tokenizer::languages() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    for (const detail::LanguageRules& rules : detail::all_language_rules()) out.emplace_back(rules.language);
    return out;
  }();
  return names;
}

Tokens Tokenizer::operator()(const CleanText& clean) {
  impl_->cut(clean.text());
  return Builder(*impl_, clean).build();
}

void Tokenizer::read_types(const CleanText& clean, SentenceBreaks breaks, WordTypes& out) {
  impl_->cut(clean.text());
  TypeReader(*impl_, clean, out).read(breaks);
}

std::string unicode_version() {
  UVersionInfo icu;
  u_getVersion(icu);
  UVersionInfo unicode;
  u_getUnicodeVersion(unicode);
  return "ICU " + std::to_string(icu[0]) + '.' + std::to_string(icu[1]) + ", Unicode " + std::to_string(unicode[0]) + '.' + std::to_string(unicode[1]);
}

}  // namespace stance
