#include "stance/lexicon.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "detail/data_path.hpp"
#include "detail/lexicon_names.hpp"
#include "detail/lexicon_reader.hpp"
#include "detail/pattern_word.hpp"

namespace stance {

using detail::lower_ascii;
using Warnings = detail::LexiconReader::Warnings;

namespace {

/// The words of a name, as patterns write them: without the full stops of acronyms, and cut at hyphens.
std::vector<std::string> name_words(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : lower_ascii(name)) {
    if (c == ' ' || c == '-') {
      if (!words.back().empty()) words.emplace_back();
    } else if (c != '.') {
      words.back() += c;
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

/// Where a match of a name's pattern that begins at word `at` can end.
std::set<std::size_t> ends_of(const PatternNode& node, const std::vector<std::string>& words, std::size_t at) {
  std::set<std::size_t> ends;
  switch (node.kind) {
    case PatternNode::Kind::word:
      if (at < words.size() && detail::takes(lower_ascii(node.text), words[at])) ends.insert(at + 1);
      break;
    case PatternNode::Kind::choice:
      for (const PatternNode& branch : node.children) ends.merge(ends_of(branch, words, at));
      break;
    case PatternNode::Kind::sequence:
      ends.insert(at);
      for (const PatternNode& item : node.children) {
        std::set<std::size_t> next;
        for (const std::size_t from : ends) next.merge(ends_of(item, words, from));
        ends = std::move(next);
      }
      break;
    default: break;  // a name is made of words
  }
  if (node.optional) ends.insert(at);
  return ends;
}

bool names(const TargetName& name, const std::vector<std::string>& words) {
  return name.form == NameForm::name && ends_of(name.pattern.tree().root, words, 0).contains(words.size());
}

}  // namespace

std::optional<std::size_t> Lexicon::find_target(std::string_view name) const {
  const std::string wanted = lower_ascii(name);
  const auto find = [&](const auto& accepts) -> std::optional<std::size_t> {
    const auto found = std::find_if(targets.begin(), targets.end(), accepts);
    return found == targets.end() ? std::nullopt : std::optional<std::size_t>(static_cast<std::size_t>(found - targets.begin()));
  };
  if (wanted.empty()) return std::nullopt;
  if (const auto by_key = find([&](const Target& t) { return lower_ascii(t.key) == wanted; })) return by_key;
  if (const auto by_code = find([&](const Target& t) { return lower_ascii(t.iso3) == wanted || lower_ascii(t.iso2) == wanted; })) return by_code;
  const std::vector<std::string> words = name_words(name);
  if (words.empty()) return std::nullopt;
  return find([&](const Target& t) { return std::any_of(t.names.begin(), t.names.end(), [&](const TargetName& n) { return names(n, words); }); });
}

std::optional<std::size_t> Lexicon::find_axis(std::string_view key) const {
  const auto found = std::find_if(axes.begin(), axes.end(), [&](const Axis& axis) { return axis.key == key; });
  return found == axes.end() ? std::nullopt : std::optional<std::size_t>(static_cast<std::size_t>(found - axes.begin()));
}

const std::string& Lexicon::name_of(EvidenceKey key) const {
  return key.kind == EvidenceKey::Kind::axis ? axes[key.index].key : targets[key.index].key;
}

std::string Lexicon::locate(const Origin& origin) const {
  return fmt::format("{}:{}", origin.file < files.size() ? files[origin.file].name : meta.name, origin.position.line);
}

std::string Lexicon::hash() const {
  std::string all;
  for (const LexiconFile& file : files) all += file.name + '=' + file.hash + '\n';
  return detail::hash_of(all);
}

bool LexiconCheck::has_errors() const {
  return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& d) { return d.severity == Severity::error; });
}

std::filesystem::path find_lexicon(const std::string& name_or_path) {
  namespace fs = std::filesystem;
  std::error_code fault;
  if (fs::is_regular_file(name_or_path, fault)) return name_or_path;
  std::string looked;
  for (const fs::path& folder : detail::lexicon_search_path()) {
    for (const char* extension : {".yaml", ""}) {
      const fs::path candidate = folder / (name_or_path + extension);
      if (fs::is_regular_file(candidate, fault)) return candidate;
    }
    looked += (looked.empty() ? "" : ", ") + folder.string();
  }
  throw Error(fmt::format("lexicon '{}' was not found: neither a file nor a pack in {}; give a path, or set STANCE_LEXICON_PATH to the folder that holds it",
                          name_or_path, looked.empty() ? "any folder" : looked));
}

LexiconCheck check_lexicon(const std::string& name_or_path) {
  detail::LexiconReader reader;
  reader.read_file(find_lexicon(name_or_path).string());
  return reader.finish(Warnings::wanted);
}

LexiconCheck parse_lexicon(std::string_view yaml, const std::string& file) {
  detail::LexiconReader reader;
  reader.read_memory(yaml, file);
  return reader.finish(Warnings::wanted);
}

LexiconCheck parse_lexicon(const std::vector<LexiconFile>& files) {
  detail::LexiconReader reader;
  reader.read_files(files);
  return reader.finish(Warnings::wanted);
}

Lexicon load_lexicon(const std::string& name_or_path) {
  detail::LexiconReader reader;
  reader.read_file(find_lexicon(name_or_path).string());
  LexiconCheck check = reader.finish(Warnings::unwanted);
  if (!check.lexicon) throw ParseError(std::move(check.diagnostics));
  return std::move(*check.lexicon);
}

}  // namespace stance
