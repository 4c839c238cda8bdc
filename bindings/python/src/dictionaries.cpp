// Dictionaries and matrices of other programs.
#include <map>

#include "core.hpp"

namespace stance_python {
namespace {

using stance::Dfm;
using AxisPoles = std::tuple<std::string, std::vector<std::string>, std::vector<std::string>>;

using NamedCounts = std::map<std::string, std::size_t>;

NamedCounts counts_of(const stance::ImportCounts& counts) {
  return {{"categories", counts.categories}, {"entries", counts.entries},   {"exact", counts.exact},
          {"changed", counts.changed},       {"left_out", counts.left_out}, {"unused", counts.unused},
          {"merged", counts.merged},         {"axes", counts.axes},         {"patterns", counts.patterns}};
}

NamedCounts counts_of(const stance::ExportCounts& counts) {
  return {{"patterns", counts.patterns},
          {"exact", counts.exact},
          {"changed", counts.changed},
          {"left_out", counts.left_out},
          {"values", counts.values}};
}

struct Imported {
  std::shared_ptr<Pack> pack;
  stance::ImportedLexicon result;
  std::string format;
  std::string encoding;
};

std::tuple<std::shared_ptr<Pack>, std::string, std::vector<stance::Diagnostic>, NamedCounts, std::string, std::string> import_dictionary(
    const py::bytes& given, const std::string& file, const std::optional<std::string>& format, const std::string& encoding,
    const std::string& separator, bool lenient, const std::vector<AxisPoles>& axes, stance::ImportOptions options) {
  stance::DictionaryOptions reading;
  if (format) reading.format = stance::parse_dictionary_format(*format);
  reading.encoding = encoding;
  reading.separator = separator;
  reading.lenient = lenient;
  for (const auto& [key, negative, positive] : axes) options.axes.push_back({key, negative, positive});
  const std::string content = given;
  Imported out;
  run_work(
      [&](Work&) {
        const stance::DictionaryRead read = stance::parse_dictionary(content, file, reading);
        out.result = stance::import_dictionary(read, options);
        if (!out.result.lexicon) throw stance::ParseError(out.result.diagnostics);
        out.format = stance::name_of(read.dictionary->format);
        out.encoding = read.dictionary->encoding;
        out.pack = std::make_shared<Pack>(Pack{stance::CompiledLexicon(std::move(*out.result.lexicon))});
      },
      py::none());
  return {out.pack, out.result.yaml, out.result.diagnostics, counts_of(out.result.counts), out.format, out.encoding};
}

stance::Weighting weighting_of(const std::string& name) {
  for (const stance::Weighting weighting : {stance::Weighting::counts, stance::Weighting::proportions, stance::Weighting::presence,
                                            stance::Weighting::tf_idf, stance::Weighting::other}) {
    if (stance::name_of(weighting) == name) return weighting;
  }
  throw stance::InvalidArgument("weighting: expected counts, proportions, presence, tf_idf or other, got '" + name + "'");
}

stance::MatrixMarketNames names_of(const std::string& name) {
  if (name == "comments") return stance::MatrixMarketNames::comments;
  if (name == "side_files") return stance::MatrixMarketNames::side_files;
  if (name == "none") return stance::MatrixMarketNames::none;
  throw stance::InvalidArgument("names: expected 'comments', 'side_files' or 'none', got '" + name + "'");
}

using ReadCounts = std::pair<std::shared_ptr<Dfm>, std::vector<stance::Diagnostic>>;

ReadCounts read_counts(const std::function<stance::DfmRead(const std::string&, const stance::DfmReadOptions&)>& read,
                       const std::string& path, std::vector<std::string> documents, std::vector<std::string> features,
                       const std::optional<std::string>& weighting) {
  stance::DfmReadOptions options{std::move(documents), std::move(features), std::nullopt};
  if (weighting) options.weighting = weighting_of(*weighting);
  stance::DfmRead result;
  run_work([&](Work&) { result = read(path, options); }, py::none());
  if (!result.dfm) throw stance::ParseError(std::move(result.diagnostics));
  return {std::make_shared<Dfm>(std::move(*result.dfm)), std::move(result.diagnostics)};
}

std::shared_ptr<Dfm> from_coo(std::vector<std::string> documents, const std::vector<std::string>& features,
                              const std::vector<std::size_t>& rows, const std::vector<std::size_t>& columns,
                              const std::vector<double>& cells, const std::string& weighting) {
  return std::make_shared<Dfm>(stance::dfm_from_triplets(std::move(documents), features, rows, columns, cells, weighting_of(weighting)));
}

}  // namespace

void bind_dictionaries(py::module_& module) {
  module.def(
      "import_dictionary",
      [](const py::bytes& content, const std::string& file, const std::optional<std::string>& format, const std::string& encoding,
         const std::string& separator, bool lenient, const std::vector<AxisPoles>& axes, std::string name, std::string version,
         std::string language, std::string licence, bool keep_case, double scale) {
        stance::ImportOptions options;
        options.name = std::move(name);
        options.version = std::move(version);
        options.language = std::move(language);
        options.licence = std::move(licence);
        options.keep_case = keep_case;
        options.scale = scale;
        return import_dictionary(content, file, format, encoding, separator, lenient, axes, std::move(options));
      },
      py::arg("content"), py::arg("file"), py::kw_only(), py::arg("format"), py::arg("encoding"), py::arg("separator"), py::arg("lenient"),
      py::arg("axes"), py::arg("name"), py::arg("version"), py::arg("language"), py::arg("licence"), py::arg("keep_case"), py::arg("scale"),
      "pack, YAML, diagnostics, counts, format and encoding");
  module.def(
      "export_quanteda",
      [](const Pack& pack) {
        const stance::ExportedDictionary out = stance::export_quanteda(pack.lexicon());
        return std::make_tuple(out.yaml, out.diagnostics, counts_of(out.counts));
      },
      py::arg("pack"), "YAML, diagnostics and counts");
  module.def(
      "to_yaml", [](const Pack& pack) { return stance::to_yaml(pack.lexicon()); }, py::arg("pack"), "The pack as one file");

  const auto def_reader = [&module](const char* name, stance::DfmRead (*read)(const std::string&, const stance::DfmReadOptions&)) {
    module.def(
        name,
        [read](const std::string& path, std::vector<std::string> documents, std::vector<std::string> features,
               const std::optional<std::string>& weighting) {
          return read_counts(read, path, std::move(documents), std::move(features), weighting);
        },
        py::arg("path"), py::arg("documents"), py::arg("features"), py::arg("weighting"));
  };
  def_reader("read_matrix_market", &stance::read_matrix_market);
  def_reader("read_triplets", &stance::read_triplets);
  module.def(
      "parse_triplets",
      [](const std::string& text, std::vector<std::string> documents, std::vector<std::string> features,
         const std::optional<std::string>& weighting) {
        return read_counts(
            [&text](const std::string& file, const stance::DfmReadOptions& options) { return stance::parse_triplets(text, file, options); },
            "DataFrame", std::move(documents), std::move(features), weighting);
      },
      py::arg("text"), py::arg("documents"), py::arg("features"), py::arg("weighting"));
  module.def("from_coo", &from_coo, py::arg("documents"), py::arg("features"), py::arg("rows"), py::arg("columns"), py::arg("cells"),
             py::arg("weighting"));
  module.def(
      "to_matrix_market",
      [](const Dfm& counts, const std::string& names) { return str_of(stance::to_matrix_market(counts, names_of(names))); },
      py::arg("counts"), py::arg("names"));
  module.def(
      "write_matrix_market",
      [](const Dfm& counts, const std::string& path, const std::string& names) {
        stance::write_matrix_market(counts, path, names_of(names));
      },
      py::arg("counts"), py::arg("path"), py::arg("names"));
  module.def(
      "to_triplets", [](const Dfm& counts) { return str_of(stance::to_triplets(counts)); }, py::arg("counts"));
}

}  // namespace stance_python
