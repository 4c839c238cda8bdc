#include <ostream>
#include <utility>

#include "detail/report_json.hpp"
#include "stance/version.hpp"

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
  void add(const Json& record) {
    out_ << (first_ ? "\n" : ",\n") << detail::dumped(record);
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
  void add(const Document& document, const DocumentAnalysis& result) override {
    object_.add(detail::document_record(context_, document, result));
  }
  void finish(const std::vector<Diagnostic>& faults) override { object_.finish(faults); }

 private:
  ReportContext context_;
  OpenObject object_;
};

class JsonlScoreWriter final : public ScoreWriter {
 public:
  JsonlScoreWriter(std::ostream& out, const ReportContext& context) : out_(out), context_(context) {
    const LexiconMeta& meta = context.lexicon.meta;
    made_with_ = {{"stance", std::string(version())},
                  {"lexicon", meta.name},
                  {"lexicon_version", meta.version},
                  {"lexicon_hash", context.lexicon.hash()}};
  }
  void add(const Document& document, const DocumentAnalysis& result) override {
    Json record = detail::document_record(context_, document, result);
    record["made_with"] = made_with_;
    out_ << detail::dumped(record) << '\n';
  }
  void finish(const std::vector<Diagnostic>& /*faults*/) override {}

 private:
  std::ostream& out_;
  ReportContext context_;
  Json made_with_;
};

const std::string& key_of(const Lexicon& lexicon, EvidenceKey key) {
  return key.kind == EvidenceKey::Kind::axis ? lexicon.axes[key.index].key : lexicon.targets[key.index].key;
}

/// A record that stands alone: with its document and key.
Json row(const ReportContext& context, EvidenceKey key, const Document& document, const DocumentAnalysis& result,
         const detail::ShownRecord& shown) {
  Json out;
  out["document"] = result.id;
  out["key"] = key_of(context.lexicon, key);
  out.update(detail::evidence_record(context.lexicon, document, result, shown));
  return out;
}

class JsonEvidenceWriter final : public ScoreWriter {
 public:
  JsonEvidenceWriter(std::ostream& out, const ReportContext& context, EvidenceKey key)
      : context_(context), key_(key), object_(out, header(context, key), "evidence") {}
  void add(const Document& document, const DocumentAnalysis& result) override {
    for (const detail::ShownRecord& shown : detail::shown_records(context_.lexicon, result, key_))
      object_.add(row(context_, key_, document, result, shown));
  }
  void finish(const std::vector<Diagnostic>& faults) override { object_.finish(faults); }

 private:
  static Json header(const ReportContext& context, EvidenceKey key) {
    Json out = detail::report_header(context, "evidence");
    out["key"] = key_of(context.lexicon, key);
    out["key_kind"] = key.kind == EvidenceKey::Kind::axis ? "axis" : "target";
    return out;
  }
  ReportContext context_;
  EvidenceKey key_;
  OpenObject object_;
};

class JsonlEvidenceWriter final : public ScoreWriter {
 public:
  JsonlEvidenceWriter(std::ostream& out, const ReportContext& context, EvidenceKey key) : out_(out), context_(context), key_(key) {}
  void add(const Document& document, const DocumentAnalysis& result) override {
    for (const detail::ShownRecord& shown : detail::shown_records(context_.lexicon, result, key_)) {
      Json record = {{"schema", report_schema}};
      record.update(row(context_, key_, document, result, shown));
      out_ << detail::dumped(record) << '\n';
    }
  }
  void finish(const std::vector<Diagnostic>& /*faults*/) override {}

 private:
  std::ostream& out_;
  ReportContext context_;
  EvidenceKey key_;
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
