#include <simdjson.h>

#include <utility>

#include "detail/read_rows.hpp"

namespace stance::detail {
namespace {

namespace ondemand = simdjson::ondemand;

std::string_view trimmed_json(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") + 1 - first);
}

/// A fault inside a row, thrown to its reader only.
struct RowFault {
  const char* code;
  std::string message;
};

const char* name_of(ondemand::json_type type) {
  switch (type) {
    case ondemand::json_type::array: return "an array";
    case ondemand::json_type::object: return "an object";
    case ondemand::json_type::number: return "a number";
    case ondemand::json_type::string: return "a string";
    case ondemand::json_type::boolean: return "true or false";
    case ondemand::json_type::null: return "null";
  }
  return "something else";
}

/// The value as a variable: strings decoded, everything else as it is printed.
std::string printed(ondemand::value value, ondemand::json_type type) {
  if (type == ondemand::json_type::string) return std::string(std::string_view(value.get_string()));
  if (type == ondemand::json_type::array || type == ondemand::json_type::object) {
    return std::string(trimmed_json(simdjson::to_json_string(value)));
  }
  const std::string_view token = trimmed_json(value.raw_json_token());
  // On-demand parsing checks a scalar when it is asked for its value, not when it is copied.
  if (type == ondemand::json_type::number) static_cast<void>(value.get_number().value());
  else if (type == ondemand::json_type::boolean) static_cast<void>(value.get_bool().value());
  else if (!value.is_null()) throw simdjson::simdjson_error(simdjson::N_ATOM_ERROR);
  return std::string(token);
}

class JsonLinesSource final : public DocumentSource {
 public:
  JsonLinesSource(std::istream& stream, const InputFile& file, const ReadOptions& options, std::size_t lines_before)
      : lines_(stream, lines_before), file_(file), options_(options) {}

  Step next(Document& document, std::vector<Diagnostic>& diagnostics) override {
    do {
      if (!lines_.next(row_)) return end(diagnostics);
    } while (is_blank(row_));
    ++row_number_;
    if (!accept_utf8(row_, file_, lines_.number(), options_, diagnostics)) return Step::fault;
    try {
      parse(document);
      return Step::document;
    } catch (const RowFault& fault) {
      diagnostics.push_back(read_fault(fault.code, file_.name, lines_.number(), fault.message));
      if (std::string_view(fault.code) == "T104") diagnostics.back().severity = Severity::warning;
    } catch (const simdjson::simdjson_error& error) {
      diagnostics.push_back(read_fault("T107", file_.name, lines_.number(),
                                       "not a JSON object in one line; expected {\"" + options_.text_field + "\": \"…\", …} (simdjson: " + error.what() + ")"));
    }
    return Step::fault;
  }

 private:
  Step end(std::vector<Diagnostic>& diagnostics) {
    if (!lines_.has_failed() || has_reported_end_) return Step::end;
    has_reported_end_ = true;
    diagnostics.push_back(read_fault("T103", file_.name, lines_.number(), "reading failed before the end of the file"));
    return Step::fault;
  }

  void parse(Document& document) {
    document = Document();
    has_text_ = false;
    row_.reserve(row_.size() + simdjson::SIMDJSON_PADDING);
    ondemand::document json = parser_.iterate(simdjson::padded_string_view(row_.data(), row_.size(), row_.capacity()));
    for (ondemand::field field : json.get_object()) {
      const std::string key(std::string_view(field.unescaped_key()));
      add_field(document, key, field.value());
    }
    // At the end of the input there is no current location any more.
    if (json.current_location().error() != simdjson::OUT_OF_BOUNDS) throw RowFault{"T107", "more than one JSON value in the line; put each object on its own line"};
    if (!has_text_) throw RowFault{"T108", "no field \"" + options_.text_field + "\"; name the field that holds the text (--text-column, ReadOptions::text_field)"};
    if (is_blank(document.text)) throw RowFault{"T104", "the text is empty"};
    if (document.id.empty()) document.id = file_.stem + ':' + std::to_string(row_number_);
    document.source = file_.name + ':' + std::to_string(lines_.number());
  }

  void add_field(Document& document, const std::string& key, ondemand::value value) {
    const ondemand::json_type type = value.type();
    const bool is_null = type == ondemand::json_type::null;
    const std::string content = printed(value, type);
    if (key == options_.text_field) {
      if (type != ondemand::json_type::string) throw RowFault{"T108", "\"" + key + "\" must be a string, but is " + name_of(type)};
      document.text = content;
      has_text_ = true;
    } else if (key == options_.id_field) {
      const bool usable = type == ondemand::json_type::string || type == ondemand::json_type::number;
      if (!usable || content.empty()) throw RowFault{"T109", "\"" + key + "\" must be a string or a number, but is " + (usable ? "empty" : name_of(type))};
      document.id = content;
    } else if (key == options_.language_field || key == options_.principal_field) {
      if (!is_null && type != ondemand::json_type::string) throw RowFault{"T113", "\"" + key + "\" must be a string, but is " + name_of(type)};
      if (!is_null) (key == options_.language_field ? document.language : document.principal) = content;
    } else if (!is_null) {
      document.variables[key] = content;
    }
  }

  LineReader lines_;
  const InputFile& file_;
  const ReadOptions& options_;
  ondemand::parser parser_;
  std::string row_;
  std::size_t row_number_ = 0;
  bool has_text_ = false;
  bool has_reported_end_ = false;
};

}  // namespace

std::unique_ptr<DocumentSource> json_lines_source(std::istream& stream, const InputFile& file, const ReadOptions& options,
                                                  std::size_t lines_before) {
  return std::make_unique<JsonLinesSource>(stream, file, options, lines_before);
}

}  // namespace stance::detail
