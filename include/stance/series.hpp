#pragma once
/// @file series.hpp
/// Numbers with standard errors over time and over groups: means of groups, smooth lines, trends and change points.
///
///     std::vector<Measured> points = {{.name = "s1", .value = 0.4, .std_error = 0.1, .time = 1999.5}, …};
///     const Smooth line = smooth(pooled_by_time(points), {});
///     const ChangePoints changes = change_points(pooled_by_time(points), {});
///     const PooledMean mean = pooled_mean(points);
///
/// A position from few sentences is less sure than one from many, and documents differ also where each is known exactly. So all methods
/// here weigh a point by 1 / (se² + τ²), τ² = the variance between points that their errors do not explain, estimated from the data.

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "stance/date.hpp"
#include "stance/estimate.hpp"

namespace stance {

// ---- Points and means

/// One number of one document.
struct Measured {
  std::string name;
  double value = 0.0;
  double std_error = 0.0;  ///< ≥ 0; 0 or NaN: not known, and then τ² holds all of the variance
  double time = 0.0;       ///< years, Date::middle(); not used by means
};

/// How τ² is estimated, each cut off at 0.
enum class TauMethod : std::uint8_t {
  restricted_maximum_likelihood,  ///< REML (Viechtbauer 2005, doi 10.3102/10769986030003261)
  der_simonian_laird,             ///< (Q − (n − 1)) / (Σw − Σw²/Σw), w = 1/se² (1986, doi 10.1016/0197-2456(86)90046-2)
  paule_mandel,                   ///< the τ² at which Q is its expectation, n − 1 (1982, doi 10.6028/jres.087.022)
};
[[nodiscard]] std::string_view to_string(TauMethod method) noexcept;

struct MeanOptions {
  TauMethod tau = TauMethod::restricted_maximum_likelihood;
  /// Hartung–Knapp: se² = q / Σw, q = Σ w (y − m)² / (n − 1) and no less than 1 (Röver, Knapp & Friede 2015, doi 10.1186/s12874-015-0091-1:
  /// values that happen to be equal are no surer than their errors), quantiles of t with n − 1 degrees of freedom. Keeps its level with few
  /// points, where m ± z·se is too short.
  /// @see Hartung & Knapp (2001), doi 10.1002/sim.791; Sidik & Jonkman (2002), doi 10.1002/sim.1262
  bool hartung_knapp = true;
  double level = 0.95;
};

/// Mean of a group, with and without weights.
struct PooledMean {
  Estimate mean;        ///< Σ w y / Σ w, w = 1 / (se² + τ²); interval: where the mean of all such documents lies
  Estimate unweighted;  ///< Σ y / n, each point counting the same; se = sd / √n, quantiles of t
  std::size_t n = 0;
  double tau = 0.0;        ///< standard deviation between points
  double i_squared = 0.0;  ///< share of the variance that is between points, in [0, 1]: τ² / (τ² + typical se²) (Higgins & Thompson 2002)
  double q = 0.0;          ///< Cochran's Q, Σ (y − m₀)² / se², m₀ weighted by 1/se²; NaN where a standard error is not known
  double degrees_of_freedom = 0.0;  ///< of the interval of `mean`; ∞ for a normal one
};

/// Random-effects mean. One point: its own value and error (NaN where it has none), τ unknown (NaN). Where standard errors are not known,
/// the mean is the unweighted one, and with Hartung–Knapp its interval is that of Student's t. Coverage at level 0.95
/// (tests/bench/README.md): 94–97 % with Hartung–Knapp, more where documents hardly differ; the normal interval falls to 81 %. Weights
/// follow the standard errors: where these depend on the values (a position near ±1 has a small one), the mean is drawn to such values;
/// compare `unweighted`.
/// @throws InvalidArgument for values that are not finite, errors that are negative or infinite, or a level outside of (0, 1)
[[nodiscard]] PooledMean pooled_mean(const std::vector<Measured>& points, const MeanOptions& options = {});

/// Difference of two means of different documents.
struct MeanDifference {
  Estimate difference;   ///< a − b
  double p_value = 0.0;  ///< two-sided, of no difference
  double degrees_of_freedom = 0.0;
};
/// m_a − m_b ± t·√(se_a² + se_b²), degrees of freedom by Welch & Satterthwaite from those of both means. Undefined where one of them, or
/// its error, is.
/// @throws InvalidArgument for a level outside of (0, 1)
[[nodiscard]] MeanDifference difference_of(const PooledMean& a, const PooledMean& b, double level = 0.95);
/// Holm's (1979) adjustment of p-values for looking at several: in the same order, NaN stays NaN and counts for nothing.
[[nodiscard]] std::vector<double> holm_adjusted(const std::vector<double>& p_values);

/// Points by time, those of one time pooled (REML, without Hartung–Knapp): what happened in a year moves all texts of that year, so that
/// times, not texts, are the units of a series. Where no standard error of a point is known, that of a time's mean is sd / √n. Ascending
/// times; `n` documents each.
struct TimePoint {
  double time = 0.0;
  double value = 0.0;
  double std_error = 0.0;  ///< 0: not known
  std::size_t n = 1;
};
/// @throws InvalidArgument as pooled_mean(), and for times that are not finite
[[nodiscard]] std::vector<TimePoint> pooled_by_time(const std::vector<Measured>& points);

// ---- Smooth line

struct SmoothOptions {
  double bandwidth = 0.0;    ///< h in years; 0: by rule
  std::size_t n_places = 0;  ///< of the line, evenly spaced; 0: at the times of the points
  double level = 0.95;
};
struct SmoothPlace {
  double time = 0.0;
  Estimate value;
};
struct Smooth {
  std::vector<SmoothPlace> places;
  double bandwidth = 0.0;           ///< ∞: a straight line
  double degrees_of_freedom = 0.0;  ///< of the line: trace of the smoother, 2 for a straight one
  double tau = 0.0;                 ///< standard deviation of times around the line, beyond their errors
  std::string reason;               ///< why there is no line; empty when there is one
};
/// Local linear regression (Cleveland 1979, doi 10.1080/01621459.1979.10481038; Fan & Gijbels 1996): at each place a weighted straight line
/// through the points near it, weights
///
///     (1 − |t − t₀|³/h³)³ / (se² + τ²)
///
/// with h widened where fewer than three times would have weight. τ² is where Σ (y − ŷ)² / (se² + τ²) is its expectation under the smoother
/// (Paule & Mandel with the smoother's residual). By rule: of eight bandwidths between a sixth of the span and twice the span, and the
/// straight line, the one with the least corrected AIC (Hurvich, Simonoff & Tsai 1998, doi 10.1111/1467-9868.00125). Interval: pointwise,
/// for the mean of the smoother at that time, ± t·√Σ l² (se² + τ²); it does not count the bias of smoothing (at sharp turns the line cuts
/// the corner), and holds for each place by itself, not for the whole line at once. It holds a flat truth in 93–96 %, a wave in 78–90 %
/// (tests/bench/README.md). Fewer than four times: no line, with the reason. More than 400: neighbours are pooled into 400 groups. O(m²)
/// for m ≤ 400 times, about a hundred passes.
/// @param points  ascending times
/// @throws InvalidArgument for times out of order, values that are not finite, negative errors, or options out of range
[[nodiscard]] Smooth smooth(const std::vector<TimePoint>& points, const SmoothOptions& options = {});

/// A straight line through a series: y = a + b·(t − centre).
struct Trend {
  Estimate slope;        ///< per year; Hartung–Knapp interval with m − 2 degrees of freedom
  Estimate level;        ///< at the centre of the times
  double p_value = 0.0;  ///< two-sided, of no slope
  double centre = 0.0;
  double tau = 0.0;
  std::string reason;  ///< why there is none: fewer than three times
};
/// Meta-regression on time, τ² by REML's moment equivalent (Paule & Mandel). Times are taken as independent: a series that wanders (each
/// time near the one before) has trends that are none.
/// @throws InvalidArgument as smooth()
[[nodiscard]] Trend linear_trend(const std::vector<TimePoint>& points, double level = 0.95);

// ---- Change points

struct ChangeOptions {
  std::size_t min_times = 2;         ///< that a stretch needs; > 0
  double false_alarm = 0.05;         ///< chance to report any change where there is none, in (0, 1)
  std::size_t n_permutations = 999;  ///< ≥ 19
  std::uint64_t seed = 1;
  double level = 0.95;  ///< of the intervals
  std::stop_token stop;
};
/// A shift of the mean between two times.
struct Change {
  double time = 0.0;  ///< the middle between `last_before` and `first_after`
  double last_before = 0.0;
  double first_after = 0.0;
  double earliest = 0.0;  ///< the change lies between these two, at `level`
  double latest = 0.0;
  Estimate before;  ///< mean of the stretch before
  Estimate after;
  MeanDifference shift;  ///< after − before, for a change at this place: since the place was searched for, the size is a little too large
                         ///< and the interval a little short
};
struct ChangePoints {
  std::vector<Change> changes;
  double p_value = 1.0;       ///< of no change at all
  double penalty = 0.0;       ///< that a change must earn, in units of the variance
  double tau = 0.0;           ///< within stretches
  bool line_instead = false;  ///< a straight line fits better than the steps (BIC): read the changes as a trend
  std::string reason;         ///< why nothing was looked for; empty when it was
};
/// Shifts of the mean, by optimal partitioning: the stretches that minimise
///
///     Σ_stretches Σ_t (y_t − mean)² / (se_t² + τ²)  +  penalty · (number of changes)
///
/// exactly, by dynamic programming with pruning (Jackson et al. 2005, doi 10.1109/LSP.2001.838216; PELT, Killick, Fearnhead & Eckley 2012,
/// doi 10.1080/01621459.2012.737745). The penalty is not a rule of thumb: it is the one that permutations of the times exceed with chance
/// `false_alarm`, so that a series without change has any with that chance, whatever the errors. With changes found, their stretches'
/// residuals are permuted to get the penalty anew, until no more are found. p_value: share of the permutations whose evidence for any
/// change (the largest penalty that still leaves one) is as large as the series'. earliest, latest: places whose fit is not worse by more
/// than −2 ln(1 − √level), Hansen's (2000, doi 10.1111/1468-0262.00124) bound for the place of a threshold. Times are taken as exchangeable
/// under no change. A trend gives steps (`line_instead`), and a series that wanders changes that are none: with a correlation of 0.3 from
/// one time to the next in 11 to 21 of 100 series of 20 to 80 times, with 0.6 in 29 to 59 (tests/bench/README.md, which has the power, too:
/// a step of 1.5 standard deviations in the middle of 20 times is found in 68 of 100). Fewer than 2·min_times or eight times: none, with
/// the reason; up to about twelve times the permutations are few and the search finds little. More than 400 times: neighbours are pooled
/// into 400 groups. O(m²) at most for each of about four passes of each permutation.
/// @throws InvalidArgument as smooth()
[[nodiscard]] ChangePoints change_points(const std::vector<TimePoint>& points, const ChangeOptions& options = {});

}  // namespace stance
