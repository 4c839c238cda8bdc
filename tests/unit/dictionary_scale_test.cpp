#include "stance/dictionary_scale.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "detail/pattern_word.hpp"
#include "scaling_tables.hpp"
#include "stance/error.hpp"

namespace {

using stance::Dfm;
using stance::DictionaryFormula;
using stance::DictionaryScale;
using stance::DictionaryScaleOptions;
using stance::DocumentScale;
using stance::InvalidArgument;
using stance::NoEvidence;
using stance::PoleDictionary;
using stance::Unscaled;
using stance_test::dfm_of;
using stance_test::Table;
using Names = std::vector<std::string>;

const PoleDictionary kGoodAndBad = {{{"bad"}}, {{"good"}}};

DictionaryScaleOptions by(DictionaryFormula formula, NoEvidence no_evidence = NoEvidence::undefined) {
  return {formula, no_evidence, 0.95};
}

/// Texts of `total` words with so many for and against.
struct Poles {
  double positive;
  double negative;
  double total = 10.0;
};
Dfm texts(const std::vector<Poles>& poles) {
  Table rows;
  for (const Poles& p : poles) rows.push_back({p.negative, p.positive, p.total - p.negative - p.positive});
  return dfm_of(rows, {}, {"bad", "good", "other"});
}

DocumentScale scaled(const Dfm& dfm, const DictionaryScaleOptions& options, const PoleDictionary& dictionary = kGoodAndBad) {
  return DictionaryScale(dictionary, dfm.shared_features()).positions(dfm, options);
}

// Oracle: tests of quanteda.sentiment (test-textstat_polarity.R): ln(3.5/2.5), ln 3, ln 5. Errors: √(1/(R + ½) + 1/(L + ½)), by hand.
TEST(DictionaryScale, LogitAsInQuantedaSentiment) {
  const Dfm dfm = texts({{3, 2}, {1, 0}, {2, 0}, {10, 5, 100}, {100, 50, 1000}});
  const DocumentScale scale = scaled(dfm, by(DictionaryFormula::logit));
  const std::vector<double> values = {0.3364722366, 1.0986122887, 1.6094379124, 0.6466271649, 0.6881843912};
  const std::vector<double> errors = {0.8280786712, 1.6329931619, std::sqrt(1 / 2.5 + 2.0), 0.5263613560, 0.1724883444};
  for (std::size_t d = 0; d < values.size(); ++d) {
    EXPECT_NEAR(scale.positions[d].value, values[d], 5e-11) << d;
    EXPECT_NEAR(scale.positions[d].std_error, errors[d], 5e-11) << d;
    EXPECT_NEAR(scale.positions[d].upper - scale.positions[d].value, 1.959963984540054 * errors[d], 1e-9) << d;
  }
  EXPECT_EQ(scale.n_scored[0], 5.0);
  EXPECT_EQ(scale.n_left_out[0], 5.0);
}

// Oracle: as above: .2, 1, 1 relative; .1 absolute of 10 words. SE √((1 − p²)/(R + L)) and √(R + L)/N by hand.
TEST(DictionaryScale, RelativeAndAbsoluteAsInQuantedaSentiment) {
  const Dfm dfm = texts({{3, 2}, {1, 0}, {2, 0}});
  const DocumentScale relative = scaled(dfm, by(DictionaryFormula::relative));
  EXPECT_NEAR(relative.positions[0].value, 0.2, 1e-15);
  EXPECT_NEAR(relative.positions[0].std_error, std::sqrt(0.96 / 5), 1e-15);
  EXPECT_EQ(relative.positions[1].value, 1.0);
  EXPECT_TRUE(std::isnan(relative.positions[1].std_error));  // all on one pole: the formula's 0 is no certainty
  EXPECT_LE(scaled(texts({{5, 1}}), by(DictionaryFormula::relative)).positions[0].upper, 1.0);
  const DocumentScale absolute = scaled(dfm, by(DictionaryFormula::absolute));
  EXPECT_NEAR(absolute.positions[0].value, 0.1, 1e-15);
  EXPECT_NEAR(absolute.positions[0].std_error, std::sqrt(5.0) / 10, 1e-15);
}

// Oracle: quanteda.sentiment, test-textstat_valence.R: "sad word happy word exuberant" is 2/3. SE by hand: squared deviations 25/9 + 1/9 +
// 16/9.
TEST(DictionaryScale, ValenceAsInQuantedaSentiment) {
  const Dfm dfm = dfm_of({{1, 1, 1, 2}}, {"d"}, {"exuberant", "happy", "sad", "word"});
  const PoleDictionary dictionary = {{{"sad", 1.0}}, {{"happy", 1.0}, {"exuberant", 2.0}}};
  const DocumentScale scale = scaled(dfm, by(DictionaryFormula::valence), dictionary);
  EXPECT_NEAR(scale.positions[0].value, 2.0 / 3, 1e-15);
  EXPECT_NEAR(scale.positions[0].std_error, std::sqrt(42.0 / 9) / 3, 1e-14);
  EXPECT_NEAR(scaled(dfm, by(DictionaryFormula::relative), dictionary).positions[0].value, 0.5, 1e-15);  // (3 − 1)/(3 + 1)
}

// Oracle: manifestoR's test of scale_weighted: rows (.5, 0, .5), (0, 1, 0), (1, 0, 0) with weights (1, −1, 0) give .5, −1, 1.
TEST(DictionaryScale, SharesOfCategoriesAsInRile) {
  const Dfm dfm = dfm_of({{.5, 0, .5}, {0, 1, 0}, {1, 0, 0}}, {}, {"per104", "per105", "peruncod"});
  const DocumentScale scale = scaled(dfm, by(DictionaryFormula::absolute), {{{"per105"}}, {{"per104"}}});
  EXPECT_EQ(scale.positions[0].value, 0.5);
  EXPECT_EQ(scale.positions[1].value, -1.0);
  EXPECT_EQ(scale.positions[2].value, 1.0);
}

TEST(DictionaryScale, SayingNothingIsNotBalanced) {
  const Dfm dfm = texts({{0, 0}, {2, 2}, {0, 0, 0}});
  for (const DictionaryFormula formula :
       {DictionaryFormula::logit, DictionaryFormula::relative, DictionaryFormula::absolute, DictionaryFormula::valence}) {
    const DocumentScale scale = scaled(dfm, by(formula));
    EXPECT_EQ(scale.reasons, (std::vector<Unscaled>{Unscaled::no_known_features, Unscaled::scaled, Unscaled::empty}));
    EXPECT_TRUE(std::isnan(scale.positions[0].value) && std::isnan(scale.positions[2].value));
    EXPECT_EQ(scale.positions[1].value, 0.0);
  }
  // As quanteda.sentiment has it: logit 0, here with the error that shows it; relative NaN.
  const DocumentScale logit = scaled(dfm, by(DictionaryFormula::logit, NoEvidence::as_formula));
  EXPECT_EQ(logit.positions[0].value, 0.0);
  EXPECT_EQ(logit.positions[0].std_error, 2.0);
  EXPECT_EQ(logit.reasons[0], Unscaled::scaled);
  EXPECT_EQ(scaled(dfm, by(DictionaryFormula::absolute, NoEvidence::as_formula)).positions[0].value, 0.0);
  EXPECT_TRUE(std::isnan(scaled(dfm, by(DictionaryFormula::absolute, NoEvidence::as_formula)).positions[2].value));
  EXPECT_TRUE(std::isnan(scaled(dfm, by(DictionaryFormula::relative, NoEvidence::as_formula)).positions[0].value));
}

// By hand: ln((3 + 2 + 1)/10), SE √5/6.
TEST(DictionaryScale, ImportanceIsNoPosition) {
  const Dfm dfm = texts({{3, 2}, {0, 0}, {0, 0, 0}});
  const DocumentScale scale = DictionaryScale(kGoodAndBad, dfm.shared_features()).importance(dfm);
  EXPECT_NEAR(scale.positions[0].value, std::log(0.6), 1e-15);
  EXPECT_NEAR(scale.positions[0].std_error, std::sqrt(5.0) / 6, 1e-15);
  EXPECT_NEAR(scale.positions[1].value, std::log(0.1), 1e-15);
  EXPECT_EQ(scale.reasons[2], Unscaled::empty);
}

TEST(DictionaryScale, SwappedPolesTurnTheSignsOnly) {
  const Dfm dfm = texts({{3, 2}, {7, 1}, {1, 6}});
  for (const DictionaryFormula formula :
       {DictionaryFormula::logit, DictionaryFormula::relative, DictionaryFormula::absolute, DictionaryFormula::valence}) {
    const DocumentScale a = scaled(dfm, by(formula));
    const DocumentScale b = scaled(dfm, by(formula), {kGoodAndBad.positive, kGoodAndBad.negative});
    for (std::size_t d = 0; d < 3; ++d) {
      EXPECT_NEAR(a.positions[d].value, -b.positions[d].value, 1e-15);
      EXPECT_NEAR(a.positions[d].std_error, b.positions[d].std_error, 1e-15);
    }
  }
}

TEST(DictionaryScale, TheMoreExactEntryHasAFeature) {
  const auto features =
      std::make_shared<const stance::NameList>(Names{"insecure", "secure", "secured", "security", "security council", "zebra"});
  const DictionaryScale scale(
      {{{"secur*", 1.0}, {"security council", 3.0}, {"nowhere"}}, {{"security*", 2.0}, {"sec?red", 4.0}, {"in*", 5.0}}}, features);
  const std::vector<double> weights = scale.words().values;
  EXPECT_EQ(weights[0], 5.0);
  EXPECT_EQ(weights[1], -1.0);
  EXPECT_EQ(weights[2], 4.0);   // sec?red has six characters, secur* five
  EXPECT_EQ(weights[3], 2.0);   // eight against five
  EXPECT_EQ(weights[4], -3.0);  // exact
  EXPECT_TRUE(std::isnan(weights[5]));
  EXPECT_EQ(scale.unmatched(), Names{"nowhere"});
  EXPECT_THROW(DictionaryScale({{{"secur*"}}, {{"secur*"}}}, features), InvalidArgument);
  EXPECT_THROW(DictionaryScale({{{"secure"}}, {{"secure"}}}, features), InvalidArgument);
}

TEST(Glob, TakesWholeNames) {
  using stance::detail::takes_glob;
  EXPECT_TRUE(takes_glob("nato", "nato"));
  EXPECT_FALSE(takes_glob("nato", "nato's"));
  EXPECT_TRUE(takes_glob("nato*", "nato"));
  EXPECT_TRUE(takes_glob("*align*", "non aligned"));
  EXPECT_TRUE(takes_glob("a*b*c", "a b b d c"));
  EXPECT_FALSE(takes_glob("a*b*c", "a b b d"));
  EXPECT_TRUE(takes_glob("t?rkiye", "türkiye"));  // one character, two bytes
  EXPECT_FALSE(takes_glob("t??rkiye", "türkiye"));
  EXPECT_TRUE(takes_glob("*?", "ü"));
  EXPECT_FALSE(takes_glob("?", ""));
  EXPECT_TRUE(takes_glob("", ""));
}

/// Against the definition by recursion, over all short patterns and names of a small alphabet.
bool takes_by_definition(std::string_view glob, std::string_view name) {
  if (glob.empty()) return name.empty();
  if (glob[0] == '*') return takes_by_definition(glob.substr(1), name) || (!name.empty() && takes_by_definition(glob, name.substr(1)));
  return !name.empty() && (glob[0] == '?' || glob[0] == name[0]) && takes_by_definition(glob.substr(1), name.substr(1));
}

void all_strings(std::string_view letters, std::size_t longest, const std::function<void(const std::string&)>& body,
                 const std::string& begin = "") {
  body(begin);
  if (begin.size() == longest) return;
  for (const char c : letters) all_strings(letters, longest, body, begin + c);
}

TEST(Glob, AgreesWithItsDefinition) {
  std::size_t n = 0;
  all_strings("ab*?", 5, [&](const std::string& glob) {
    all_strings("ab", 5, [&](const std::string& name) {
      ++n;
      ASSERT_EQ(stance::detail::takes_glob(glob, name), takes_by_definition(glob, name)) << glob << " on " << name;
    });
  });
  EXPECT_EQ(n, 1365U * 63U);
}

TEST(DictionaryScale, RefusesWrongCalls) {
  const Dfm dfm = texts({{3, 2}});
  const auto throws = [&](const PoleDictionary& dictionary, const char* what) {
    try {
      (void)DictionaryScale(dictionary, dfm.shared_features());
      ADD_FAILURE() << "expected InvalidArgument: " << what;
    } catch (const InvalidArgument& error) { EXPECT_THAT(error.what(), testing::HasSubstr(what)); }
  };
  throws({{}, {{"good"}}}, "negative pole: expected entries");
  throws({{{"bad"}}, {}}, "positive pole: expected entries");
  throws({{{""}}, {{"good"}}}, "got ''");
  throws({{{"**"}}, {{"good"}}}, "got '**'");
  throws({{{"bad", 0.0}}, {{"good"}}}, "'bad': expected a finite weight");
  throws({{{"bad"}, {"bad"}}, {{"good"}}}, "'bad' is there twice");
  EXPECT_THROW(DictionaryScale(kGoodAndBad, nullptr), InvalidArgument);
  const DictionaryScale scale(kGoodAndBad, dfm.shared_features());
  EXPECT_THROW((void)scale.positions(dfm_of({{1}}, {}, {"good"})), InvalidArgument);
  EXPECT_THROW((void)scale.positions(to_proportions(dfm)), InvalidArgument);
  DictionaryScaleOptions options;
  options.level = 0.0;
  EXPECT_THROW((void)scale.positions(dfm, options), InvalidArgument);
  EXPECT_THROW((void)scale.importance(dfm, 2.0), InvalidArgument);
}

}  // namespace
