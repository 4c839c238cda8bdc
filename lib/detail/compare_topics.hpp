#pragma once
/// @file compare_topics.hpp
/// Topic similarity: weights of words, weighted matrix, and intervals from the documents' sentences.

#include <string>
#include <vector>

#include "stance/compare.hpp"

namespace stance::detail {

/// idf of each column of the matrix, by the source of the options.
[[nodiscard]] std::vector<double> topic_weights(const Dfm& counts, const CompareOptions& options, const std::string& language);
/// What topic_weights() did, in words.
[[nodiscard]] std::string topic_method(const Dfm& counts, const CompareOptions& options, const std::string& language);
/// counts × weights.
[[nodiscard]] Dfm weighted_topics(const Dfm& counts, const std::vector<double>& weights);

/// Similarities of all pairs, distances turned round.
[[nodiscard]] Eigen::MatrixXd topic_similarities(const Dfm& topics, Measure measure, std::size_t threads);

/// Sentences × features of each document, with the columns of `counts`.
[[nodiscard]] std::vector<Dfm::Matrix> sentence_counts(const std::vector<const Document*>& documents, const Analysis& analysis,
                                                       const CompareOptions& options);

/// Intervals for the topic similarities of the pairs; their values stay. value ± z·SE with the SE of the bootstrap over sentences: its
/// percentiles would lie too low, because a replicate holds fewer different sentences than the document does.
void add_topic_intervals(const std::vector<Dfm::Matrix>& sentences, const std::vector<double>& weights, const Dfm& counts,
                         const CompareOptions& options, std::vector<ComparedPair>& pairs);

}  // namespace stance::detail
