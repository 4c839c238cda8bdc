#pragma once
/// @file error.hpp
/// Errors and diagnostics. One rule for the whole library:
///   bad input data   -> ParseError with *all* diagnostics (or a list of diagnostics where a `check_…` or `…_reader` function is called)
///   a wrong call     -> InvalidArgument
///   nothing to measure -> no error: the result is undefined and says why
///   the environment (no ICU backend, no lexicon folder) -> Error with the fix in its message

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

namespace stance {

/// A place in a source file. Lines and columns count from 1, columns in code points; `offset` is in bytes from 0.
/// A position of line 0 means "the file as a whole".
struct SourcePosition {
  std::size_t line = 0;
  std::size_t column = 0;
  std::size_t offset = 0;
  friend bool operator==(const SourcePosition&, const SourcePosition&) = default;
};

enum class Severity { note, warning, error };

/// One message about input data: what is wrong, where, what was expected, what to do.
struct Diagnostic {
  Severity severity = Severity::error;
  std::string code;     ///< stable, for example "L103" (lexicon), "T201" (text); listed in lexicons/FORMAT.md and lib/DESIGN.md
  std::string file;     ///< file or document id as the user named it; may be empty
  SourcePosition position;
  std::string message;  ///< one sentence; no file name, no position
  std::string line_text;  ///< the offending source line where it is known, for a caret display

  /// "file:line:column: error[L103]: message". Parts that are unknown are left out.
  [[nodiscard]] std::string to_string() const;
  /// As to_string(), followed by the source line and a caret under the column, where the line is known.
  [[nodiscard]] std::string to_string_with_source() const;
};

/// Base of all exceptions of this library.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Input data (a lexicon, a corpus, a UTF-8 text) cannot be used. Carries every fault that was found, not only the first.
class ParseError : public Error {
 public:
  explicit ParseError(std::vector<Diagnostic> diagnostics);
  [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const noexcept { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

/// The call itself is wrong: says which argument, what was expected and what was got.
class InvalidArgument : public Error {
 public:
  using Error::Error;
};

/// The caller asked a long piece of work to stop (AnalysisOptions::stop and its like). Nothing is wrong; there is no result.
class Stopped : public Error {
 public:
  Stopped() : Error("stopped on request") {}
};

/// The known name that a mistyped one most likely means, or nothing: the nearest where at most a quarter of the bytes (one of a short
/// word) is wrong, missing, too many or swapped with its neighbour, else the shortest that holds the word as a part.
[[nodiscard]] std::string nearest_name(const std::string& wanted, const std::vector<std::string>& known);
/// The same as the end of a message: "; did you mean 'x'?", or nothing.
[[nodiscard]] std::string suggestion(const std::string& wanted, const std::vector<std::string>& known);

}  // namespace stance
