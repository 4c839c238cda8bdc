#include <ostream>
#include <utility>

#include "detail/report_json.hpp"

namespace stance {
namespace {

using detail::Json;

/// An object with an array of records that is written piece by piece.
class OpenObject {
 public:
  OpenObject(std::ostream& out, const Json& header, const char* list) : out_(out) {
    std::string head = detail::dumped(header);
    head.pop_back();
    out_ << head << ",\n\"" << list << "\":[";
  }
  /// @param records  one or more, with a comma and a line break in between; or nothing
  void add(std::string_view records) {
    if (records.empty()) return;
    out_ << (first_ ? "\n" : ",\n") << records;
    first_ = false;
  }
  void finish(const std::vector<Diagnostic>& faults) {
    Json list = Json::array();
    for (const Diagnostic& fault : faults) list.push_back(detail::diagnostic_record(fault));
    out_ << (first_ ? "],\n" : "\n],\n") << "\"diagnostics\":" << detail::dumped(list) << "}\n";
  }

 private:
  std::ostream& out_;
  bool first_ = true;
};

class JsonScoreWriter final : public ScoreWriter {
 public:
  JsonScoreWriter(std::ostream& out, const ReportContext& context)
      : context_(context), object_(out, detail::report_header(context, "score"), "documents") {}
  [[nodiscard]] std::string render(const Document& document, const DocumentAnalysis& result) const override {
    return detail::dumped(detail::document_record(context_, document, result));
  }
  void write(std::string_view rendered) override { object_.add(rendered); }
  void finish(const std::vector<Diagnostic>& faults) override { object_.finish(faults); }

 private:
  ReportContext context_;
  OpenObject object_;
};

class JsonlScoreWriter final : public ScoreWriter {
 public:
  JsonlScoreWriter(std::ostream& out, const ReportContext& context)
      : out_(out), context_(context), made_with_(detail::made_with(context)) {}
  [[nodiscard]] std::string render(const Document& document, const DocumentAnalysis& result) const override {
    Json record = detail::document_record(context_, document, result);
    record["made_with"] = made_with_;
    return detail::dumped(record) + '\n';
  }
  void write(std::string_view rendered) override { out_ << rendered; }
  void finish(const std::vector<Diagnostic>& /*faults*/) override {}

 private:
  std::ostream& out_;
  ReportContext context_;
  Json made_with_;
};

Json evidence_header(const ReportContext& context, EvidenceKey key) {
  Json out = detail::report_header(context, "evidence");
  out["key"] = context.lexicon.name_of(key);
  out["key_kind"] = key.kind == EvidenceKey::Kind::axis ? "axis" : "target";
  return out;
}

/// Records that stand alone: with their document and key.
class JsonEvidenceRows : public detail::EvidenceRows {
 public:
  using EvidenceRows::EvidenceRows;

 protected:
  void add_row(Json& out, const Document& document, const DocumentAnalysis& result, const detail::ShownRecord& shown) const {
    out["document"] = result.id;
    out["key"] = key();
    out.update(detail::evidence_record(lexicon(), document, result, shown));
  }
};

class JsonEvidenceWriter final : public JsonEvidenceRows {
 public:
  JsonEvidenceWriter(std::ostream& out, const ReportContext& context, EvidenceKey key)
      : JsonEvidenceRows(context, key), object_(out, evidence_header(context, key), "evidence") {}
  void write(std::string_view rendered) override { object_.add(rendered); }
  void finish(const std::vector<Diagnostic>& faults) override { object_.finish(faults); }

 private:
  [[nodiscard]] std::string row(const Document& document, const DocumentAnalysis& result, const detail::ShownRecord& shown) const override {
    Json record;
    add_row(record, document, result, shown);
    return detail::dumped(record);
  }
  [[nodiscard]] std::string_view between() const override { return ",\n"; }
  OpenObject object_;
};

class JsonlEvidenceWriter final : public JsonEvidenceRows {
 public:
  JsonlEvidenceWriter(std::ostream& out, const ReportContext& context, EvidenceKey key)
      : JsonEvidenceRows(context, key), out_(out), made_with_(detail::made_with(context)) {}
  void write(std::string_view rendered) override { out_ << rendered; }

 private:
  [[nodiscard]] std::string row(const Document& document, const DocumentAnalysis& result, const detail::ShownRecord& shown) const override {
    Json record = {{"schema", report_schema}};
    add_row(record, document, result, shown);
    record["made_with"] = made_with_;
    return detail::dumped(record) + '\n';
  }
  std::ostream& out_;
  Json made_with_;
};

}  // namespace

std::unique_ptr<ScoreWriter> json_score_writer(std::ostream& out, const ReportContext& context) {
  return std::make_unique<JsonScoreWriter>(out, context);
}
std::unique_ptr<ScoreWriter> jsonl_score_writer(std::ostream& out, const ReportContext& context) {
  return std::make_unique<JsonlScoreWriter>(out, context);
}
std::unique_ptr<ScoreWriter> json_evidence_writer(std::ostream& out, const ReportContext& context, EvidenceKey key) {
  return std::make_unique<JsonEvidenceWriter>(out, context, key);
}
std::unique_ptr<ScoreWriter> jsonl_evidence_writer(std::ostream& out, const ReportContext& context, EvidenceKey key) {
  return std::make_unique<JsonlEvidenceWriter>(out, context, key);
}

}  // namespace stance
