#include "detail/lexicon_yaml.hpp"

#include <fmt/format.h>
#include <tsl/robin_set.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "detail/text_utf8.hpp"

namespace stance::detail {
namespace {

const char* kind_of(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::scalar: return "a scalar";
    case YamlNode::Kind::list: return "a list";
    case YamlNode::Kind::mapping: return "a mapping";
    case YamlNode::Kind::null: break;
  }
  return "nothing";
}

}  // namespace

YamlFile::YamlFile(std::string name, std::string_view text, std::uint32_t number, std::vector<Diagnostic>& sink)
    : name_(std::move(name)), text_(text), lines_{0}, number_(number), sink_(&sink) {
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', end + 1)) lines_.push_back(end + 1);
}

std::size_t YamlFile::line_of(std::size_t offset) const {
  return static_cast<std::size_t>(std::upper_bound(lines_.begin(), lines_.end(), offset) - lines_.begin()) - 1;
}

SourcePosition YamlFile::position(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  const std::size_t line = line_of(offset);
  return {line + 1, count_code_points(text_.substr(lines_[line], offset - lines_[line])) + 1, offset};
}

Origin YamlFile::origin(const YamlNode& node) const { return {number_, position(node.offset)}; }

void YamlFile::report(Severity severity, const char* code, std::size_t offset, std::string message) {
  sink_->push_back({severity, code, name_, position(offset), std::move(message), line_around(text_, offset)});
  if (++faults_ < max_file_faults) return;
  sink_->push_back({Severity::error, "L110", name_, sink_->back().position, fmt::format("more than {} faults; the rest of the file was not checked", max_file_faults), {}});
  throw Stopped();
}

void YamlFile::spend(const YamlNode& node) {
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

void YamlFile::error_inside(const char* code, const YamlNode& scalar, std::size_t offset, std::string message) {
  const bool quoted = scalar.offset < text_.size() && (text_[scalar.offset] == '"' || text_[scalar.offset] == '\'');
  const std::size_t line_end = std::min(text_.find('\n', scalar.offset), text_.size());
  error_at(code, std::min(scalar.offset + (quoted ? 1 : 0) + offset, line_end), std::move(message));
}

YamlMap::YamlMap(YamlFile& file, const YamlNode& node, std::string what) : file_(&file), node_(&node), what_(std::move(what)) {
  if (!valid()) {
    file.error("L103", node, fmt::format("{}: expected a mapping, got {}", what_, kind_of(node)));
    return;
  }
  tsl::robin_set<std::string_view> seen(node.entries.size());
  for (const YamlEntry& entry : node.entries) {
    file.spend(*entry.key);
    if (!entry.key->is_scalar()) {
      file.error("L103", *entry.key, fmt::format("{}: a key must be a word", what_));
    } else if (!seen.insert(entry.key->text).second) {
      file.error("L107", *entry.key, fmt::format("{}: the key '{}' occurs twice; only one of them would count", what_, entry.key->text));
    }
  }
}

const YamlNode* YamlMap::take(std::string_view key) {
  taken_.push_back(key);
  return node_->find(key);
}

std::string YamlMap::text(std::string_view key, std::string fallback) {
  const YamlNode* value = take(key);
  if (value == nullptr || value->is_null()) return fallback;
  if (!value->is_scalar()) {
    file_->error("L103", *value, fmt::format("{}.{}: expected text, got {}", what_, key, kind_of(*value)));
    return fallback;
  }
  return std::string(value->text);
}

std::string YamlMap::required_text(std::string_view key) {
  std::string value = text(key);
  if (valid() && value.empty()) file_->error("L104", *node_, fmt::format("{}: '{}' is missing", what_, key));
  return value;
}

std::optional<double> read_number(YamlFile& file, const YamlNode& node, const std::string& what, double low, double high) {
  const std::string_view text = node.text;
  const char* begin = text.data() + (text.size() > 1 && text[0] == '+' && text[1] != '-' ? 1 : 0);
  double value = 0.0;
  const auto [end, fault] = std::from_chars(begin, text.data() + text.size(), value);
  if (text.empty() || fault != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
    file.error("L105", node, fmt::format("{}: expected a number, got {}", what, text.empty() ? kind_of(node) : fmt::format("'{}'", text)));
    return std::nullopt;
  }
  if (value < low || value > high) {
    file.error("L105", node, fmt::format("{}: expected a number in [{}, {}], got {}", what, low, high, text));
    return std::nullopt;
  }
  return value;
}

std::optional<double> YamlMap::number(std::string_view key, double low, double high) {
  const YamlNode* value = take(key);
  return value != nullptr ? read_number(*file_, *value, fmt::format("{}.{}", what_, key), low, high) : std::nullopt;
}

std::optional<int> YamlMap::whole_number(std::string_view key, int low, int high) {
  const YamlNode* node = take(key);
  const std::optional<double> value = node != nullptr ? read_number(*file_, *node, fmt::format("{}.{}", what_, key), low, high) : std::nullopt;
  if (!value) return std::nullopt;
  if (*value != std::floor(*value)) {
    file_->error("L105", *node, fmt::format("{}.{}: expected a whole number in [{}, {}], got {}", what_, key, low, high, node->text));
    return std::nullopt;
  }
  return static_cast<int>(*value);
}

bool YamlMap::flag(std::string_view key, bool fallback) {
  const YamlNode* value = take(key);
  if (value == nullptr) return fallback;
  const std::string_view text = value->text;
  if (text != "true" && text != "false") file_->error("L103", *value, fmt::format("{}.{}: expected true or false", what_, key));
  return text == "true";
}

std::vector<std::string> YamlMap::texts(std::string_view key) {
  std::vector<std::string> out;
  const YamlNode* list = take(key);
  if (list == nullptr || list->is_null()) return out;
  if (list->is_scalar()) return {std::string(list->text)};
  if (!list->is_list()) {
    file_->error("L103", *list, fmt::format("{}.{}: expected a list, got {}", what_, key, kind_of(*list)));
    return out;
  }
  for (const YamlNode* item : list->items) {
    file_->spend(*item);
    if (item->is_scalar()) {
      out.emplace_back(item->text);
    } else {
      file_->error("L103", *item, fmt::format("{}.{}: expected text, got {}", what_, key, kind_of(*item)));
    }
  }
  return out;
}

std::vector<Pattern> read_patterns(YamlFile& file, const YamlNode& list, const std::string& what) {
  std::vector<Pattern> out;
  if (!list.is_list()) {
    if (!list.is_null()) file.error("L103", list, fmt::format("{}: expected a list of patterns, got {}", what, kind_of(list)));
    return out;
  }
  out.reserve(list.items.size());
  for (const YamlNode* item : list.items) {
    file.spend(*item);
    if (!item->is_scalar()) {
      file.error("L103", *item, fmt::format("{}: expected a pattern, got {}; quote a pattern that holds ': ' or begins with {{, [, *, & or !", what, kind_of(*item)));
      continue;
    }
    if (item->tag.size() > 1 && item->tag[0] == '!') {
      file.error("L108", *item, fmt::format("{}: '{}' is a YAML tag here and would be lost; quote a pattern that begins with '!'", what, item->tag));
      continue;
    }
    PatternParse parsed = parse_pattern(item->text);
    if (!parsed.pattern) {
      file.error_inside("L108", *item, parsed.fault.offset, fmt::format("pattern '{}': {}", item->text, parsed.fault.message));
      continue;
    }
    parsed.pattern->origin = file.origin(*item);
    out.push_back(std::move(*parsed.pattern));
  }
  return out;
}

std::vector<Pattern> YamlMap::patterns(std::string_view key) {
  const YamlNode* list = take(key);
  return list != nullptr ? read_patterns(*file_, *list, fmt::format("{}.{}", what_, key)) : std::vector<Pattern>();
}

void YamlMap::finish() {
  for (const YamlEntry& entry : node_->entries) {
    if (!entry.key->is_scalar() || std::find(taken_.begin(), taken_.end(), entry.key->text) != taken_.end()) continue;
    const std::string key(entry.key->text);
    const std::string guess = nearest_name(key, {taken_.begin(), taken_.end()});
    file_->error("L102", *entry.key,
                 fmt::format("{}: unknown key '{}'; {}", what_, key, guess.empty() ? fmt::format("expected one of {}", fmt::join(taken_, ", ")) : "did you mean '" + guess + "'?"));
  }
}

}  // namespace stance::detail
