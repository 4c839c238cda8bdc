#pragma once
/// Analyses as text, so that two are equal when their prints are.

#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "stance/analysis.hpp"

namespace stance {

/// Writes out every field, so that two results are equal when their prints are: numbers by their bits.
class Print {
 public:
  template <typename T>
  Print& operator<<(const T& value) {
    if constexpr (std::is_same_v<T, double>) {
      text_ += std::to_string(std::bit_cast<std::uint64_t>(value));
    } else if constexpr (std::is_enum_v<T>) {
      text_ += std::to_string(static_cast<std::uint64_t>(value));
    } else if constexpr (std::is_arithmetic_v<T>) {
      text_ += std::to_string(value);
    } else {
      text_ += value;
    }
    text_ += '|';
    return *this;
  }
  Print& operator<<(const ByteSpan& s) { return *this << s.begin << s.end; }
  Print& operator<<(const Scaled& s) { return *this << s.value << s.std_error; }
  template <typename T>
  Print& operator<<(const std::optional<T>& value) {
    *this << value.has_value();
    return value ? *this << *value : *this;
  }
  Print& operator<<(const Position& p) { return *this << p.estimate << p.std_error << p.lower << p.upper << p.level << p.undefined; }
  Print& operator<<(const std::vector<Record>& records) {
    for (const Record& r : records) {
      *this << r.value << r.weight << r.standing << r.sentence << r.clause << r.target << r.span << r.cue << r.target_span << std::string(r.group)
            << r.entry.file << r.entry.position.line << r.entry.position.column;
      for (const AppliedModifier& m : r.modifiers) *this << m.kind << m.span;
    }
    return *this << "records";
  }
  Print& operator<<(const DocumentAnalysis& d) {
    *this << d.id << d.language << d.principal << d.principal_inferred << d.n_tokens << d.n_sentences;
    for (const Diagnostic& diagnostic : d.diagnostics) *this << diagnostic.to_string();
    for (const AxisResult& a : d.axes) {
      *this << a.axis << a.position << a.n_evidence << a.n_neutral << a.n_not_counted << a.salience << a.coverage << a.logit << a.relative_difference << a.absolute_difference
            << a.projection;
    }
    for (const TargetResult& t : d.targets) *this << t.target << t.stance << t.n_evidence << t.n_neutral << t.n_not_counted << t.mentions << t.salience;
    *this << d.evidence.principal << d.evidence.principal_inferred << d.evidence.n_tokens << d.evidence.n_sentences;
    for (const SentenceText& s : d.evidence.sentences) *this << s.span << s.text;
    for (const std::vector<Record>& records : d.evidence.axes) *this << records;
    for (const TargetEvidence& t : d.evidence.targets) *this << t.target << t.mentions << t.records;
    for (const Cut& c : d.cuts) *this << c.span;
    return *this << "document";
  }
  Print& operator<<(const Dfm& m) {
    for (const std::string& name : m.documents()) *this << name;
    for (std::size_t i = 0; i < static_cast<std::size_t>(m.n_features()); ++i) *this << std::string(m.features()[i]);
    for (Dfm::Index row = 0; row < m.n_documents(); ++row) {
      for (Dfm::Matrix::InnerIterator cell(m.matrix(), row); cell; ++cell) *this << row << cell.col() << cell.value();
    }
    return *this << "features";
  }
  Print& operator<<(const Analysis& a) {
    for (const DocumentAnalysis& d : a.documents) *this << d;
    for (const Diagnostic& d : a.diagnostics) *this << d.to_string();
    return *this << a.features;
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

inline std::string print(const auto& value) { return (Print() << value).text(); }

}  // namespace stance
