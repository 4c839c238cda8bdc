#include "core.hpp"

namespace stance_python {
namespace {

using stance::Dfm;
using stance::DocumentFrequencies;
using stance::TfidfModel;

using Index = Dfm::Matrix::StorageIndex;

std::tuple<py::array_t<double>, py::array_t<Index>, py::array_t<Index>, std::pair<Eigen::Index, Eigen::Index>> csr_of(const Dfm& dfm) {
  const Dfm::Matrix& matrix = dfm.matrix();
  const auto cells = static_cast<py::ssize_t>(matrix.nonZeros());
  return {py::array_t<double>(cells, matrix.valuePtr()),
          py::array_t<Index>(cells, matrix.innerIndexPtr()),
          py::array_t<Index>(static_cast<py::ssize_t>(matrix.rows() + 1), matrix.outerIndexPtr()),
          {matrix.rows(), matrix.cols()}};
}

py::typing::List<py::str> list_of(const stance::NameList& names) {
  py::typing::List<py::str> out;
  for (std::size_t i = 0; i < names.size(); ++i) out.append(str_of(names[i]));
  return out;
}

stance::NgramGaps gaps_of(const std::string& name) {
  if (name == "close") return stance::NgramGaps::close;
  if (name == "keep") return stance::NgramGaps::keep;
  throw stance::InvalidArgument("ngram_gaps: expected 'close' or 'keep', got '" + name + "'");
}

std::pair<std::shared_ptr<Dfm>, std::vector<stance::Diagnostic>> count(const Documents& documents, stance::CountOptions options,
                                                                       const py::object& progress) {
  stance::CountedCorpus counted;
  run_work(
      [&](Work& work) {
        options.progress = [&work](std::size_t done) { work.done = done; };
        options.stop = work.stop;
        counted = stance::count_features(documents.corpus, options);
      },
      progress);
  return {std::make_shared<Dfm>(std::move(counted.dfm)), std::move(counted.diagnostics)};
}

using Frequencies = py::array_t<std::int64_t, py::array::c_style | py::array::forcecast>;

std::shared_ptr<DocumentFrequencies> frequencies_of(std::uint64_t n_documents, double total_bytes, const py::typing::List<py::str>& features,
                                                    const Frequencies& frequencies) {
  std::vector<std::string> names;
  names.reserve(features.size());
  for (const py::handle name : features) names.push_back(utf8_of(py::reinterpret_borrow<py::str>(name)));
  if (frequencies.ndim() != 1) throw stance::InvalidArgument("frequencies: expected one dimension, got " + std::to_string(frequencies.ndim()));
  std::vector<std::uint64_t> counts;
  counts.reserve(static_cast<std::size_t>(frequencies.size()));
  // A negative one becomes 0, which is out of range too.
  for (py::ssize_t i = 0; i < frequencies.size(); ++i) counts.push_back(static_cast<std::uint64_t>(std::max<std::int64_t>(0, frequencies.at(i))));
  return std::make_shared<DocumentFrequencies>(n_documents, total_bytes, names, counts);
}

Frequencies array_of_counts(const DocumentFrequencies& frequencies) {
  const std::vector<std::uint64_t>& counts = frequencies.frequencies();
  Frequencies out(static_cast<py::ssize_t>(counts.size()));
  std::transform(counts.begin(), counts.end(), out.mutable_data(), [](std::uint64_t count) { return static_cast<std::int64_t>(count); });
  return out;
}

}  // namespace

stance::CountOptions count_options(std::size_t ngram_min, std::size_t ngram_max, const std::string& ngram_gaps, std::size_t min_length,
                                   std::vector<std::string> stop_words, std::uint64_t min_df, double max_df,
                                   std::optional<std::size_t> max_features, const std::string& language, bool clean, std::size_t threads) {
  stance::CountOptions options;
  options.threads = threads;
  options.language = language;
  if (!clean) options.clean = stance::CleanOptions::none();
  options.features.ngram_min = ngram_min;
  options.features.ngram_max = ngram_max;
  options.features.ngram_gaps = gaps_of(ngram_gaps);
  options.features.min_length = min_length;
  options.features.stop_words = std::move(stop_words);
  options.features.min_doc_freq = min_df;
  options.features.max_doc_freq = max_df;
  options.features.max_features = max_features;
  return options;
}

stance::TfidfOptions tfidf_scheme(const std::string& scheme) {
  if (scheme.size() == 3) return stance::parse_smart(scheme);
  return stance::tfidf_preset(scheme);
}

void bind_features(py::module_& module) {
  py::class_<Dfm, std::shared_ptr<Dfm>>(module, "Counts", "A document-feature matrix with its names. Immutable.")
      .def("csr", &csr_of, "data, indices, indptr and shape: copies")
      .def("features", [](const Dfm& dfm) { return list_of(dfm.features()); })
      .def("documents",
           [](const Dfm& dfm) {
             py::typing::List<py::str> out;
             for (const std::string& name : dfm.documents()) out.append(str_of(name));
             return out;
           })
      .def_property_readonly("weighting", [](const Dfm& dfm) { return std::string(stance::name_of(dfm.weighting())); });
  module.def("english_stop_words", &stance::english_stop_words);
  module.def(
      "count_features",
      [](const Documents& documents, std::size_t ngram_min, std::size_t ngram_max, const std::string& ngram_gaps, std::size_t min_length,
         std::vector<std::string> stop_words, std::uint64_t min_df, double max_df, std::optional<std::size_t> max_features,
         const std::string& language, bool clean, std::size_t threads, const py::object& progress) {
        stance::CountOptions options = count_options(ngram_min, ngram_max, ngram_gaps, min_length, std::move(stop_words), min_df, max_df,
                                                     max_features, language, clean, threads);
        return count(documents, std::move(options), progress);
      },
      py::arg("documents"), py::kw_only(), py::arg("ngram_min"), py::arg("ngram_max"), py::arg("ngram_gaps"), py::arg("min_length"),
      py::arg("stop_words"), py::arg("min_df"), py::arg("max_df"), py::arg("max_features"), py::arg("language"), py::arg("clean"),
      py::arg("threads"), py::arg("progress"));
  py::class_<DocumentFrequencies, std::shared_ptr<DocumentFrequencies>>(module, "Frequencies", "In how many documents each feature occurs. Immutable.")
      .def(py::init(&frequencies_of), py::arg("n_documents"), py::arg("total_bytes"), py::arg("features"), py::arg("frequencies"))
      .def(py::init<const Dfm&>(), py::arg("counts"))
      .def("merged",
           [](const DocumentFrequencies& a, const DocumentFrequencies& b) {
             auto out = std::make_shared<DocumentFrequencies>(a);
             out->merge(b);
             return out;
           },
           py::arg("other"))
      .def("of", [](const DocumentFrequencies& f, const py::str& feature) { return f.of(utf8_of(feature)); }, py::arg("feature"), "0 for one that was not seen")
      .def("features", [](const DocumentFrequencies& f) { return list_of(f.features()); })
      .def("frequencies", &array_of_counts)
      .def("same", [](const DocumentFrequencies& a, const DocumentFrequencies& b) { return a == b; }, py::arg("other"))
      .def_property_readonly("n_features", [](const DocumentFrequencies& f) { return f.features().size(); })
      .def_property_readonly("n_documents", &DocumentFrequencies::n_documents)
      .def_property_readonly("total_bytes", &DocumentFrequencies::total_bytes);
  py::class_<TfidfModel, std::shared_ptr<TfidfModel>>(module, "Model", "A fitted TF-IDF. Immutable.")
      .def(py::init([](const Dfm& counts, const std::string& scheme) { return std::make_shared<TfidfModel>(TfidfModel::fit(counts, tfidf_scheme(scheme))); }),
           py::arg("counts"), py::arg("scheme"))
      .def(py::init([](const DocumentFrequencies& frequencies, const std::string& scheme) {
             return std::make_shared<TfidfModel>(TfidfModel::fit(frequencies, tfidf_scheme(scheme)));
           }),
           py::arg("frequencies"), py::arg("scheme"))
      .def("transform", [](const TfidfModel& model, const Dfm& counts) { return std::make_shared<Dfm>(model.transform(counts).dfm); }, py::arg("counts"))
      .def("features", [](const TfidfModel& model) { return list_of(model.features()); })
      .def("idf", [](const TfidfModel& model) { return array_of(model.idf()); })
      .def_property_readonly("n_features", [](const TfidfModel& model) { return model.features().size(); })
      .def_property_readonly("n_documents", &TfidfModel::n_documents)
      .def_property_readonly("formula", &TfidfModel::formula);
}

}  // namespace stance_python
