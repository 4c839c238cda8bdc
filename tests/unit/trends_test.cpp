#include "stance/trends.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "stance/error.hpp"

namespace {

using stance::Analysis;
using stance::Corpus;
using stance::Lexicon;
using stance::Trends;
using stance::TrendsOptions;
using testing::ElementsAre;
using testing::HasSubstr;

/// A corpus and its analysis, made by hand: one bipolar axis and one intensity.
struct World {
  Corpus corpus;
  Analysis analysis;
  Lexicon lexicon;

  World() {
    lexicon.axes.resize(2);
    lexicon.axes[0].key = "axis";
    lexicon.axes[0].kind = stance::AxisKind::bipolar;
    lexicon.axes[1].key = "strength";
    lexicon.axes[1].kind = stance::AxisKind::intensity;
  }

  void add(std::map<std::string, std::string> variables, std::optional<double> position, double error = 0.1) {
    stance::Document document;
    document.id = "d" + std::to_string(corpus.size());
    document.variables = std::move(variables);
    stance::DocumentAnalysis result;
    result.id = document.id;
    result.principal = "Georgia";
    for (std::uint32_t axis = 0; axis < 2; ++axis) {
      stance::AxisResult on;
      on.axis = axis;
      on.position.estimate = axis == 0 ? position : std::optional<double>(0.05);
      on.position.std_error = error;
      if (position && axis == 0) {
        on.position.lower = *position - 0.2;
        on.position.upper = *position + 0.2;
      }
      result.axes.push_back(on);
    }
    corpus.add(std::move(document));
    analysis.documents.push_back(std::move(result));
  }

  [[nodiscard]] Trends trends(const std::string& date, const std::string& group = "", const std::string& unit = "") const {
    TrendsOptions options;
    options.date = date;
    options.group_by = group;
    options.unit = unit;
    return stance::trends(corpus, analysis, lexicon, options);
  }
};

TEST(Trends, PoolWhatIsOfOneDateAndCountWhatIsUndefined) {
  World world;
  world.add({{"date", "2001"}}, 0.5);
  world.add({{"date", "2000"}}, 0.1);
  world.add({{"date", "2000"}}, 0.3);
  world.add({{"date", "2000"}}, std::nullopt);
  world.add({{"date", ""}}, 0.9);
  world.add({{"date", "then"}}, 0.9);
  const Trends found = world.trends("date");
  ASSERT_EQ(found.series.size(), 2U);
  const stance::AxisSeries& series = found.series[0];
  EXPECT_TRUE(series.all);
  EXPECT_THAT(series.dates, ElementsAre("2000", "2001"));
  EXPECT_EQ(series.times[0].n, 2U);
  EXPECT_NEAR(series.times[0].value, 0.2, 1e-12);
  EXPECT_NEAR(series.means[0].upper, 0.2 + 1.959963984540054 * series.times[0].std_error, 1e-12);
  EXPECT_EQ(series.means[1].upper, 0.7) << "of a single document, the interval of its position";
  EXPECT_EQ(series.n_undefined, 1U);
  EXPECT_THAT(series.documents[0].document, 1U);
  EXPECT_EQ(found.n_without_date, 2U);
  ASSERT_EQ(found.diagnostics.size(), 1U);
  EXPECT_EQ(found.diagnostics[0].code, "D501");
  EXPECT_THAT(found.diagnostics[0].message, HasSubstr("got 'then'"));
  EXPECT_TRUE(found.groups.empty());
}

TEST(Trends, IntervalsStayOnTheirAxis) {
  World world;
  for (int i = 0; i < 3; ++i) world.add({{"party", "p"}, {"date", std::to_string(2000 + i)}}, 0.95, 0.5);
  for (const stance::GroupMean& group : world.trends("", "party").groups) {
    EXPECT_GE(group.mean.mean.lower, group.axis == 0 ? -1.0 : 0.0);
    EXPECT_LE(group.mean.mean.upper, 1.0);
  }
}

TEST(Trends, AGroupOfOneHasTheIntervalOfItsPosition) {
  World world;
  world.add({{"party", "p"}}, 0.5, 0.3);
  world.add({{"party", "p"}}, std::nullopt);
  const stance::GroupMean group = world.trends("", "party").groups[0];
  EXPECT_EQ(group.mean.mean.lower, 0.3);  // not 0.5 − 1.96 · 0.3
  EXPECT_EQ(group.mean.mean.std_error, 0.3);
}

TEST(Trends, UnitsArePooledBeforeTheMean) {
  World world;
  for (int i = 0; i < 9; ++i) world.add({{"bloc", "west"}, {"country", "A"}}, 0.8);  // a country that speaks often
  world.add({{"bloc", "west"}, {"country", "B"}}, 0.0);
  EXPECT_NEAR(world.trends("", "bloc").groups[0].mean.unweighted.value, 0.72, 1e-12);
  const stance::GroupMean pooled = world.trends("", "bloc", "country").groups[0];
  EXPECT_EQ(pooled.mean.n, 2U);
  EXPECT_EQ(pooled.n_documents, 10U);
  EXPECT_NEAR(pooled.mean.unweighted.value, 0.4, 1e-12);
}

TEST(Trends, DifferencesAreOfAllPairsAndAdjusted) {
  World world;
  for (int i = 0; i < 5; ++i) {
    world.add({{"party", "a"}}, 0.1 * i, 0.05);
    world.add({{"party", "b"}}, 0.1 * i + 0.5, 0.05);
    world.add({{"party", "c"}}, 0.1 * i, 0.05);
  }
  const Trends found = world.trends("", "party");
  std::vector<std::string> pairs;
  for (const stance::GroupDifference& pair : found.differences) {
    if (pair.axis != 0) continue;
    pairs.push_back(pair.first + pair.second);
    EXPECT_GE(pair.p_adjusted, pair.difference.p_value);
  }
  EXPECT_THAT(pairs, ElementsAre("ab", "ac", "bc"));
  EXPECT_NEAR(found.differences[0].difference.difference.value, -0.5, 1e-9);
  EXPECT_NEAR(found.differences[1].difference.difference.value, 0.0, 1e-9);
}

TEST(Trends, KnowPrincipalWhereNoVariableHasTheName) {
  World world;
  world.add({}, 0.5);
  EXPECT_EQ(world.trends("", "principal").groups[0].group, "Georgia");
}

TEST(Trends, OfManyGroupsListNoPairs) {
  World world;
  for (int i = 0; i < 14; ++i) world.add({{"party", std::string(1, static_cast<char>('a' + i / 2))}}, 0.1);
  const Trends found = world.trends("", "party");
  EXPECT_TRUE(found.differences.empty());
  ASSERT_EQ(found.notes.size(), 1U);
  EXPECT_THAT(found.notes[0], HasSubstr("7 groups are more than 6"));
}

TEST(Trends, RefuseUnknownVariablesAndNothingToDo) {
  World world;
  world.add({{"year", "2001"}}, 0.5);
  EXPECT_THROW(static_cast<void>(world.trends("")), stance::InvalidArgument);
  try {
    static_cast<void>(world.trends("yaer"));
    FAIL();
  } catch (const stance::InvalidArgument& fault) { EXPECT_THAT(fault.what(), HasSubstr("did you mean 'year'?")); }
  Corpus other;
  EXPECT_THROW(static_cast<void>(stance::trends(other, world.analysis, world.lexicon)), stance::InvalidArgument);
  const Trends none = stance::trends(other, {}, world.lexicon);
  EXPECT_TRUE(none.series.empty());
}

}  // namespace
