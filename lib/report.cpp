#include "stance/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "detail/report_common.hpp"
#include "detail/text_utf8.hpp"
#include "stance/error.hpp"

namespace stance::detail {
double rounded(double number) noexcept {
  const double result = std::round(number * 1e6) / 1e6;
  return result == 0.0 ? 0.0 : result;
}

std::string plain_number(double number) { return std::isfinite(number) ? fmt::format("{}", rounded(number)) : std::string(); }

std::string signed_number(double number) {
  const double hundredths = std::round(number * 100.0);
  if (hundredths == 0.0) return "0.00";
  return fmt::format("{}{:.2f}", hundredths > 0.0 ? "+" : "−", std::abs(hundredths) / 100.0);
}

std::string unsigned_number(double number) {
  const double hundredths = std::round(number * 100.0);
  return fmt::format("{:.2f}", hundredths == 0.0 ? 0.0 : hundredths / 100.0);
}

std::string grouped(std::size_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

std::string spoken(std::string_view identifier) {
  std::string out(identifier);
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

std::string_view name_of(IntervalMethod method) noexcept {
  switch (method) {
    case IntervalMethod::beta: return "beta";
    case IntervalMethod::bayesian_bootstrap: return "bayesian_bootstrap";
  }
  return "beta";
}

namespace {

std::vector<ShownRecord> with_contributions(const std::vector<Record>& records, AxisKind kind, std::size_t n_words, double scale) {
  const std::vector<double> shares = contributions(records, kind, n_words, scale);
  std::vector<ShownRecord> out;
  out.reserve(records.size());
  for (std::size_t i = 0; i < records.size(); ++i) out.push_back({&records[i], shares[i]});
  return out;
}

}  // namespace

std::vector<ShownRecord> shown_axis_records(const Lexicon& lexicon, const DocumentAnalysis& result, std::uint32_t axis) {
  if (axis >= result.evidence.axes.size()) return {};
  return with_contributions(result.evidence.axes[axis], lexicon.axes[axis].kind, result.n_tokens, lexicon.axes[axis].scale);
}

std::vector<ShownRecord> shown_target_records(const DocumentAnalysis& result, std::uint32_t target) {
  for (const TargetEvidence& evidence : result.evidence.targets) {
    if (evidence.target == target) return with_contributions(evidence.records, AxisKind::bipolar, result.n_tokens, 1.0);
  }
  return {};
}

std::vector<ShownRecord> shown_records(const Lexicon& lexicon, const DocumentAnalysis& result, EvidenceKey key) {
  return key.kind == EvidenceKey::Kind::axis ? shown_axis_records(lexicon, result, key.index) : shown_target_records(result, key.index);
}

const Document& document_of(const Corpus& corpus, const DocumentAnalysis& result) {
  if (const Document* const found = corpus.find(result.id)) return *found;
  throw InvalidArgument(fmt::format("report: the analysis has a document '{}' that the corpus has not", result.id));
}

std::string EvidenceRows::render(const Document& document, const DocumentAnalysis& result) const {
  std::string out;
  for (const ShownRecord& shown : shown_records(lexicon(), result, key_)) {
    if (!out.empty()) out += between();
    out += row(document, result, shown);
  }
  return out;
}

std::vector<ShownRecord> strongest(const DocumentAnalysis& result, const std::vector<ShownRecord>& records, std::size_t limit) {
  std::vector<ShownRecord> order;
  std::copy_if(records.begin(), records.end(), std::back_inserter(order),
               [](const ShownRecord& r) { return r.record->counted() && r.record->value != 0.0; });
  std::stable_sort(order.begin(), order.end(),
                   [](const ShownRecord& a, const ShownRecord& b) { return std::abs(a.contribution) > std::abs(b.contribution); });
  std::vector<ShownRecord> out;
  std::set<std::string_view> seen;
  for (const ShownRecord& shown : order) {
    if (out.size() == limit) break;
    if (seen.insert(sentence_of(result, *shown.record)).second) out.push_back(shown);
  }
  return out;
}

std::string_view quotation(const Document& document, ByteSpan span) {
  if (span.begin > document.text.size() || span.end < span.begin) return {};
  return std::string_view(document.text).substr(span.begin, span.size());
}

const std::string& sentence_of(const DocumentAnalysis& result, const Record& record) {
  static const std::string none;
  return record.sentence < result.evidence.sentences.size() ? result.evidence.sentences[record.sentence].text : none;
}

std::string one_line(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const Utf8Sequence sequence = utf8_sequence_at(text, at);
    const std::size_t length = std::max<std::size_t>(sequence.length, 1);
    // U+0080–U+009F: terminals obey them, too.
    const bool c1 = sequence.valid && byte == 0xC2 && static_cast<unsigned char>(text[at + 1]) < 0xA0;
    if (byte <= 0x20 || byte == 0x7F || c1) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else if (sequence.valid) {
      out += text.substr(at, length);
    } else {
      out += "\xEF\xBF\xBD";
    }
    at += length;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string tail(std::string_view text, std::size_t width) {
  std::size_t begin = text.size();
  std::size_t characters = 0;
  while (begin > 0 && characters < width) {
    --begin;
    if (!is_continuation(text[begin])) ++characters;
  }
  return (begin > 0 ? "…" : "") + std::string(text.substr(begin));
}

std::string shortened(std::string_view text, std::size_t width) {
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_continuation(text[at])) continue;
    if (++characters > width) return std::string(text.substr(0, at)) + "…";
  }
  return std::string(text);
}

Context context_of(const Document& document, const DocumentAnalysis& result, const Record& record, std::size_t width) {
  Context out;
  out.keyword = one_line(quotation(document, record.span));
  std::string sentence = one_line(sentence_of(result, record));
  std::size_t at = sentence.find(out.keyword);
  // The clean sentence may differ from the original (a word rejoined, a note mark cut): then the original stands in for it.
  if (at == std::string::npos && record.sentence < result.evidence.sentences.size()) {
    const ByteSpan whole = result.evidence.sentences[record.sentence].span;
    const std::string before = one_line(quotation(document, {whole.begin, std::max(whole.begin, record.span.begin)}));
    const std::string behind = one_line(quotation(document, {record.span.end, std::max(whole.end, record.span.end)}));
    at = before.empty() ? 0 : before.size() + 1;
    sentence = before + (before.empty() ? "" : " ") + out.keyword + (behind.empty() ? "" : " ") + behind;
  }
  if (at == std::string::npos) return out;
  out.before = tail(std::string_view(sentence).substr(0, at), width);
  out.behind = shortened(std::string_view(sentence).substr(at + out.keyword.size()), width);
  return out;
}

}  // namespace stance::detail
