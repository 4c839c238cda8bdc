#include "detail/compare_topics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "detail/parallel.hpp"
#include "detail/random.hpp"
#include "detail/tokens_by_language.hpp"
#include "stance/background.hpp"
#include "stance/similarity_intervals.hpp"

namespace stance::detail {
namespace {

/// Reads documents once more; one for each thread.
class SentenceReader {
 public:
  SentenceReader(const CleanOptions& clean, const NameList& features) : clean_(clean), features_(features) {}

  Dfm::Matrix run(const Document& document, const std::string& language) {
    const Tokens tokens = tokenizers_.of(language)(stance::clean(document.text, clean_));
    std::vector<Eigen::Triplet<double>> cells;
    for (std::size_t s = 0; s < tokens.sentences.size(); ++s) {
      const TokenSpan span = tokens.sentences[s].tokens;
      for (std::uint32_t t = span.begin; t < span.end; ++t) {
        const Eigen::Index column = column_of(tokens.words[t].type);
        if (column >= 0) cells.emplace_back(static_cast<Eigen::Index>(s), column, 1.0);
      }
    }
    Dfm::Matrix matrix(static_cast<Eigen::Index>(tokens.sentences.size()), static_cast<Eigen::Index>(features_.size()));
    matrix.setFromTriplets(cells.begin(), cells.end());
    return matrix;
  }

 private:
  /// Column of a type, −1 when it is no feature (a stop word).
  Eigen::Index column_of(TypeId type) {
    constexpr Eigen::Index unknown = -2;
    if (columns_.size() <= index_of(type)) columns_.resize(vocabulary_.size(), unknown);
    Eigen::Index& column = columns_[index_of(type)];
    if (column == unknown) {
      const std::optional<std::size_t> found = features_.find(vocabulary_[type]);
      column = found ? static_cast<Eigen::Index>(*found) : -1;
    }
    return column;
  }

  const CleanOptions& clean_;
  const NameList& features_;
  Vocabulary vocabulary_;
  Tokenizers tokenizers_{vocabulary_};
  std::vector<Eigen::Index> columns_;
};

/// What is compared, up to "times idf".
std::string in_words(Measure measure) {
  switch (measure) {
    case Measure::jaccard: return "Jaccard similarity of words, present or absent,";
    case Measure::weighted_jaccard: return "weighted Jaccard similarity of word counts";
    case Measure::pearson: return "correlation of word counts";
    case Measure::hellinger_distance: return "1 - Hellinger distance of word counts";
    case Measure::jensen_shannon_divergence: return "1 - Jensen-Shannon divergence / ln 2 of word counts";
    case Measure::jensen_shannon_distance: return "1 - Jensen-Shannon distance / sqrt(ln 2) of word counts";
    default: return "cosine of word counts";
  }
}

/// The documents that are long enough as rows of sentences.
SentenceCounts stacked(const std::vector<Dfm::Matrix>& sentences, const Dfm& counts) {
  SentenceCounts out;
  out.documents = counts.documents();
  out.features = counts.shared_features();
  std::vector<Eigen::Triplet<double>> cells;
  std::size_t n = 0;
  for (const Dfm::Matrix& matrix : sentences) {
    for (Eigen::Index row = 0; row < matrix.rows(); ++row) {
      for (Dfm::Matrix::InnerIterator cell(matrix, row); cell; ++cell)
        cells.emplace_back(static_cast<Eigen::Index>(n) + row, cell.col(), cell.value());
    }
    n += static_cast<std::size_t>(matrix.rows());
    out.first.push_back(n);
  }
  out.matrix.resize(static_cast<Eigen::Index>(n), counts.n_features());
  out.matrix.setFromTriplets(cells.begin(), cells.end());
  return out;
}

void set_interval(ComparedPair& pair, double error, const CompareOptions& options) {
  const double reach = normal_quantile(0.5 + options.level / 2.0) * error;
  pair.topic.std_error = error;
  pair.topic.lower = std::isnan(error) ? error : std::max(0.0, pair.topic.value - reach);
  pair.topic.upper = std::isnan(error) ? error : std::min(1.0, pair.topic.value + reach);
}

}  // namespace

Eigen::MatrixXd topic_similarities(const Dfm& topics, Measure measure, std::size_t threads) {
  Eigen::MatrixXd values = similarity_matrix(topics, measure, threads).values;
  for (Eigen::Index j = 0; j < values.cols(); ++j) {
    for (Eigen::Index i = 0; i < values.rows(); ++i) values(i, j) = as_similarity(measure, values(i, j));
  }
  return values;
}

std::vector<double> topic_weights(const Dfm& counts, const CompareOptions& options, const std::string& language) {
  std::vector<double> weights(static_cast<std::size_t>(counts.n_features()), 1.0);
  if (options.idf == IdfSource::none) return weights;
  std::optional<DocumentFrequencies> made;
  if (options.idf == IdfSource::corpus)
    made.emplace(counts);
  else if (!options.idf_table)
    made.emplace(load_background(language));
  const DocumentFrequencies& table = made ? *made : *options.idf_table;
  for (std::size_t f = 0; f < weights.size(); ++f) weights[f] = table.smooth_idf(counts.features()[f]);
  return weights;
}

std::string topic_method(const Dfm& counts, const CompareOptions& options, const std::string& language) {
  const std::string measure = in_words(options.measure);
  const std::string idf = measure + " times idf, idf = ln((1 + N) / (1 + df)) + 1";
  switch (options.idf) {
    case IdfSource::none: return measure;
    case IdfSource::corpus: return fmt::format("{} over the {} documents compared (corpus-relative)", idf, counts.n_documents());
    case IdfSource::background: break;
  }
  return options.idf_table ? fmt::format("{} from a background table of {} documents", idf, options.idf_table->n_documents())
                           : fmt::format("{} from the bundled background table of '{}'", idf, language);
}

Dfm weighted_topics(const Dfm& counts, const std::vector<double>& weights) {
  Dfm::Matrix matrix = counts.matrix();
  for (Eigen::Index row = 0; row < matrix.outerSize(); ++row) {
    for (Dfm::Matrix::InnerIterator cell(matrix, row); cell; ++cell) cell.valueRef() *= weights[static_cast<std::size_t>(cell.col())];
  }
  return {std::move(matrix), counts.documents(), counts.shared_features(), Weighting::tf_idf};
}

std::vector<Dfm::Matrix> sentence_counts(const std::vector<const Document*>& documents, const Analysis& analysis,
                                         const CompareOptions& options) {
  std::vector<Dfm::Matrix> out(documents.size());
  const NameList& features = analysis.features->features();
  std::vector<std::unique_ptr<SentenceReader>> readers(thread_count(options.threads));
  for_each_index(documents.size(), options.threads, [&](std::size_t i, std::size_t worker) {
    if (!readers[worker]) readers[worker] = std::make_unique<SentenceReader>(options.clean, features);
    out[i] = readers[worker]->run(*documents[i], analysis.documents[i].language);
  });
  return out;
}

void add_topic_intervals(const std::vector<Dfm::Matrix>& sentences, const std::vector<double>& weights, const Dfm& counts,
                         const CompareOptions& options, std::vector<ComparedPair>& pairs) {
  if (options.measure != Measure::cosine) {
    SimilarityIntervalOptions interval_options;
    interval_options.n_replicates = options.topic_replicates;
    interval_options.seed = options.seed;
    interval_options.threads = options.threads;
    interval_options.feature_weights = weights;
    const Eigen::MatrixXd errors = similarity_intervals(stacked(sentences, counts), options.measure, interval_options).std_errors;
    const double unit = std::abs(as_similarity(options.measure, 1.0) -
                                 as_similarity(options.measure, 0.0));  // distances are turned round by a straight line
    for (ComparedPair& pair : pairs)
      set_interval(pair, unit * errors(static_cast<Eigen::Index>(pair.a), static_cast<Eigen::Index>(pair.b)), options);
    return;
  }
  CosineBootstrapOptions bootstrap;
  bootstrap.n_replicates = options.topic_replicates;
  bootstrap.level = options.level;
  bootstrap.seed = options.seed;
  bootstrap.feature_weights = weights;
  const std::vector<std::string>& ids = counts.documents();
  std::vector<std::optional<CosineBootstrapOptions>> of_worker(thread_count(options.threads));  // weights are long: no copy for each pair
  for_each_index(pairs.size(), options.threads, [&](std::size_t p, std::size_t worker) {
    ComparedPair& pair = pairs[p];
    std::optional<CosineBootstrapOptions>& own = of_worker[worker];
    if (!own) own = bootstrap;
    own->stream = stream_of(ids[pair.b], stream_of(ids[pair.a]));
    set_interval(pair, bootstrap_cosine(sentences[pair.a], sentences[pair.b], *own).std_error, options);
  });
}

}  // namespace stance::detail
