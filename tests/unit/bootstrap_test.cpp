#include "stance/bootstrap.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "detail/random.hpp"
#include "stance/error.hpp"

namespace {

using stance::bootstrap;
using stance::BootstrapInterval;
using stance::BootstrapOptions;
using stance::BootstrapResult;
using stance::Dfm;
using stance::Estimate;
using stance::InvalidArgument;
using stance::NameList;
using stance::SentenceCounts;
using stance::ShortDocuments;
using Values = std::vector<double>;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Sentences of each document, with a number in column "x" and 1 in column "n".
SentenceCounts sentences_of(const std::vector<Values>& documents) {
  SentenceCounts counts;
  std::size_t rows = 0;
  for (const Values& values : documents) {
    counts.documents.push_back("d" + std::to_string(counts.documents.size()));
    counts.first.push_back(rows += values.size());
  }
  counts.features = std::make_shared<const NameList>(std::vector<std::string>{"n", "x"});
  counts.matrix.resize(static_cast<Eigen::Index>(rows), 2);
  Eigen::Index row = 0;
  for (const Values& values : documents) {
    for (const double value : values) {
      counts.matrix.insert(row, 0) = 1.0;
      if (value != 0.0) counts.matrix.insert(row, 1) = value;
      ++row;
    }
  }
  counts.matrix.makeCompressed();
  return counts;
}

/// Mean of x over the sentences, of each document.
Values means(const Dfm& counts) {
  Values out;
  for (Eigen::Index d = 0; d < counts.n_documents(); ++d) out.push_back(counts.at(d, 1) / counts.at(d, 0));
  return out;
}

const Values kFive = {1, 2, 3, 4, 10};

/// Means of all 5⁵ samples of five, ascending: the distribution that the bootstrap draws from.
Values all_means_of_five() {
  Values out;
  for (std::size_t code = 0; code < 3125; ++code) {
    double sum = 0.0;
    for (std::size_t i = 0, rest = code; i < 5; ++i, rest /= 5) sum += kFive[rest % 5];
    out.push_back(sum / 5.0);
  }
  std::sort(out.begin(), out.end());
  return out;
}

// Oracle: by hand. Mean 4, mean squared deviation (9 + 4 + 1 + 0 + 36) / 5 = 10, so that the bootstrap error of the mean of five is
// √(10/5).
TEST(Bootstrap, ErrorOfAMeanIsThatOfTheFormula) {
  BootstrapOptions options;
  options.n_replicates = 20000;
  const BootstrapResult result = bootstrap(sentences_of({kFive}), means, options);
  ASSERT_EQ(result.estimates.size(), 1U);
  EXPECT_EQ(result.estimates[0].value, 4.0);
  EXPECT_NEAR(result.estimates[0].std_error, std::sqrt(2.0), 4.0 * std::sqrt(2.0) / std::sqrt(2.0 * 20000.0));
  EXPECT_NEAR(result.bias[0], 0.0, 4.0 * std::sqrt(2.0 / 20000.0));
  EXPECT_EQ(result.n_undefined[0], 0U);
  EXPECT_EQ(result.n_replicates, 20000U);
}

// Oracle: all 3,125 samples, enumerated. Means go in steps of 0.2.
TEST(Bootstrap, PercentilesAreThoseOfAllSamples) {
  const Values all = all_means_of_five();
  BootstrapOptions options;
  options.n_replicates = 20000;
  options.level = 0.8;
  const Estimate estimate = bootstrap(sentences_of({kFive}), means, options).estimates[0];
  EXPECT_NEAR(estimate.lower, all[312], 0.2 + 1e-12);
  EXPECT_NEAR(estimate.upper, all[2812], 0.2 + 1e-12);
}

TEST(Bootstrap, IntervalsAreWhatTheirNamesSay) {
  const SentenceCounts counts = sentences_of({{0, 1, 1, 2, 3, 5, 8, 13, 21, 34}});
  const auto with = [&](BootstrapInterval interval, const stance::Statistic& statistic) {
    BootstrapOptions options;
    options.n_replicates = 2000;
    options.interval = interval;
    return bootstrap(counts, statistic, options).estimates[0];
  };
  const stance::Statistic log_mean = [](const Dfm& dfm) { return Values{std::log(means(dfm)[0])}; };
  const Estimate percentile = with(BootstrapInterval::percentile, means);
  const Estimate basic = with(BootstrapInterval::basic, means);
  EXPECT_NEAR(basic.lower, 2.0 * percentile.value - percentile.upper, 1e-12);
  EXPECT_NEAR(basic.upper, 2.0 * percentile.value - percentile.lower, 1e-12);
  const Estimate normal = with(BootstrapInterval::normal, means);
  EXPECT_NEAR(normal.upper - normal.value, 1.959963984540054 * normal.std_error, 1e-12);
  EXPECT_NEAR(normal.value - normal.lower, 1.959963984540054 * normal.std_error, 1e-12);
  // Percentiles, corrected or not, follow a monotone transformation (Efron & Tibshirani 1993, ch. 13 and 14); to the distance of two order
  // statistics.
  for (const BootstrapInterval interval : {BootstrapInterval::percentile, BootstrapInterval::bias_corrected}) {
    const Estimate plain = with(interval, means);
    const Estimate logged = with(interval, log_mean);
    EXPECT_NEAR(std::exp(logged.lower), plain.lower, 0.01);
    EXPECT_NEAR(std::exp(logged.upper), plain.upper, 0.01);
  }
  // A mean of values that are skew to the right has more than half of its replicates below: BC moves up.
  EXPECT_GT(with(BootstrapInterval::bias_corrected, means).upper, percentile.upper);
}

// The estimate lies at the end of its replicates: the correction would be infinite.
TEST(Bootstrap, BiasCorrectionIsUndefinedWhereAllReplicatesAreOnOneSide) {
  BootstrapOptions options;
  options.interval = BootstrapInterval::bias_corrected;
  const stance::Statistic off = [whole = std::make_shared<bool>(true)](const Dfm& dfm) {
    const double value = *whole ? 100.0 : means(dfm)[0];
    *whole = false;
    return Values{value};
  };
  options.threads = 1;
  const Estimate estimate = bootstrap(sentences_of({kFive}), off, options).estimates[0];
  EXPECT_EQ(estimate.value, 100.0);
  EXPECT_GT(estimate.std_error, 0.0);
  EXPECT_TRUE(std::isnan(estimate.lower) && std::isnan(estimate.upper));
}

// What the header states: percentiles of few sentences cover less than their level. The truth is the mean 1 of the exponential
// distribution.
TEST(Bootstrap, CoverageOfPercentilesIsAsStated) {
  struct Case {
    std::size_t n_sentences;
    double coverage;
  };
  for (const Case& c : {Case{10, 0.86}, Case{20, 0.90}, Case{50, 0.93}}) {
    stance::detail::Random random(11, c.n_sentences);
    std::vector<Values> documents(2000, Values(c.n_sentences));
    for (Values& values : documents) {
      for (double& value : values) value = random.exponential();
    }
    BootstrapOptions options;
    options.n_replicates = 400;
    const BootstrapResult result = bootstrap(sentences_of(documents), means, options);
    std::size_t held = 0;
    for (const Estimate& estimate : result.estimates) held += estimate.lower <= 1.0 && 1.0 <= estimate.upper ? 1 : 0;
    EXPECT_NEAR(static_cast<double>(held) / 2000.0, c.coverage, 0.02) << c.n_sentences << " sentences";
  }
}

// quanteda#2425: replicates of documents of one sentence are all the same, and their spread says nothing.
TEST(Bootstrap, RefusesDocumentsWhoseReplicatesWouldAllBeTheSame) {
  const SentenceCounts counts = sentences_of({kFive, {1}, {3, 3, 3, 3, 3, 3}, {}});
  try {
    (void)bootstrap(counts, means);
    FAIL() << "expected InvalidArgument";
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("'d1', 'd2', 'd3'"));
    EXPECT_THAT(error.what(), testing::Not(testing::HasSubstr("'d0'")));
  }
  BootstrapOptions options;
  options.short_documents = ShortDocuments::keep;
  const BootstrapResult kept = bootstrap(counts, means, options);
  EXPECT_EQ(kept.resampled, (std::vector<bool>{true, false, false, false}));
  EXPECT_GT(kept.estimates[0].std_error, 0.0);
  EXPECT_EQ(kept.estimates[1].value, 1.0);
  EXPECT_TRUE(std::isnan(kept.estimates[3].value));
}

TEST(Bootstrap, CountsOnlySentencesWithAFeature) {
  SentenceCounts counts = sentences_of({{1, 2, 3, 4, 10, 0}});
  counts.matrix.coeffRef(5, 0) = 0.0;
  counts.matrix.prune(0.5);  // the last sentence now holds nothing
  BootstrapOptions options;
  options.min_sentences = 6;
  EXPECT_THROW((void)bootstrap(counts, means, options), InvalidArgument);
  options.min_sentences = 5;
  EXPECT_EQ(bootstrap(counts, means, options).estimates[0].std_error,
            bootstrap(sentences_of({kFive}), means, options).estimates[0].std_error);
}

TEST(Bootstrap, DrawsDependOnNeitherOrderNorThreads) {
  const std::vector<Values> documents = {kFive, {2, 7, 1, 8, 2, 8}, {3, 1, 4, 1, 5, 9, 2, 6}};
  BootstrapOptions options;
  options.threads = 1;
  const BootstrapResult one = bootstrap(sentences_of(documents), means, options);
  options.threads = 4;
  const BootstrapResult four = bootstrap(sentences_of(documents), means, options);
  SentenceCounts turned = sentences_of({documents[2], documents[0], documents[1]});
  turned.documents = {"d2", "d0", "d1"};
  const BootstrapResult moved = bootstrap(turned, means, options);
  for (std::size_t d = 0; d < 3; ++d) {
    for (const Estimate& other : {four.estimates[d], moved.estimates[(d + 1) % 3]}) {
      EXPECT_EQ(one.estimates[d].value, other.value);
      EXPECT_EQ(one.estimates[d].std_error, other.std_error);
      EXPECT_EQ(one.estimates[d].lower, other.lower);
      EXPECT_EQ(one.estimates[d].upper, other.upper);
    }
  }
  options.seed = 2;
  EXPECT_NE(bootstrap(sentences_of(documents), means, options).estimates[0].std_error, one.estimates[0].std_error);
}

TEST(Bootstrap, LeavesOutUndefinedReplicatesAndSaysHowMany) {
  // Undefined where the sentence with 10 was not drawn: in (4/5)⁵ = 33 % of the samples; where 1 was not drawn twice: in most.
  const stance::Statistic statistic = [](const Dfm& dfm) {
    const double mean = means(dfm)[0];
    return Values{mean >= 3.5 ? mean : kNaN, mean >= 4.0 && mean < 4.3 ? mean : std::numeric_limits<double>::infinity(), kNaN};
  };
  const BootstrapResult result = bootstrap(sentences_of({kFive}), statistic);
  EXPECT_GT(result.n_undefined[0], 0U);
  EXPECT_LT(result.n_undefined[0], 100U);
  EXPECT_GE(result.estimates[0].lower, 3.5);
  EXPECT_GT(result.n_undefined[1], 100U);
  EXPECT_EQ(result.estimates[1].value, 4.0);
  EXPECT_TRUE(std::isnan(result.estimates[1].std_error) && std::isnan(result.estimates[1].upper));
  EXPECT_TRUE(std::isnan(result.estimates[2].value));
}

TEST(Bootstrap, NumbersThatNeverChangeHaveNoError) {
  const stance::Statistic statistic = [](const Dfm& dfm) { return Values{means(dfm)[0], -1.0, 0.0, 1.0 + 1e-15 * means(dfm)[0]}; };
  const BootstrapResult result = bootstrap(sentences_of({kFive}), statistic);
  EXPECT_GT(result.estimates[0].std_error, 0.0);
  for (std::size_t i = 1; i < 4; ++i) {
    EXPECT_FALSE(std::isnan(result.estimates[i].value));
    EXPECT_TRUE(std::isnan(result.estimates[i].std_error) && std::isnan(result.estimates[i].lower)) << i;
  }
}

TEST(Bootstrap, RefusesWrongCalls) {
  const SentenceCounts good = sentences_of({kFive});
  const auto throws = [&](auto set) {
    BootstrapOptions options;
    set(options);
    EXPECT_THROW((void)bootstrap(good, means, options), InvalidArgument);
  };
  throws([](BootstrapOptions& o) { o.n_replicates = 1; });
  throws([](BootstrapOptions& o) { o.level = 1.0; });
  throws([](BootstrapOptions& o) { o.min_sentences = 1; });
  SentenceCounts bad = good;
  bad.first = {0, 4};
  EXPECT_THROW((void)bootstrap(bad, means), InvalidArgument);
  bad = good;
  bad.features = nullptr;
  EXPECT_THROW((void)bootstrap(bad, means), InvalidArgument);
  const stance::Statistic growing = [](const Dfm& dfm) { return Values(dfm.at(0, 1) == 20.0 ? 1 : 2, 0.0); };
  EXPECT_THROW((void)bootstrap(good, growing), InvalidArgument);
  const stance::Statistic failing = [](const Dfm&) -> Values { throw stance::Error("no luck"); };
  EXPECT_THROW((void)bootstrap(good, failing), stance::Error);
}

TEST(Bootstrap, StopsWhenItIsAskedTo) {
  std::stop_source stop;
  stop.request_stop();
  BootstrapOptions options;
  options.stop = stop.get_token();
  EXPECT_THROW((void)bootstrap(sentences_of({kFive}), means, options), stance::Stopped);
}

}  // namespace
