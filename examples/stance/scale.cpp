#include "scale.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iostream>

#include "documents.hpp"
#include "terminal.hpp"

namespace program {
namespace {

using Intervals = std::vector<std::pair<std::string, stance::BootstrapInterval>>;
const Intervals& intervals() {
  static const Intervals all = {{"percentile", stance::BootstrapInterval::percentile},
                                {"basic", stance::BootstrapInterval::basic},
                                {"bias_corrected", stance::BootstrapInterval::bias_corrected},
                                {"normal", stance::BootstrapInterval::normal}};
  return all;
}

void finish(ScaleOptions& options) {
  finish_common(options.common);
  stance::CountOptions& counting = options.counting;
  counting.language = options.language();
  counting.clean = options.common.analysis.clean;
  counting.threads = options.common.analysis.threads;
  raise_longest(counting.features);
  counting.features.stop_words = stop_words_of(options.stop_words, counting.language);
  stance::BootstrapOptions& bootstrap = options.bootstrap;
  bootstrap.n_replicates = options.replicates;
  bootstrap.level = options.common.analysis.position.level;
  bootstrap.threads = counting.threads;
  bootstrap.short_documents = stance::ShortDocuments::keep;
  for (const auto& [name, interval] : intervals()) {
    if (name == options.interval) bootstrap.interval = interval;
  }
  if (options.replicates == 1) throw UsageError("--bootstrap: expected 0 for none, or 2 replicates and more, got 1");
}

std::vector<stance::Diagnostic> errors_of(const std::vector<stance::Diagnostic>& diagnostics) {
  std::vector<stance::Diagnostic> out;
  std::copy_if(diagnostics.begin(), diagnostics.end(), std::back_inserter(out),
               [](const stance::Diagnostic& d) { return d.severity == stance::Severity::error; });
  return out;
}

/// Reads and counts; what went wrong is printed and kept.
ScaleInput read_input(ScaleOptions& options, CountBy count_by, Reporter& reporter, std::vector<stance::Diagnostic>& faults) {
  stance::ReadResult result = stance::read_corpus(options.common.inputs, options.common.read);
  ScaleInput input;
  input.corpus = std::move(result.corpus);
  Progress progress(size_of(options.common.inputs), true);
  std::size_t shown = 0;
  options.counting.progress = [&](std::size_t done) {
    for (; shown < done; ++shown) progress.add(input.corpus[shown].text.size());
  };
  std::vector<stance::Diagnostic> counted;
  if (count_by == CountBy::sentences || options.replicates > 0) {
    input.sentences = stance::count_sentences(input.corpus, options.counting);
    input.counts = input.sentences->to_dfm();
    counted = input.sentences->diagnostics;
  } else {
    stance::CountedCorpus corpus = stance::count_features(input.corpus, options.counting);
    input.counts = std::move(corpus.dfm);
    counted = std::move(corpus.diagnostics);
  }
  options.counting.progress = nullptr;
  for (const std::vector<stance::Diagnostic>* found : {&result.diagnostics, &counted}) {
    reporter.print(*found);
    const std::vector<stance::Diagnostic> errors = errors_of(*found);
    faults.insert(faults.end(), errors.begin(), errors.end());
  }
  return input;
}

/// Documents that the bootstrap has no error of.
std::string note_without_error(const stance::DocumentScale& scale, std::size_t min_sentences) {
  std::vector<std::string> names;
  for (std::size_t d = 0; d < scale.documents.size(); ++d) {
    if (scale.reasons[d] == stance::Unscaled::scaled && std::isnan(scale.positions[d].std_error)) names.push_back(scale.documents[d]);
  }
  if (names.empty()) return {};
  const std::size_t n = names.size();
  const std::size_t more = n > 5 ? n - 5 : 0;
  names.resize(n - more);
  return fmt::format("Without error: {} {} of fewer than {} sentences with a feature (not resampled), or placed by construction ({}{}).", n,
                     n == 1 ? "document" : "documents", min_sentences, fmt::join(names, ", "), more > 0 ? ", …" : "");
}

void run(ScaleOptions& options, CountBy count_by, const Method& method) {
  finish(options);
  Reporter reporter;
  std::vector<stance::Diagnostic> faults;
  const ScaleInput input = read_input(options, count_by, reporter, faults);
  if (input.counts.n_documents() == 0) {
    std::cerr << "stance: there is no document to scale\n";
    set_exit(Exit::data_error);
    return;
  }
  Fitted fitted = method(input);
  if (options.replicates > 0) {
    fitted.scale = stance::bootstrap_scale(*input.sentences, fitted.again, options.bootstrap);
    const std::string note = note_without_error(fitted.scale, options.bootstrap.min_sentences);
    if (!note.empty()) fitted.notes.push_back(note);
  }
  stance::ScaleReport report{fitted.scale, options.counting, options.replicates > 0 ? &options.bootstrap : nullptr};
  report.words = stance::telling_words(fitted.words, input.counts, options.words);
  report.columns = std::move(fitted.columns);
  report.notes = std::move(fitted.notes);
  report.faults = std::move(faults);
  write_report(report, options.common.format, options.common.color, stance::scale_page);
  if (reporter.failed()) set_exit(Exit::data_error);
}

void add_features(CLI::App& command, ScaleOptions& options) {
  const std::string group = "Features";
  stance::DfmOptions& features = options.counting.features;
  command.add_option("--language", options.common.analysis.language, "Of texts that state none; default: en")->group(group);
  add_ngrams(command, features, group);
  command.add_option("--stop-words", options.stop_words, "Words to leave out: none, grammar, topics, or a file of words")
      ->type_name("LIST")
      ->capture_default_str()
      ->group(group);
  command.add_option("--min-length", features.min_length, "Of words, in characters")->capture_default_str()->group(group);
  command.add_option("--min-doc-freq", features.min_doc_freq, "Features in fewer documents are left out")
      ->capture_default_str()
      ->group(group);
  command.add_option("--max-doc-freq", features.max_doc_freq, "Features in more than this share of the documents are left out")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str()
      ->group(group);
  command.add_option("--max-features", features.max_features, "Keep so many, the most frequent ones")
      ->check(CLI::PositiveNumber)
      ->group(group);
}

void add_uncertainty(CLI::App& command, ScaleOptions& options) {
  const std::string group = "Uncertainty";
  command
      .add_option("--bootstrap", options.replicates,
                  "Errors by resampling the sentences of each document so many times; 0: those of the method")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str()
      ->group(group);
  std::vector<std::string> names;
  for (const auto& interval : intervals()) names.push_back(interval.first);
  command.add_option("--interval", options.interval, fmt::format("Of the bootstrap: {}", fmt::join(names, ", ")))
      ->check(CLI::IsMember(names))
      ->type_name("KIND")
      ->capture_default_str()
      ->group(group);
  command.add_option("--min-sentences", options.bootstrap.min_sentences, "Documents with fewer are not resampled and have no error")
      ->check(CLI::Range(2, 1'000'000))
      ->capture_default_str()
      ->group(group);
  command.add_option("--seed", options.bootstrap.seed, "Of the random numbers")->capture_default_str()->group(group);
}

}  // namespace

CLI::App* add_method(CLI::App& scale, const std::string& name, const std::string& description, const std::shared_ptr<ScaleOptions>& options,
                     CountBy count_by, Method method) {
  CLI::App* const command = scale.add_subcommand(name, description);
  add_inputs(*command, options->common);
  add_level(*command, options->common);
  add_input_output(*command, options->common, {"table", "json", "jsonl", "csv", "md"});
  command->add_option("--words", options->words, "Show so many features at each end, by how much they pull")
      ->check(CLI::Range(0, 100'000))
      ->capture_default_str();
  add_features(*command, *options);
  add_uncertainty(*command, *options);
  command->callback([options, count_by, method = std::move(method)] { run(*options, count_by, method); });
  return command;
}

void add_scale(CLI::App& app) {
  CLI::App* const scale = app.add_subcommand("scale", "Documents on one scale by the words that they use: the methods of the literature");
  scale->require_subcommand(1);
  add_wordscores(*scale);
  add_affinity(*scale);
  add_dictionary(*scale);
  add_lss(*scale);
  add_wordfish(*scale);
  add_ca(*scale);
  add_agreement(*scale);
  scale->footer(
      "They count words and read no statements; `stance score` does.\n"
      "Examples:\n"
      "  stance scale wordscores speeches/ --reference usa=1 --reference russia=-1 --rescale mv --bootstrap 500\n"
      "  stance scale dictionary speeches/ --axis nato_orientation --words 10\n"
      "`stance scale METHOD --help` has the options of a method.");
}

}  // namespace program
