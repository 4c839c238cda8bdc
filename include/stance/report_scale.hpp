#pragma once
/// @file report_scale.hpp
/// Scales in writing, as JSON, JSON lines, CSV and pages; see report.hpp for what these have in common.

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "stance/dfm.hpp"
#include "stance/estimators.hpp"
#include "stance/report.hpp"
#include "stance/scaling.hpp"
#include "stance/scaling_bootstrap.hpp"

namespace stance {

/// One more number for each document, for example its importance or its place on a second dimension.
struct ScaleColumn {
  std::string name;  ///< an identifier
  std::vector<double> values;
};

/// A scale and what it was made with. Refers to its parts: they must outlive it.
struct ScaleReport {
  const DocumentScale& scale;
  const CountOptions& counting;
  const BootstrapOptions* bootstrap = nullptr;  ///< null: errors are those of the method
  TellingWords words = {};
  std::vector<ScaleColumn> columns = {};
  std::vector<std::string> notes = {};          ///< what a reader must know: seeds that do not occur, a fit that did not settle
  std::vector<Diagnostic> faults = {};          ///< errors of documents that were left out
};

/// One JSON object: what it was made with, documents[], words.{negative, positive}, notes, diagnostics.
void write_json(std::ostream& out, const ScaleReport& report);
/// One JSON object for each document, on a line of its own.
void write_jsonl(std::ostream& out, const ScaleReport& report);
/// RFC 4180, one row for each document.
void write_csv(std::ostream& out, const ScaleReport& report);
/// Documents with their intervals, then the words at both ends.
[[nodiscard]] Page scale_page(const ScaleReport& report);

// ---- Agreement of estimators

/// One JSON object: as for scores, with agreement[] of axes, each with estimators and pairs.
void write_json(std::ostream& out, const ReportContext& context, const EstimatorAgreement& agreement, const std::vector<Diagnostic>& faults);
/// One row for each pair of estimators on each axis.
void write_csv(std::ostream& out, const EstimatorAgreement& agreement);
/// One table of correlations, a row for each pair of estimators on each axis, and how the scales were made.
[[nodiscard]] Page agreement_page(const EstimatorAgreement& agreement);

}  // namespace stance
