#include <cmath>
#include <iterator>
#include <ostream>
#include <string>
#include <utility>

#include "detail/report_common.hpp"
#include "detail/report_csv_rows.hpp"

namespace stance {
namespace {

using detail::csv_row;
using detail::plain_number;
using detail::write_csv_row;

std::vector<std::string> position_cells(const Position& position) {
  if (!position.estimate) return {"", "", "", ""};
  return {plain_number(*position.estimate), plain_number(position.std_error), plain_number(position.lower), plain_number(position.upper)};
}

std::vector<std::string> operator+(std::vector<std::string> left, std::vector<std::string> right) {
  std::move(right.begin(), right.end(), std::back_inserter(left));
  return left;
}

class CsvScoreWriter final : public ScoreWriter {
 public:
  CsvScoreWriter(std::ostream& out, const ReportContext& context) : out_(out), context_(context) {
    std::vector<std::string> header = {"document",   "kind",      "key",           "position", "se",         "lo",       "hi",
                                       "n_evidence", "n_neutral", "n_not_counted", "mentions", "salience",   "coverage", "undefined",
                                       "level",      "language",  "principal",     "n_tokens", "n_sentences"};
    for (std::size_t q = 1; q <= quotations(); ++q) {
      for (const char* name : {"contribution_", "quotation_", "start_", "end_", "entry_"}) header.push_back(name + std::to_string(q));
    }
    write_csv_row(out_, header);
  }

  [[nodiscard]] std::string render(const Document& document, const DocumentAnalysis& result) const override {
    std::string out;
    for (const AxisResult& axis : result.axes) {
      const std::vector<std::string> start = {result.id, "axis", context_.lexicon.axes[axis.axis].key};
      const std::vector<std::string> counts = {std::to_string(axis.n_evidence),    std::to_string(axis.n_neutral),
                                               std::to_string(axis.n_not_counted), "",
                                               plain_number(axis.salience),        plain_number(axis.coverage)};
      out += csv_row(start + position_cells(axis.position) + counts + closing(result, axis.position) +
                     quoted(document, result, detail::shown_axis_records(context_.lexicon, result, axis.axis)));
    }
    for (const TargetResult& target : result.targets) {
      const std::vector<std::string> start = {result.id, "target", context_.lexicon.targets[target.target].key};
      const std::vector<std::string> counts = {std::to_string(target.n_evidence),    std::to_string(target.n_neutral),
                                               std::to_string(target.n_not_counted), std::to_string(target.mentions),
                                               plain_number(target.salience),        ""};
      out += csv_row(start + position_cells(target.stance) + counts + closing(result, target.stance) +
                     quoted(document, result, detail::shown_target_records(result, target.target)));
    }
    return out;
  }
  void write(std::string_view rendered) override { out_ << rendered; }
  void finish(const std::vector<Diagnostic>& /*faults*/) override {}

 private:
  [[nodiscard]] std::size_t quotations() const { return context_.evidence == ShowEvidence::yes ? context_.quotations : 0; }

  [[nodiscard]] static std::vector<std::string> closing(const DocumentAnalysis& result, const Position& position) {
    return {position.estimate ? "" : std::string(to_string(position.undefined)),
            plain_number(position.level),
            result.language,
            result.principal,
            std::to_string(result.n_tokens),
            std::to_string(result.n_sentences)};
  }

  [[nodiscard]] std::vector<std::string> quoted(const Document& document, const DocumentAnalysis& result,
                                                const std::vector<detail::ShownRecord>& records) const {
    std::vector<std::string> cells;
    for (const detail::ShownRecord& shown : detail::strongest(result, records, quotations())) {
      const ByteSpan span = shown.record->span;
      cells = std::move(cells) + std::vector<std::string>{plain_number(shown.contribution), std::string(detail::quotation(document, span)),
                                                          std::to_string(span.begin), std::to_string(span.end),
                                                          context_.lexicon.locate(shown.record->entry)};
    }
    cells.resize(5 * quotations());
    return cells;
  }

  std::ostream& out_;
  ReportContext context_;
};

class CsvEvidenceWriter final : public detail::EvidenceRows {
 public:
  CsvEvidenceWriter(std::ostream& out, const ReportContext& context, EvidenceKey key) : EvidenceRows(context, key), out_(out) {
    write_csv_row(out_, {"document", "key", "contribution", "value", "weight", "counted", "reason", "start", "end", "quotation", "sentence",
                         "cue", "target", "modifiers", "group", "entry"});
  }

  void write(std::string_view rendered) override { out_ << rendered; }

 private:
  [[nodiscard]] std::string row(const Document& document, const DocumentAnalysis& result, const detail::ShownRecord& shown) const override {
    const Record& record = *shown.record;
    std::string modifiers;
    for (const AppliedModifier& modifier : record.modifiers) {
      modifiers += (modifiers.empty() ? "" : "; ") + std::string(to_string(modifier.kind)) + ": " +
                   std::string(detail::quotation(document, modifier.span));
    }
    return csv_row({result.id, key(), plain_number(shown.contribution), plain_number(record.value), plain_number(record.weight),
                         record.counted() ? "true" : "false", record.counted() ? "" : std::string(to_string(record.standing)),
                         std::to_string(record.span.begin), std::to_string(record.span.end),
                         std::string(detail::quotation(document, record.span)), quoted_sentence(document, result, record),
                         std::string(detail::quotation(document, record.cue)), record.target ? lexicon().targets[*record.target].key : "",
                         modifiers, std::string(record.group), lexicon().locate(record.entry)});
  }
  std::ostream& out_;
};

}  // namespace

std::unique_ptr<ScoreWriter> csv_score_writer(std::ostream& out, const ReportContext& context) {
  return std::make_unique<CsvScoreWriter>(out, context);
}
std::unique_ptr<ScoreWriter> csv_evidence_writer(std::ostream& out, const ReportContext& context, EvidenceKey key) {
  return std::make_unique<CsvEvidenceWriter>(out, context, key);
}

void write_csv(std::ostream& out, const Comparison& comparison) {
  const auto words = [&](const std::vector<TermShare>& terms) {
    std::string list;
    for (const TermShare& term : terms) list += (list.empty() ? "" : "; ") + std::string((*comparison.features)[term.feature]);
    return list;
  };
  write_csv_row(out, {"a", "b", "quarter", "topic", "topic_lo", "topic_hi", "stance", "stance_lo", "stance_hi", "n_shared_axes",
                      "close_terms", "apart_terms"});
  for (const ComparedPair& pair : comparison.pairs) {
    write_csv_row(out, {comparison.ids[pair.a], comparison.ids[pair.b], std::string(name_of(pair.quarter)), plain_number(pair.topic.value),
                        plain_number(pair.topic.lower), plain_number(pair.topic.upper), plain_number(pair.stance.value),
                        plain_number(pair.stance.lower), plain_number(pair.stance.upper), std::to_string(pair.n_shared_axes),
                        words(pair.close_terms), words(pair.apart_terms)});
  }
}

}  // namespace stance
