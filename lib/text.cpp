#include "stance/text.hpp"

#include <simdjson.h>

#include <cstdint>
#include <cstring>
#include <utility>

#include "detail/text_utf8.hpp"

namespace stance {
namespace {

std::string described(const Document& document) {
  return document.source.empty() ? std::string("a document without source") : '"' + document.source + '"';
}

/// Length of the run of ASCII bytes at `offset`, eight bytes at a time.
std::size_t skip_ascii(std::string_view text, std::size_t offset) noexcept {
  constexpr std::uint64_t high_bits = 0x8080808080808080U;
  while (offset + sizeof(std::uint64_t) <= text.size()) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + offset, sizeof word);
    if ((word & high_bits) != 0) break;
    offset += sizeof word;
  }
  while (offset < text.size() && static_cast<unsigned char>(text[offset]) < 0x80) ++offset;
  return offset;
}

}  // namespace

void Corpus::add(Document document) {
  if (document.id.empty()) {
    throw InvalidArgument("a document needs an id; the one from " + described(document) + " has none");
  }
  const auto [position, inserted] = index_.try_emplace(document.id, documents_.size());
  if (!inserted) {
    throw InvalidArgument("document ids must be unique; \"" + document.id + "\" comes from " +
                          described(documents_[position->second]) + " and again from " + described(document));
  }
  documents_.push_back(std::move(document));
}

const Document* Corpus::find(std::string_view id) const {
  const auto found = index_.find(std::string(id));
  return found == index_.end() ? nullptr : &documents_[found->second];
}

std::size_t find_invalid_utf8(std::string_view text) noexcept {
  if (simdjson::validate_utf8(text.data(), text.size())) return std::string_view::npos;
  std::size_t offset = skip_ascii(text, 0);
  while (offset < text.size()) {
    const detail::Utf8Sequence sequence = detail::utf8_sequence_at(text, offset);
    if (!sequence.valid) return offset;
    offset = skip_ascii(text, offset + sequence.length);
  }
  return std::string_view::npos;
}

}  // namespace stance
