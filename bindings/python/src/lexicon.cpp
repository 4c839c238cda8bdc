#include <limits>

#include "core.hpp"

namespace stance_python {
namespace {

using stance::Lexicon;

stance::CompiledLexicon compiled(stance::LexiconCheck check) {
  if (!check.lexicon) throw stance::ParseError(std::move(check.diagnostics));
  return stance::CompiledLexicon(std::move(*check.lexicon));
}

std::string path_of(const std::string& name_or_path) {
  try {
    return stance::find_lexicon(name_or_path).string();
  } catch (const stance::Error& missing) {
    PyErr_SetObject(PyExc_FileNotFoundError, str_of(missing.what()).ptr());
    throw py::error_already_set();
  }
}

std::shared_ptr<Pack> made(const std::function<stance::CompiledLexicon()>& make) {
  std::shared_ptr<Pack> out;
  run_work([&](Work&) { out = std::make_shared<Pack>(Pack{make()}); }, py::none());
  return out;
}

std::shared_ptr<Pack> load(const std::string& name_or_path) {
  return made([path = path_of(name_or_path)] { return stance::load_compiled_lexicon(path); });
}

std::shared_ptr<Pack> parse(const std::string& yaml, const std::string& file) {
  return made([&] { return compiled(stance::parse_lexicon(yaml, file)); });
}

/// From what sources_of() gives.
std::shared_ptr<Pack> parse_files(const std::vector<std::pair<std::string, py::bytes>>& sources) {
  std::vector<stance::LexiconFile> files;
  for (const auto& [name, bytes] : sources) files.push_back({name, {}, {}, bytes});
  return made([&] { return compiled(stance::parse_lexicon(files)); });
}

py::typing::List<py::typing::Tuple<py::str, py::bytes>> sources_of(const Pack& pack) {
  py::typing::List<py::typing::Tuple<py::str, py::bytes>> out;
  for (const stance::LexiconFile& file : pack.lexicon().files) out.append(py::typing::Tuple<py::str, py::bytes>(py::make_tuple(str_of(file.name), py::bytes(file.bytes))));
  return out;
}

Columns meta_of(const Pack& pack) {
  const stance::LexiconMeta& meta = pack.lexicon().meta;
  Columns out;
  out["name"] = meta.name;
  out["version"] = meta.version;
  out["language"] = meta.language;
  out["licence"] = meta.licence;
  out["description"] = meta.description;
  out["bias"] = meta.bias;
  out["sources"] = meta.sources;
  return out;
}

Columns axes_of(const Pack& pack) {
  py::list key, kind, negative, positive, description, entry;
  std::vector<double> scale;
  for (const stance::Axis& axis : pack.lexicon().axes) {
    const bool bipolar = axis.kind == stance::AxisKind::bipolar;
    key.append(axis.key);
    kind.append(bipolar ? "bipolar" : "intensity");
    negative.append(bipolar ? py::object(py::str(axis.negative)) : py::none());
    positive.append(axis.positive);
    description.append(axis.description);
    scale.push_back(bipolar ? std::numeric_limits<double>::quiet_NaN() : axis.scale);
    entry.append(pack.lexicon().locate(axis.origin));
  }
  Columns out;
  out["axis"] = key;
  out["kind"] = kind;
  out["negative"] = negative;
  out["positive"] = positive;
  out["description"] = description;
  out["scale"] = array_of(scale);
  out["entry"] = entry;
  return out;
}

Columns targets_of(const Pack& pack) {
  py::list key, kind, iso2, iso3, entry;
  std::vector<char> historic;
  const auto text = [](const std::string& value) { return value.empty() ? py::object(py::none()) : py::object(py::str(value)); };
  for (const stance::Target& target : pack.lexicon().targets) {
    key.append(target.key);
    kind.append(text(target.kind));
    iso2.append(text(target.iso2));
    iso3.append(text(target.iso3));
    historic.push_back(target.historic ? 1 : 0);
    entry.append(pack.lexicon().locate(target.origin));
  }
  Columns out;
  out["target"] = key;
  out["kind"] = kind;
  out["iso2"] = iso2;
  out["iso3"] = iso3;
  out["historic"] = array_of(historic);
  out["entry"] = entry;
  return out;
}

}  // namespace

void bind_lexicon(py::module_& module) {
  py::class_<Pack, std::shared_ptr<Pack>>(module, "Pack", "A lexicon with its compiled patterns. Immutable.")
      .def("meta", &meta_of)
      .def("hash", [](const Pack& pack) { return pack.lexicon().hash(); })
      .def("files",
           [](const Pack& pack) {
             std::vector<std::tuple<std::string, std::string, std::string>> out;
             for (const stance::LexiconFile& file : pack.lexicon().files) out.emplace_back(file.name, file.path, file.hash);
             return out;
           },
           "name, path and hash of each file")
      .def("sources", &sources_of, "name and bytes of each file")
      .def("axes", &axes_of)
      .def("targets", &targets_of)
      .def("find_target",
           [](const Pack& pack, const std::string& name) -> std::optional<std::string> {
             const std::optional<std::size_t> found = pack.lexicon().find_target(name);
             return found ? std::optional(pack.lexicon().targets[*found].key) : std::nullopt;
           },
           py::arg("name"), "Key of a target by key, ISO code or plain name; None when unknown");
  module.def("load_lexicon", &load, py::arg("name_or_path"));
  module.def("find_lexicon", &path_of, py::arg("name_or_path"));
  module.def("parse_files", &parse_files, py::arg("sources"));
  module.def("parse_lexicon", &parse, py::arg("yaml"), py::arg("file"));
  module.def(
      "check_lexicon", [](const std::string& name_or_path) { return stance::check_lexicon(path_of(name_or_path)).diagnostics; },
      py::arg("name_or_path"));
}

}  // namespace stance_python
