#include <algorithm>

#include "core.hpp"

namespace stance_python {
namespace {

constexpr std::size_t block_bytes = 256;

bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

}  // namespace

std::string utf8_of(const py::str& text) {
  if (PyUnicode_IS_COMPACT_ASCII(text.ptr())) {
    return {static_cast<const char*>(PyUnicode_DATA(text.ptr())), static_cast<std::size_t>(PyUnicode_GET_LENGTH(text.ptr()))};
  }
  // Not PyUnicode_AsUTF8: that would keep a second copy of each text inside its str.
  const auto bytes = py::reinterpret_steal<py::bytes>(PyUnicode_AsUTF8String(text.ptr()));
  if (!bytes) throw py::error_already_set();
  return std::string(std::string_view(bytes));
}

py::str str_of(std::string_view bytes) {
  PyObject* const text = PyUnicode_DecodeUTF8(bytes.data(), static_cast<Py_ssize_t>(bytes.size()), "replace");
  if (text == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::str>(text);
}

StringIndices::StringIndices(std::string_view text) : text_(text), well_formed_(stance::find_invalid_utf8(text) == std::string_view::npos) {
  std::size_t characters = 0;
  before_.reserve(text.size() / block_bytes + 1);
  for (std::size_t at = 0; at <= text.size(); at += block_bytes) {
    before_.push_back(characters);
    characters += static_cast<std::size_t>(std::count_if(text.begin() + static_cast<std::ptrdiff_t>(at),
                                                         text.begin() + static_cast<std::ptrdiff_t>(std::min(text.size(), at + block_bytes)), begins_character));
  }
}

std::size_t StringIndices::operator[](std::size_t byte) const {
  byte = std::min(byte, text_.size());
  if (!well_formed_) return py::len(str_of(text_.substr(0, byte)));  // as many U+FFFD as Python puts for the faults; rare
  const std::size_t block = byte / block_bytes;
  const auto begin = text_.begin() + static_cast<std::ptrdiff_t>(block * block_bytes);
  return before_[block] + static_cast<std::size_t>(std::count_if(begin, text_.begin() + static_cast<std::ptrdiff_t>(byte), begins_character));
}

}  // namespace stance_python
