#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "detail/clean_characters.hpp"
#include "detail/read_csv_table.hpp"
#include "stance/validation_groups.hpp"

namespace stance {
namespace {

void read_rows(detail::CsvTable& csv, const detail::InputFile& file, const ReadOptions& options, GroupTable& table) {
  const std::vector<std::string>& header = csv.header();
  const auto id = std::find(header.begin(), header.end(), options.id_field) - header.begin();
  if (id == static_cast<std::ptrdiff_t>(header.size())) {
    table.diagnostics.push_back(detail::read_fault("V114", file.name, csv.header_line(),
                                                   fmt::format("no column \"{}\" in the header; check the delimiter", options.id_field)));
    return;
  }
  table.columns = header;
  detail::CsvRow row;
  for (detail::Step step = csv.next(row, table.diagnostics); step != detail::Step::end; step = csv.next(row, table.diagnostics)) {
    if (step == detail::Step::fault) continue;
    bool good = true;
    for (std::string& field : row.fields) {
      good = good && detail::accept_utf8(field, file, row.line, options, table.diagnostics);
      field = std::string(detail::trimmed(field));
    }
    const std::string name = row.fields[static_cast<std::size_t>(id)];
    if (good && !table.rows.emplace(name, std::move(row.fields)).second)
      table.diagnostics.push_back(
          detail::read_fault("T110", file.name, row.line, fmt::format("the id '{}' stands twice; the first row is used", name)));
  }
}

}  // namespace

std::size_t GroupTable::column(const std::string& name) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end())
    throw InvalidArgument(fmt::format("the table of groups has no column '{}'{}", name, suggestion(name, columns)));
  return static_cast<std::size_t>(found - columns.begin());
}

GroupTable read_group_table(const std::string& path, const ReadOptions& options) {
  GroupTable table;
  for (const detail::InputFile& file : detail::list_files({path}, options, table.diagnostics)) {
    if (file.kind != detail::FileKind::csv && file.kind != detail::FileKind::tsv) {
      table.diagnostics.push_back(detail::read_fault("V101", file.name, 0, "a table of groups is read from a .csv or .tsv file"));
      continue;
    }
    std::ifstream stream(file.path, std::ios::binary);
    if (!stream) {
      table.diagnostics.push_back(detail::read_fault("T103", file.name, 0, "cannot be opened"));
      continue;
    }
    detail::CsvTable csv(stream, file.name, options.csv_delimiter.value_or(file.kind == detail::FileKind::tsv ? '\t' : ','));
    if (csv.read_header(table.diagnostics)) read_rows(csv, file, options, table);
  }
  return table;
}

GroupMeasure parse_measure(const std::string& text, const Lexicon& lexicon) {
  GroupMeasure out;
  double sign = 1.0;
  std::string key;
  const auto take = [&] {
    if (key.empty()) return;
    const auto axis = lexicon.find_axis(key);
    if (!axis) {
      std::vector<std::string> known;
      for (const Axis& each : lexicon.axes) known.push_back(each.key);
      throw InvalidArgument(fmt::format("measure '{}': unknown axis '{}'{}", text, key, suggestion(key, known)));
    }
    out.terms.emplace_back(static_cast<std::uint32_t>(*axis), sign);
    out.name += (sign < 0.0 ? (out.name.empty() ? "- " : " - ") : (out.name.empty() ? "" : " + ")) + key;
    key.clear();
    sign = 1.0;
  };
  for (const char c : text) {
    if (c == '+' || c == '-') {
      take();
      sign = c == '-' ? -1.0 : 1.0;
    } else if (c != ' ') {
      key += c;
    }
  }
  take();
  if (out.terms.empty()) throw InvalidArgument(fmt::format("measure '{}': expected an axis, or axes with + and - between them", text));
  return out;
}

GroupConditions parse_conditions(const std::string& text, const GroupTable& table) {
  GroupConditions out;
  for (const std::string& part : detail::split_trimmed(text, '&')) {
    GroupCondition condition;
    const std::size_t equals = part.find('=');
    const bool negated = equals != std::string::npos && equals > 0 && part[equals - 1] == '!';
    condition.negated = negated;
    condition.column = detail::trimmed(part.substr(0, equals == std::string::npos ? part.size() : equals - (negated ? 1 : 0)));
    condition.values = equals == std::string::npos ? std::vector<std::string>{"1", "true"} : detail::split_trimmed(part.substr(equals + 1), '|');
    if (condition.column.empty())
      throw InvalidArgument(fmt::format("'{}': expected COLUMN, COLUMN=VALUE|VALUE or COLUMN!=VALUE, joined by &", text));
    static_cast<void>(table.column(condition.column));
    out.push_back(std::move(condition));
  }
  return out;
}

GroupQuestion parse_question(const std::string& text, const GroupTable& table, const Lexicon& lexicon) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) throw InvalidArgument(fmt::format("'{}': expected MEASURE: GROUP or MEASURE: GROUP / GROUP", text));
  GroupQuestion out;
  out.measure = parse_measure(text.substr(0, colon), lexicon);
  out.name = detail::trimmed(text.substr(colon + 1));
  const std::size_t slash = out.name.find('/');
  out.positives = parse_conditions(out.name.substr(0, slash), table);
  if (slash != std::string::npos) out.negatives = parse_conditions(out.name.substr(slash + 1), table);
  return out;
}

}  // namespace stance
