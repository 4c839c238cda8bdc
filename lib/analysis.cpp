#include "stance/analysis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "detail/analysis_language.hpp"
#include "detail/analysis_position.hpp"
#include "detail/parallel.hpp"
#include "detail/text_faults.hpp"
#include "detail/tokens_by_language.hpp"

namespace stance {
namespace {

constexpr std::size_t batch_documents = 256;              ///< a batch ends here …
constexpr std::size_t batch_bytes = 32U * 1024U * 1024U;  ///< … or here, so that memory stays flat
/// Types that a worker learns before it begins anew. Texts never stop to bring new ones (names, numbers, misspellings), and each costs some
/// 400 bytes for as long as the worker lives; a language has fewer in use, so that what is learnt again is little.
constexpr std::size_t most_types = 250'000;

/// Prose has some 25 words to a sentence, and of 1,597 speeches before the United Nations none has more than 46 on average.
constexpr std::uint32_t most_words_a_sentence = 100;
constexpr std::uint32_t shortest_without_stops = 300;  ///< words; a title or a table may have no full stop

struct Tally {
  std::uint32_t polar = 0;
  std::uint32_t neutral = 0;
  std::uint32_t not_counted = 0;
  std::uint32_t sentences = 0;
  PoleSums poles;  ///< of w·|v|
};

Tally tally(const std::vector<Record>& records) {
  Tally out;
  std::vector<std::uint32_t> sentences;
  for (const Record& record : records) {
    if (!record.counted()) {
      ++out.not_counted;
      continue;
    }
    ++(record.value == 0.0 ? out.neutral : out.polar);
    sentences.push_back(record.sentence);
    const double weight = record.weight * std::abs(record.value);
    (record.value > 0.0 ? out.poles.positive : out.poles.negative) += weight;
    (record.value > 0.0 ? out.poles.positive_squares : out.poles.negative_squares) += weight * weight;
  }
  std::sort(sentences.begin(), sentences.end());
  out.sentences = static_cast<std::uint32_t>(std::unique(sentences.begin(), sentences.end()) - sentences.begin());
  return out;
}

double per_thousand(std::uint32_t count, std::uint32_t words) { return words == 0 ? 0.0 : 1000.0 * count / words; }

/// What a worker thread owns.
class Worker {
 public:
  Worker(const CompiledLexicon& lexicon, const AnalysisOptions& options, const std::vector<std::uint32_t>& axes)
      : lexicon_(lexicon), options_(options), axes_(axes), extractor_(lexicon, vocabulary_, options.evidence) {
    if (options.count_features == CountFeatures::yes) counts_.emplace(options.features, vocabulary_);
  }

  DocumentAnalysis run(const Document& document, std::size_t place) {
    const Lexicon& lexicon = lexicon_.lexicon();
    DocumentAnalysis out;
    out.id = document.id;
    out.language = !document.language.empty() ? document.language : !options_.language.empty() ? options_.language : lexicon.meta.language;
    const CleanText text = clean(document.text, options_.clean);
    detail::check_stop();
    const Tokens tokens = tokenizers_.of(out.language)(text);
    detail::check_stop();
    const std::string& principal = document.principal.empty() ? options_.principal : document.principal;
    out.evidence = extractor_(text, tokens, principal);
    if (out.evidence.principal) out.principal = lexicon.targets[*out.evidence.principal].key;
    out.principal_inferred = out.evidence.principal_inferred;
    out.n_tokens = out.evidence.n_tokens;
    out.n_sentences = out.evidence.n_sentences;
    warn(document, tokens, out);
    for (const std::uint32_t axis : axes_) out.axes.push_back(axis_result(axis, out));
    if (options_.directions != nullptr) project(document.id, tokens, out);
    for (const TargetEvidence& target : out.evidence.targets) out.targets.push_back(target_result(target, out));
    if (counts_) counts_->add(place, document.id, tokens);
    if (options_.keep_evidence == KeepEvidence::yes) {
      out.cuts = text.cuts();
    } else {
      out.evidence = {};
    }
    return out;
  }

  [[nodiscard]] std::optional<DocumentCounts>& counts() { return counts_; }
  /// Does it hold more words than it should? Counts refer to the words, and grow with the texts anyway.
  [[nodiscard]] bool is_full() const { return !counts_ && vocabulary_.size() > most_types; }

 private:
  /// Of texts that are not what the rules were made for.
  void warn(const Document& document, const Tokens& tokens, DocumentAnalysis& out) const {
    const auto add = [&](const char* code, std::string message) {
      out.diagnostics.push_back({Severity::warning, code, document.source, {}, std::move(message), {}});
    };
    const std::string& language = lexicon_.lexicon().meta.language;
    if (out.language != language) {
      add("A301", fmt::format("the document is in '{}', the lexicon in '{}'", out.language, language));
    } else if (const std::optional<double> share = language_.suspicious_share(tokens)) {
      add("A303", fmt::format("the text does not read like '{}': its words of grammar are {:.0f} % of the first words, where prose has 30 or more; "
                              "of a text in another language these numbers say nothing", out.language, 100.0 * *share));
    }
    if (out.n_tokens >= shortest_without_stops && out.n_tokens > most_words_a_sentence * out.n_sentences) {
      add("A304", fmt::format("{} words in {} sentence{}: are its full stops lost, as in transcripts by machine? Clauses and intervals need them",
                              out.n_tokens, out.n_sentences, out.n_sentences == 1 ? "" : "s"));
    }
  }

  void project(const std::string& id, const Tokens& tokens, DocumentAnalysis& out) const {
    DfmBuilder counts(topic_features(out.language), vocabulary_);
    const Eigen::MatrixXd cosines = options_.directions->project(counts.add(id, tokens).build());
    for (AxisResult& result : out.axes) {
      const double cosine = cosines(0, static_cast<Eigen::Index>(result.axis));
      if (!std::isnan(cosine)) result.projection = cosine;
    }
  }

  [[nodiscard]] Position position_of(EvidenceKey key, const std::vector<Record>& records, const DocumentAnalysis& document) const {
    return detail::position_of(lexicon_.lexicon(), key, records, document.n_tokens, document.id, options_.position);
  }

  AxisResult axis_result(std::uint32_t index, const DocumentAnalysis& document) const {
    const std::vector<Record>& records = document.evidence.axes[index];
    AxisResult out;
    out.axis = index;
    out.position = position_of({EvidenceKey::Kind::axis, index}, records, document);
    const Tally counts = tally(records);
    out.n_evidence = counts.polar;
    out.n_neutral = counts.neutral;
    out.n_not_counted = counts.not_counted;
    out.salience = per_thousand(counts.polar + counts.neutral, document.n_tokens);
    out.coverage = document.n_sentences == 0 ? 0.0 : static_cast<double>(counts.sentences) / document.n_sentences;
    out.logit = lowe_logit(counts.poles);
    out.relative_difference = stance::relative_difference(counts.poles);
    if (document.n_tokens > 0) out.absolute_difference = stance::absolute_difference(counts.poles, document.n_tokens);
    return out;
  }

  TargetResult target_result(const TargetEvidence& evidence, const DocumentAnalysis& document) const {
    TargetResult out;
    out.target = evidence.target;
    out.stance = position_of({EvidenceKey::Kind::target, evidence.target}, evidence.records, document);
    const Tally counts = tally(evidence.records);
    out.n_evidence = counts.polar;
    out.n_neutral = counts.neutral;
    out.n_not_counted = counts.not_counted;
    out.mentions = evidence.mentions;
    out.salience = per_thousand(evidence.mentions, document.n_tokens);
    return out;
  }

  const CompiledLexicon& lexicon_;
  const AnalysisOptions& options_;
  const std::vector<std::uint32_t>& axes_;
  Vocabulary vocabulary_;
  detail::Tokenizers tokenizers_{vocabulary_};
  EvidenceExtractor extractor_;
  detail::LanguageCheck language_{lexicon_.lexicon().meta.language, vocabulary_};
  std::optional<DocumentCounts> counts_;
};

std::vector<std::uint32_t> chosen_axes(const Lexicon& lexicon, const std::vector<std::string>& keys) {
  std::vector<std::uint32_t> out;
  if (keys.empty()) {
    for (std::uint32_t i = 0; i < lexicon.axes.size(); ++i) out.push_back(i);
    return out;
  }
  for (const std::string& key : keys) {
    const std::optional<std::size_t> found = lexicon.find_axis(key);
    if (!found) {
      std::string known;
      for (const Axis& axis : lexicon.axes) known += (known.empty() ? "" : ", ") + axis.key;
      throw InvalidArgument(fmt::format("axes: unknown axis '{}'; {} has {}", key, lexicon.meta.name, known));
    }
    out.push_back(static_cast<std::uint32_t>(*found));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// Runs batches of documents over the worker threads; results come back in document order.
class Pool {
 public:
  Pool(const CompiledLexicon& lexicon, const AnalysisOptions& options)
      : lexicon_(lexicon), options_(options), axes_(chosen_axes(lexicon.lexicon(), options.axes)), workers_(detail::thread_count(options.threads)) {
    if (!options.principal.empty() && !lexicon.lexicon().find_target(options.principal)) {
      throw InvalidArgument(fmt::format("principal: expected a target of the lexicon (key, name or ISO code), got '{}'", options.principal));
    }
    static_cast<void>(weighted_position({}, options.position));  // options out of range are the caller's fault and no document's
    if (options.count_features == CountFeatures::yes) static_cast<void>(DocumentCounts(options.features));
  }

  /// What became of a document: `make` of its analysis, or what was wrong.
  template <typename T>
  struct Outcome {
    std::optional<T> result;
    std::vector<Diagnostic> faults;
  };

  /// @param make  turns (document, analysis) into a T; runs in the thread that analysed the document
  template <typename T, typename Make>
  std::vector<Outcome<T>> run(const std::vector<const Document*>& documents, std::size_t first_place, const Make& make) {
    std::vector<Outcome<T>> outcomes(documents.size());
    detail::for_each_index(documents.size(), workers_.size(), [&](std::size_t i, std::size_t worker) {
      std::optional<DocumentAnalysis> analysis;
      outcomes[i].faults = one(*documents[i], first_place + i, workers_[worker], analysis);
      if (analysis) outcomes[i].result = make(*documents[i], std::move(*analysis));
    });
    return outcomes;
  }

  std::vector<DocumentCounts> take_counts() {
    std::vector<DocumentCounts> shards;
    for (std::unique_ptr<Worker>& worker : workers_) {
      if (worker && worker->counts()) shards.push_back(std::move(*worker->counts()));
    }
    return shards;
  }

 private:
  std::vector<Diagnostic> one(const Document& document, std::size_t place, std::unique_ptr<Worker>& worker, std::optional<DocumentAnalysis>& out) {
    if (worker && worker->is_full()) worker.reset();
    if (!worker) worker = std::make_unique<Worker>(lexicon_, options_, axes_);
    return detail::faults_in(document, [&] { out = worker->run(document, place); });
  }

  const CompiledLexicon& lexicon_;
  const AnalysisOptions& options_;
  std::vector<std::uint32_t> axes_;
  std::vector<std::unique_ptr<Worker>> workers_;  ///< made when first needed
};

DocumentAnalysis as_it_is(const Document& /*document*/, DocumentAnalysis&& analysis) { return std::move(analysis); }

/// Batch after batch from `next` through the workers, who turn each analysis into a T, to `sink`.
template <typename T, typename Make, typename Sink>
std::vector<Diagnostic> stream(const std::function<bool(Document&)>& next, const CompiledLexicon& lexicon, const AnalysisOptions& options, const Make& make, const Sink& sink) {
  const detail::StopScope stop(options.stop);
  AnalysisOptions own = options;
  own.count_features = CountFeatures::no;  // a stream has no matrix to hand out, and the counts would grow with it
  Pool pool(lexicon, own);
  std::vector<Diagnostic> faults;
  std::size_t done = 0;
  for (bool more = true; more;) {
    std::vector<Document> documents;
    for (std::size_t bytes = 0; documents.size() < batch_documents && bytes < batch_bytes;) {
      Document document;
      more = next(document);
      if (!more) break;
      bytes += document.text.size();
      documents.push_back(std::move(document));
    }
    std::vector<const Document*> batch;
    for (const Document& document : documents) batch.push_back(&document);
    std::vector<Pool::Outcome<T>> outcomes = pool.run<T>(batch, done, make);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      if (outcomes[i].result) sink(documents[i], std::move(*outcomes[i].result));
      std::move(outcomes[i].faults.begin(), outcomes[i].faults.end(), std::back_inserter(faults));
    }
    done += documents.size();
    if (options.progress && !documents.empty()) options.progress(done);
  }
  return faults;
}

}  // namespace

Analysis analyze(const Corpus& corpus, const CompiledLexicon& lexicon, const AnalysisOptions& options) {
  const detail::StopScope stop(options.stop);
  Pool pool(lexicon, options);
  Analysis out;
  std::size_t done = 0;
  while (done < corpus.size()) {
    std::vector<const Document*> batch;
    for (std::size_t i = done; i < corpus.size() && batch.size() < batch_documents; ++i) batch.push_back(&corpus[i]);
    for (Pool::Outcome<DocumentAnalysis>& outcome : pool.run<DocumentAnalysis>(batch, done, as_it_is)) {
      if (outcome.result) out.documents.push_back(std::move(*outcome.result));
      std::move(outcome.faults.begin(), outcome.faults.end(), std::back_inserter(out.diagnostics));
    }
    done += batch.size();
    if (options.progress) options.progress(done);
  }
  if (options.count_features == CountFeatures::yes && !out.documents.empty()) out.features = build_dfm(pool.take_counts());
  return out;
}

std::vector<Diagnostic> analyze_stream(const std::function<bool(Document&)>& next, const CompiledLexicon& lexicon, const AnalysisOptions& options,
                                       const std::function<void(const Document&, DocumentAnalysis&&)>& sink) {
  return stream<DocumentAnalysis>(next, lexicon, options, as_it_is, sink);
}

std::vector<Diagnostic> analyze_stream(const std::function<bool(Document&)>& next, const CompiledLexicon& lexicon, const AnalysisOptions& options,
                                       const std::function<std::string(const Document&, const DocumentAnalysis&)>& render, const std::function<void(std::string&&)>& sink) {
  return stream<std::string>(next, lexicon, options, render, [&](const Document& /*document*/, std::string&& rendered) { sink(std::move(rendered)); });
}

std::vector<Observation> observations_of(const std::vector<Record>& records) {
  std::vector<Observation> out;
  for (const Record& record : records) {
    if (record.counted() && record.weight > 0.0) out.push_back({record.value, record.weight, record.sentence});
  }
  return out;
}

std::vector<double> contributions(const std::vector<Record>& records, AxisKind kind, std::size_t n_words, double scale) {
  double sum = 0.0;
  for (const Record& record : records) sum += record.counted() ? record.weight : 0.0;
  const double divisor = kind == AxisKind::bipolar ? sum : static_cast<double>(n_words) * scale / 1000.0;
  std::vector<double> out;
  out.reserve(records.size());
  for (const Record& record : records) out.push_back(record.counted() && divisor > 0.0 ? record.weight * record.value / divisor : 0.0);
  return out;
}

}  // namespace stance
