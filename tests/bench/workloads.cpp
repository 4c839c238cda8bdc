/// bench WORKLOAD INPUT…: one stage of the library over a folder of texts or a file of rows, timed within the process, so that others can
/// put it beside their own tools. Prints one line of JSON:
///
///     {"stages":{"tokenize":0.41},"info":{"documents":1597,"bytes":21000000,"threads":1,"repeats":5,"words":3400000,…}}
///
/// Seconds are the median of the repeats, wall time ("cpu_seconds" in info: processor time, which other work on the machine moves less; its
/// single values are "all_cpu_seconds"; "peak_kb" is the largest resident size of the process); reading files, and what a workload builds
/// on (the matrix of the cosines, the patterns, the compiled pack), are not in it. What each workload does:
///
///     tokenize      words by UAX #29 with byte spans and sentences, folded and interned; no cleaning
///     tfidf         the same, counted and weighted: tf · (ln((1 + N) / (1 + df)) + 1), rows of length 1
///     tfidf12       the same with bigrams inside sentences
///     lexicon       words, and the places of 3,000 patterns of two and three words (the commonest of the texts themselves)
///     lexicon_glob  the same with a wildcard at the end of each last word: "nuclear wea*"
///     cos_dense     cosines of all pairs, from the tf-idf matrix
///     cos_top10     the ten nearest of each document, exact
///     score         cleaning, words, evidence, positions and intervals on all axes and targets of geopolitics.en; nothing is written
///     icu_tokenize  a peer: the words of ICU's own iterator, folded by ICU, numbered by std::unordered_map; no sentences are looked for

#include <sys/resource.h>
#include <unicode/brkiter.h>
#include <unicode/ucasemap.h>
#include <unicode/utext.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "stance.hpp"

namespace {

using stance::Boundary;
using stance::Corpus;
using stance::Dfm;

struct Settings {
  std::vector<std::string> inputs;
  std::string language = "en";
  std::size_t threads = 1;
  std::size_t repeats = 5;
  std::string patterns;  ///< file that the patterns of lexicon and lexicon_glob are written to
};

using Info = std::map<std::string, std::size_t>;
/// Makes ready what the stage builds on, and gives the stage, which returns what it counted.
using Workload = std::function<std::function<Info()>(const Corpus&, const Settings&)>;

stance::CountOptions count_options(const Settings& settings, std::size_t ngram_max) {
  stance::CountOptions options;
  options.threads = settings.threads;
  options.language = settings.language;
  options.clean = stance::CleanOptions::none();
  options.features.ngram_max = ngram_max;
  return options;
}

std::function<Info()> tokenize(const Corpus& corpus, const Settings& settings) {
  return [&corpus, settings] {
    stance::Vocabulary vocabulary;
    stance::Tokenizer tokenizer(settings.language, vocabulary);
    Info info;
    for (const stance::Document& document : corpus) {
      const stance::Tokens tokens = tokenizer(stance::clean(document.text, stance::CleanOptions::none()));
      info["words"] += tokens.words.size();
      info["sentences"] += tokens.sentences.size();
    }
    info["types"] = vocabulary.size();
    return info;
  };
}

Dfm weighted(const Corpus& corpus, const Settings& settings, std::size_t ngram_max) {
  return stance::fit_transform(stance::count_features(corpus, count_options(settings, ngram_max)).dfm, {}, settings.threads);
}

Workload tfidf(std::size_t ngram_max) {
  return [ngram_max](const Corpus& corpus, const Settings& settings) {
    return [&corpus, settings, ngram_max] {
      const Dfm dfm = weighted(corpus, settings, ngram_max);
      return Info{{"features", static_cast<std::size_t>(dfm.n_features())}, {"cells", static_cast<std::size_t>(dfm.matrix().nonZeros())}};
    };
  };
}

/// Patterns, and the lexicon without entries that the matcher asks for.
struct PatternSet {
  stance::Lexicon lexicon;
  std::vector<stance::Pattern> patterns;
  std::unique_ptr<stance::Matcher> matcher;
};

bool is_plain(std::string_view word) {
  return word.size() > 2 && std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

/// The commonest phrases of two and three plain words; equally common ones by name.
std::vector<std::string> common_phrases(const Corpus& corpus, const Settings& settings, std::size_t n) {
  stance::CountOptions options = count_options(settings, 3);
  options.features.ngram_min = 2;
  options.features.ngram_gaps = stance::NgramGaps::keep;
  options.features.stop_words = stance::english_stop_words();
  options.features.min_doc_freq = 2;
  const Dfm dfm = stance::count_features(corpus, options).dfm;
  const std::vector<std::uint64_t> frequencies = dfm.document_frequencies();
  std::vector<std::pair<std::uint64_t, std::string>> phrases;
  for (std::size_t f = 0; f < frequencies.size(); ++f) {
    const std::string_view name = dfm.features()[f];
    bool plain = true;
    for (std::size_t begin = 0; begin < name.size();) {
      const std::size_t end = std::min(name.find(' ', begin), name.size());
      plain = plain && is_plain(name.substr(begin, end - begin));
      begin = end + 1;
    }
    if (plain) phrases.emplace_back(frequencies[f], name);
  }
  std::sort(phrases.begin(), phrases.end(),
            [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  std::vector<std::string> out;
  for (std::size_t i = 0; i < std::min(n, phrases.size()); ++i) out.push_back(phrases[i].second);
  return out;
}

std::shared_ptr<PatternSet> patterns_of(const Corpus& corpus, const Settings& settings, bool globs) {
  auto set = std::make_shared<PatternSet>();
  set->lexicon.meta.language = settings.language;
  for (std::string phrase : common_phrases(corpus, settings, 3000)) {
    if (globs) phrase.replace(phrase.size() - 1, 1, "*");
    stance::PatternParse parsed = stance::parse_pattern(phrase);
    if (parsed.pattern) set->patterns.push_back(std::move(*parsed.pattern));
  }
  if (!settings.patterns.empty()) {
    std::ofstream out(settings.patterns);
    for (const stance::Pattern& pattern : set->patterns) out << pattern.text << '\n';
    if (!out.flush()) throw stance::Error("bench: cannot write " + settings.patterns);
  }
  std::vector<stance::MatchEntry> entries;
  for (const stance::Pattern& pattern : set->patterns) entries.push_back({&pattern, 0, stance::Reach::clause});
  set->matcher = std::make_unique<stance::Matcher>(set->lexicon, std::move(entries));
  return set;
}

Boundary boundary_of(stance::Gap gap) {
  if (stance::has(gap, stance::Gap::sentence)) return Boundary::sentence;
  return stance::has(gap, stance::Gap::comma | stance::Gap::semicolon | stance::Gap::colon | stance::Gap::dash | stance::Gap::stop)
             ? Boundary::soft
             : Boundary::none;
}

Workload match(bool globs) {
  return [globs](const Corpus& corpus, const Settings& settings) {
    const std::shared_ptr<PatternSet> set = patterns_of(corpus, settings, globs);
    return [&corpus, settings, set] {
      stance::Vocabulary vocabulary;
      stance::Tokenizer tokenizer(settings.language, vocabulary);
      stance::MatchWorkspace workspace(*set->matcher, vocabulary);
      std::vector<Boundary> before;
      std::vector<stance::Match> matches;
      Info info{{"patterns", set->patterns.size()}};
      for (const stance::Document& document : corpus) {
        const stance::Tokens tokens = tokenizer(stance::clean(document.text, stance::CleanOptions::none()));
        before.clear();
        for (const stance::Token& word : tokens.words) before.push_back(boundary_of(word.gap));
        workspace.find({&tokens.words, &before, nullptr}, matches);
        info["hits"] += matches.size();
      }
      return info;
    };
  };
}

std::function<Info()> all_cosines(const Corpus& corpus, const Settings& settings) {
  return [dfm = weighted(corpus, settings, 1), threads = settings.threads] {
    const stance::SimilarityMatrix matrix = stance::similarity_matrix(dfm, stance::Measure::cosine, threads);
    return Info{{"pairs", static_cast<std::size_t>(matrix.values.size())}};
  };
}

std::function<Info()> nearest(const Corpus& corpus, const Settings& settings) {
  return [dfm = weighted(corpus, settings, 1), threads = settings.threads] {
    return Info{{"rows", stance::top_k(dfm, 10, stance::Measure::cosine, threads).size()}};
  };
}

std::function<Info()> score(const Corpus& corpus, const Settings& settings) {
  const auto lexicon = std::make_shared<stance::CompiledLexicon>(stance::load_lexicon("geopolitics.en"));
  return [&corpus, settings, lexicon] {
    stance::AnalysisOptions options;
    options.threads = settings.threads;
    Info info;
    for (const stance::DocumentAnalysis& document : stance::analyze(corpus, *lexicon, options).documents) {
      for (const stance::AxisResult& axis : document.axes) info["evidence"] += axis.n_evidence;
      for (const stance::TargetResult& target : document.targets) info["mentions"] += target.mentions;
    }
    return info;
  };
}

/// ICU and the standard library alone, for comparison: nothing of ours but the texts.
class IcuWords {
 public:
  explicit IcuWords(const std::string& language)
      : words_(icu::BreakIterator::createWordInstance(icu::Locale(language.c_str()), status_)),
        fold_(ucasemap_open(language.c_str(), U_FOLD_CASE_DEFAULT, &status_), &ucasemap_close) {
    check();
  }

  void add(const std::string& text) {
    const std::unique_ptr<UText, decltype(&utext_close)> view(
        utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status_), &utext_close);
    words_->setText(view.get(), status_);
    check();
    for (std::int32_t begin = words_->first(), end = words_->next(); end != icu::BreakIterator::DONE; begin = end, end = words_->next()) {
      if (words_->getRuleStatus() >= UBRK_WORD_NONE_LIMIT) add_word(text.data() + begin, end - begin);
    }
  }
  [[nodiscard]] Info info() const { return {{"words", n_words_}, {"types", types_.size()}}; }

 private:
  void add_word(const char* word, std::int32_t size) {
    folded_.resize(static_cast<std::size_t>(3 * size) + 1);  // no folding of UTF-8 is longer
    const std::int32_t length =
        ucasemap_utf8FoldCase(fold_.get(), folded_.data(), static_cast<std::int32_t>(folded_.size()), word, size, &status_);
    check();
    ++n_words_;
    types_.try_emplace(folded_.substr(0, static_cast<std::size_t>(length)), types_.size());
  }
  void check() const {
    if (U_FAILURE(status_)) throw stance::Error(std::string("bench: ICU: ") + u_errorName(status_));
  }

  UErrorCode status_ = U_ZERO_ERROR;
  std::unique_ptr<icu::BreakIterator> words_;
  std::unique_ptr<UCaseMap, decltype(&ucasemap_close)> fold_;
  std::string folded_;
  std::unordered_map<std::string, std::size_t> types_;
  std::size_t n_words_ = 0;
};

std::function<Info()> icu_tokenize(const Corpus& corpus, const Settings& settings) {
  return [&corpus, settings] {
    IcuWords words(settings.language);
    for (const stance::Document& document : corpus) words.add(document.text);
    return words.info();
  };
}

/// Of this program alone: what getrusage() says counts the program that started it too, up to its exec.
std::size_t peak_kilobytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stoul(line.substr(6));
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::size_t>(usage.ru_maxrss);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Runs a stage several times.
class Stopwatch {
 public:
  void time(const std::function<Info()>& stage, std::size_t repeats) {
    for (std::size_t i = 0; i < repeats; ++i) {
      const std::clock_t cpu = std::clock();
      const auto start = std::chrono::steady_clock::now();
      counted = stage();
      wall.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
      processor.push_back(static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC);
    }
  }
  std::vector<double> wall;
  std::vector<double> processor;
  Info counted;
};

int run(int argc, char** argv) {
  const std::map<std::string, Workload> workloads = {
      {"tokenize", tokenize},        {"tfidf", tfidf(1)},        {"tfidf12", tfidf(2)},  {"lexicon", match(false)},
      {"lexicon_glob", match(true)}, {"cos_dense", all_cosines}, {"cos_top10", nearest}, {"score", score},
      {"icu_tokenize", icu_tokenize}};
  std::vector<std::string> names;
  for (const auto& [name, workload] : workloads) names.push_back(name);
  CLI::App app("Times one stage of the library, within the process.", "bench");
  Settings settings;
  std::string name;
  app.add_option("workload", name, "What to time")->required()->check(CLI::IsMember(names));
  app.add_option("inputs", settings.inputs, "Folders of texts, or files of rows (jsonl, csv)")->required();
  app.add_option("--language", settings.language, "Of the texts")->capture_default_str();
  app.add_option("--threads", settings.threads, "For tfidf, tfidf12, score, cos_dense and cos_top10; 0: as many as the machine has")
      ->capture_default_str();
  app.add_option("--patterns", settings.patterns, "Write the patterns of lexicon and lexicon_glob to this file, one a line");
  app.add_option("--repeats", settings.repeats, "Seconds are the median of so many")->check(CLI::Range(1, 1000))->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  const stance::ReadResult input = stance::read_corpus(settings.inputs);
  for (const stance::Diagnostic& fault : input.diagnostics) std::fprintf(stderr, "%s\n", fault.to_string().c_str());
  if (input.corpus.empty()) throw stance::Error("bench: no documents to work on");
  Stopwatch watch;
  watch.time(workloads.at(name)(input.corpus, settings), settings.repeats);
  nlohmann::json info = watch.counted;
  info["documents"] = input.corpus.size();
  info["threads"] = settings.threads;
  info["repeats"] = settings.repeats;
  info["cpu_seconds"] = median(watch.processor);
  info["all_cpu_seconds"] = watch.processor;
  info["peak_kb"] = peak_kilobytes();
  std::size_t bytes = 0;
  for (const stance::Document& document : input.corpus) bytes += document.text.size();
  info["bytes"] = bytes;
  std::printf("%s\n", nlohmann::json{{"stages", {{name, median(watch.wall)}}}, {"info", info}}.dump().c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "%s\n", fault.what());
    return 1;
  }
}
