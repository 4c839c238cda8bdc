#pragma once
/// @file report_common.hpp
/// What all formats share: numbers in writing, and records with their contributions and quotations.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stance/report.hpp"

namespace stance::detail {

/// Rounded to six decimals, never −0.
[[nodiscard]] double rounded(double number) noexcept;
/// Shortest form of rounded(number); empty for what is not finite.
[[nodiscard]] std::string plain_number(double number);
/// Two decimals with a sign ("+0.41", "−0.30" with the minus sign of typography, "0.00").
[[nodiscard]] std::string signed_number(double number);
/// Two decimals.
[[nodiscard]] std::string unsigned_number(double number);
/// 3120 as "3,120".
[[nodiscard]] std::string grouped(std::size_t number);
/// "no_mention" as "no mention".
[[nodiscard]] std::string spoken(std::string_view identifier);

/// Name of the interval's method.
[[nodiscard]] std::string_view name_of(IntervalMethod method) noexcept;

/// The document behind a result. @throws InvalidArgument when the corpus is another one
[[nodiscard]] const Document& document_of(const Corpus& corpus, const DocumentAnalysis& result);

/// A record of one axis or target with its contribution.
struct ShownRecord {
  const Record* record = nullptr;
  double contribution = 0.0;
};
[[nodiscard]] std::vector<ShownRecord> shown_axis_records(const Lexicon& lexicon, const DocumentAnalysis& result, std::uint32_t axis);
[[nodiscard]] std::vector<ShownRecord> shown_target_records(const DocumentAnalysis& result, std::uint32_t target);
[[nodiscard]] std::vector<ShownRecord> shown_records(const Lexicon& lexicon, const DocumentAnalysis& result, EvidenceKey key);
/// The axis's or target's key in the lexicon.
/// Those that count and have polarity, strongest first, one for each wording of a sentence.
[[nodiscard]] std::vector<ShownRecord> strongest(const DocumentAnalysis& result, const std::vector<ShownRecord>& records,
                                                 std::size_t limit);

/// Bytes of the original text.
[[nodiscard]] std::string_view quotation(const Document& document, ByteSpan span);

/// A piece of text with what stands before and behind it, white space folded, at most `width` characters on either side.
struct Context {
  std::string before;
  std::string keyword;
  std::string behind;
};
[[nodiscard]] Context context_of(const Document& document, const DocumentAnalysis& result, const Record& record, std::size_t width);
/// White space folded, what is not UTF-8 replaced.
[[nodiscard]] std::string one_line(std::string_view text);
/// The last `width` characters, with an ellipsis where it was cut.
[[nodiscard]] std::string tail(std::string_view text, std::size_t width);
/// At most `width` characters, with an ellipsis where it was cut.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t width);

/// Writes the records behind one number; a format says what a row of them is.
class EvidenceRows : public ScoreWriter {
 public:
  EvidenceRows(const ReportContext& context, EvidenceKey key) : context_(context), key_(key) {}
  [[nodiscard]] std::string render(const Document& document, const DocumentAnalysis& result) const final;
  void finish(const std::vector<Diagnostic>& /*faults*/) override {}

 protected:
  [[nodiscard]] virtual std::string row(const Document& document, const DocumentAnalysis& result, const ShownRecord& shown) const = 0;
  /// What stands between two rows.
  [[nodiscard]] virtual std::string_view between() const { return {}; }
  [[nodiscard]] const Lexicon& lexicon() const { return context_.lexicon; }
  [[nodiscard]] const std::string& key() const { return context_.lexicon.name_of(key_); }

 private:
  ReportContext context_;
  EvidenceKey key_;
};

}  // namespace stance::detail
