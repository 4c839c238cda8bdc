#include "stance/scaling_bootstrap.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "scaling_tables.hpp"
#include "stance/affinity.hpp"
#include "stance/dictionary_scale.hpp"
#include "stance/error.hpp"
#include "stance/wordscores.hpp"

namespace {

using stance::bootstrap_scale;
using stance::BootstrapOptions;
using stance::Dfm;
using stance::DocumentScale;
using stance::SentenceCounts;
using stance::Unscaled;

/// Sentences of two documents for reference and of one to be placed. A sentence of the last says the same word `run` times, as words do in
/// texts.
SentenceCounts clustered(std::size_t run, std::size_t n_sentences) {
  SentenceCounts out;
  out.documents = {"L", "R", "v"};
  out.features = std::make_shared<const stance::NameList>(std::vector<std::string>{"bad", "good"});
  out.first = {0, 10, 20, 20 + n_sentences};
  out.matrix.resize(static_cast<Eigen::Index>(20 + n_sentences), 2);
  for (Eigen::Index s = 0; s < out.matrix.rows(); ++s) {
    if (s < 20) {
      out.matrix.insert(s, 0) = s < 10 ? 4.0 + static_cast<double>(s % 2) : 1.0;
      out.matrix.insert(s, 1) = s < 10 ? 1.0 : 4.0 + static_cast<double>(s % 2);
    } else {
      out.matrix.insert(s, s % 5 < 2 ? 0 : 1) = static_cast<double>(run);
    }
  }
  out.matrix.makeCompressed();
  return out;
}

stance::Scaling logit_of(const SentenceCounts& counts) {
  const auto dictionary = std::make_shared<stance::DictionaryScale>(stance::PoleDictionary{{{"bad"}}, {{"good"}}}, counts.features);
  return [dictionary](const Dfm& dfm) { return dictionary->positions(dfm); };
}

BootstrapOptions many() {
  BootstrapOptions options;
  options.n_replicates = 2000;
  options.interval = stance::BootstrapInterval::normal;
  return options;
}

// Words that come four to a sentence are a quarter as much evidence: the error by sentences is √4 times the analytic one (up to the ½ of
// the logit).
TEST(BootstrapScale, ErrorsAreLargerThanAnalyticOnesWhereWordsCluster) {
  for (const std::size_t run : {1U, 4U}) {
    const SentenceCounts counts = clustered(run, 100);
    const double analytic = logit_of(counts)(counts.to_dfm()).positions[2].std_error;
    const DocumentScale scale = bootstrap_scale(counts, logit_of(counts), many());
    EXPECT_NEAR(scale.positions[2].std_error / analytic, std::sqrt(static_cast<double>(run)), 0.12 * std::sqrt(static_cast<double>(run)))
        << run;
    EXPECT_THAT(scale.formula, testing::HasSubstr("bootstrap over sentences, 2000 replicates, normal intervals"));
  }
}

// The same for Wordscores and affinities with frozen words; a model that is fitted anew in each replicate knows less.
TEST(BootstrapScale, WorksForEveryMethod) {
  const SentenceCounts counts = clustered(4, 100);
  const std::vector<std::optional<double>> references = {-1.0, 1.0, std::nullopt};
  const auto model = stance::Wordscores::fit(counts.to_dfm(), references);
  const DocumentScale frozen = bootstrap_scale(
      counts, [&](const Dfm& dfm) { return model.predict(dfm); }, many());
  const DocumentScale refitted = bootstrap_scale(
      counts, [&](const Dfm& dfm) { return stance::Wordscores::fit(dfm, references).predict(dfm); }, many());
  EXPECT_NEAR(frozen.positions[2].std_error / model.predict(counts.to_dfm()).positions[2].std_error, 2.0, 0.2);
  EXPECT_GT(refitted.positions[2].std_error, frozen.positions[2].std_error * 0.98);
  EXPECT_EQ(frozen.positions[2].value, refitted.positions[2].value);
  const DocumentScale affinity = bootstrap_scale(
      counts, [&](const Dfm& dfm) { return stance::ClassAffinity::fit(dfm, references).predict(dfm, 0.95, 1).scale; }, many());
  EXPECT_GT(affinity.positions[2].std_error, 0.0);
  EXPECT_EQ(affinity.method, "class_affinity");
}

TEST(BootstrapScale, ShortAndUndefinedDocumentsAreNotGivenErrors) {
  SentenceCounts counts = clustered(1, 3);
  EXPECT_THROW((void)bootstrap_scale(counts, logit_of(counts), many()), stance::InvalidArgument);
  BootstrapOptions options = many();
  options.short_documents = stance::ShortDocuments::keep;
  const DocumentScale kept = bootstrap_scale(counts, logit_of(counts), options);
  EXPECT_GT(kept.positions[0].std_error, 0.0);
  EXPECT_FALSE(std::isnan(kept.positions[2].value));
  EXPECT_TRUE(std::isnan(kept.positions[2].std_error) && std::isnan(kept.positions[2].lower));
  counts.documents.push_back("empty");
  counts.first.push_back(counts.first.back());
  const DocumentScale with_empty = bootstrap_scale(counts, logit_of(counts), options);
  EXPECT_EQ(with_empty.reasons[3], Unscaled::empty);
  EXPECT_TRUE(std::isnan(with_empty.positions[3].value));
}

}  // namespace
