#pragma once
/// @file report_json.hpp
/// Results as JSON values.

#include <nlohmann/json.hpp>

#include "detail/report_common.hpp"

namespace stance::detail {

using Json = nlohmann::ordered_json;

/// null for what is not finite.
[[nodiscard]] Json number(double value);
/// The fields that come before documents[]: schema, kind, versions, lexicon, options, axes.
[[nodiscard]] Json report_header(const ReportContext& context, std::string_view kind);
/// What each record of JSON lines says of its making: versions, lexicon and its hash.
[[nodiscard]] Json made_with(const ReportContext& context);
/// The record of one document.
[[nodiscard]] Json document_record(const ReportContext& context, const Document& document, const DocumentAnalysis& result);
[[nodiscard]] Json evidence_record(const Lexicon& lexicon, const Document& document, const DocumentAnalysis& result,
                                   const ShownRecord& shown);
[[nodiscard]] Json diagnostic_record(const Diagnostic& diagnostic);
/// {"value", "se", "ci"}; both of the latter null for a number without uncertainty.
[[nodiscard]] Json estimate_record(const Estimate& estimate);
/// Rows of numbers.
[[nodiscard]] Json matrix_record(const Eigen::MatrixXd& values);
/// One line; what is not UTF-8 becomes U+FFFD.
[[nodiscard]] std::string dumped(const Json& json);

}  // namespace stance::detail
