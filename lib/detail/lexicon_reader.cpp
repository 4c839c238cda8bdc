#include "detail/lexicon_reader.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <tuple>
#include <utility>

#include "detail/lexicon_references.hpp"
#include "detail/lexicon_sections.hpp"
#include "stance/text.hpp"

namespace stance::detail {
namespace {

using Section = void (*)(YamlFile&, const YamlNode&, Lexicon&);
struct SectionName {
  const char* key;
  Section read;
};
constexpr std::array<SectionName, 7> sections = {{{"meta", read_meta}, {"terms", read_terms}, {"targets", read_targets}, {"cues", read_cues},
                                                  {"axes", read_axes}, {"modifiers", read_modifiers}, {"learned", read_learned}}};

/// A path that is the same for the same file, whichever way leads to it.
std::string real_path(const std::filesystem::path& path) {
  std::error_code fault;
  const std::filesystem::path real = std::filesystem::weakly_canonical(path, fault);
  return fault ? path.string() : real.string();
}

/// All that a stream still holds, in large pieces.
std::string rest_of(std::istream& in) {
  constexpr std::size_t piece = std::size_t{1} << 18U;
  std::string bytes;
  for (std::size_t size = 0; in; bytes.resize(size)) {
    bytes.resize(size + piece);
    in.read(bytes.data() + size, piece);
    size += static_cast<std::size_t>(in.gcount());
  }
  return bytes;
}

}  // namespace

std::string hash_of(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

bool selects(const std::vector<std::string>& selection, const Target& target) {
  return std::any_of(selection.begin(), selection.end(), [&](const std::string& key) {
    return key == "*" || key == target.key || (key.size() > 1 && key[0] == '@' && std::string_view(key).substr(1) == target.kind);
  });
}

std::string_view LexiconReader::text_of(std::size_t file) const {
  std::string_view text = lexicon_.files[file].bytes;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text;
}

void LexiconReader::report(Severity severity, const char* code, const Origin& origin, std::string message) {
  const bool known = origin.file < lexicon_.files.size();
  // Two files may have the same name in different folders: only the number says whose line it is.
  std::string line = known && origin.position.line > 0 ? line_around(text_of(origin.file), origin.position.offset) : std::string();
  diagnostics_.push_back({severity, code, known ? lexicon_.files[origin.file].name : std::string(), origin.position, std::move(message), std::move(line)});
}

void LexiconReader::read_file(const std::string& path) {
  namespace fs = std::filesystem;
  pending_ = {path};
  known_ = {real_path(path)};
  for (std::size_t i = 0; i < pending_.size(); ++i) {
    const std::string next = pending_[i];
    const std::string name = fs::path(next).filename().string();
    std::error_code fault;
    std::ifstream in(next, std::ios::binary);
    if (!fs::is_regular_file(next, fault) || !in) {
      diagnostics_.push_back({Severity::error, "L109", name, {}, fmt::format("cannot read '{}'; expected a lexicon file", next), {}});
      continue;
    }
    read_text(rest_of(in), name, next);
  }
}

void LexiconReader::read_memory(std::string_view yaml, const std::string& name) { read_text(std::string(yaml), name, {}); }

void LexiconReader::read_files(const std::vector<LexiconFile>& files) {
  all_given_ = true;
  for (const LexiconFile& file : files) read_text(file.bytes, file.name, file.path);
}

void LexiconReader::read_text(std::string bytes, const std::string& name, const std::string& path) {
  const auto number = static_cast<std::uint32_t>(lexicon_.files.size());
  std::string hash = hash_of(bytes);
  lexicon_.files.push_back({name, path, std::move(hash), std::move(bytes)});
  const std::string_view yaml = text_of(number);
  YamlFile file(name, yaml, number, diagnostics_);
  if (const std::size_t fault = find_invalid_utf8(yaml); fault != std::string_view::npos) {
    file.error_at("L101", fault, fmt::format("not UTF-8: byte 0x{:02X}", static_cast<unsigned char>(yaml[fault])));
    return;
  }
  try {
    const YamlDocument document(yaml);
    if (document.second()) file.error_at("L101", *document.second(), "a second YAML document; expected one in a file");
    read_lexicon(file, document.root(), number, path);
  } catch (const YamlFault& fault) {
    file.error_at(fault.too_deep ? "L110" : "L101", fault.offset, fault.too_deep ? fault.message : "not YAML: " + fault.message);
  } catch (const YamlFile::Stopped&) {  // its last message says why
  }
}

void LexiconReader::read_lexicon(YamlFile& file, const YamlNode& root, std::uint32_t number, const std::string& path) {
  YamlMap map(file, root, "lexicon");
  if (!map.valid()) return;
  if (const YamlNode* includes = map.take("include")) read_includes(file, *includes, path);
  for (const SectionName& section : sections) {
    const YamlNode* node = map.take(section.key);
    if (node == nullptr || node->is_null()) continue;
    // The file that includes says what the whole is called; the meta of an included pack is checked and left.
    const bool is_meta = section.read == read_meta;
    Lexicon aside;
    section.read(file, *node, is_meta && number > 0 ? aside : lexicon_);
    if (is_meta && number == 0) has_meta_ = true;
  }
  for (Pattern& decoy : map.patterns("decoys")) lexicon_.decoys.push_back(std::move(decoy));
  map.finish();
  if (number == 0 && !has_meta_) file.error_at("L104", 0, "'meta' is missing; expected name, version and language");
}

void LexiconReader::read_includes(YamlFile& file, const YamlNode& includes, const std::string& path) {
  if (all_given_) return;
  if (path.empty()) {
    file.error("L109", includes, "'include' in a lexicon that is not a file; expected everything in one text");
    return;
  }
  if (!includes.is_list()) {
    file.error("L103", includes, "include: expected a list of file names");
    return;
  }
  for (const YamlNode* item : includes.items) {
    if (!item->is_scalar()) {
      file.error("L103", *item, "include: expected the name of a file");
      continue;
    }
    const std::filesystem::path other = std::filesystem::path(path).parent_path() / item->text;
    std::error_code fault;
    if (!std::filesystem::is_regular_file(other, fault)) {
      file.error("L109", *item, fmt::format("included file '{}' does not exist or is no file", other.string()));
    } else if (known_.insert(real_path(other)).second) {
      pending_.push_back(other.string());
    }
  }
}

LexiconCheck LexiconReader::finish(Warnings warnings) {
  const auto file_number = [this](const std::string& name) {
    return static_cast<std::size_t>(std::find_if(lexicon_.files.begin(), lexicon_.files.end(), [&](const LexiconFile& f) { return f.name == name; }) - lexicon_.files.begin());
  };
  if (diagnostics_.empty() && lexicon_.axes.empty() && lexicon_.targets.empty()) {
    report(Severity::error, "L104", {0, {1, 1, 0}}, "the lexicon has neither axes nor targets");
  }
  ReferenceCheck(lexicon_, [this](const char* code, const Origin& origin, std::string message) {
    report(Severity::error, code, origin, std::move(message));
  }).run();
  const bool broken = std::any_of(diagnostics_.begin(), diagnostics_.end(), [](const Diagnostic& d) { return d.severity == Severity::error; });
  if (!broken && warnings == Warnings::wanted) lint(lexicon_, diagnostics_);
  for (Diagnostic& diagnostic : diagnostics_) {
    const std::size_t number = file_number(diagnostic.file);
    if (diagnostic.line_text.empty() && diagnostic.position.line > 0 && number < lexicon_.files.size()) diagnostic.line_text = line_around(text_of(number), diagnostic.position.offset);
  }
  std::stable_sort(diagnostics_.begin(), diagnostics_.end(), [&](const Diagnostic& a, const Diagnostic& b) {
    return std::make_tuple(file_number(a.file), a.position.line, a.position.column) < std::make_tuple(file_number(b.file), b.position.line, b.position.column);
  });
  LexiconCheck check;
  if (!broken) check.lexicon = std::move(lexicon_);
  check.diagnostics = std::move(diagnostics_);
  return check;
}

}  // namespace stance::detail
