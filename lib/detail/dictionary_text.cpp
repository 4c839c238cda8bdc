#include "detail/dictionary_text.hpp"

#include <fmt/format.h>
#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <memory>
#include <utility>

#include "detail/lexicon_names.hpp"
#include "detail/text_utf8.hpp"
#include "stance/text.hpp"

namespace stance::detail {
namespace {

struct Mark {
  std::string_view bytes;
  const char* encoding;
};
constexpr std::array<Mark, 5> marks = {{{{"\xFF\xFE\0\0", 4}, "UTF-32LE"},
                                        {{"\0\0\xFE\xFF", 4}, "UTF-32BE"},
                                        {{"\xEF\xBB\xBF", 3}, "UTF-8"},
                                        {{"\xFF\xFE", 2}, "UTF-16LE"},
                                        {{"\xFE\xFF", 2}, "UTF-16BE"}}};

/// UTF-16 without a mark: most letters of such files have a zero byte, always on the same side.
const char* unmarked_utf16(std::string_view bytes) {
  const std::string_view sample = bytes.substr(0, 4096);
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < sample.size(); ++i) zeros[i % 2] += sample[i] == '\0' ? 1U : 0U;
  if (bytes.size() % 2 != 0 || bytes.size() < 4) return nullptr;
  if (zeros[1] * 4 > sample.size() && zeros[0] * 16 < sample.size()) return "UTF-16LE";
  if (zeros[0] * 4 > sample.size() && zeros[1] * 16 < sample.size()) return "UTF-16BE";
  return nullptr;
}

/// The encoding that an XML declaration states, or nothing.
std::string declared_encoding(std::string_view bytes) {
  if (!bytes.starts_with("<?xml")) return {};
  const std::string_view declaration = bytes.substr(0, bytes.find("?>"));
  const std::size_t at = declaration.find("encoding");
  const std::size_t open = at == std::string_view::npos ? at : declaration.find_first_of("\"'", at);
  const std::size_t close = open == std::string_view::npos ? open : declaration.find(declaration[open], open + 1);
  return close == std::string_view::npos ? std::string() : std::string(declaration.substr(open + 1, close - open - 1));
}

/// @return false when ICU does not know the encoding
bool convert(std::string_view bytes, const std::string& encoding, DecodedText& out) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> from(ucnv_open(encoding.c_str(), &status), ucnv_close);
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> to(ucnv_open("UTF-8", &status), ucnv_close);
  if (U_FAILURE(status)) return false;
  ucnv_setToUCallBack(from.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  ucnv_setFromUCallBack(to.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  std::array<UChar, 4096> pivot;
  UChar* pivot_source = pivot.data();
  UChar* pivot_target = pivot.data();
  std::array<char, 8192> buffer;
  const char* source = bytes.data();
  for (bool first = true;; first = false) {
    char* target = buffer.data();
    status = U_ZERO_ERROR;
    ucnv_convertEx(to.get(), from.get(), &target, buffer.data() + buffer.size(), &source, bytes.data() + bytes.size(), pivot.data(),
                   &pivot_source, &pivot_target, pivot.data() + pivot.size(), first ? 1 : 0, 1, &status);
    out.text.append(buffer.data(), target);
    if (status == U_BUFFER_OVERFLOW_ERROR) continue;
    if (U_FAILURE(status)) out.fault = out.text.size();
    break;
  }
  if (out.text.starts_with("\xEF\xBB\xBF")) {
    out.text.erase(0, 3);
    if (out.fault) *out.fault -= 3;
  }
  return true;
}

}  // namespace

DecodedText decode_text(std::string_view bytes, const std::string& encoding) {
  DecodedText out;
  if (!encoding.empty()) {
    out.encoding = encoding;
    if (!convert(bytes, encoding, out))
      throw InvalidArgument(
          fmt::format("encoding: '{}' is unknown; expected a name such as utf-8, latin1, windows-1254 or utf-16", encoding));
    return out;
  }
  for (const Mark& mark : marks) {
    if (!bytes.starts_with(mark.bytes)) continue;
    out.encoding = mark.encoding;
    (void)convert(bytes.substr(mark.bytes.size()), out.encoding, out);
    return out;
  }
  if (const char* wide = unmarked_utf16(bytes)) {
    out.encoding = wide;
    (void)convert(bytes, wide, out);
    return out;
  }
  const bool fault = find_invalid_utf8(bytes) != std::string_view::npos;
  const std::string declared = fault ? declared_encoding(bytes) : std::string();
  if (!fault) {
    out.encoding = "UTF-8";
    out.text = std::string(bytes);
  } else if (declared.empty() || lower_ascii(declared) == "utf-8" || !convert(bytes, declared, out)) {
    out.encoding = "windows-1252";
    out.guessed = true;
    (void)convert(bytes, out.encoding, out);
  } else {
    out.encoding = declared;
  }
  return out;
}

DictionaryText::DictionaryText(std::string file, std::string text, const DictionaryOptions& options)
    : file_(std::move(file)), text_(std::move(text)), options_(&options) {
  const std::string_view all = text_;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = std::min(all.find_first_of("\r\n", at), all.size());
    lines_.push_back(all.substr(at, end - at));
    at = end + (all.substr(end, 2) == "\r\n" ? 2U : 1U);
  }
}

SourcePosition DictionaryText::position(std::size_t line, std::size_t byte) const {
  const std::string_view source = this->line(line);
  byte = std::min(byte, source.size());
  const std::size_t offset = line < lines_.size() ? static_cast<std::size_t>(source.data() - text_.data()) : text_.size();
  return {line + 1, count_code_points(source.substr(0, byte)) + 1, offset + byte};
}

SourcePosition DictionaryText::position_of(std::size_t offset) const {
  const auto after = std::upper_bound(lines_.begin(), lines_.end(), offset, [this](std::size_t at, std::string_view line) {
    return at < static_cast<std::size_t>(line.data() - text_.data());
  });
  if (after == lines_.begin()) return {1, 1, 0};
  const auto index = static_cast<std::size_t>(after - lines_.begin()) - 1;
  return position(index, offset - static_cast<std::size_t>(lines_[index].data() - text_.data()));
}

void DictionaryText::report(Severity severity, const char* code, const SourcePosition& position, std::string message) {
  diagnostics.push_back({severity, code, file_, position, std::move(message),
                         position.line > 0 ? std::string(line(position.line - 1).substr(0, 400)) : std::string()});
  if (severity != Severity::error || ++errors_ < max_dictionary_faults) return;
  diagnostics.push_back(
      {Severity::error, "I103", file_, position, fmt::format("{} errors; the rest of the file was not read", errors_), {}});
  throw Stop();
}

void DictionaryText::reject(const char* code, const SourcePosition& position, std::string message) {
  ++left_out;
  report(options_->lenient ? Severity::warning : Severity::error, code, position, std::move(message));
}

void DictionaryText::leave_out(const char* code, const SourcePosition& position, std::string message) {
  ++left_out;
  report(Severity::warning, code, position, std::move(message));
}

std::size_t CategoryList::add(DictionaryText& text, std::string name, std::optional<std::size_t> parent, const SourcePosition& position) {
  std::string path = parent ? dictionary_.categories[*parent].path + '/' + name : name;
  const auto [place, fresh] = known_.emplace(path, dictionary_.categories.size());
  if (!fresh) {
    const SourcePosition& first = dictionary_.categories[place->second].position;
    text.report(Severity::warning, "I106", position,
                fmt::format("category '{}' stands in line {} already; both are taken together", path, first.line));
    return place->second;
  }
  dictionary_.categories.push_back({std::move(name), std::move(path), parent, {}, position});
  return place->second;
}

CategoryEntry word_entry(std::string_view text, const SourcePosition& position, double weight) {
  CategoryEntry entry;
  entry.item.text = std::string(text);
  entry.weight = weight;
  entry.position = position;
  return entry;
}

std::optional<double> whole_number(std::string_view text) {
  std::string digits(text);
  std::replace(digits.begin(), digits.end(), ',', '.');
  const char* begin = digits.data() + (digits.size() > 1 && digits[0] == '+' && digits[1] != '-' ? 1 : 0);
  double value = 0.0;
  const auto [end, fault] = std::from_chars(begin, digits.data() + digits.size(), value);
  if (digits.empty() || fault != std::errc() || end != digits.data() + digits.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace stance::detail
