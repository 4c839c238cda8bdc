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
  std::set<std::uint32_t> seen;
  std::set<std::string_view> wordings;
  for (const ShownRecord& shown : order) {
    if (out.size() == limit) break;
    const std::uint32_t sentence = shown.record->sentence;
    if (!seen.insert(sentence).second) continue;
    const std::vector<SentenceText>& sentences = result.evidence.sentences;
    if (wordings.insert(sentence < sentences.size() ? std::string_view(sentences[sentence].text) : std::string_view()).second) out.push_back(shown);
  }
  return out;
}

std::string_view quotation(const Document& document, ByteSpan span) {
  if (span.begin > document.text.size() || span.end < span.begin) return {};
  return std::string_view(document.text).substr(span.begin, span.size());
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

namespace {

const SentenceText* sentence_behind(const Document& document, const DocumentAnalysis& result, const Record& record) {
  if (record.sentence >= result.evidence.sentences.size() || record.span.end > document.text.size()) return nullptr;
  return &result.evidence.sentences[record.sentence];
}

bool is_long(const SentenceText& sentence) { return sentence.text.size() > longest_quoted_sentence; }

/// What stands beside a record in its sentence in the original text, white space folded.
Surroundings surroundings_of(const Document& document, const SentenceText& sentence, const Record& record) {
  const std::size_t begin = std::min(sentence.span.begin, record.span.begin);
  const std::size_t end = std::min(std::max(sentence.span.end, record.span.end), document.text.size());
  Surroundings out = surroundings(std::string_view(document.text).substr(begin, end - begin), {record.span.begin - begin, record.span.end - begin});
  // A mark in the place of the record keeps the blank beside it, if there is one.
  out.before = one_line(out.before + '|');
  out.behind = one_line('|' + out.behind);
  out.before.pop_back();
  out.behind.erase(0, 1);
  return out;
}

/// Where a record begins in its clean sentence, in which the same words may stand before it. npos where cleaning changed them.
std::size_t place_in(std::string_view clean, std::string_view keyword, std::string_view before) {
  std::size_t at = clean.find(keyword);
  if (keyword.empty()) return at;
  for (std::size_t other = before.find(keyword); other != std::string_view::npos && at != std::string_view::npos;
       other = before.find(keyword, other + keyword.size())) {
    at = clean.find(keyword, at + keyword.size());
  }
  return at;
}

}  // namespace

Context context_of(const Document& document, const DocumentAnalysis& result, const Record& record, std::size_t width) {
  Context out;
  out.keyword = one_line(quotation(document, record.span));
  const SentenceText* const sentence = sentence_behind(document, result, record);
  if (sentence == nullptr) return out;
  Surroundings around = surroundings_of(document, *sentence, record);
  if (!is_long(*sentence)) {
    const std::string clean = one_line(sentence->text);
    const std::size_t at = place_in(clean, out.keyword, around.before);
    // Where the clean sentence differs (a word rejoined, a note mark cut), the original stands in for it.
    if (at != std::string::npos) around = {clean.substr(0, at), clean.substr(at + out.keyword.size())};
  }
  out.before = tail(around.before, width);
  out.behind = shortened(around.behind, width);
  return out;
}

}  // namespace stance::detail

namespace stance {
namespace {

constexpr std::size_t reach = 2000;  ///< bytes on either side of a key word in a long sentence

bool is_blank(char byte) { return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r'; }

}  // namespace

Surroundings surroundings(std::string_view sentence, ByteSpan keyword) {
  std::size_t begin = 0;
  std::size_t end = sentence.size();
  if (sentence.size() > longest_quoted_sentence) {
    if (keyword.begin > reach) begin = keyword.begin - reach;
    if (end - keyword.end > reach) end = keyword.end + reach;
    while (begin > 0 && begin < keyword.begin && !is_blank(sentence[begin])) ++begin;
    while (end < sentence.size() && end > keyword.end && !is_blank(sentence[end - 1])) --end;
  }
  return {(begin > 0 ? "…" : "") + std::string(sentence.substr(begin, keyword.begin - begin)),
          std::string(sentence.substr(keyword.end, end - keyword.end)) + (end < sentence.size() ? "…" : "")};
}

std::string quoted_sentence(const Document& document, const DocumentAnalysis& result, const Record& record) {
  const SentenceText* const sentence = detail::sentence_behind(document, result, record);
  if (sentence == nullptr) return {};
  if (!detail::is_long(*sentence)) return sentence->text;
  const Surroundings around = detail::surroundings_of(document, *sentence, record);
  return around.before + detail::one_line(detail::quotation(document, record.span)) + around.behind;
}

}  // namespace stance
