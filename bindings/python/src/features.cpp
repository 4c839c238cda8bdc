#include "core.hpp"

namespace stance_python {
namespace {

using stance::Dfm;

using Index = Dfm::Matrix::StorageIndex;

std::tuple<py::array_t<double>, py::array_t<Index>, py::array_t<Index>, std::pair<Eigen::Index, Eigen::Index>> csr_of(const Dfm& dfm) {
  const Dfm::Matrix& matrix = dfm.matrix();
  const auto cells = static_cast<py::ssize_t>(matrix.nonZeros());
  return {py::array_t<double>(cells, matrix.valuePtr()),
          py::array_t<Index>(cells, matrix.innerIndexPtr()),
          py::array_t<Index>(static_cast<py::ssize_t>(matrix.rows() + 1), matrix.outerIndexPtr()),
          {matrix.rows(), matrix.cols()}};
}

py::typing::List<py::str> features_of(const Dfm& dfm) {
  py::typing::List<py::str> out;
  for (std::size_t i = 0; i < dfm.features().size(); ++i) out.append(str_of(dfm.features()[i]));
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
      .def("features", &features_of)
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
  module.def(
      "tfidf",
      [](const Dfm& counts, const std::string& scheme) {
        const stance::TfidfModel model = stance::TfidfModel::fit(counts, tfidf_scheme(scheme));
        return std::make_pair(std::make_shared<Dfm>(model.transform(counts).dfm), model.formula());
      },
      py::arg("counts"), py::arg("scheme"), "Weighted matrix and the formula in words");
}

}  // namespace stance_python
