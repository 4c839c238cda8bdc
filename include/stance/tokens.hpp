#pragma once
/// @file tokens.hpp
/// Words, sentences and quotations of a clean text, by Unicode's rules (UAX #29), as integers with byte spans.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "stance/clean.hpp"
#include "stance/vocabulary.hpp"

namespace stance {

/// What stands between a word and the word before it. A set of flags; nothing set means white space only.
enum class Gap : std::uint32_t {
  none = 0,
  hyphen = 1U << 0U,         ///< a hyphen, slash or en dash without white space around it joins the two words
  comma = 1U << 1U,
  semicolon = 1U << 2U,
  colon = 1U << 3U,
  dash = 1U << 4U,           ///< em dash, or a spaced hyphen or en dash
  open_bracket = 1U << 5U,
  close_bracket = 1U << 6U,
  open_quote = 1U << 7U,
  close_quote = 1U << 8U,
  stop = 1U << 9U,           ///< full stop, question or exclamation mark, ellipsis: ends a sentence only with Gap::sentence
  question = 1U << 10U,
  sentence = 1U << 11U,      ///< first word of a sentence
  block = 1U << 12U,         ///< first word of a block
};
[[nodiscard]] constexpr Gap operator|(Gap a, Gap b) noexcept { return static_cast<Gap>(static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b)); }
constexpr Gap& operator|=(Gap& a, Gap b) noexcept { return a = a | b; }
/// Whether `set` holds any flag of `flags`.
[[nodiscard]] constexpr bool has(Gap set, Gap flags) noexcept { return (static_cast<std::uint32_t>(set) & static_cast<std::uint32_t>(flags)) != 0; }

/// How a word is written.
enum class Shape : std::uint8_t {
  lower,    ///< starts with neither a capital nor a digit
  initial,  ///< starts with a capital
  capitals, ///< two letters or more, all capitals
  number,   ///< starts with a digit
};

/// A word. Spans are bytes of the clean text; CleanText::to_original leads back to the file.
struct Token {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  TypeId type{};  ///< folded word: NFKC, lower case by the rules of the language, ’ ‘ ʼ written as '
  TypeId base{};  ///< type without what inflects names: possessive 's (en), a suffix behind an apostrophe (az, tr), full stops of acronyms
  Gap gap = Gap::none;
  Shape shape = Shape::lower;
  bool possessive = false;  ///< base is type without 's (or the word is a plural with a bare apostrophe)
};

/// Half-open range of tokens.
struct TokenSpan {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  [[nodiscard]] std::uint32_t size() const noexcept { return end - begin; }
  [[nodiscard]] bool contains(std::uint32_t token) const noexcept { return begin <= token && token < end; }
  friend bool operator==(const TokenSpan&, const TokenSpan&) = default;
};

struct Sentence {
  TokenSpan tokens;
  ByteSpan span;  ///< of the clean text, with the quotation marks and brackets that open it and its closing punctuation
  std::uint32_t block = 0;
  BlockKind kind = BlockKind::paragraph;
  bool question = false;
};

/// The tokens of one document. Plain data; safe to read from many threads.
struct Tokens {
  std::vector<Token> words;
  std::vector<Sentence> sentences;
  std::vector<TokenSpan> quotations;  ///< words inside quotation marks, outermost pairs, in order
  /// Index of the sentence that holds a token. O(log n).
  [[nodiscard]] std::uint32_t sentence_of(std::uint32_t token) const noexcept;
};

/// The words of one document without their places: what counting needs. Plain data, to be used again for the next document.
struct WordTypes {
  std::vector<TypeId> types;        ///< Token::type of each word
  std::vector<std::size_t> breaks;  ///< words that begin a sentence (Gap::sentence), ascending
};

/// Whether sentences are looked for where only words are wanted.
enum class SentenceBreaks : std::uint8_t { find, skip };

enum class TokenizerPath : std::uint8_t {
  automatic,  ///< ASCII by hand-written rules, the rest by ICU
  full,       ///< everything by ICU; the tests prove that both agree
};

/// Cuts clean texts into tokens and interns their types. One per worker thread and language; not safe for concurrent use.
/// Words: Boost.Locale's ICU backend (UAX #29), with a hand-written path for ASCII. Sentences: a stop ends one unless it
/// belongs to an abbreviation, an initial, an ordinal or a number. Time O(bytes).
class Tokenizer {
 public:
  /// @throws Error when Boost.Locale has no ICU backend; InvalidArgument for a language without rules
  Tokenizer(std::string_view language, Vocabulary& vocabulary, TokenizerPath path = TokenizerPath::automatic);
  ~Tokenizer();
  Tokenizer(Tokenizer&&) noexcept;
  Tokenizer& operator=(Tokenizer&&) noexcept;

  /// @throws InvalidArgument for a text of 2 GiB or more (ICU counts in 32 bits)
  [[nodiscard]] Tokens operator()(const CleanText& text);
  /// The types of the words that operator() would give, and where their sentences begin (`skip`: no breaks), in less time.
  /// @param out  is overwritten; its memory is used again
  /// @throws InvalidArgument as operator()
  void read_types(const CleanText& text, SentenceBreaks breaks, WordTypes& out);
  /// Folded form of one word by the rules of the language (what Token::type names).
  [[nodiscard]] std::string fold(std::string_view word) const;
  [[nodiscard]] const std::string& language() const noexcept;

  /// Languages with case folding, abbreviations and clitics: "az", "en", "ru", "tr".
  [[nodiscard]] static const std::vector<std::string>& languages();

 private:
  struct Impl;
  class Reader;
  class Builder;
  class TypeReader;
  std::unique_ptr<Impl> impl_;
};

/// Versions of what decides word boundaries and case, for reports: "ICU 72.1, Unicode 15.0".
[[nodiscard]] std::string unicode_version();

}  // namespace stance
