#pragma once
/// @file core.hpp
/// What the parts of the module share. The module converts and hands on; what it says about texts, the library says.

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "stance.hpp"

namespace stance_python {

namespace py = pybind11;

/// A corpus with what went wrong while it was read.
struct Documents {
  stance::Corpus corpus;
  std::vector<stance::Diagnostic> diagnostics;
};

/// A lexicon, ready to be used.
struct Pack {
  stance::CompiledLexicon compiled;
  [[nodiscard]] const stance::Lexicon& lexicon() const noexcept { return compiled.lexicon(); }
};

/// An analysis with all that its results point to.
struct Run {
  std::shared_ptr<const Documents> documents;
  std::shared_ptr<const Pack> pack;
  stance::AnalysisOptions options;
  std::optional<stance::AxisDirections> directions;
  stance::Analysis analysis;
  std::vector<const stance::Document*> sources;  ///< of analysis.documents
};

/// A comparison with the analysis behind it.
struct Pairs {
  std::shared_ptr<const Run> run;
  stance::CompareOptions options;
  stance::Comparison comparison;
};

/// A column of text in the memory of Arrow, which it keeps alive. Strings of 32 and 64 bit offsets, views, and dictionaries of them.
class ArrowTexts {
 public:
  /// A cell, by the chunk that it lies in and its row there.
  struct Place {
    std::size_t chunk = 0;
    std::int64_t row = 0;
  };
  ArrowTexts();
  ~ArrowTexts();
  /// @param column  has __arrow_c_stream__ or __arrow_c_array__
  /// @return nullptr where its cells are not text
  static std::shared_ptr<ArrowTexts> read(const py::object& column);

  [[nodiscard]] std::size_t size() const;
  /// The bytes of a cell, nothing for a null.
  [[nodiscard]] std::optional<std::string_view> at(Place place) const;
  /// The place itself, or the first one behind the end of its chunk.
  [[nodiscard]] Place settled(Place place) const;
  [[nodiscard]] bool ends_at(Place place) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// A cell of such a column.
struct ArrowText {
  std::shared_ptr<const ArrowTexts> texts;
  std::string_view bytes;
};

/// Columns of a table: names to arrays or lists of equal length.
using Columns = py::typing::Dict<py::str, py::object>;
/// Numbers by name.
using Sums = py::typing::Dict<py::str, py::object>;

// ---- strings.cpp

/// UTF-8 of a str. @throws py::error_already_set (UnicodeEncodeError) for lone surrogates
[[nodiscard]] std::string utf8_of(const py::str& text);
/// A str of bytes that should be UTF-8; U+FFFD stands for what is not.
[[nodiscard]] py::str str_of(std::string_view bytes);

/// Turns byte offsets of a text into indices of the str that str_of() makes of it. One pass when made, O(1) for each offset.
class StringIndices {
 public:
  explicit StringIndices(std::string_view text);
  [[nodiscard]] std::size_t operator[](std::size_t byte) const;

 private:
  std::string_view text_;
  std::vector<std::size_t> before_;  ///< characters that begin before each block of bytes
  bool well_formed_ = true;
};

// ---- work.cpp

/// What a long piece of work tells the thread that waits for it.
struct Work {
  std::atomic<std::size_t> done = 0;  ///< documents so far
  std::stop_token stop;               ///< asks the work to end
};
/// Runs `body` on a thread of its own. This thread lets go of the GIL and, every few hundredths of a second, calls `progress` (None: not) with
/// Work::done and looks for signals: Ctrl-C asks the work to stop and raises KeyboardInterrupt here when it has.
/// @throws what body throws, and what Python raises meanwhile
void run_work(const std::function<void(Work&)>& body, const py::object& progress);

// ---- columns.cpp

[[nodiscard]] py::array_t<double> array_of(const std::vector<double>& values);
[[nodiscard]] py::array_t<std::int64_t> array_of(const std::vector<std::int64_t>& values);
[[nodiscard]] py::array_t<bool> array_of(const std::vector<char>& values);
[[nodiscard]] py::array_t<double> array_of(const Eigen::MatrixXd& values);

// ---- scales.cpp

/// Columns `value`, `prefix`se, `prefix`lo and `prefix`hi.
void put_estimates(Columns& out, const std::vector<stance::Estimate>& estimates, const std::string& value, const std::string& prefix);
/// None, or why a document has no place.
[[nodiscard]] py::object undefined_of(stance::Unscaled reason);
/// document, position, se, lo, hi, undefined, n_scored, n_left_out
[[nodiscard]] Columns columns_of(const stance::DocumentScale& scale);
[[nodiscard]] py::typing::List<py::str> names_of(const stance::NameList& names);

// ---- features.cpp

/// @throws InvalidArgument for a word that ngram_gaps does not know
[[nodiscard]] stance::CountOptions count_options(std::size_t ngram_min, std::size_t ngram_max, const std::string& ngram_gaps,
                                                 std::size_t min_length, std::vector<std::string> stop_words, std::uint64_t min_df,
                                                 double max_df, std::optional<std::size_t> max_features, const std::string& language,
                                                 bool clean, std::size_t threads);
/// Options by the name of a preset or as a SMART triplet. @throws InvalidArgument for another name
[[nodiscard]] stance::TfidfOptions tfidf_scheme(const std::string& scheme);

// ---- sentences.cpp

[[nodiscard]] stance::BootstrapOptions bootstrap_options(std::size_t n_replicates, double level, std::size_t min_sentences, bool keep_short,
                                                         std::uint64_t seed, std::size_t threads);
// ---- similarity.cpp

/// feature, close, apart, more_in
[[nodiscard]] Columns term_columns(const std::vector<stance::TermShare>& terms, const stance::NameList& features);

// ---- The classes and functions of the module, each in its file

void bind_errors(py::module_& module);
void bind_arrow(py::module_& module);
void bind_corpus(py::module_& module);
void bind_lexicon(py::module_& module);
void bind_analysis(py::module_& module);
void bind_tables(py::class_<Run, std::shared_ptr<Run>>& run);
void bind_comparison(py::module_& module);
void bind_features(py::module_& module);
void bind_sentences(py::module_& module);
void bind_keyness(py::module_& module);
void bind_similarity(py::module_& module);
void bind_wordfish(py::module_& module);
void bind_correspondence(py::module_& module);
void bind_latent_semantic(py::module_& module);
void bind_structure(py::module_& module);
void bind_trends(py::module_& module);
void bind_dictionaries(py::module_& module);
void bind_supervised(py::module_& module);
void bind_estimators(py::module_& module);

}  // namespace stance_python
