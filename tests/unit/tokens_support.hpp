#pragma once
/// What the tests of the tokenizer share: one text, cut.

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "stance/clean.hpp"
#include "stance/tokens.hpp"
#include "stance/vocabulary.hpp"

namespace stance::testing {

/// A text with its tokens, and the words as the text writes them.
struct Cut {
  Vocabulary vocabulary;
  CleanText clean;
  Tokens tokens;

  explicit Cut(std::string_view text, std::string_view language = "en", TokenizerPath path = TokenizerPath::automatic, const CleanOptions& options = CleanOptions::none())
      : clean(stance::clean(text, options)), tokens(Tokenizer(language, vocabulary, path)(clean)) {}

  [[nodiscard]] std::string word(std::size_t i) const { return clean.text().substr(tokens.words[i].begin, tokens.words[i].end - tokens.words[i].begin); }
  [[nodiscard]] std::vector<std::string> words() const {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < tokens.words.size(); ++i) out.push_back(word(i));
    return out;
  }
  [[nodiscard]] std::string type(std::size_t i) const { return std::string(vocabulary[tokens.words[i].type]); }
  [[nodiscard]] std::string base(std::size_t i) const { return std::string(vocabulary[tokens.words[i].base]); }
  [[nodiscard]] std::vector<std::string> sentences() const {
    std::vector<std::string> out;
    for (const Sentence& s : tokens.sentences) out.push_back(clean.text().substr(s.span.begin, s.span.end - s.span.begin));
    return out;
  }
  /// Words of each quotation, with a space between them.
  [[nodiscard]] std::vector<std::string> quotations() const {
    std::vector<std::string> out;
    for (const TokenSpan& span : tokens.quotations) {
      std::string& text = out.emplace_back();
      for (std::uint32_t i = span.begin; i < span.end; ++i) text += (text.empty() ? "" : " ") + word(i);
    }
    return out;
  }
};

/// Rows of a tab-separated file; lines that begin with '#' and empty ones are left out.
inline std::vector<std::vector<std::string>> read_rows(const std::string& path) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream in(path, std::ios::binary);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string>& row = rows.emplace_back();
    for (std::size_t at = 0; at <= line.size();) {
      const std::size_t tab = std::min(line.find('\t', at), line.size());
      row.push_back(line.substr(at, tab - at));
      at = tab + 1;
    }
  }
  return rows;
}

}  // namespace stance::testing
