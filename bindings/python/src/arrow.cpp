// Texts in the memory of Arrow, as pyarrow, polars, pandas and Spark have them: read in place, without a str for each.
#include <array>
#include <cstring>

#include "core.hpp"

namespace stance_python {
namespace {

/// The structs of the Arrow C data interface, whose layout is fixed for good.
/// @see https://arrow.apache.org/docs/format/CDataInterface.html and CStreamInterface.html
struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  std::int64_t flags;
  std::int64_t n_children;
  ArrowSchema** children;
  ArrowSchema* dictionary;
  void (*release)(ArrowSchema*);
  void* private_data;
};
struct ArrowArray {
  std::int64_t length;
  std::int64_t null_count;
  std::int64_t offset;
  std::int64_t n_buffers;
  std::int64_t n_children;
  const void** buffers;
  ArrowArray** children;
  ArrowArray* dictionary;
  void (*release)(ArrowArray*);
  void* private_data;
};
struct ArrowArrayStream {
  int (*get_schema)(ArrowArrayStream*, ArrowSchema*);
  int (*get_next)(ArrowArrayStream*, ArrowArray*);
  const char* (*get_last_error)(ArrowArrayStream*);
  void (*release)(ArrowArrayStream*);
  void* private_data;
};

/// One of these structs, released at the end.
template <typename Struct>
class Owned {
 public:
  Owned() = default;
  /// Takes what a capsule holds; the capsule then has nothing to release.
  Owned(const py::object& capsule, const char* name) {
    if (PyCapsule_IsValid(capsule.ptr(), name) == 0) {
      throw py::type_error("expected a PyCapsule '" + std::string(name) + "' of the Arrow C data interface, got " + std::string(py::str(py::type::of(capsule))));
    }
    auto* const held = static_cast<Struct*>(PyCapsule_GetPointer(capsule.ptr(), name));
    value_ = *held;
    held->release = nullptr;
  }
  Owned(Owned&& other) noexcept : value_(other.value_) { other.value_.release = nullptr; }
  Owned& operator=(Owned&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~Owned() {
    if (value_.release != nullptr) value_.release(&value_);
  }
  [[nodiscard]] Struct* get() noexcept { return &value_; }
  const Struct* operator->() const noexcept { return &value_; }
  const Struct& operator*() const noexcept { return value_; }

 private:
  Struct value_{};
};

template <typename Number>
Number number_at(const void* buffer, std::int64_t place) {
  Number out;
  std::memcpy(&out, static_cast<const char*>(buffer) + static_cast<std::size_t>(place) * sizeof(Number), sizeof(Number));
  return out;
}

/// Whether a cell is null; `place` counts from the beginning of the buffers.
bool is_null(const ArrowArray& array, std::int64_t place) {
  const auto* const bits = array.n_buffers > 0 ? static_cast<const unsigned char*>(array.buffers[0]) : nullptr;
  return array.null_count != 0 && bits != nullptr && ((bits[place / 8] >> (place % 8)) & 1U) == 0;
}

using Cell = std::string_view (*)(const ArrowArray&, std::int64_t);

template <typename Offset>
std::string_view string_at(const ArrowArray& array, std::int64_t place) {
  const auto begin = number_at<Offset>(array.buffers[1], place);
  const auto end = number_at<Offset>(array.buffers[1], place + 1);
  if (begin == end) return {};
  return {static_cast<const char*>(array.buffers[2]) + begin, static_cast<std::size_t>(end - begin)};
}

/// A cell of string_view: 4 bytes of length, then the text itself, or its first 4 bytes, the number of a buffer and the place there.
std::string_view view_at(const ArrowArray& array, std::int64_t place) {
  constexpr std::int32_t longest_within = 12;
  const char* const view = static_cast<const char*>(array.buffers[1]) + place * 16;
  const auto length = number_at<std::int32_t>(view, 0);
  if (length <= longest_within) return {view + 4, static_cast<std::size_t>(length)};
  const auto buffer = number_at<std::int32_t>(view, 2);
  const auto offset = number_at<std::int32_t>(view, 3);
  return {static_cast<const char*>(array.buffers[2 + buffer]) + offset, static_cast<std::size_t>(length)};
}

/// How the cells of a format are read; nullptr: the format is not one of text.
Cell cell_of(std::string_view format) {
  if (format == "u") return &string_at<std::int32_t>;
  if (format == "U") return &string_at<std::int64_t>;
  if (format == "vu") return &view_at;
  return nullptr;
}

using Key = std::int64_t (*)(const void*, std::int64_t);

template <typename Number>
std::int64_t key_at(const void* buffer, std::int64_t place) {
  return static_cast<std::int64_t>(number_at<Number>(buffer, place));
}

/// How the keys of a dictionary are read.
Key key_of(std::string_view format) {
  static constexpr std::array<std::pair<char, Key>, 8> keys{{{'c', &key_at<std::int8_t>},
                                                             {'C', &key_at<std::uint8_t>},
                                                             {'s', &key_at<std::int16_t>},
                                                             {'S', &key_at<std::uint16_t>},
                                                             {'i', &key_at<std::int32_t>},
                                                             {'I', &key_at<std::uint32_t>},
                                                             {'l', &key_at<std::int64_t>},
                                                             {'L', &key_at<std::uint64_t>}}};
  for (const auto& [letter, key] : keys) {
    if (format.size() == 1 && format[0] == letter) return key;
  }
  return nullptr;
}

}  // namespace

/// The chunks of a column, and how its cells are read.
struct ArrowTexts::Impl {
  Cell cell = nullptr;
  Key key = nullptr;  ///< of a dictionary; nullptr: the cells are the texts
  std::vector<Owned<ArrowArray>> chunks;

  [[nodiscard]] bool understands(const ArrowSchema& schema) {
    if (schema.dictionary != nullptr) key = key_of(schema.format);
    cell = cell_of(schema.dictionary == nullptr ? schema.format : schema.dictionary->format);
    return cell != nullptr && (key != nullptr) == (schema.dictionary != nullptr);
  }

  [[nodiscard]] bool read_stream(const py::object& column) {
    Owned<ArrowArrayStream> stream(column.attr("__arrow_c_stream__")(), "arrow_array_stream");
    const auto check = [&](int code) {
      if (code == 0) return;
      const char* const why = stream->get_last_error(stream.get());
      throw stance::Error("the Arrow stream cannot be read: " + std::string(why == nullptr ? std::strerror(code) : why));
    };
    Owned<ArrowSchema> schema;
    check(stream->get_schema(stream.get(), schema.get()));
    if (!understands(*schema)) return false;
    while (true) {
      Owned<ArrowArray> chunk;
      check(stream->get_next(stream.get(), chunk.get()));
      if (chunk->release == nullptr) return true;
      chunks.push_back(std::move(chunk));
    }
  }

  [[nodiscard]] bool read_array(const py::object& column) {
    const auto capsules = column.attr("__arrow_c_array__")().cast<std::pair<py::object, py::object>>();
    const Owned<ArrowSchema> schema(capsules.first, "arrow_schema");
    Owned<ArrowArray> array(capsules.second, "arrow_array");
    if (!understands(*schema)) return false;
    chunks.push_back(std::move(array));
    return true;
  }
};

ArrowTexts::ArrowTexts() : impl_(std::make_unique<Impl>()) {}
ArrowTexts::~ArrowTexts() = default;

std::shared_ptr<ArrowTexts> ArrowTexts::read(const py::object& column) {
  auto out = std::make_shared<ArrowTexts>();
  const bool understood = py::hasattr(column, "__arrow_c_stream__") ? out->impl_->read_stream(column) : out->impl_->read_array(column);
  return understood ? out : nullptr;
}

std::size_t ArrowTexts::size() const {
  std::size_t out = 0;
  for (const Owned<ArrowArray>& chunk : impl_->chunks) out += static_cast<std::size_t>(chunk->length);
  return out;
}

std::optional<std::string_view> ArrowTexts::at(Place place) const {
  const ArrowArray& array = *impl_->chunks[place.chunk];
  const std::int64_t cell = place.row + array.offset;
  if (is_null(array, cell)) return std::nullopt;
  if (impl_->key == nullptr) return impl_->cell(array, cell);
  const ArrowArray& values = *array.dictionary;
  const std::int64_t value = impl_->key(array.buffers[1], cell) + values.offset;
  return is_null(values, value) ? std::nullopt : std::optional(impl_->cell(values, value));
}

ArrowTexts::Place ArrowTexts::settled(Place place) const {
  while (place.chunk < impl_->chunks.size() && place.row == impl_->chunks[place.chunk]->length) place = {place.chunk + 1, 0};
  return place;
}

bool ArrowTexts::ends_at(Place place) const { return place.chunk == impl_->chunks.size(); }

namespace {

/// Goes over a column: None for a null.
struct ArrowIterator {
  std::shared_ptr<const ArrowTexts> texts;
  ArrowTexts::Place place;

  py::typing::Optional<ArrowText> next() {
    place = texts->settled(place);
    if (texts->ends_at(place)) throw py::stop_iteration();
    const std::optional<std::string_view> text = texts->at(place);
    ++place.row;
    return text ? py::typing::Optional<ArrowText>(py::cast(ArrowText{texts, *text})) : py::typing::Optional<ArrowText>(py::none());
  }
};

}  // namespace

void bind_arrow(py::module_& module) {
  py::class_<ArrowText>(module, "ArrowText", "A text in the memory of Arrow.")
      .def("__str__", [](const ArrowText& text) { return str_of(text.bytes); })
      .def_property_readonly(
          "fault",
          [](const ArrowText& text) -> std::optional<std::size_t> {
            const std::size_t at = stance::find_invalid_utf8(text.bytes);
            return at == std::string_view::npos ? std::nullopt : std::optional(at);
          },
          "The first byte that is not UTF-8, or None");
  py::class_<ArrowIterator>(module, "ArrowIterator")
      .def("__iter__", [](const py::object& self) { return self; })
      .def("__next__", &ArrowIterator::next);
  py::class_<ArrowTexts, std::shared_ptr<ArrowTexts>>(module, "ArrowTexts", "A column of text in the memory of Arrow.")
      .def("__len__", &ArrowTexts::size)
      .def("__iter__", [](std::shared_ptr<ArrowTexts> texts) { return ArrowIterator{std::move(texts), {}}; });
  module.def(
      "arrow_texts",
      [](const py::object& column) -> std::optional<std::shared_ptr<ArrowTexts>> {
        std::shared_ptr<ArrowTexts> texts = ArrowTexts::read(column);
        return texts ? std::optional(std::move(texts)) : std::nullopt;
      },
      py::arg("column"), "The column of an object that speaks the Arrow C data interface; None where it is not one of text");
}

}  // namespace stance_python
