#include "stance/error.hpp"

#include <algorithm>

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

}  // namespace stance
