#include "detail/lexicon_yaml.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <sstream>

namespace stance::detail {
namespace {

const char* kind_of(const YAML::Node& node) {
  switch (node.Type()) {
    case YAML::NodeType::Scalar: return "a scalar";
    case YAML::NodeType::Sequence: return "a list";
    case YAML::NodeType::Map: return "a mapping";
    default: return "nothing";
  }
}

/// Notes where a document has its first node.
class FirstNode final : public YAML::EventHandler {
 public:
  std::optional<YAML::Mark> mark;

  void OnDocumentStart(const YAML::Mark&) override { mark.reset(); }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& at, YAML::anchor_t) override { note(at); }
  void OnAlias(const YAML::Mark& at, YAML::anchor_t) override { note(at); }
  void OnScalar(const YAML::Mark& at, const std::string&, YAML::anchor_t, const std::string&) override { note(at); }
  void OnSequenceStart(const YAML::Mark& at, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override { note(at); }
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark& at, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override { note(at); }
  void OnMapEnd() override {}

 private:
  void note(const YAML::Mark& at) {
    if (!mark) mark = at;
  }
};

/// Whether anything may stand behind the first document. Nothing does behind a mapping in block style, which all packs are, but where a line
/// opens or ends a document.
bool may_go_on(const YAML::Node& root, const std::string& text) {
  if (!root.IsMap() || root.Style() == YAML::EmitterStyle::Flow) return true;
  for (const std::string mark : {"---", "..."}) {
    if (text.compare(0, mark.size(), mark) == 0 || text.find('\n' + mark) != std::string::npos || text.find('\r' + mark) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

YamlDocument load_yaml(const std::string& text) {
  YamlDocument document;
  document.root = YAML::Load(text);
  if (!may_go_on(document.root, text)) return document;  // a second pass would double the start-up of every program
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  FirstNode first;
  if (parser.HandleNextDocument(first) && parser.HandleNextDocument(first)) document.second = first.mark.value_or(YAML::Mark::null_mark());
  return document;
}

YamlFile::YamlFile(std::string name, std::string_view text, std::uint32_t number, std::vector<Diagnostic>& sink)
    : name_(std::move(name)), number_(number), sink_(&sink) {
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines_.push_back(text.substr(at, end - at));
    line_offsets_.push_back(at);
    at = end + 1;
  }
}

std::string_view YamlFile::line(std::size_t index) const { return index < lines_.size() ? lines_[index] : std::string_view(); }

SourcePosition YamlFile::position(const YAML::Mark& mark, std::size_t offset) const {
  if (mark.line < 0) return {1, 1, 0};
  const auto row = static_cast<std::size_t>(mark.line);
  const std::string_view text = line(row);
  const std::size_t byte = std::min(static_cast<std::size_t>(mark.column) + offset, text.size());
  const auto columns = std::count_if(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(byte),
                                     [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  return {row + 1, static_cast<std::size_t>(columns) + 1, (row < line_offsets_.size() ? line_offsets_[row] : 0) + byte};
}

Origin YamlFile::origin(const YAML::Node& node) const { return {number_, position(node.Mark(), 0)}; }

void YamlFile::report(Severity severity, const char* code, const YAML::Mark& mark, std::string message, std::size_t offset) {
  Diagnostic d{severity, code, name_, position(mark, offset), std::move(message), {}};
  if (mark.line >= 0) {
    std::string_view source = line(static_cast<std::size_t>(mark.line));
    if (!source.empty() && source.back() == '\r') source.remove_suffix(1);
    d.line_text = std::string(source);
  }
  sink_->push_back(std::move(d));
  if (++faults_ < max_file_faults) return;
  sink_->push_back({Severity::error, "L110", name_, sink_->back().position, fmt::format("more than {} faults; the rest of the file was not checked", max_file_faults), {}});
  throw Stopped();
}

void YamlFile::error_at(const char* code, std::size_t offset, std::string message) {
  const auto after = std::upper_bound(line_offsets_.begin(), line_offsets_.end(), offset);
  YAML::Mark mark;
  mark.line = static_cast<int>(after - line_offsets_.begin()) - 1;
  mark.column = static_cast<int>(offset - *(after - 1));
  report(Severity::error, code, mark, std::move(message));
}

void YamlFile::spend(const YAML::Node& node) {
  if (++entries_ <= max_file_entries) return;
  error("L110", node, fmt::format("more than {} entries in one file, aliases written out; expected a smaller lexicon", max_file_entries));
  throw Stopped();
}

std::string line_around(std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  const std::size_t before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  std::size_t end = std::min(text.find('\n', offset), text.size());
  if (end > begin && text[end - 1] == '\r') --end;
  return std::string(text.substr(begin, end - begin));
}

void YamlFile::error_inside(const char* code, const YAML::Node& scalar, std::size_t offset, std::string message) {
  const YAML::Mark mark = scalar.Mark();
  const std::string_view source = mark.line < 0 ? std::string_view() : line(static_cast<std::size_t>(mark.line));
  const auto column = static_cast<std::size_t>(std::max(mark.column, 0));
  const bool quoted = column < source.size() && (source[column] == '"' || source[column] == '\'');
  report(Severity::error, code, mark, std::move(message), offset + (quoted ? 1 : 0));
}

YamlMap::YamlMap(YamlFile& file, const YAML::Node& node, std::string what) : file_(&file), node_(node), what_(std::move(what)) {
  valid_ = node.IsMap();
  if (!valid_) {
    file.error("L103", node, fmt::format("{}: expected a mapping, got {}", what_, kind_of(node)));
    return;
  }
  std::set<std::string> seen;
  for (const auto& entry : node) {
    file.spend(entry.first);
    if (!entry.first.IsScalar()) {
      file.error("L103", entry.first, fmt::format("{}: a key must be a word", what_));
      continue;
    }
    if (!seen.insert(entry.first.Scalar()).second) {
      file.error("L107", entry.first, fmt::format("{}: the key '{}' occurs twice; only one of them would count", what_, entry.first.Scalar()));
    }
  }
}

std::optional<YAML::Node> YamlMap::take(const std::string& key) {
  taken_.push_back(key);
  if (!valid_) return std::nullopt;
  for (const auto& entry : node_) {
    if (entry.first.IsScalar() && entry.first.Scalar() == key) return entry.second;
  }
  return std::nullopt;
}

std::string YamlMap::text(const std::string& key, std::string fallback) {
  const std::optional<YAML::Node> value = take(key);
  if (!value || value->IsNull()) return fallback;
  if (!value->IsScalar()) {
    file_->error("L103", *value, fmt::format("{}.{}: expected text, got {}", what_, key, kind_of(*value)));
    return fallback;
  }
  return value->Scalar();
}

std::string YamlMap::required_text(const std::string& key) {
  std::string value = text(key);
  if (valid_ && value.empty()) file_->error("L104", node_, fmt::format("{}: '{}' is missing", what_, key));
  return value;
}

std::optional<double> read_number(YamlFile& file, const YAML::Node& node, const std::string& what, double low, double high) {
  const std::string text = node.IsScalar() ? node.Scalar() : std::string();
  const char* begin = text.data() + (text.size() > 1 && text[0] == '+' && text[1] != '-' ? 1 : 0);
  double value = 0.0;
  const auto [end, fault] = std::from_chars(begin, text.data() + text.size(), value);
  if (text.empty() || fault != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
    file.error("L105", node, fmt::format("{}: expected a number, got {}", what, text.empty() ? kind_of(node) : "'" + text + "'"));
    return std::nullopt;
  }
  if (value < low || value > high) {
    file.error("L105", node, fmt::format("{}: expected a number in [{}, {}], got {}", what, low, high, text));
    return std::nullopt;
  }
  return value;
}

std::optional<double> YamlMap::number(const std::string& key, double low, double high) {
  const std::optional<YAML::Node> value = take(key);
  return value ? read_number(*file_, *value, what_ + '.' + key, low, high) : std::nullopt;
}

bool YamlMap::flag(const std::string& key, bool fallback) {
  const std::optional<YAML::Node> value = take(key);
  if (!value) return fallback;
  const std::string text = value->IsScalar() ? value->Scalar() : std::string();
  if (text != "true" && text != "false") file_->error("L103", *value, fmt::format("{}.{}: expected true or false", what_, key));
  return text == "true";
}

std::vector<std::string> YamlMap::texts(const std::string& key) {
  std::vector<std::string> out;
  const std::optional<YAML::Node> list = take(key);
  if (!list || list->IsNull()) return out;
  if (list->IsScalar()) return {list->Scalar()};
  if (!list->IsSequence()) {
    file_->error("L103", *list, fmt::format("{}.{}: expected a list, got {}", what_, key, kind_of(*list)));
    return out;
  }
  for (const auto& item : *list) {
    file_->spend(item);
    if (item.IsScalar()) {
      out.push_back(item.Scalar());
    } else {
      file_->error("L103", item, fmt::format("{}.{}: expected text, got {}", what_, key, kind_of(item)));
    }
  }
  return out;
}

std::vector<Pattern> read_patterns(YamlFile& file, const YAML::Node& list, const std::string& what) {
  std::vector<Pattern> out;
  if (!list.IsSequence()) {
    if (!list.IsNull()) file.error("L103", list, fmt::format("{}: expected a list of patterns, got {}", what, kind_of(list)));
    return out;
  }
  for (const auto& item : list) {
    file.spend(item);
    if (!item.IsScalar()) {
      file.error("L103", item, fmt::format("{}: expected a pattern, got {}; quote a pattern that holds ': ' or begins with {{, [, *, & or !", what, kind_of(item)));
      continue;
    }
    if (item.Tag().size() > 1 && item.Tag()[0] == '!') {
      file.error("L108", item, fmt::format("{}: '{}' is a YAML tag here and would be lost; quote a pattern that begins with '!'", what, item.Tag()));
      continue;
    }
    PatternParse parsed = parse_pattern(item.Scalar());
    if (!parsed.pattern) {
      file.error_inside("L108", item, parsed.fault.offset, fmt::format("pattern '{}': {}", item.Scalar(), parsed.fault.message));
      continue;
    }
    parsed.pattern->origin = file.origin(item);
    out.push_back(std::move(*parsed.pattern));
  }
  return out;
}

std::vector<Pattern> YamlMap::patterns(const std::string& key) {
  const std::optional<YAML::Node> list = take(key);
  return list ? read_patterns(*file_, *list, what_ + '.' + key) : std::vector<Pattern>();
}

void YamlMap::finish() {
  if (!valid_) return;
  for (const auto& entry : node_) {
    if (!entry.first.IsScalar()) continue;
    const std::string& key = entry.first.Scalar();
    if (std::find(taken_.begin(), taken_.end(), key) != taken_.end()) continue;
    const std::string guess = nearest_name(key, taken_);
    std::string known;
    for (const std::string& name : taken_) known += (known.empty() ? "" : ", ") + name;
    file_->error("L102", entry.first, fmt::format("{}: unknown key '{}'; {}", what_, key, guess.empty() ? "expected one of " + known : "did you mean '" + guess + "'?"));
  }
}

}  // namespace stance::detail
