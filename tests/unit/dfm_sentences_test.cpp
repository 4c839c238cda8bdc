#include "stance/dfm_sentences.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "detail/random.hpp"
#include "stance/error.hpp"

namespace {

using stance::Corpus;
using stance::count_features;
using stance::count_sentences;
using stance::CountOptions;
using stance::Dfm;
using stance::SentenceCounts;
using Names = std::vector<std::string>;

Corpus corpus_of(const Names& texts) {
  Corpus corpus;
  for (std::size_t i = 0; i < texts.size(); ++i) corpus.add({"d" + std::to_string(i), texts[i], "", "", "", {}});
  return corpus;
}

/// Texts of short sentences over a few words, with blocks, marks and stop words between them.
Corpus random_corpus(std::uint64_t seed, std::size_t n) {
  constexpr const char* kWords[] = {"war", "peace", "the", "of", "NATO", "treaty", "a", "Union", "x"};
  stance::detail::Random random(seed);
  Names texts(n);
  for (std::string& text : texts) {
    for (auto sentences = random.below(9); sentences > 0; --sentences) {
      for (auto words = 1 + random.below(8); words > 0; --words)
        text += std::string(kWords[random.below(9)]) + (random.below(6) == 0 ? ", " : " ");
      text += random.below(4) == 0 ? "it.\n\n" : "it. ";
    }
  }
  return corpus_of(texts);
}

void expect_equal(const Dfm& a, const Dfm& b, const std::string& what) {
  EXPECT_EQ(a.documents(), b.documents()) << what;
  EXPECT_EQ(a.features().to_vector(), b.features().to_vector()) << what;
  ASSERT_EQ(a.n_documents(), b.n_documents()) << what;
  ASSERT_EQ(a.n_features(), b.n_features()) << what;
  EXPECT_EQ(a.matrix().nonZeros(), b.matrix().nonZeros()) << what;
  EXPECT_TRUE(Eigen::MatrixXd(a.matrix()) == Eigen::MatrixXd(b.matrix())) << what;
}

// By hand.
TEST(CountSentences, GivesARowForEachSentence) {
  const SentenceCounts counts = count_sentences(corpus_of({"War is war. Peace!", "", "Peace, peace. ... War now."}));
  EXPECT_EQ(counts.documents, (Names{"d0", "d1", "d2"}));
  EXPECT_EQ(counts.features->to_vector(), (Names{"is", "now", "peace", "war"}));
  EXPECT_EQ(counts.n_sentences(0), 2U);
  EXPECT_EQ(counts.n_sentences(1), 0U);
  EXPECT_EQ(counts.first.back(), static_cast<std::size_t>(counts.matrix.rows()));
  EXPECT_EQ(counts.matrix.coeff(0, 3), 2.0);
  EXPECT_EQ(counts.matrix.coeff(0, 2), 0.0);
  EXPECT_EQ(counts.matrix.coeff(1, 2), 1.0);
  EXPECT_EQ(counts.matrix.coeff(2, 2), 2.0);
  EXPECT_EQ(counts.to_dfm().row_sums(), (std::vector<double>{4.0, 0.0, 4.0}));
}

TEST(CountSentences, AddsUpToCountFeaturesWithAllOptionsAndThreads) {
  const std::vector<std::pair<std::string, std::function<void(CountOptions&)>>> cases = {
      {"defaults", [](CountOptions&) {}},
      {"n-grams", [](CountOptions& o) { o.features.ngram_max = 3; }},
      {"bigrams only, gaps kept",
       [](CountOptions& o) {
         o.features.ngram_min = o.features.ngram_max = 2;
         o.features.ngram_gaps = stance::NgramGaps::keep;
         o.features.stop_words = {"the", "of"};
       }},
      {"stop words", [](CountOptions& o) { o.features.stop_words = stance::english_stop_words(), o.features.ngram_max = 2; }},
      {"min_length", [](CountOptions& o) { o.features.min_length = 2; }},
      {"min_doc_freq", [](CountOptions& o) { o.features.min_doc_freq = 4, o.features.ngram_max = 2; }},
      {"max_doc_freq", [](CountOptions& o) { o.features.max_doc_freq = 0.5, o.features.ngram_max = 2; }},
      {"max_features", [](CountOptions& o) { o.features.max_features = 7, o.features.ngram_max = 2; }},
      {"all marks", [](CountOptions& o) { o.features.token_filter = stance::TokenFilter::all; }},
      {"nothing is left", [](CountOptions& o) { o.features.min_length = 30; }},
  };
  const Corpus corpus = random_corpus(3, 40);
  std::size_t run = 0;
  for (const auto& [name, set] : cases) {
    CountOptions options;
    set(options);
    options.threads = 1;
    const Dfm expected = count_features(corpus, options).dfm;
    for (const std::size_t threads : {1U, 3U}) {
      options.threads = threads;
      expect_equal(count_sentences(corpus, options).to_dfm(), expected, name);
      ++run;
    }
  }
  EXPECT_EQ(run, 2 * cases.size());
}

TEST(CountSentences, LeavesOutDocumentsThatCannotBeCounted) {
  const SentenceCounts counts = count_sentences(corpus_of({"War. Peace.", "\xFF broken", "Peace."}));
  EXPECT_EQ(counts.documents, (Names{"d0", "d2"}));
  EXPECT_EQ(counts.first, (std::vector<std::size_t>{0, 2, 3}));
  ASSERT_EQ(counts.diagnostics.size(), 1U);
  EXPECT_EQ(counts.diagnostics.front().file, "d1");
}

TEST(CountSentences, CountsNothingInNothing) {
  const SentenceCounts counts = count_sentences(Corpus());
  EXPECT_EQ(counts.n_documents(), 0U);
  EXPECT_EQ(counts.to_dfm().n_documents(), 0);
}

TEST(CountSentences, RefusesBadOptionsAndStops) {
  CountOptions options;
  options.features.ngram_max = 0;
  EXPECT_THROW((void)count_sentences(corpus_of({"a"}), options), stance::InvalidArgument);
  std::stop_source stop;
  stop.request_stop();
  CountOptions stopped;
  stopped.stop = stop.get_token();
  EXPECT_THROW((void)count_sentences(corpus_of({"a", "b"}), stopped), stance::Stopped);
}

}  // namespace
