#include "stance/analysis.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cmath>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "stance/error.hpp"
#include "stance/lexicon.hpp"
#include "stance/tokens.hpp"
#include "stance/vocabulary.hpp"
#include "unit/analysis_print.hpp"
#include "unit/analysis_support.hpp"
#include "unit/cpu_seconds.hpp"

namespace stance {
namespace {

using namespace testing;  // NOLINT: the small lexicon and its documents

/// All words that matter are in a tenth of the background, so that their idf is the same.
const AxisDirections& directions() {
  static const AxisDirections made(lexicon().lexicon(), DocumentFrequencies(100, 0.0, {"trade", "exports", "free", "hills"}, {10, 10, 10, 10}));
  return made;
}

DocumentAnalysis one(const std::string& text, AnalysisOptions options = {}) {
  Analysis got = analyze(corpus_of({document("one", text)}), lexicon(), options);
  EXPECT_TRUE(got.diagnostics.empty());
  return got.documents.empty() ? DocumentAnalysis{} : std::move(got.documents.front());
}

const AxisResult& axis(const DocumentAnalysis& analysis, const std::string& key) {
  const auto index = static_cast<std::uint32_t>(lexicon().lexicon().find_axis(key).value());
  return *std::find_if(analysis.axes.begin(), analysis.axes.end(), [&](const AxisResult& a) { return a.axis == index; });
}

const TargetResult* target(const DocumentAnalysis& analysis, const std::string& key) {
  const auto index = static_cast<std::uint32_t>(lexicon().lexicon().find_target(key).value());
  const auto found = std::find_if(analysis.targets.begin(), analysis.targets.end(), [&](const TargetResult& t) { return t.target == index; });
  return found == analysis.targets.end() ? nullptr : &*found;
}

TEST(Analysis, ScoresADocument) {
  const DocumentAnalysis got = one("We will join the League. We cooperate with the League. The League met. We condemn Southland. The sky is blue.");
  EXPECT_EQ(got.id, "one");
  EXPECT_EQ(got.language, "en");
  EXPECT_EQ(got.principal, "Northland");
  EXPECT_FALSE(got.principal_inferred);
  EXPECT_EQ(got.n_sentences, 5U);
  ASSERT_EQ(got.axes.size(), 3U);
  const AxisResult& league = axis(got, "league_orientation");
  ASSERT_TRUE(league.position.estimate);
  EXPECT_DOUBLE_EQ(*league.position.estimate, (4 * 1.0 + 1 * 0.5 + 0.5 * 0) / 5.5);
  EXPECT_EQ(league.n_evidence, 2U);
  EXPECT_EQ(league.n_neutral, 1U);
  EXPECT_DOUBLE_EQ(league.coverage, 3.0 / 5);
  EXPECT_DOUBLE_EQ(league.salience, 3000.0 / got.n_tokens);
  EXPECT_DOUBLE_EQ(league.logit.value, std::log((4.5 + 0.5) / 0.5));
  EXPECT_DOUBLE_EQ(league.logit.std_error, std::sqrt((16.25 + 0.5) / 25 + 2));
  EXPECT_DOUBLE_EQ(league.relative_difference->value, 1.0);
  EXPECT_DOUBLE_EQ(league.absolute_difference.value, 4.5 / got.n_tokens);
  ASSERT_NE(target(got, "Southland"), nullptr);
  EXPECT_DOUBLE_EQ(*target(got, "Southland")->stance.estimate, -1.0);
  EXPECT_EQ(target(got, "League")->mentions, 3U);
  EXPECT_EQ(target(got, "Union"), nullptr) << "targets only when mentioned";
  EXPECT_EQ(axis(got, "trade").position.undefined, Undefined::too_short);
  EXPECT_EQ(axis(got, "alignment").n_evidence, 1U);
}

TEST(Analysis, ContributionsAddUpToThePosition) {
  const Analysis got = analyze(corpus_of(documents(200)), lexicon());
  const Lexicon& data = lexicon().lexicon();
  std::size_t bipolar = 0;
  std::size_t intensities = 0;
  for (const DocumentAnalysis& d : got.documents) {
    for (const AxisResult& a : d.axes) {
      const std::vector<Record>& records = d.evidence.axes[a.axis];
      const std::vector<double> shares = contributions(records, data.axes[a.axis].kind, d.n_tokens, data.axes[a.axis].scale);
      ASSERT_EQ(shares.size(), records.size());
      double sum = 0.0;
      for (std::size_t i = 0; i < shares.size(); ++i) {
        sum += shares[i];
        EXPECT_TRUE(records[i].counted() || shares[i] == 0.0);
      }
      if (!a.position.estimate) continue;
      if (data.axes[a.axis].kind == AxisKind::bipolar) {
        EXPECT_NEAR(sum, *a.position.estimate, 1e-12);
        ++bipolar;
      } else {
        EXPECT_NEAR(1 - std::exp(-sum), *a.position.estimate, 1e-12);
        ++intensities;
      }
    }
    for (std::size_t t = 0; t < d.targets.size(); ++t) {
      if (!d.targets[t].stance.estimate) continue;
      double sum = 0.0;
      for (const double share : contributions(d.evidence.targets[t].records, AxisKind::bipolar, d.n_tokens, 1)) sum += share;
      EXPECT_NEAR(sum, *d.targets[t].stance.estimate, 1e-12);
    }
  }
  EXPECT_GT(bipolar, 250U);
  EXPECT_GT(intensities, 100U);
}

TEST(Analysis, ADocumentDoesNotMoveWhenAnotherJoins) {
  const std::vector<Document> all = documents(40);
  const Analysis together = analyze(corpus_of(all), lexicon());
  ASSERT_EQ(together.documents.size(), all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Analysis alone = analyze(corpus_of({all[i]}), lexicon());
    ASSERT_EQ(alone.documents.size(), 1U);
    EXPECT_EQ(print(alone.documents.front()), print(together.documents[i])) << all[i].id;
  }
}

TEST(Analysis, PlaceInTheCorpusDoesNotMatter) {
  std::vector<Document> all = documents(60);
  const Analysis there = analyze(corpus_of(all), lexicon());
  std::reverse(all.begin(), all.end());
  const Analysis back = analyze(corpus_of(all), lexicon());
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(print(there.documents[i]), print(back.documents[all.size() - 1 - i]));
}

// The pole of `trade` is trade 1/2 + 1/2, exports 1/2, free 1/2: length √1.5 times the idf. The document is exports and hills, once each and
// without its function words: length √2 times the idf. Cosine: 0.5 / (√1.5 · √2).
TEST(Analysis, VectorViewStandsBesideThePositions) {
  AnalysisOptions options;
  options.directions = &directions();
  const DocumentAnalysis got = one("The exports of the hills.", options);
  ASSERT_TRUE(axis(got, "trade").projection);
  EXPECT_NEAR(*axis(got, "trade").projection, 0.5 / std::sqrt(3.0), 1e-12);
  EXPECT_FALSE(axis(got, "alignment").projection) << "no word of the axis";
  EXPECT_FALSE(axis(one("The exports of the hills."), "trade").projection) << "not asked for";
  options.axes = {"trade"};
  const DocumentAnalysis alone = one("The exports of the hills.", options);
  ASSERT_EQ(alone.axes.size(), 1U);
  EXPECT_EQ(alone.axes[0].projection, axis(got, "trade").projection);
}

TEST(Analysis, IsTheSameOnAnyNumberOfThreadsAndTwice) {
  std::vector<Document> all = documents(300);
  all[5].text = "broken \xFF bytes";
  all[200].principal = "Nowhere";
  all[280].language = "xx";
  const Corpus corpus = corpus_of(all);
  for (const IntervalMethod method : {IntervalMethod::beta, IntervalMethod::bayesian_bootstrap}) {
    std::string expected;
    for (const std::size_t threads : {1U, 2U, 8U}) {
      for (int round = 0; round < 2; ++round) {
        AnalysisOptions options;
        options.threads = threads;
        options.count_features = CountFeatures::yes;
        options.directions = &directions();
        options.position.method = method;
        options.position.n_replicates = 100;
        const std::string got = print(analyze(corpus, lexicon(), options));
        if (expected.empty()) expected = got;
        EXPECT_TRUE(got == expected) << threads << " threads, round " << round;
      }
    }
    EXPECT_GT(expected.size(), 50000U);
  }
}

TEST(Analysis, OneLexiconServesManyCallers) {
  const Corpus corpus = corpus_of(documents(50));
  const std::string expected = print(analyze(corpus, lexicon()));
  std::vector<std::string> got(4);
  std::vector<std::thread> threads;
  for (std::string& mine : got) threads.emplace_back([&] { mine = print(analyze(corpus, lexicon())); });
  for (std::thread& t : threads) t.join();
  for (const std::string& mine : got) EXPECT_TRUE(mine == expected);
}

TEST(Analysis, ABadDocumentLosesNoOther) {
  std::vector<Document> all = documents(9);
  all[1].text = "We will join \xC3\x28 the League.";
  all[1].source = "folder/one.txt";
  all[4].principal = "Atlantis";
  all[7].language = "not a language";
  AnalysisOptions options;
  options.count_features = CountFeatures::yes;
  const Analysis got = analyze(corpus_of(all), lexicon(), options);
  ASSERT_EQ(got.documents.size(), 6U);
  const std::vector<std::size_t> good = {0, 2, 3, 5, 6, 8};
  const Analysis clean = analyze(corpus_of({all[0], all[2], all[3], all[5], all[6], all[8]}), lexicon(), options);
  for (std::size_t i = 0; i < good.size(); ++i) {
    EXPECT_EQ(got.documents[i].id, all[good[i]].id);
    EXPECT_EQ(print(got.documents[i]), print(clean.documents[i]));
  }
  EXPECT_EQ(print(got.features), print(clean.features)) << "a document that failed leaves no row behind";
  ASSERT_EQ(got.diagnostics.size(), 3U) << "in corpus order";
  for (const Diagnostic& d : got.diagnostics) EXPECT_EQ(d.severity, Severity::error);
  EXPECT_EQ(got.diagnostics[0].file, "folder/one.txt");
  EXPECT_NE(got.diagnostics[0].to_string().find("13"), std::string::npos) << "the byte offset: " << got.diagnostics[0].to_string();
  EXPECT_NE(got.diagnostics[1].to_string().find("Atlantis"), std::string::npos) << got.diagnostics[1].to_string();
  EXPECT_NE(got.diagnostics[1].to_string().find("d4"), std::string::npos) << got.diagnostics[1].to_string();
  EXPECT_NE(got.diagnostics[2].to_string().find("not a language"), std::string::npos) << got.diagnostics[2].to_string();
}

TEST(Analysis, AllDocumentsMayBeBad) {
  AnalysisOptions options;
  options.count_features = CountFeatures::yes;
  const Analysis got = analyze(corpus_of({document("a", "\xFF"), document("b", "fine", "Atlantis")}), lexicon(), options);
  EXPECT_TRUE(got.documents.empty());
  EXPECT_EQ(got.diagnostics.size(), 2U);
  EXPECT_FALSE(got.features);
  EXPECT_TRUE(analyze(Corpus(), lexicon(), options).documents.empty());
}

TEST(Analysis, CopiesOfATextHaveItsPosition) {
  const std::string text = "We will join the League. We condemn the Union. We cooperate with the League. The League met. Neutrality is our policy. ";
  const DocumentAnalysis once = one(text);
  for (const std::size_t k : {2U, 7U, 30U}) {
    std::string copies;
    for (std::size_t i = 0; i < k; ++i) copies += text;
    const DocumentAnalysis many = one(copies);
    for (const std::string key : {"league_orientation", "alignment"}) {
      EXPECT_NEAR(*axis(many, key).position.estimate, *axis(once, key).position.estimate, 1e-12);
      EXPECT_LT(axis(many, key).position.std_error, axis(once, key).position.std_error);
      EXPECT_NEAR(axis(many, key).salience, axis(once, key).salience, 1e-9);
      EXPECT_EQ(axis(many, key).n_evidence, k * axis(once, key).n_evidence);
    }
    EXPECT_NEAR(*target(many, "Union")->stance.estimate, *target(once, "Union")->stance.estimate, 1e-12);
  }
}

TEST(Analysis, WordsWithoutAMeaningHereChangeSalienceOnly) {
  const std::string text = "We will join the League. We condemn the Union. ";
  const std::string filler = "The weather was fine over the hills. Children went to school by bus. ";
  const DocumentAnalysis plain = one(text);
  const DocumentAnalysis padded = one(filler + text + filler);
  for (const char* key : {"league_orientation", "alignment"}) {
    const AxisResult& a = axis(plain, key);
    const AxisResult& b = axis(padded, key);
    EXPECT_EQ(print(a.position), print(b.position));
    EXPECT_EQ(a.n_evidence, b.n_evidence);
    EXPECT_EQ(print(a.logit), print(b.logit));
    EXPECT_GT(a.salience, b.salience);
    EXPECT_GT(a.coverage, b.coverage);
  }
  EXPECT_EQ(print(target(plain, "League")->stance), print(target(padded, "League")->stance));
}

TEST(Analysis, AnEndlessSentenceTakesLinearTime) {
  const auto seconds = [](std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += "We join the League neutrality ";
    return cpu_seconds([&] { (void)one(text); });
  };
  // Sixteen times the text: a pass over pairs of records would take 256 times as long.
  const double small = std::max(seconds(2'000), 0.002);
  EXPECT_LT(seconds(32'000), small * 80);
}

TEST(Analysis, AnEmptyTextIsUndefinedAndNoError) {
  for (const std::string text : {"", " ", "\n\n\t", "...", "\xEF\xBB\xBF"}) {
    const DocumentAnalysis got = one(text);
    EXPECT_EQ(got.id, "one");
    ASSERT_EQ(got.axes.size(), 3U);
    for (const AxisResult& a : got.axes) {
      EXPECT_FALSE(a.position.estimate);
      EXPECT_NE(a.position.undefined, Undefined::defined);
      EXPECT_TRUE(std::isfinite(a.salience) && std::isfinite(a.coverage));
    }
    EXPECT_EQ(axis(got, "league_orientation").position.undefined, Undefined::no_mention);
    EXPECT_TRUE(got.targets.empty());
  }
}

TEST(Analysis, SaysWhyAPositionIsUndefined) {
  EXPECT_EQ(axis(one("The weather was fine."), "league_orientation").position.undefined, Undefined::no_mention);
  EXPECT_EQ(axis(one("The League met on Tuesday."), "league_orientation").position.undefined, Undefined::no_polarity);
  const DocumentAnalysis reported = one("Southland said that it will join the League.");
  EXPECT_FALSE(axis(reported, "alignment").position.estimate);
  EXPECT_EQ(axis(reported, "alignment").position.undefined, Undefined::only_reported);
  EXPECT_EQ(axis(reported, "alignment").n_not_counted, 1U);
  std::string filler;
  for (int i = 0; i < 60; ++i) filler += "The weather was fine. ";
  EXPECT_EQ(axis(one(filler), "trade").position.undefined, Undefined::too_short) << "240 words";
  EXPECT_EQ(*axis(one(filler + filler), "trade").position.estimate, 0.0);
}

TEST(Analysis, OnlyTheAxesAskedFor) {
  AnalysisOptions options;
  options.axes = {"trade", "league_orientation", "trade"};
  const DocumentAnalysis some = one("We will join the League. Neutrality matters.", options);
  ASSERT_EQ(some.axes.size(), 2U) << "once each, in the order of the lexicon";
  EXPECT_EQ(some.axes[0].axis, 0U);
  EXPECT_EQ(some.axes[1].axis, 2U);
  const DocumentAnalysis all = one("We will join the League. Neutrality matters.");
  EXPECT_EQ(print(some.axes[0].position), print(all.axes[0].position));
}

TEST(Analysis, RefusesOptionsThatTheLexiconDoesNotKnow) {
  const Corpus corpus = corpus_of({document("a", "text")});
  AnalysisOptions options;
  options.axes = {"leauge_orientation"};
  try {
    (void)analyze(corpus, lexicon(), options);
    FAIL();
  } catch (const InvalidArgument& fault) {
    const std::string what = fault.what();
    EXPECT_NE(what.find("leauge_orientation"), std::string::npos) << what;
    EXPECT_NE(what.find("league_orientation, alignment, trade"), std::string::npos) << what;
  }
  options = {};
  options.principal = "Atlantis";
  EXPECT_THROW((void)analyze(corpus, lexicon(), options), InvalidArgument);
  EXPECT_THROW((void)analyze_stream([](Document&) { return false; }, lexicon(), options, [](const Document&, DocumentAnalysis&&) {}), InvalidArgument);
  options = {};
  options.position.level = 1.5;
  EXPECT_THROW((void)analyze(corpus, lexicon(), options), InvalidArgument) << "once, and not for each document";
  options = {};
  options.count_features = CountFeatures::yes;
  options.features.ngram_min = 0;
  EXPECT_THROW((void)analyze(corpus, lexicon(), options), InvalidArgument);
  bool more = true;
  const auto one_document = [&](Document& next) {
    next = corpus[0];
    return std::exchange(more, false);
  };
  EXPECT_TRUE(analyze_stream(one_document, lexicon(), options, [](const Document&, DocumentAnalysis&&) {}).empty())
      << "a stream counts no features, whatever the options say";
}

TEST(Analysis, PrincipalByKeyNameOrCode) {
  for (const char* name : {"Northland", "northland", "NL"}) {
    const Analysis got = analyze(corpus_of({document("a", "Northland will join the League.", name)}), lexicon());
    ASSERT_EQ(got.documents.size(), 1U) << name;
    EXPECT_EQ(got.documents[0].principal, "Northland");
    EXPECT_EQ(axis(got.documents[0], "league_orientation").n_evidence, 1U);
  }
  AnalysisOptions options;
  options.principal = "Southland";
  const Analysis got = analyze(corpus_of({document("a", "x", ""), document("b", "x", "Northland")}), lexicon(), options);
  EXPECT_EQ(got.documents[0].principal, "Southland") << "the default is for documents that state none";
  EXPECT_EQ(got.documents[1].principal, "Northland");
}

TEST(Analysis, EvidenceIsKeptOrNot) {
  const Corpus corpus = corpus_of(documents(20));
  AnalysisOptions options;
  options.keep_evidence = KeepEvidence::no;
  const Analysis lean = analyze(corpus, lexicon(), options);
  const Analysis full = analyze(corpus, lexicon());
  std::size_t records = 0;
  for (std::size_t i = 0; i < corpus.size(); ++i) {
    EXPECT_TRUE(lean.documents[i].evidence.axes.empty());
    EXPECT_TRUE(lean.documents[i].evidence.sentences.empty());
    EXPECT_EQ(lean.documents[i].n_tokens, full.documents[i].n_tokens);
    for (std::size_t a = 0; a < 3; ++a) {
      EXPECT_EQ(print(lean.documents[i].axes[a].position), print(full.documents[i].axes[a].position));
      records += full.documents[i].evidence.axes[a].size();
    }
  }
  EXPECT_GT(records, 100U);
}

TEST(Analysis, SpansCutTheWordsOutOfTheOriginal) {
  const std::string text = "\xEF\xBB\xBF“Öyle” — so e\xCC\x81t says: We will join the League.";
  const DocumentAnalysis got = one(text);
  const std::vector<Record>& records = got.evidence.axes[0];
  const auto counted = std::find_if(records.begin(), records.end(), [](const Record& r) { return r.counted() && r.value > 0; });
  ASSERT_NE(counted, records.end());
  EXPECT_EQ(text.substr(counted->cue.begin, counted->cue.size()), "join");
  EXPECT_EQ(text.substr(counted->target_span.begin, counted->target_span.size()), "League");
}

TEST(Analysis, ProgressCountsDocuments) {
  std::vector<std::size_t> calls;
  AnalysisOptions options;
  const std::thread::id here = std::this_thread::get_id();
  options.progress = [&](std::size_t done) {
    EXPECT_EQ(std::this_thread::get_id(), here);
    calls.push_back(done);
  };
  (void)analyze(corpus_of(documents(600)), lexicon(), options);
  ASSERT_GE(calls.size(), 2U);
  EXPECT_TRUE(std::is_sorted(calls.begin(), calls.end()));
  EXPECT_EQ(std::set<std::size_t>(calls.begin(), calls.end()).size(), calls.size());
  EXPECT_EQ(calls.back(), 600U);
}

TEST(Analysis, FeaturesEqualADirectCount) {
  const std::vector<Document> all = documents(300);
  DfmOptions features;
  features.ngram_max = 2;
  features.min_doc_freq = 2;
  features.stop_words = {"the"};
  Vocabulary vocabulary;
  Tokenizer tokenizer("en", vocabulary);
  DfmBuilder builder(features, vocabulary);
  for (const Document& d : all) builder.add(d.id, tokenizer(clean(d.text)));
  const std::string expected = print(builder.build());
  for (const std::size_t threads : {1U, 2U, 8U}) {
    AnalysisOptions options;
    options.threads = threads;
    options.count_features = CountFeatures::yes;
    options.features = features;
    options.keep_evidence = KeepEvidence::no;
    const Analysis got = analyze(corpus_of(all), lexicon(), options);
    ASSERT_TRUE(got.features);
    EXPECT_EQ(got.features->n_documents(), 300);
    EXPECT_GT(got.features->n_features(), 50);
    EXPECT_TRUE(print(*got.features) == expected) << threads << " threads";
  }
  EXPECT_FALSE(analyze(corpus_of(all), lexicon()).features) << "not counted unless asked for";
}

TEST(Analysis, AnotherLanguageThanTheLexiconsIsAWarning) {
  Document d = document("ru", "We will join the League.");
  d.language = "ru";
  const Analysis got = analyze(corpus_of({d}), lexicon());
  ASSERT_EQ(got.documents.size(), 1U);
  ASSERT_EQ(got.documents[0].diagnostics.size(), 1U);
  EXPECT_EQ(got.documents[0].diagnostics[0].severity, Severity::warning);
  EXPECT_EQ(got.documents[0].diagnostics[0].code, "A301");
  EXPECT_EQ(got.documents[0].language, "ru");
}

TEST(Analysis, ManyDocuments) {
  std::vector<Document> all;
  for (std::size_t i = 0; i < 20000; ++i) all.push_back(document("d" + std::to_string(i), i % 2 == 0 ? "We will join the League." : "We condemn the League."));
  AnalysisOptions options;
  options.keep_evidence = KeepEvidence::no;
  const Analysis got = analyze(corpus_of(all), lexicon(), options);
  ASSERT_EQ(got.documents.size(), all.size());
  std::size_t right = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (got.documents[i].id == all[i].id && *got.documents[i].axes[0].position.estimate == (i % 2 == 0 ? 1.0 : -1.0)) ++right;
  }
  EXPECT_EQ(right, all.size());
}

TEST(Analysis, StopsWhenItIsAskedTo) {
  Corpus corpus;
  for (int i = 0; i < 600; ++i) corpus.add({std::to_string(i), "Northland joined the League.", "", "", "", {}});
  std::stop_source stop;
  AnalysisOptions options;
  options.threads = 3;
  options.stop = stop.get_token();
  std::size_t shown = 0;
  options.progress = [&](std::size_t done) {
    shown = done;
    stop.request_stop();
  };
  EXPECT_THROW(static_cast<void>(analyze(corpus, lexicon(), options)), Stopped);
  EXPECT_GT(shown, 0U);
  EXPECT_LT(shown, 600U);
}

}  // namespace
}  // namespace stance
