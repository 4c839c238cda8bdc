#include "stance/error.hpp"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>

namespace stance {
namespace {

const char* name_of(Severity severity) {
  switch (severity) {
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
  }
  return "error";
}

std::string joined(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const Diagnostic& d : diagnostics) {
    if (!text.empty()) text += '\n';
    text += d.to_string();
  }
  return text.empty() ? std::string("unspecified parse error") : text;
}

/// Levenshtein's distance in bytes; two neighbours that are swapped count as one fault.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);  // row i − 2
  std::vector<std::size_t> above(b.size() + 1);   // row i − 1
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(before, above);
    std::swap(above, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

}  // namespace

std::string Diagnostic::to_string() const {
  std::string out = file;
  if (position.line > 0) {
    if (!out.empty()) out += ':';
    out += std::to_string(position.line);
    if (position.column > 0) out += ':' + std::to_string(position.column);
  }
  if (!out.empty()) out += ": ";
  out += name_of(severity);
  if (!code.empty()) out += '[' + code + ']';
  return out + ": " + message;
}

std::string Diagnostic::to_string_with_source() const {
  std::string out = to_string();
  if (line_text.empty() || position.column == 0) return out;
  out += "\n  " + line_text + "\n  ";
  std::size_t column = 1;
  for (const char c : line_text) {
    if (column >= position.column) break;
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) == 0x80U) continue;  // continuation byte: same code point
    out += c == '\t' ? '\t' : ' ';
    ++column;
  }
  return out + '^';
}

ParseError::ParseError(std::vector<Diagnostic> diagnostics) : Error(joined(diagnostics)), diagnostics_(std::move(diagnostics)) {}

std::string nearest_name(const std::string& wanted, const std::vector<std::string>& known) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(1, wanted.size() / 4) + 1;
  for (const std::string& candidate : known) {
    if (std::max(wanted.size(), candidate.size()) - std::min(wanted.size(), candidate.size()) >= best_distance) continue;
    const std::size_t distance = edit_distance(wanted, candidate);
    const bool meant = distance * 2 <= std::max(wanted.size(), candidate.size());  // not 'A' for 'B'
    if (meant && distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  if (!best.empty() || wanted.size() < 3) return best;
  for (const std::string& candidate : known) {
    if (candidate.find(wanted) != std::string::npos && (best.empty() || candidate.size() < best.size())) best = candidate;
  }
  return best;
}

std::string suggestion(const std::string& wanted, const std::vector<std::string>& known) {
  const std::string name = nearest_name(wanted, known);
  return name.empty() ? std::string() : "; did you mean '" + name + "'?";
}

}  // namespace stance
