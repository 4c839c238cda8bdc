#include "stance/estimators.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "stance/agreement.hpp"
#include "stance/background.hpp"
#include "stance/error.hpp"
#include "stance/projection.hpp"

namespace {

using stance::Corpus;
using stance::CorrelationInterval;
using stance::Estimate;
using stance::Estimator;
using stance::estimator_agreement;
using stance::EstimatorAgreement;
using stance::EstimatorOptions;
using stance::EstimatorPair;
using stance::InvalidArgument;

stance::Lexicon lexicon() {
  const stance::LexiconCheck check = stance::parse_lexicon(R"(
meta: {name: t, version: "1", language: en}
axes:
  peace:
    kind: bipolar
    negative: war
    positive: peace
    patterns:
      - {value: 1, reason: r, match: [peace]}
      - {value: -1, reason: r, match: [war]}
  arms:
    kind: intensity
    positive: arms
    scale: 5
    patterns:
      - {value: 1, reason: r, match: [tank]}
)",
                                                           "t.yaml");
  EXPECT_TRUE(check.lexicon.has_value());
  return *check.lexicon;
}

/// Document i says "peace" in i of twelve sentences and "war" in the others, each with its company.
Corpus corpus(std::size_t n = 13) {
  constexpr const char* kPeace[] = {"Peace brings trade and treaties.", "We seek peace and treaties.", "Trade makes peace."};
  constexpr const char* kWar[] = {"War needs soldiers and weapons.", "The war takes weapons.", "Soldiers die in war."};
  Corpus out;
  for (std::size_t i = 0; i < n; ++i) {
    std::string text;
    for (std::size_t s = 0; s < 12; ++s) text += std::string(s < i ? kPeace[(s + i) % 3] : kWar[(s + 2 * i) % 3]) + " ";
    out.add({"d" + std::to_string(i), text, "", "", "", {}});
  }
  return out;
}

struct Made {
  stance::Analysis analysis;
  stance::SentenceCounts sentences;
  stance::Lexicon lexicon;
};

Made made(const Corpus& texts) {
  const stance::CompiledLexicon compiled(lexicon());
  const stance::DocumentFrequencies background(100, 0.0, {"peace", "war", "trade"}, {10, 10, 10});
  const stance::AxisDirections directions(compiled.lexicon(), background);
  stance::AnalysisOptions options;
  options.count_features = stance::CountFeatures::yes;
  options.features = stance::topic_features("en");
  options.directions = &directions;
  stance::CountOptions counting;
  counting.features = stance::topic_features("en");
  return {stance::analyze(texts, compiled, options), stance::count_sentences(texts, counting), lexicon()};
}

EstimatorOptions small() {
  EstimatorOptions options;
  options.latent_semantic.n_dimensions = 5;
  return options;
}

const EstimatorPair& pair_of(const EstimatorAgreement& agreement, Estimator a, Estimator b) {
  for (const EstimatorPair& pair : agreement.axes.at(0).pairs) {
    if (pair.a == a && pair.b == b) return pair;
  }
  throw std::out_of_range("no such pair");
}

TEST(Estimators, AgreeWhereTheTextsDifferInOneThing) {
  const Made m = made(corpus());
  const EstimatorAgreement agreement = estimator_agreement(m.analysis, m.lexicon, m.sentences, small());
  ASSERT_EQ(agreement.axes.size(), 1U);  // the intensity has no poles
  EXPECT_EQ(agreement.axes[0].axis, "peace");
  ASSERT_EQ(agreement.axes[0].scales.size(), stance::n_estimators);
  ASSERT_EQ(agreement.axes[0].pairs.size(), stance::n_estimators * (stance::n_estimators - 1) / 2);
  for (const EstimatorPair& pair : agreement.axes[0].pairs) {
    EXPECT_GT(pair.pearson.value, 0.9) << to_string(pair.a) << " and " << to_string(pair.b);
    EXPECT_GT(pair.spearman.value, 0.9) << to_string(pair.a) << " and " << to_string(pair.b);
    EXPECT_LE(pair.pearson.lower, pair.pearson.value);
    EXPECT_GE(pair.pearson.upper, pair.pearson.value);
    const bool references = pair.a == Estimator::wordscores || pair.b == Estimator::wordscores;
    EXPECT_EQ(pair.n, references ? 11U : 13U);  // the two references are given, not found
    const bool chosen = pair.a == Estimator::position && (pair.b == Estimator::wordfish || pair.b == Estimator::correspondence);
    EXPECT_EQ(pair.sign_by_construction, chosen);
  }
  EXPECT_THAT(agreement.axes[0].scales[static_cast<std::size_t>(Estimator::wordscores)].note, testing::HasSubstr("'d0' and 'd12'"));
}

// Oracle: Fisher's interval by hand from r and n; ranks with the 1.06 of Fieller, Hartley & Pearson.
TEST(Estimators, IntervalsAreFishersAndTheBootstraps) {
  const Made m = made(corpus());
  EstimatorOptions options = small();
  const EstimatorAgreement fisher = estimator_agreement(m.analysis, m.lexicon, m.sentences, options);
  const EstimatorPair& pair = pair_of(fisher, Estimator::projection, Estimator::wordfish);
  const double z = 1.959963984540054;
  EXPECT_NEAR(pair.pearson.lower, std::tanh(std::atanh(pair.pearson.value) - z / std::sqrt(10.0)), 1e-12);
  EXPECT_NEAR(pair.pearson.std_error, (1.0 - pair.pearson.value * pair.pearson.value) / std::sqrt(10.0), 1e-12);
  const EstimatorPair& ranks = pair_of(fisher, Estimator::latent_semantic, Estimator::correspondence);
  if (ranks.spearman.value < 1.0) {
    EXPECT_NEAR(ranks.spearman.upper, std::tanh(std::atanh(ranks.spearman.value) + z * std::sqrt(1.06 / 10.0)), 1e-12);
  }
  options.interval = CorrelationInterval::bootstrap;
  options.n_replicates = 500;
  const EstimatorAgreement one = estimator_agreement(m.analysis, m.lexicon, m.sentences, options);
  const EstimatorAgreement again = estimator_agreement(m.analysis, m.lexicon, m.sentences, options);
  const Estimate& drawn = pair_of(one, Estimator::projection, Estimator::wordfish).pearson;
  EXPECT_EQ(drawn.value, pair.pearson.value);
  EXPECT_LT(drawn.lower, drawn.upper);
  EXPECT_EQ(drawn.lower, pair_of(again, Estimator::projection, Estimator::wordfish).pearson.lower);
}

TEST(Estimators, OrderOfDocumentsChangesNothing) {
  const Made m = made(corpus());
  Corpus turned;
  const Corpus texts = corpus();
  for (std::size_t i = texts.size(); i > 0; --i) turned.add(texts[i - 1]);
  const Made other = made(turned);
  const EstimatorAgreement a = estimator_agreement(m.analysis, m.lexicon, m.sentences, small());
  const EstimatorAgreement b = estimator_agreement(other.analysis, other.lexicon, other.sentences, small());
  // Counts in another order than the analysis are matched by name.
  const EstimatorAgreement mixed = estimator_agreement(m.analysis, m.lexicon, other.sentences, small());
  for (std::size_t p = 0; p < a.axes[0].pairs.size(); ++p) {
    EXPECT_NEAR(a.axes[0].pairs[p].pearson.value, b.axes[0].pairs[p].pearson.value, 1e-6) << p;
    EXPECT_NEAR(a.axes[0].pairs[p].pearson.value, mixed.axes[0].pairs[p].pearson.value, 1e-6) << p;
  }
}

TEST(Estimators, ReferencesCanBeGiven) {
  const Made m = made(corpus());
  EstimatorOptions options = small();
  options.references = {"d10", "d2"};  // the wrong way round: Wordscores then points the other way
  const EstimatorAgreement agreement = estimator_agreement(m.analysis, m.lexicon, m.sentences, options);
  EXPECT_LT(pair_of(agreement, Estimator::position, Estimator::wordscores).pearson.value, -0.9);
  options.references = {"d10", "d99"};
  EXPECT_THROW((void)estimator_agreement(m.analysis, m.lexicon, m.sentences, options), InvalidArgument);
  options.references = {"d1", "d1"};
  EXPECT_THROW((void)estimator_agreement(m.analysis, m.lexicon, m.sentences, options), InvalidArgument);
}

TEST(Estimators, FewDocumentsHaveNoCorrelations) {
  const Made m = made(corpus(3));
  const EstimatorAgreement agreement = estimator_agreement(m.analysis, m.lexicon, m.sentences, small());
  for (const EstimatorPair& pair : agreement.axes.at(0).pairs) EXPECT_TRUE(std::isnan(pair.pearson.value));
  const Made none = made(Corpus());
  EXPECT_TRUE(estimator_agreement(none.analysis, none.lexicon, none.sentences, small()).axes.empty());
}

TEST(Estimators, AFitThatDidNotConvergeIsNoEstimate) {
  const Made m = made(corpus());
  EstimatorOptions options = small();
  options.wordfish.max_iterations = 1;
  options.wordfish.tolerance = 1e-300;
  const EstimatorAgreement agreement = estimator_agreement(m.analysis, m.lexicon, m.sentences, options);
  EXPECT_THAT(agreement.axes[0].scales[static_cast<std::size_t>(Estimator::wordfish)].note, testing::HasSubstr("NOT CONVERGED"));
  EXPECT_TRUE(std::isnan(pair_of(agreement, Estimator::position, Estimator::wordfish).pearson.value));
  EXPECT_GT(pair_of(agreement, Estimator::position, Estimator::correspondence).pearson.value, 0.9);
}

TEST(Estimators, APoleWithoutWordsHasNoLatentScale) {
  Corpus texts;
  for (std::size_t i = 0; i < 6; ++i)
    texts.add({"d" + std::to_string(i), std::string("We seek peace. ") + (i % 2 == 0 ? "Trade grows." : "Rivers flow."), "", "", "", {}});
  const Made m = made(texts);
  const EstimatorAgreement agreement = estimator_agreement(m.analysis, m.lexicon, m.sentences, small());
  EXPECT_THAT(agreement.axes[0].scales[static_cast<std::size_t>(Estimator::latent_semantic)].note, testing::HasSubstr("one of the poles"));
  EstimatorOptions bad = small();
  bad.latent_semantic.n_dimensions = 1;  // a wrong call is not taken for texts that say nothing
  const Made both = made(corpus());
  EXPECT_THROW((void)estimator_agreement(both.analysis, both.lexicon, both.sentences, bad), InvalidArgument);
}

TEST(Estimators, SilenceIsNoPosition) {
  Corpus texts = corpus();
  texts.add({"silent", "Nothing is said of it here. Trade goes on.", "", "", "", {}});
  const Made m = made(texts);
  const EstimatorAgreement agreement = estimator_agreement(m.analysis, m.lexicon, m.sentences, small());
  EXPECT_TRUE(std::isnan(agreement.axes[0].scales[static_cast<std::size_t>(Estimator::position)].values.back()));
  EXPECT_EQ(pair_of(agreement, Estimator::position, Estimator::wordfish).n, 13U);
  EXPECT_EQ(pair_of(agreement, Estimator::latent_semantic, Estimator::wordfish).n, 14U);
}

TEST(Estimators, RefuseWrongCalls) {
  const Made m = made(corpus());
  const auto throws = [&](auto set) {
    EstimatorOptions options = small();
    set(options);
    EXPECT_THROW((void)estimator_agreement(m.analysis, m.lexicon, m.sentences, options), InvalidArgument);
  };
  throws([](EstimatorOptions& o) { o.level = 1.0; });
  throws([](EstimatorOptions& o) { o.min_documents = 3; });
  throws([](EstimatorOptions& o) { o.interval = CorrelationInterval::bootstrap, o.n_replicates = 1; });
  stance::Lexicon empty = m.lexicon;
  empty.axes.clear();
  EXPECT_THROW((void)estimator_agreement(m.analysis, empty, m.sentences, small()), InvalidArgument);
}

}  // namespace
