#pragma once
/// @file report_keyness.hpp
/// Key words in writing: JSON and JSON lines (lexicons/schema/stance-output.schema.json), CSV, and pages.
///
/// Numbers are rounded to six decimals, p-values to six significant digits; what is undefined is null, or empty in CSV.

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

#include "stance/keyness.hpp"
#include "stance/keyness_quotations.hpp"
#include "stance/report.hpp"

namespace stance {

/// What the rows of the matrix were.
enum class KeynessUnit : std::uint8_t { document, sentence };

/// What a report of key words is about. Refers to its parts: they must outlive what is made with it.
struct KeynessReport {
  const Keyness& keyness;
  const std::vector<std::string>& documents;  ///< ids behind the groups
  const Groups& groups;                       ///< of documents
  const CountOptions& counting;
  const std::vector<KeyQuotation>& quotations;
  const std::vector<Diagnostic>& diagnostics;
  KeynessUnit unit = KeynessUnit::document;
  std::size_t top = 20;  ///< rows shown of each side; 0: all, also those on no side
};
/// The rows that `top` leaves, in their order.
[[nodiscard]] std::vector<std::size_t> shown_rows(const Keyness& keyness, std::size_t top);

/// One JSON object: what it was made with, the method, both sides, then rows[] and diagnostics[].
void write_json(std::ostream& out, const KeynessReport& report);
/// One JSON object for each row, on a line of its own.
void write_jsonl(std::ostream& out, const KeynessReport& report);
/// RFC 4180, one row for each feature.
void write_csv(std::ostream& out, const KeynessReport& report);
/// Two tables, what is typical of the target and what of the reference, and a quotation for each word.
[[nodiscard]] Page keyness_page(const KeynessReport& report);

}  // namespace stance
