#include "detail/text_faults.hpp"

#include <fmt/format.h>

#include <string>

namespace stance::detail {

std::vector<Diagnostic> faults_in(const Document& document, const std::function<void()>& work) {
  const std::string where = document.source.empty() ? document.id : document.source;
  try {
    work();
  } catch (const Stopped&) {
    throw;
  } catch (const ParseError& fault) {
    std::vector<Diagnostic> out = fault.diagnostics();
    for (Diagnostic& d : out) {
      if (d.file.empty()) d.file = where;
    }
    return out;
  } catch (const Error& fault) {
    return {{Severity::error, "A302", where, {}, fmt::format("document '{}': {}", document.id, fault.what()), {}}};
  }
  return {};
}

}  // namespace stance::detail
