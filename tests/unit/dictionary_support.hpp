#pragma once
/// What the tests of dictionaries share.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "stance/analysis.hpp"
#include "stance/dictionary.hpp"

namespace stance {

inline DictionaryOptions as(DictionaryFormat format, bool lenient = false) {
  DictionaryOptions options;
  options.format = format;
  options.lenient = lenient;
  return options;
}

/// "3:5 I104" of each diagnostic.
inline std::vector<std::string> places(const std::vector<Diagnostic>& diagnostics) {
  std::vector<std::string> out;
  for (const Diagnostic& d : diagnostics)
    out.push_back(std::to_string(d.position.line) + ':' + std::to_string(d.position.column) + ' ' + d.code);
  return out;
}

inline std::string messages(const std::vector<Diagnostic>& diagnostics) {
  std::string out;
  for (const Diagnostic& d : diagnostics) out += d.to_string() + '\n';
  return out;
}

/// "category: entry, entry" of each category.
inline std::vector<std::string> listed(const Dictionary& dictionary) {
  std::vector<std::string> out;
  for (const DictionaryCategory& category : dictionary.categories) {
    std::string line = category.path + ':';
    for (const CategoryEntry& entry : category.entries) line += (line.back() == ':' ? " " : ", ") + entry.item.text;
    out.push_back(line);
  }
  return out;
}

/// "value weight pattern" of all patterns of an axis.
inline std::vector<std::string> patterns_of(const Lexicon& lexicon, const std::string& key) {
  std::vector<std::string> out;
  const auto found = lexicon.find_axis(key);
  if (!found) return {"no axis " + key};
  for (const AxisPatterns& entry : lexicon.axes[*found].patterns) {
    for (const Pattern& pattern : entry.patterns)
      out.push_back(testing::PrintToString(entry.value) + ' ' + testing::PrintToString(entry.weight) + ' ' + pattern.text);
  }
  return out;
}

/// entries = exact + changed + left_out + unused, whatever the dictionary.
inline void expect_balanced(const ImportCounts& counts) {
  EXPECT_EQ(counts.entries, counts.exact + counts.changed + counts.left_out + counts.unused);
}

/// Evidence of one axis in one text.
inline std::uint32_t hits(const Lexicon& lexicon, const std::string& axis, const std::string& text) {
  Document document;
  document.id = "a";
  document.text = text;
  Corpus corpus;
  corpus.add(document);
  const Analysis analysis = analyze(corpus, CompiledLexicon(lexicon));
  for (const AxisResult& result : analysis.documents.at(0).axes) {
    if (lexicon.axes[result.axis].key == axis) return result.n_evidence;
  }
  ADD_FAILURE() << "no axis " << axis;
  return 0;
}

}  // namespace stance
