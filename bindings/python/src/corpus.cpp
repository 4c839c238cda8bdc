#include "core.hpp"

namespace stance_python {
namespace {

using stance::Document;

py::typing::Dict<py::str, py::str> variables_of(const Document& document) {
  py::typing::Dict<py::str, py::str> out;
  for (const auto& [name, value] : document.variables) out[str_of(name)] = str_of(value);
  return out;
}

py::typing::Tuple<py::str, py::str, py::str, py::str, py::str, py::typing::Dict<py::str, py::str>> fields_of(const Documents& documents, std::size_t place) {
  if (place >= documents.corpus.size()) throw py::index_error("no such document");
  const Document& d = documents.corpus[place];
  return py::make_tuple(str_of(d.id), str_of(d.text), str_of(d.language), str_of(d.principal), str_of(d.source), variables_of(d));
}

using Text = py::typing::Union<py::str, ArrowText>;

void add(Documents& documents, const py::str& id, const Text& text, const py::str& language, const py::str& principal, const py::str& source,
         const py::typing::Dict<py::str, py::str>& variables) {
  Document document;
  document.id = utf8_of(id);
  document.text = py::isinstance<ArrowText>(text) ? std::string(text.cast<const ArrowText&>().bytes) : utf8_of(py::str(text));
  document.language = utf8_of(language);
  document.principal = utf8_of(principal);
  document.source = utf8_of(source);
  for (const auto& [name, value] : variables) document.variables[utf8_of(py::str(name))] = utf8_of(py::str(value));
  documents.corpus.add(std::move(document));
}

std::shared_ptr<Documents> read(std::vector<std::string> inputs, stance::ReadOptions options) {
  auto out = std::make_shared<Documents>();
  run_work(
      [&](Work& work) {
        stance::DocumentReader reader(std::move(inputs), std::move(options));
        for (Document document; !work.stop.stop_requested() && reader.next(document, out->diagnostics);) out->corpus.add(std::move(document));
      },
      py::none());
  return out;
}

stance::ReadOptions read_options(std::string text_field, std::string id_field, std::string language_field, std::string principal_field,
                                 std::string language, std::string principal, std::optional<char> csv_delimiter, bool recursive,
                                 bool repair) {
  stance::ReadOptions out;
  out.text_field = std::move(text_field);
  out.id_field = std::move(id_field);
  out.language_field = std::move(language_field);
  out.principal_field = std::move(principal_field);
  out.default_language = std::move(language);
  out.default_principal = std::move(principal);
  out.csv_delimiter = csv_delimiter;
  out.folders = recursive ? stance::FolderWalk::recursive : stance::FolderWalk::top_level;
  out.invalid_utf8 = repair ? stance::InvalidUtf8::repair : stance::InvalidUtf8::report;
  return out;
}

}  // namespace

void bind_corpus(py::module_& module) {
  py::class_<Documents, std::shared_ptr<Documents>>(module, "Documents", "Documents with unique ids, in reading order.")
      .def(py::init<>())
      .def("add", &add, py::arg("id"), py::arg("text"), py::arg("language"), py::arg("principal"), py::arg("source"), py::arg("variables"))
      .def("__len__", [](const Documents& d) { return d.corpus.size(); })
      .def("fields", &fields_of, py::arg("place"), "id, text, language, principal, source and variables of a document")
      .def("find",
           [](const Documents& d, const py::str& id) -> std::optional<std::size_t> {
             const Document* const found = d.corpus.find(utf8_of(id));
             return found == nullptr ? std::nullopt : std::optional(static_cast<std::size_t>(found - d.corpus.documents().data()));
           },
           py::arg("id"), "Place of a document, or None")
      .def("ids",
           [](const Documents& d) {
             py::typing::List<py::str> out;
             for (const Document& document : d.corpus) out.append(str_of(document.id));
             return out;
           })
      .def_readonly("diagnostics", &Documents::diagnostics);
  module.def(
      "read_documents",
      [](std::vector<std::string> inputs, std::string text_field, std::string id_field, std::string language_field,
         std::string principal_field, std::string language, std::string principal, std::optional<char> csv_delimiter, bool recursive,
         bool repair) {
        return read(std::move(inputs), read_options(std::move(text_field), std::move(id_field), std::move(language_field), std::move(principal_field),
                                                    std::move(language), std::move(principal), csv_delimiter, recursive, repair));
      },
      py::arg("inputs"), py::kw_only(), py::arg("text_field"), py::arg("id_field"), py::arg("language_field"), py::arg("principal_field"),
      py::arg("language"), py::arg("principal"), py::arg("csv_delimiter"), py::arg("recursive"), py::arg("repair"));
}

}  // namespace stance_python
