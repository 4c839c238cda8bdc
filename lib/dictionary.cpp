#include "stance/dictionary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "detail/clean_characters.hpp"
#include "detail/dictionary_text.hpp"
#include "detail/lexicon_names.hpp"

namespace stance {
namespace {

constexpr std::array<std::pair<std::string_view, DictionaryFormat>, 6> format_names = {{{"quanteda", DictionaryFormat::quanteda},
                                                                                        {"liwc", DictionaryFormat::liwc},
                                                                                        {"lexicoder", DictionaryFormat::lexicoder},
                                                                                        {"yoshikoder", DictionaryFormat::yoshikoder},
                                                                                        {"wordstat", DictionaryFormat::wordstat},
                                                                                        {"csv", DictionaryFormat::csv}}};

constexpr std::array<std::pair<std::string_view, DictionaryFormat>, 10> extensions = {{{".yaml", DictionaryFormat::quanteda},
                                                                                       {".yml", DictionaryFormat::quanteda},
                                                                                       {".dic", DictionaryFormat::liwc},
                                                                                       {".lc3", DictionaryFormat::lexicoder},
                                                                                       {".lcd", DictionaryFormat::lexicoder},
                                                                                       {".ykd", DictionaryFormat::yoshikoder},
                                                                                       {".cat", DictionaryFormat::wordstat},
                                                                                       {".csv", DictionaryFormat::csv},
                                                                                       {".tsv", DictionaryFormat::csv},
                                                                                       {".dicx", DictionaryFormat::csv}}};

/// By extension; XML and LIWC's '%' are known by their first character whatever the file is called.
std::optional<DictionaryFormat> guess(const std::string& file, std::string_view text) {
  const std::string name = detail::lower_ascii(file);
  for (const auto& [extension, format] : extensions) {
    if (name.ends_with(extension)) return format;
  }
  const std::string_view content = detail::trimmed(text.substr(0, 4096));
  if (content.starts_with("<?xml") || content.starts_with("<dictionary")) return DictionaryFormat::yoshikoder;
  if (content.starts_with('%')) return DictionaryFormat::liwc;
  if (content.starts_with('+')) return DictionaryFormat::lexicoder;
  return std::nullopt;
}

void read_as(DictionaryFormat format, detail::DictionaryText& text, Dictionary& dictionary) {
  switch (format) {
    case DictionaryFormat::quanteda: return detail::read_quanteda(text, dictionary);
    case DictionaryFormat::liwc: return detail::read_liwc(text, dictionary);
    case DictionaryFormat::yoshikoder: return detail::read_category_xml(text, dictionary);
    case DictionaryFormat::wordstat: return detail::read_wordstat(text, dictionary);
    case DictionaryFormat::csv: return detail::read_word_list(text, dictionary);
    case DictionaryFormat::lexicoder:
      if (detail::trimmed(text.text().substr(0, 4096)).starts_with('<')) return detail::read_category_xml(text, dictionary);
      return detail::read_lexicoder_list(text, dictionary);
  }
}

/// Phrases whose words something else than a space holds together.
void put_spaces(Dictionary& dictionary, const std::string& separator) {
  const auto put = [&](DictionaryItem& item) {
    if (item.category) return;
    for (std::size_t at = item.text.find(separator); at != std::string::npos; at = item.text.find(separator, at + 1))
      item.text.replace(at, separator.size(), " ");
  };
  for (DictionaryCategory& category : dictionary.categories) {
    for (CategoryEntry& entry : category.entries) {
      put(entry.item);
      for (DictionaryCondition& condition : entry.conditions) std::for_each(condition.items.begin(), condition.items.end(), put);
    }
  }
}

}  // namespace

std::string_view name_of(DictionaryFormat format) noexcept { return detail::name_in(format_names, format); }

DictionaryFormat parse_dictionary_format(std::string_view name) {
  std::vector<std::string> known;
  for (const auto& [other, format] : format_names) {
    if (other == name) return format;
    known.emplace_back(other);
  }
  throw InvalidArgument(fmt::format("format: expected quanteda, liwc, lexicoder, yoshikoder, wordstat or csv, got '{}'{}", name,
                                    suggestion(std::string(name), known)));
}

std::size_t Dictionary::n_entries() const noexcept {
  std::size_t n = left_out;
  for (const DictionaryCategory& category : categories) n += category.entries.size();
  return n;
}

std::vector<std::size_t> Dictionary::find(std::string_view path_or_name) const {
  std::vector<std::size_t> found;
  const auto search = [&](const auto& same) {
    for (std::size_t i = 0; i < categories.size() && found.empty(); ++i) {
      if (same(categories[i].path)) found.push_back(i);
    }
    for (std::size_t i = 0; i < categories.size() && (found.empty() || !same(categories[found.front()].path)); ++i) {
      if (same(categories[i].name)) found.push_back(i);
    }
  };
  search([&](const std::string& known) { return known == path_or_name; });
  if (found.empty()) search([&](const std::string& known) { return detail::lower_ascii(known) == detail::lower_ascii(path_or_name); });
  return found;
}

DictionaryRead parse_dictionary(std::string_view bytes, const std::string& file, const DictionaryOptions& options) {
  DictionaryRead read;
  const std::string name = std::filesystem::path(file).filename().string();
  if (bytes.size() > detail::max_dictionary_bytes) {
    read.diagnostics.push_back(
        {Severity::error, "I101", name, {}, fmt::format("the file has more than {} bytes", detail::max_dictionary_bytes), {}});
    return read;
  }
  detail::DecodedText decoded = detail::decode_text(bytes, options.encoding);
  detail::DictionaryText text(name, std::move(decoded.text), options);
  Dictionary dictionary;
  dictionary.file = name;
  dictionary.name = std::filesystem::path(name).stem().string();
  dictionary.encoding = decoded.encoding;
  const std::optional<DictionaryFormat> format = options.format ? options.format : guess(name, text.text());
  try {
    if (decoded.guessed) {
      text.report(Severity::note, "I201", {1, 1, 0},
                  "the file is not UTF-8 and is read as Windows-1252; if letters come out wrong, state the encoding");
    }
    if (decoded.fault) {
      text.error("I102", text.position_of(*decoded.fault), fmt::format("here the file is not {}", decoded.encoding));
    } else if (const std::size_t zero = text.text().find('\0'); zero != std::string_view::npos) {
      text.error("I102", text.position_of(zero), fmt::format("a zero byte: the file is not text in {}", decoded.encoding));
    } else if (!format) {
      text.error(
          "I101", {},
          fmt::format("the name '{}' does not tell the format; state it: quanteda, liwc, lexicoder, yoshikoder, wordstat or csv", name));
    } else {
      dictionary.format = *format;
      read_as(*format, text, dictionary);
      if (!options.separator.empty() && options.separator != " ") put_spaces(dictionary, options.separator);
      if (dictionary.categories.empty() && std::none_of(text.diagnostics.begin(), text.diagnostics.end(),
                                                        [](const Diagnostic& d) { return d.severity == Severity::error; })) {
        text.error("I107", {1, 1, 0}, "the dictionary has no categories");
      }
    }
  } catch (const detail::DictionaryText::Stop&) {  // its last message says why
  }
  dictionary.left_out = text.left_out;
  read.diagnostics = std::move(text.diagnostics);
  std::stable_sort(read.diagnostics.begin(), read.diagnostics.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.position.offset < b.position.offset; });
  const bool broken =
      std::any_of(read.diagnostics.begin(), read.diagnostics.end(), [](const Diagnostic& d) { return d.severity == Severity::error; });
  if (!broken) read.dictionary = std::move(dictionary);
  return read;
}

DictionaryRead read_dictionary(const std::string& path, const DictionaryOptions& options) {
  std::error_code fault;
  std::ifstream in(path, std::ios::binary);
  if (!std::filesystem::is_regular_file(path, fault) || !in) {
    return {std::nullopt, {{Severity::error, "I101", path, {}, "cannot be read; expected a dictionary file", {}}}};
  }
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  return parse_dictionary(bytes, path, options);
}

}  // namespace stance
