// Documents pulled one by one: the same results as of a corpus, in order, and no more in memory than a batch.

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "stance/analysis.hpp"
#include "unit/analysis_print.hpp"
#include "unit/analysis_support.hpp"

namespace stance {
namespace {

using namespace testing;  // NOLINT: the small lexicon and its documents

TEST(AnalysisStream, EqualsCorpus) {
  std::vector<Document> all = documents(600);
  all[100].text = "\xFF";
  all[599].principal = "Atlantis";
  for (const std::size_t threads : {1U, 3U}) {
    AnalysisOptions options;
    options.threads = threads;
    const Analysis expected = analyze(corpus_of(all), lexicon(), options);
    std::size_t given = 0;
    std::vector<DocumentAnalysis> got;
    std::vector<std::string> ids;
    const std::vector<Diagnostic> faults = analyze_stream(
        [&](Document& next) {
          if (given == all.size()) return false;
          next = all[given++];
          return true;
        },
        lexicon(), options,
        [&](const Document& d, DocumentAnalysis&& analysis) {
          ids.push_back(d.id);
          got.push_back(std::move(analysis));
        });
    ASSERT_EQ(got.size(), expected.documents.size());
    for (std::size_t i = 0; i < got.size(); ++i) {
      EXPECT_EQ(ids[i], got[i].id);
      EXPECT_TRUE(print(got[i]) == print(expected.documents[i])) << ids[i];
    }
    ASSERT_EQ(faults.size(), 2U);
    for (std::size_t i = 0; i < faults.size(); ++i) EXPECT_EQ(faults[i].to_string(), expected.diagnostics[i].to_string());
  }
}

TEST(AnalysisStream, RenderedComesInOrderFromAnyNumberOfThreads) {
  std::vector<Document> all = documents(600);
  all[100].text = "\xFF";
  const Analysis expected = analyze(corpus_of(all), lexicon());
  for (const std::size_t threads : {1U, 3U}) {
    AnalysisOptions options;
    options.threads = threads;
    std::size_t given = 0;
    std::vector<std::string> got;
    const std::thread::id caller = std::this_thread::get_id();
    const std::vector<Diagnostic> faults = analyze_stream(
        [&](Document& next) {
          if (given == all.size()) return false;
          next = all[given++];
          return true;
        },
        lexicon(), options, [](const Document& d, const DocumentAnalysis& analysis) { return d.id + ": " + print(analysis); },
        [&](std::string&& rendered) {
          EXPECT_TRUE(std::this_thread::get_id() == caller);
          got.push_back(std::move(rendered));
        });
    ASSERT_EQ(got.size(), expected.documents.size());
    for (std::size_t i = 0; i < got.size(); ++i) EXPECT_EQ(got[i], expected.documents[i].id + ": " + print(expected.documents[i]));
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0].to_string(), expected.diagnostics[0].to_string());
  }
}

TEST(AnalysisStream, AFaultWhileRenderingReachesTheCaller) {
  std::size_t given = 0;
  const auto next = [&](Document& document_of) {
    document_of = document("d" + std::to_string(given), "We will join the League.");
    return given++ < 20;
  };
  AnalysisOptions options;
  options.threads = 2;
  const auto render = [](const Document& d, const DocumentAnalysis&) -> std::string { throw std::runtime_error(d.id + " cannot be rendered"); };
  EXPECT_THROW((void)analyze_stream(next, lexicon(), options, render, [](std::string&&) {}), std::runtime_error);
}

TEST(AnalysisStream, HoldsNoMoreThanABatch) {
  std::size_t made = 0;
  std::size_t seen = 0;
  std::size_t most_waiting = 0;
  (void)analyze_stream(
      [&](Document& next) {
        if (made == 2000) return false;
        next = document("d" + std::to_string(made++), "We will join the League.");
        most_waiting = std::max(most_waiting, made - seen);
        return true;
      },
      lexicon(), {}, [&](const Document&, DocumentAnalysis&&) { ++seen; });
  EXPECT_EQ(seen, 2000U);
  EXPECT_LE(most_waiting, 256U);
}

}  // namespace
}  // namespace stance
