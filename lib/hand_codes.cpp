#include "stance/hand_codes.hpp"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "detail/hand_codes_builder.hpp"
#include "detail/read_csv_table.hpp"

namespace stance {
namespace {

using detail::HandCodeFault;
using detail::HandCodesBuilder;
using detail::LabelKind;
using detail::RawHandCode;
using Json = nlohmann::ordered_json;

/// A JSON object of one line, in which no key stands twice.
Json parse_object(const std::string& line) {
  std::vector<std::set<std::string>> open;
  const auto watch = [&](int /*depth*/, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::object_start) open.emplace_back();
    if (event == Json::parse_event_t::object_end) open.pop_back();
    if (event == Json::parse_event_t::key && !open.back().insert(parsed.get<std::string>()).second)
      throw HandCodeFault{"V110", fmt::format("\"{}\" stands twice in one object", parsed.get<std::string>())};
    return true;
  };
  Json json;
  try {
    json = Json::parse(line, watch);
  } catch (const Json::exception& fault) {
    const std::string_view message = fault.what();  // "[json.exception…] parse error at …"
    throw HandCodeFault{"V101", fmt::format("not a JSON object on one line: {}", message.substr(message.find("] ") + 2))};
  }
  if (!json.is_object())
    throw HandCodeFault{"V101",
                        fmt::format("expected a JSON object, {{\"id\": …, \"text\": …}}, got a value of type {}", json.type_name())};
  return json;
}

class JsonRow {
 public:
  JsonRow(HandCodesBuilder& builder, const ReadOptions& options) : builder_(builder), options_(options) {}

  [[nodiscard]] RawHandCode read(const Json& json) {
    for (const auto& [key, value] : json.items()) add(key, value);
    return std::move(raw_);
  }

 private:
  void add(const std::string& key, const Json& value) {
    if (value.is_null()) return;
    if (key == "axes") return labels(LabelKind::axis, key, value);
    if (key == "targets") return labels(LabelKind::target, key, value);
    if (key == "positions") return labels(LabelKind::position, key, value);
    if (key == "tags") return tags(value);
    check_type(key, value);
    if (value.is_structured()) return;  // an unknown list or object says nothing to us
    builder_.set(raw_, key, value.is_string() ? value.get<std::string>() : value.dump());
  }

  void check_type(const std::string& key, const Json& value) const {
    const bool text = value.is_string();
    if (key == options_.id_field && !text && !value.is_number())
      throw HandCodeFault{"V102", fmt::format("\"{}\": expected a string or a number, got {}", key, value.type_name())};
    const std::array names = {options_.text_field,  options_.principal_field, options_.language_field,
                              std::string("coder"), std::string("document"),  std::string("doc")};
    if (!text && std::find(names.begin(), names.end(), key) != names.end())
      throw HandCodeFault{"V113", fmt::format("\"{}\": expected a string, got {}", key, value.type_name())};
    if (key == "counts" && !value.is_boolean())
      throw HandCodeFault{"V113", fmt::format("\"counts\": expected true or false, got {}", value.dump())};
    if ((key == "start" || key == "end") && !value.is_number_integer())
      throw HandCodeFault{"V104", fmt::format("\"{}\": expected a whole number of code points, got {}", key, value.dump())};
  }

  void labels(LabelKind kind, const std::string& field, const Json& object) {
    if (!object.is_object())
      throw HandCodeFault{"V113", fmt::format("\"{}\": expected an object of keys and values, got {}", field, object.type_name())};
    for (const auto& [key, value] : object.items()) {
      if (value.is_null()) continue;
      if (!value.is_number())
        throw HandCodeFault{"V109", fmt::format("'{}': expected -1, 0, 1 or a position between -1 and 1, got {}", key, value.dump())};
      builder_.label(raw_, kind, key, value.get<double>());
    }
  }

  void tags(const Json& value) {
    if (!value.is_array()) throw HandCodeFault{"V113", fmt::format("\"tags\": expected a list of names, got {}", value.type_name())};
    for (const Json& tag : value) {
      if (!tag.is_string()) throw HandCodeFault{"V113", fmt::format("\"tags\": expected names, got {}", tag.dump())};
      raw_.row.tags.push_back(tag.get<std::string>());
    }
  }

  HandCodesBuilder& builder_;
  const ReadOptions& options_;
  RawHandCode raw_;
};

void read_json_lines(std::istream& stream, const detail::InputFile& file, const ReadOptions& options, HandCodesBuilder& builder) {
  detail::LineReader lines(stream);
  std::string line;
  while (lines.next(line)) {
    if (detail::is_blank(line) || !detail::accept_utf8(line, file, lines.number(), options, builder.diagnostics())) continue;
    try {
      builder.add(JsonRow(builder, options).read(parse_object(line)), file.name, lines.number(), file.stem, false);
    } catch (const HandCodeFault& fault) { builder.report(fault.code, file.name, lines.number(), fault.message); }
  }
  if (lines.has_failed()) builder.report("T103", file.name, lines.number(), "reading failed before the end of the file");
}

/// What the columns of a CSV file are.
class CsvColumns {
 public:
  CsvColumns(const std::vector<std::string>& header, const std::string& id_field) {
    for (const std::string& name : header) {
      const std::size_t colon = name.find(':');
      const std::string prefix = name.substr(0, std::min(colon, name.size()));
      const bool is_label = colon != std::string::npos && (prefix == "axis" || prefix == "target" || prefix == "position");
      columns_.push_back({is_label ? name.substr(colon + 1) : name, is_label ? kind_of(prefix) : LabelKind::any, is_label});
      has_id_ = has_id_ || name == id_field;
      has_key_ = has_key_ || name == "key";
      has_value_ = has_value_ || name == "value";
      has_labels_ = has_labels_ || is_label;
    }
  }
  [[nodiscard]] std::string fault(const std::string& id_field) const {
    if (!has_id_) return fmt::format("no column \"{}\" in the header; check the delimiter", id_field);
    if (has_key_ != has_value_) return "the columns \"key\" and \"value\" belong together; one of them is missing";
    if (!has_key_ && !has_labels_)
      return "no column of labels; expected axis:KEY, target:KEY or position:KEY, or the columns key and value";
    return {};
  }
  [[nodiscard]] bool is_long() const { return has_key_; }

  [[nodiscard]] RawHandCode read(HandCodesBuilder& builder, std::vector<std::string>&& fields) const {
    RawHandCode raw;
    std::string key;
    std::string value;
    LabelKind kind = LabelKind::any;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const Column& column = columns_[i];
      if (column.is_label) {
        if (!fields[i].empty()) builder.label(raw, column.kind, column.name, detail::label_value(fields[i], column.name));
      } else if (has_key_ && column.name == "key") {
        key = std::move(fields[i]);
      } else if (has_key_ && column.name == "value") {
        value = std::move(fields[i]);
      } else if (has_key_ && column.name == "kind") {
        kind = kind_of(fields[i]);
      } else {
        builder.set(raw, column.name, std::move(fields[i]));
      }
    }
    if (key.empty() != value.empty()) throw HandCodeFault{"V109", "a label needs both a key and a value"};
    if (!key.empty()) builder.label(raw, kind, key, detail::label_value(value, key));
    return raw;
  }

 private:
  struct Column {
    std::string name;
    LabelKind kind = LabelKind::any;
    bool is_label = false;
  };
  static LabelKind kind_of(const std::string& word) {
    if (word.empty()) return LabelKind::any;
    if (word == "axis") return LabelKind::axis;
    if (word == "target") return LabelKind::target;
    if (word == "position") return LabelKind::position;
    throw HandCodeFault{"V113", fmt::format("\"kind\": expected axis, target or position, got '{}'", word)};
  }

  std::vector<Column> columns_;
  bool has_id_ = false;
  bool has_key_ = false;
  bool has_value_ = false;
  bool has_labels_ = false;
};

void read_csv(std::istream& stream, const detail::InputFile& file, const ReadOptions& options, HandCodesBuilder& builder) {
  const char delimiter = options.csv_delimiter.value_or(file.kind == detail::FileKind::tsv ? '\t' : ',');
  detail::CsvTable table(stream, file.name, delimiter);
  if (!table.read_header(builder.diagnostics())) return;
  const CsvColumns columns(table.header(), options.id_field);
  if (const std::string fault = columns.fault(options.id_field); !fault.empty()) {
    builder.report("V114", file.name, table.header_line(), fault);
    return;
  }
  detail::CsvRow row;
  for (detail::Step step = table.next(row, builder.diagnostics()); step != detail::Step::end;
       step = table.next(row, builder.diagnostics())) {
    if (step == detail::Step::fault) continue;
    bool good = true;
    for (std::string& field : row.fields) good = good && detail::accept_utf8(field, file, row.line, options, builder.diagnostics());
    if (!good) continue;
    try {
      builder.add(columns.read(builder, std::move(row.fields)), file.name, row.line, file.stem, columns.is_long());
    } catch (const HandCodeFault& fault) { builder.report(fault.code, file.name, row.line, fault.message); }
  }
}

void read_file(const detail::InputFile& file, const ReadOptions& options, HandCodesBuilder& builder) {
  if (file.kind == detail::FileKind::standard_input) return read_json_lines(std::cin, file, options, builder);
  if (file.kind == detail::FileKind::text) {
    builder.report("V101", file.name, 0, "hand codes are read from .jsonl, .ndjson, .csv and .tsv files");
    return;
  }
  std::ifstream stream(file.path, std::ios::binary);
  if (!stream) {
    builder.report("T103", file.name, 0, "cannot be opened");
  } else if (file.kind == detail::FileKind::json_lines) {
    read_json_lines(stream, file, options, builder);
  } else {
    read_csv(stream, file, options, builder);
  }
}

}  // namespace

HandCodes read_hand_codes(const std::vector<std::string>& inputs, const Lexicon& lexicon, const ReadOptions& options) {
  HandCodesBuilder builder(lexicon, options);
  for (const detail::InputFile& file : detail::list_files(inputs, options, builder.diagnostics())) read_file(file, options, builder);
  return builder.finish();
}

}  // namespace stance
