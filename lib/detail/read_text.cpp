// Text files, and what all readers share.

#include <algorithm>
#include <utility>

#include "detail/read_formats.hpp"
#include "detail/read_rows.hpp"
#include "detail/text_utf8.hpp"

namespace stance::detail {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// All bytes of the stream. @return false when reading failed on the way
bool read_all(std::istream& stream, std::string& text) {
  constexpr std::size_t block = 1U << 16U;
  while (stream) {
    const std::size_t size = text.size();
    text.resize(size + block);
    stream.read(text.data() + size, static_cast<std::streamsize>(block));
    text.resize(size + static_cast<std::size_t>(stream.gcount()));
  }
  return !stream.bad();
}

class TextSource final : public DocumentSource {
 public:
  TextSource(std::istream& stream, const InputFile& file, const ReadOptions& options, std::string lead)
      : stream_(stream), file_(file), options_(options), lead_(std::move(lead)) {}

  Step next(Document& document, std::vector<Diagnostic>& diagnostics) override {
    if (is_done_) return Step::end;
    is_done_ = true;
    std::string text = std::move(lead_);
    if (!read_all(stream_, text)) {
      diagnostics.push_back(read_fault("T103", file_.name, 0, "reading failed before the end of the file"));
      return Step::fault;
    }
    if (!is_acceptable(text, diagnostics)) return Step::fault;
    document = Document();
    document.id = file_.stem;
    document.text = std::move(text);
    document.source = file_.name;
    return Step::document;
  }

 private:
  bool is_acceptable(std::string_view text, std::vector<Diagnostic>& diagnostics) const {
    if (is_blank(text)) {
      diagnostics.push_back(read_fault("T104", file_.name, 0, "the file is empty"));
      diagnostics.back().severity = Severity::warning;
      return false;
    }
    if (const std::string format = other_format(text); !format.empty()) {
      diagnostics.push_back(read_fault("T105", file_.name, 0, "not a plain text: it is " + format));
      return false;
    }
    const std::size_t nul = text.find('\0');
    if (nul != std::string_view::npos) {
      diagnostics.push_back(read_fault("T105", file_.name, 0,
                                       "not a text: NUL byte at offset " + std::to_string(nul) + "; convert the file to UTF-8 text first"));
      return false;
    }
    const std::size_t fault = options_.invalid_utf8 == InvalidUtf8::report ? find_invalid_utf8(text) : std::string_view::npos;
    if (fault == std::string_view::npos) return true;
    diagnostics.push_back(describe_invalid_utf8(text, fault));
    diagnostics.back().file = file_.name;
    return false;
  }

  std::istream& stream_;
  const InputFile& file_;
  const ReadOptions& options_;
  std::string lead_;
  bool is_done_ = false;
};

}  // namespace

std::unique_ptr<DocumentSource> text_source(std::istream& stream, const InputFile& file, const ReadOptions& options, std::string lead) {
  return std::make_unique<TextSource>(stream, file, options, std::move(lead));
}

bool LineReader::next(std::string& line) {
  line.clear();
  if (!std::getline(stream_, line)) return false;
  if (!stream_.eof()) line += '\n';
  if (++number_ == 1 && line.compare(0, byte_order_mark.size(), byte_order_mark) == 0) line.erase(0, byte_order_mark.size());
  return true;
}

std::string repaired_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  while (!text.empty()) {
    const std::size_t fault = std::min(find_invalid_utf8(text), text.size());
    out += text.substr(0, fault);
    text.remove_prefix(fault);
    if (text.empty()) break;
    out += "\xEF\xBF\xBD";
    text.remove_prefix(utf8_sequence_at(text, 0).length);
  }
  return out;
}

bool accept_utf8(std::string& row, const InputFile& file, std::size_t line, const ReadOptions& options, std::vector<Diagnostic>& diagnostics) {
  const std::size_t fault = find_invalid_utf8(row);
  if (fault == std::string_view::npos) return true;
  if (options.invalid_utf8 == InvalidUtf8::repair) {
    row = repaired_utf8(row);
    return true;
  }
  diagnostics.push_back(describe_invalid_utf8(row, fault));
  diagnostics.back().file = file.name;
  diagnostics.back().position.line += line - 1;
  return false;
}

bool is_blank(std::string_view text) {
  if (text.substr(0, byte_order_mark.size()) == byte_order_mark) text.remove_prefix(byte_order_mark.size());
  return text.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos;
}

}  // namespace stance::detail
