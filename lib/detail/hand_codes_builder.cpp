#include "detail/hand_codes_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "detail/clean_characters.hpp"
#include "detail/read_rows.hpp"

namespace stance::detail {
namespace {

std::size_t whole_number(const std::string& text, const char* field) {
  std::size_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size())
    throw HandCodeFault{"V104", fmt::format("\"{}\": expected a whole number of code points, got '{}'", field, text)};
  return number;
}

std::optional<CodePointSpan> span_of(const RawHandCode& raw) {
  if (raw.start.empty() && raw.end.empty()) return std::nullopt;
  if (raw.start.empty() || raw.end.empty()) throw HandCodeFault{"V104", "a span needs both \"start\" and \"end\""};
  const CodePointSpan span{whole_number(raw.start, "start"), whole_number(raw.end, "end")};
  if (span.start >= span.end)
    throw HandCodeFault{"V104", fmt::format("the span is empty: start {}, end {}; expected start < end", span.start, span.end)};
  return span;
}

bool truth_of(const std::string& word) {
  if (word == "true" || word == "True" || word == "TRUE" || word == "yes" || word == "1") return true;
  if (word == "false" || word == "False" || word == "FALSE" || word == "no" || word == "0") return false;
  throw HandCodeFault{"V113", fmt::format("\"counts\": expected true or false, got '{}'", word)};
}

/// Takes `from` where `to` is empty; whether they contradict each other.
template <typename T>
bool merges(T& to, const T& from) {
  if (to == T() && from != T()) to = from;
  return from == T() || to == from;
}

}  // namespace

double label_value(std::string text, const std::string& key) {
  constexpr std::string_view minus = "\xE2\x88\x92";
  if (text.compare(0, minus.size(), minus) == 0) text.replace(0, minus.size(), "-");
  const char* const begin = text.data() + (text.size() > 1 && text.front() == '+' && text[1] != '-' ? 1 : 0);
  double value = 0.0;
  const auto [end, fault] = std::from_chars(begin, text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size())
    throw HandCodeFault{"V109", fmt::format("'{}': expected -1, 0, 1 or a position between -1 and 1, got '{}'", key, text)};
  return value;
}

HandCodesBuilder::HandCodesBuilder(const Lexicon& lexicon, const ReadOptions& options) : lexicon_(lexicon), options_(options) {
  for (const Axis& axis : lexicon.axes) axis_keys_.push_back(axis.key);
  for (const Target& target : lexicon.targets) target_keys_.push_back(target.key);
}

void HandCodesBuilder::set(RawHandCode& raw, const std::string& field, std::string value) const {
  HandCode& row = raw.row;
  if (field == options_.id_field) {
    row.id = std::move(value);
  } else if (field == options_.text_field) {
    row.text = std::move(value);
  } else if (field == "document" || field == "doc") {
    row.document = std::move(value);
  } else if (field == "start") {
    raw.start = std::move(value);
  } else if (field == "end") {
    raw.end = std::move(value);
  } else if (field == "coder") {
    row.coder = std::move(value);
  } else if (field == "counts") {
    if (!value.empty()) row.counts = truth_of(value);
  } else if (field == "tags") {
    row.tags = split_trimmed(value, ';');
    std::erase(row.tags, "");
  } else if (!value.empty()) {
    if (field == options_.principal_field) row.principal = value;
    if (field == options_.language_field) row.language = value;
    row.fields[field] = std::move(value);
  }
}

EvidenceKey HandCodesBuilder::axis_of(const std::string& key, bool or_target) const {
  if (const auto axis = lexicon_.find_axis(key)) return {EvidenceKey::Kind::axis, static_cast<std::uint32_t>(*axis)};
  if (!or_target) throw HandCodeFault{"V107", fmt::format("unknown axis '{}'{}", key, suggestion(key, axis_keys_))};
  if (const auto target = lexicon_.find_target(key)) return {EvidenceKey::Kind::target, static_cast<std::uint32_t>(*target)};
  std::vector<std::string> keys = axis_keys_;
  keys.insert(keys.end(), target_keys_.begin(), target_keys_.end());
  throw HandCodeFault{"V107", fmt::format("'{}' is neither an axis nor a target of {}{}", key, lexicon_.meta.name, suggestion(key, keys))};
}

void HandCodesBuilder::label(RawHandCode& raw, LabelKind kind, const std::string& key, double value) {
  if (!(value >= -1.0 && value <= 1.0))
    throw HandCodeFault{"V109", fmt::format("'{}': expected -1, 0, 1 or a position between -1 and 1, got {}", key, value)};
  HandLabel label;
  if (kind == LabelKind::target) {
    const auto target = lexicon_.find_target(key);
    if (!target) {
      if (out_.unknown_targets[key]++ == 0) {
        warnings_.emplace_back("V108", fmt::format("{} does not know the target '{}'{}; its labels are left out", lexicon_.meta.name, key,
                                                   suggestion(key, target_keys_)));
      }
      return;
    }
    label.key = {EvidenceKey::Kind::target, static_cast<std::uint32_t>(*target)};
  } else {
    label.key = axis_of(key, kind != LabelKind::axis);
  }
  label.is_position = kind == LabelKind::position || value != std::round(value);
  label.value = value;
  if (value < 0.0 && label.key.kind == EvidenceKey::Kind::axis && lexicon_.axes[label.key.index].kind == AxisKind::intensity) {
    warnings_.emplace_back("V115", fmt::format("'{}' is an intensity and has no negative pole: {} counts as 0", key, value));
    label.value = 0.0;
  }
  raw.row.labels.push_back(label);
}

void HandCodesBuilder::add_labels(HandCode& row, std::vector<HandLabel> labels) const {
  row.labels.insert(row.labels.end(), labels.begin(), labels.end());
  std::stable_sort(row.labels.begin(), row.labels.end(), [](const HandLabel& a, const HandLabel& b) { return a.key < b.key; });
  const auto twice =
      std::adjacent_find(row.labels.begin(), row.labels.end(), [](const HandLabel& a, const HandLabel& b) { return a.key == b.key; });
  if (twice == row.labels.end()) return;
  const EvidenceKey key = twice->key;
  row.labels.erase(twice + 1);
  throw HandCodeFault{"V110", fmt::format("'{}' is labelled twice", lexicon_.name_of(key))};
}

void HandCodesBuilder::add_text(const HandCode& row) {
  HandCode& known = texts_[row.id];
  const bool good = merges(known.text, row.text) && merges(known.document, row.document) && merges(known.span, row.span) &&
                    merges(known.principal, row.principal) && merges(known.language, row.language);
  if (!good) throw HandCodeFault{"V112", fmt::format("'{}' had another text, document, span, principal or language before", row.id)};
}

void HandCodesBuilder::add(RawHandCode&& raw, const std::string& file, std::size_t line, const std::string& default_coder, bool joins) {
  if (raw.row.id.empty()) throw HandCodeFault{"V102", fmt::format("no \"{}\"; every row needs one", options_.id_field)};
  if (raw.row.coder.empty()) raw.row.coder = default_coder;
  raw.row.span = span_of(raw);
  raw.row.source = fmt::format("{}:{}", file, line);
  const auto known = rows_.find({raw.row.id, raw.row.coder});
  if (known != rows_.end() && !joins)
    throw HandCodeFault{"V111", fmt::format("coder '{}' has a row of the id '{}' already, in {}", raw.row.coder, raw.row.id,
                                            out_.rows[known->second].source)};
  add_text(raw.row);
  for (auto& [code, message] : std::exchange(warnings_, {})) report(code, file, line, message, Severity::warning);
  std::vector<HandLabel> labels = std::move(raw.row.labels);
  raw.row.labels.clear();
  if (known == rows_.end()) {
    rows_.emplace(std::pair(raw.row.id, raw.row.coder), out_.rows.size());
    out_.rows.push_back(std::move(raw.row));
  }
  HandCode& row = known == rows_.end() ? out_.rows.back() : out_.rows[known->second];
  if (known != rows_.end()) row.counts = row.counts && raw.row.counts;
  add_labels(row, std::move(labels));
}

void HandCodesBuilder::report(const char* code, const std::string& file, std::size_t line, std::string message, Severity severity) {
  out_.diagnostics.push_back(read_fault(code, file, line, std::move(message)));
  out_.diagnostics.back().severity = severity;
  warnings_.clear();
}

HandCodes HandCodesBuilder::finish() {
  std::vector<HandCode> rows;
  for (HandCode& row : out_.rows) {
    const HandCode& text = texts_.at(row.id);
    row.text = text.text;
    row.document = text.document;
    row.span = text.span;
    row.principal = text.principal;
    row.language = text.language;
    if (is_blank(row.text) && row.document.empty()) {
      report("V103", row.source, 0, fmt::format("'{}' has neither \"{}\" nor \"document\"", row.id, options_.text_field));
    } else {
      rows.push_back(std::move(row));
    }
  }
  out_.rows = std::move(rows);
  return std::move(out_);
}

}  // namespace stance::detail
