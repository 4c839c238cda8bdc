#pragma once
/// @file dfm_sentences.hpp
/// Counts of features by sentence: what a bootstrap over sentences resamples.

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "stance/dfm.hpp"

namespace stance {

/// The sentences of several documents as rows of one matrix. The sum of a document's rows is its row in to_dfm().
struct SentenceCounts {
  Dfm::Matrix matrix;                        ///< n_sentences × n_features; a sentence without any feature is a row of zeros
  std::vector<std::size_t> first = {0};      ///< n_documents + 1: rows first[d] up to first[d + 1] are those of document d
  std::vector<std::string> documents;        ///< n_documents names, all different
  std::shared_ptr<const NameList> features;  ///< n_features
  std::vector<Diagnostic> diagnostics;       ///< of the documents that could not be counted; they have no rows

  [[nodiscard]] std::size_t n_documents() const noexcept { return documents.size(); }
  [[nodiscard]] std::size_t n_sentences(std::size_t document) const noexcept { return first[document + 1] - first[document]; }
  /// Documents × features, the same features in the same order. Sums run in sentence order.
  [[nodiscard]] Dfm to_dfm() const;
};

/// Clean, cut and count as count_features() does, sentence by sentence. `min_doc_freq`, `max_doc_freq` and `max_features` choose features by
/// documents, so that to_dfm() equals count_features().dfm of the same corpus and options.
/// @throws InvalidArgument for options that make no sense, naming the option
[[nodiscard]] SentenceCounts count_sentences(const Corpus& corpus, const CountOptions& options = {});

}  // namespace stance
