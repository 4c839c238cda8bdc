#include "stance/background.hpp"

#include <fmt/format.h>

#include <charconv>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "detail/data_path.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

constexpr std::string_view count_key = "# documents\t";

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

}  // namespace

DocumentFrequencies read_background(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Error(fmt::format("background table '{}' cannot be read", file.string()));
  std::vector<Diagnostic> faults;
  std::vector<std::string> words;
  std::vector<std::uint64_t> frequencies;
  std::uint64_t documents = 0;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    const auto fault = [&](std::string message) {
      faults.push_back({Severity::error, "B401", file.filename().string(), {number, 1, 0}, std::move(message), line});
    };
    if (line.rfind(count_key, 0) == 0) {
      const std::optional<std::uint64_t> count = whole_number(std::string_view(line).substr(count_key.size()));
      if (count) documents = *count;
      else fault("expected a whole number of documents");
      continue;
    }
    if (line.empty() || line[0] == '#') continue;
    const std::size_t tab = line.find('\t');
    const std::optional<std::uint64_t> frequency = tab == std::string::npos ? std::nullopt : whole_number(std::string_view(line).substr(tab + 1));
    if (!frequency || tab == 0) {
      fault("expected a word, a tab and a document frequency");
      continue;
    }
    words.push_back(line.substr(0, tab));
    frequencies.push_back(*frequency);
  }
  if (documents == 0) faults.push_back({Severity::error, "B402", file.filename().string(), {}, "the line '# documents<tab>N' is missing", {}});
  if (!faults.empty()) throw ParseError(std::move(faults));
  return DocumentFrequencies(documents, 0.0, words, frequencies);
}

DocumentFrequencies load_background(std::string_view language) {
  const std::string name = fmt::format("background.{}.tsv", language);
  std::string looked;
  for (const std::filesystem::path& folder : detail::lexicon_search_path()) {
    std::error_code fault;
    if (std::filesystem::is_regular_file(folder / name, fault)) return read_background(folder / name);
    looked += (looked.empty() ? "" : ", ") + folder.string();
  }
  throw Error(fmt::format("there is no background table for the language '{}' ({} is in none of {})", language, name, looked));
}

}  // namespace stance
