#include "detail/clean_writer.hpp"

#include <algorithm>
#include <string>

#include "detail/clean_characters.hpp"
#include "detail/clean_vocabulary.hpp"

namespace stance::detail {
namespace {

constexpr std::size_t longest_word = 48;

std::uint64_t hash_of_compound(std::string_view left, std::string_view right) {
  std::uint64_t hash = 14695981039346656037U;
  const auto add = [&hash](std::string_view text) {
    for (const char c : text) {
      const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
      hash = (hash ^ static_cast<unsigned char>(lower)) * 1099511628211U;
    }
  };
  add(left);
  add("-");
  add(right);
  return hash;
}

bool is_word_byte(char c) { return is_ascii_letter(c) || static_cast<unsigned char>(c) >= 0x80; }

std::string_view word_before(std::string_view text, std::size_t offset) {
  std::size_t begin = offset;
  while (begin > 0 && offset - begin < longest_word && is_word_byte(text[begin - 1])) --begin;
  return text.substr(begin, offset - begin);
}

std::string_view word_after(std::string_view text, std::size_t offset) {
  std::size_t end = offset;
  while (end < text.size() && end - offset < longest_word && is_word_byte(text[end])) ++end;
  return text.substr(offset, end - offset);
}

/// Writes units as blocks, and lines into them.
class PageWriter {
 public:
  PageWriter(const Layout& layout, const CleanOptions& options, const NoteMarks& notes, bool has_faults)
      : layout_(layout), text_(layout.text()), options_(options), out_(text_), inline_(text_, options, notes, has_faults, out_), compounds_(text_) {}

  CleanText write() {
    cut_byte_order_mark();
    for (const Unit& unit : layout_.units()) {
      if (unit.is_cut) write_cut(unit);
      else write_unit(unit);
    }
    close_block();
    inline_.skip_gap({done_, text_.size()});
    return out_.finish();
  }

 private:
  void cut_byte_order_mark() {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (text_.substr(0, mark.size()) != mark) return;
    out_.cut({0, mark.size()}, CutReason::byte_order_mark);
    done_ = mark.size();
  }

  void write_cut(const Unit& unit) {
    const ByteSpan span = layout_.span(unit);
    inline_.skip_gap({done_, span.begin});
    out_.cut(span, unit.reason);
    done_ = span.end;
  }

  void write_unit(const Unit& unit) {
    for (std::size_t i = 0; i < unit.n_lines; ++i) {
      const Line& line = layout_.lines()[unit.first_line + i];
      const bool goes_on = is_open_ && options_.rejoin && (i > 0 || unit.joins_previous);
      if (goes_on) connect(line);
      else start_block(unit.kind, line.begin);
      inline_.skip_gap({done_, line.begin});
      done_ = line.begin;
      if (i == 0) write_marker(unit.marker);
      inline_.write({done_, line.end});
      done_ = line.end;
      last_line_ = &line;
    }
  }

  void start_block(BlockKind kind, std::size_t offset) {
    close_block();
    out_.begin_block(kind, offset);
    is_open_ = true;
  }

  void close_block() {
    if (is_open_) out_.end_block();
    is_open_ = false;
  }

  void write_marker(const Marker& marker) {
    const bool is_markup = marker.mark == Mark::heading || marker.mark == Mark::quote || (marker.mark == Mark::bullet && !marker.is_text);
    if (!is_markup || !options_.markup) return;
    const std::string_view bytes = text_.substr(done_, marker.length);
    out_.cut({done_, done_ + trimmed(bytes).size()}, CutReason::markup);
    done_ += marker.length;
  }

  /// Between two lines of one paragraph: a space, or nothing where a word was divided.
  void connect(const Line& line) {
    constexpr std::string_view soft_hyphen = "\xC2\xAD";
    const std::size_t from = last_line_->end;
    if (text_.substr(from, soft_hyphen.size()) == soft_hyphen && line.start == LineStart::lower) {
      cut_hyphen(from, soft_hyphen.size(), line);
      return;
    }
    const std::string_view written = out_.block_text();
    const std::size_t length = hyphen_length(written);
    if (last_line_->ending != LineEnd::hyphen || length == 0) {
      out_.fold_space({from, line.begin});
      return;
    }
    if (line.start != LineStart::lower || is_compound(written, length, line)) return;  // "Euro-\nAtlantic", "non-\naligned"
    out_.remove_trailing_bytes(length);
    cut_hyphen(from - length, length, line);
  }

  static std::size_t hyphen_length(std::string_view written) {
    constexpr std::string_view hyphen = "\xE2\x80\x90";
    if (!written.empty() && written.back() == '-') return 1;
    return written.size() >= hyphen.size() && written.substr(written.size() - hyphen.size()) == hyphen ? hyphen.size() : 0;
  }

  bool is_compound(std::string_view written, std::size_t hyphen, const Line& line) {
    const std::string_view left = word_before(written, written.size() - hyphen);
    return keeps_hyphen(folded_for_lookup(left)) || compounds_.contain(left, word_after(text_, line.begin));
  }

  void cut_hyphen(std::size_t offset, std::size_t length, const Line& line) {
    const bool nothing_between = trimmed(text_.substr(offset + length, line.begin - offset - length)).empty() && done_ <= offset + length;
    const std::size_t end = nothing_between ? line.begin : offset + length;
    out_.cut({offset, end}, CutReason::hyphenation);
    done_ = std::max(done_, end);
  }

  const Layout& layout_;
  std::string_view text_;
  CleanOptions options_;
  CleanTextBuilder out_;
  InlineWriter inline_;
  Compounds compounds_;
  const Line* last_line_ = nullptr;  ///< the last line that was written
  std::size_t done_ = 0;             ///< original bytes before this offset are written or cut
  bool is_open_ = false;
};

}  // namespace

bool Compounds::contain(std::string_view left, std::string_view right) {
  if (!collected_) collect();
  return hashes_.find(hash_of_compound(left, right)) != hashes_.end();
}

void Compounds::collect() {
  collected_ = true;
  for (std::size_t at = text_.find('-'); at != std::string_view::npos; at = text_.find('-', at + 1)) {
    const std::string_view left = word_before(text_, at);
    const std::string_view right = word_after(text_, at + 1);
    if (!left.empty() && !right.empty()) hashes_.insert(hash_of_compound(left, right));
  }
}

CleanText write_clean_text(const Layout& layout, const CleanOptions& options, const NoteMarks& notes, bool has_faults) {
  return PageWriter(layout, options, notes, has_faults).write();
}

}  // namespace stance::detail
