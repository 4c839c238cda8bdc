// Counts by sentence.
#include "core.hpp"

namespace stance_python {

stance::BootstrapOptions bootstrap_options(std::size_t n_replicates, double level, std::size_t min_sentences, bool keep_short,
                                           std::uint64_t seed, std::size_t threads) {
  stance::BootstrapOptions options;
  options.n_replicates = n_replicates;
  options.level = level;
  options.min_sentences = min_sentences;
  options.short_documents = keep_short ? stance::ShortDocuments::keep : stance::ShortDocuments::refuse;
  options.seed = seed;
  options.threads = threads;
  return options;
}

void bind_sentences(py::module_& module) {
  using stance::SentenceCounts;
  py::class_<SentenceCounts, std::shared_ptr<SentenceCounts>>(module, "SentenceCounts", "Counts of features by sentence. Immutable.")
      .def("n_sentences",
           [](const SentenceCounts& counts) {
             std::vector<std::int64_t> out;
             for (std::size_t d = 0; d < counts.n_documents(); ++d) out.push_back(static_cast<std::int64_t>(counts.n_sentences(d)));
             return array_of(out);
           })
      .def("to_dfm", [](const SentenceCounts& counts) { return std::make_shared<stance::Dfm>(counts.to_dfm()); })
      .def_property_readonly("diagnostics", [](const SentenceCounts& counts) { return counts.diagnostics; });
  module.def(
      "count_sentences",
      [](const Documents& documents, std::size_t ngram_min, std::size_t ngram_max, const std::string& ngram_gaps, std::size_t min_length,
         std::vector<std::string> stop_words, std::uint64_t min_df, double max_df, std::optional<std::size_t> max_features,
         const std::string& language, bool clean, std::size_t threads, const py::object& progress) {
        stance::CountOptions options = count_options(ngram_min, ngram_max, ngram_gaps, min_length, std::move(stop_words), min_df, max_df,
                                                     max_features, language, clean, threads);
        auto counted = std::make_shared<SentenceCounts>();
        run_work(
            [&](Work& work) {
              options.progress = [&work](std::size_t done) { work.done = done; };
              options.stop = work.stop;
              *counted = stance::count_sentences(documents.corpus, options);
            },
            progress);
        return counted;
      },
      py::arg("documents"), py::kw_only(), py::arg("ngram_min"), py::arg("ngram_max"), py::arg("ngram_gaps"), py::arg("min_length"),
      py::arg("stop_words"), py::arg("min_df"), py::arg("max_df"), py::arg("max_features"), py::arg("language"), py::arg("clean"),
      py::arg("threads"), py::arg("progress"));
}

}  // namespace stance_python
