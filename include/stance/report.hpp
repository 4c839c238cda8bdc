#pragma once
/// @file report.hpp
/// Results in writing: JSON and JSON lines (a contract, see lexicons/schema/stance-output.schema.json), CSV, and pages of tables and
/// quotations for readers, as Markdown or, by the program, on a terminal.
///
/// JSON says what it was made with: options, lexicon with version and hash, library, ICU and Unicode; each JSON line has all of that but
/// the options ("made_with"). Tables of positions name library and lexicon. CSV and the pages of evidence_page() are data alone.
/// Numbers are rounded to six decimals, never "-0", and written in their shortest form; a position without evidence is null and says
/// why. The bytes do not depend on locale, threads or machine. Offsets are bytes of Document::text, and a quotation is exactly those
/// bytes (where they are not UTF-8, which JSON cannot hold, U+FFFD stands for the fault and "quotation_repaired" says so).

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stance/analysis.hpp"
#include "stance/compare.hpp"
#include "stance/validation.hpp"
#include "stance/validation_groups.hpp"

namespace stance {

/// Number of the output's schema. It changes when a field changes its meaning or goes; new fields may come at any time.
inline constexpr int report_schema = 1;

enum class ShowEvidence : std::uint8_t { no, yes };

/// What a report is about, and how much of it is shown. Refers to lexicon and options: they must outlive what is made with it.
struct ReportContext {
  const Lexicon& lexicon;
  const AnalysisOptions& options;  ///< those of the analysis
  ShowEvidence evidence = ShowEvidence::no;
  std::size_t quotations = 2;  ///< for each position, in CSV and on pages; JSON has all
};

// ---- Quotations

/// Bytes of a sentence that is quoted whole. People write no longer ones (of 1,597 speeches before the United Nations the longest with a record
/// has 1,539). Where nobody set full stops, as in transcripts by machine, a text may be one sentence with a record every few words.
inline constexpr std::size_t longest_quoted_sentence = 8000;

/// What stands beside a key word in its sentence. Of a sentence longer than that: up to 2,000 bytes on either side, in whole words, with an
/// ellipsis where more stands.
struct Surroundings {
  std::string before;
  std::string behind;
};
/// @param keyword  bytes of the sentence
[[nodiscard]] Surroundings surroundings(std::string_view sentence, ByteSpan keyword);

/// The sentence of a record, cleaned; of a longer one than that, its surroundings in the original, white space folded.
/// @param result  with its evidence; without it the quotation is empty
[[nodiscard]] std::string quoted_sentence(const Document& document, const DocumentAnalysis& result, const Record& record);

// ---- Pages

/// How a piece of text is meant; a terminal may show it in colour.
enum class Tone : std::uint8_t { plain, strong, faint, positive, negative };
struct Run {
  std::string text;  ///< UTF-8, one line, without control characters
  Tone tone = Tone::plain;
};
struct Column {
  enum class Align : std::uint8_t { left, right };
  std::string title;
  Align align = Align::left;
};
struct PageTable {
  std::vector<Column> columns;
  std::vector<std::vector<Run>> rows;  ///< as many cells as columns
};
/// Heading, paragraph, quotation (indented) or table.
struct PageBlock {
  enum class Kind : std::uint8_t { heading, subheading, text, quotation, table };
  Kind kind = Kind::text;
  std::vector<Run> runs;
  PageTable table;
};
/// A report for readers, before it is laid out.
struct Page {
  std::vector<PageBlock> blocks;
};

/// GitHub's Markdown: pipes, asterisks and the like in texts are escaped.
void write_markdown(std::ostream& out, const Page& page);

// ---- Positions of documents

/// Receives documents one after the other, so that a corpus need not fit into memory.
class ScoreWriter {
 public:
  virtual ~ScoreWriter() = default;
  /// What is to be written of a document; may be called from several threads at once, in any order.
  /// @param result  with its evidence, when the context shows it
  [[nodiscard]] virtual std::string render(const Document& document, const DocumentAnalysis& result) const = 0;
  /// Writes what render() gave for the next document.
  virtual void write(std::string_view rendered) = 0;
  void add(const Document& document, const DocumentAnalysis& result) { write(render(document, result)); }
  /// @param faults  of documents that could not be analysed; in JSON lines and CSV they have no place
  virtual void finish(const std::vector<Diagnostic>& faults) = 0;
};
/// One JSON object: what it was made with, then documents[] and diagnostics[].
[[nodiscard]] std::unique_ptr<ScoreWriter> json_score_writer(std::ostream& out, const ReportContext& context);
/// One JSON object for each document, on a line of its own.
[[nodiscard]] std::unique_ptr<ScoreWriter> jsonl_score_writer(std::ostream& out, const ReportContext& context);
/// RFC 4180, one row for each document and axis or target.
[[nodiscard]] std::unique_ptr<ScoreWriter> csv_score_writer(std::ostream& out, const ReportContext& context);

/// Tables of positions for readers: documents side by side when they are few, else one under the other. Keeps what the tables show,
/// not the documents. When the context shows evidence, the strongest quotations follow.
class ScorePage {
 public:
  explicit ScorePage(const ReportContext& context);
  ~ScorePage();
  void add(const Document& document, const DocumentAnalysis& result);
  [[nodiscard]] Page finish(const std::vector<Diagnostic>& faults) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// ---- Comparison

/// One JSON object: as for scores, with similarity.{ids, topic, stance, …}, pairs[] and contrasts[].
void write_json(std::ostream& out, const ReportContext& context, const Corpus& corpus, const Analysis& analysis,
                const Comparison& comparison);
/// One JSON object for each pair, with its contrasts, on a line of its own.
void write_jsonl(std::ostream& out, const ReportContext& context, const Corpus& corpus, const Analysis& analysis,
                 const Comparison& comparison);
/// One row for each pair.
void write_csv(std::ostream& out, const Comparison& comparison);
/// Positions side by side, similarities, quarters, contrasts with their quotations.
[[nodiscard]] Page comparison_page(const ReportContext& context, const Corpus& corpus, const Analysis& analysis,
                                   const Comparison& comparison);

// ---- Evidence for one axis or target

/// Key words in context with the contribution of each, and those that do not count with their reason.
[[nodiscard]] std::unique_ptr<ScoreWriter> json_evidence_writer(std::ostream& out, const ReportContext& context, EvidenceKey key);
/// One JSON object for each record, on a line of its own.
[[nodiscard]] std::unique_ptr<ScoreWriter> jsonl_evidence_writer(std::ostream& out, const ReportContext& context, EvidenceKey key);
/// RFC 4180, one row for each record.
[[nodiscard]] std::unique_ptr<ScoreWriter> csv_evidence_writer(std::ostream& out, const ReportContext& context, EvidenceKey key);
/// Of one document: a heading with the position, a table of what counts, strongest first, and one of what does not.
[[nodiscard]] Page evidence_page(const ReportContext& context, EvidenceKey key, const Document& document, const DocumentAnalysis& result);

// ---- Validation

/// What a validation found. Refers to its parts: they must outlive it.
struct ValidationReport {
  const ValidationOptions& options;
  const Validation* hand_codes = nullptr;   ///< null: there were none
  const GroupValidation* groups = nullptr;
  std::vector<Diagnostic> faults;           ///< errors of rows and documents that were left out
  std::size_t max_errors = 20;              ///< that are shown
};
/// One JSON object: method, hand_codes.{headline, families, …, errors}, groups.{aucs, correlations}.
void write_json(std::ostream& out, const ReportContext& context, const ValidationReport& report);
/// Figures with their intervals and baselines beside them, then what went wrong with the evidence that led there.
[[nodiscard]] Page validation_page(const ReportContext& context, const ValidationReport& report);

}  // namespace stance
