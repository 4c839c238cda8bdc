#pragma once
/// @file trends.hpp
/// Positions of an analysis over time, and their means by groups of documents.
///
///     TrendsOptions options;
///     options.group_by = "country";
///     Trends found = trends(corpus, analysis, lexicon, options);   // dates from the variable `date`

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "stance/analysis.hpp"
#include "stance/series.hpp"

namespace stance {

struct TrendsOptions {
  std::vector<std::string> axes;  ///< keys; empty: all that were analysed
  /// Document variables; each may also be "principal" (as the row states it, else as it was inferred) or "language", where no variable has
  /// this name.
  std::string date = "date";  ///< empty: no time lines
  std::string group_by;       ///< empty: no groups
  /// Documents of one author, for example speeches of a country over the years, are no independent witnesses of a group's mean: those of
  /// one value of this variable in a group are pooled first, and the means are of these units. Empty: each document is a unit
  std::string unit;
  bool series_of_groups = true;  ///< with dates and groups: a time line of each group, too
  std::size_t min_group = 1;     ///< smaller groups (documents with a position) have no mean
  MeanOptions mean;
  SmoothOptions smooth;     ///< `level` is that of `mean`
  ChangeOptions change;     ///< `level` is that of `mean`
  std::size_t threads = 0;  ///< 0: as many as the machine has; the result is the same
};

/// One document on a time line.
struct DatedPosition {
  std::size_t document = 0;  ///< index into Analysis::documents
  Date date;
  double time = 0.0;
  Estimate position;
};

/// One axis over time.
struct AxisSeries {
  std::uint32_t axis = 0;  ///< index into Lexicon::axes
  bool all = true;         ///< of all dated documents; false: of those of `group`
  std::string group;
  std::vector<DatedPosition> documents;  ///< by time, then in corpus order; with a date and a position
  std::size_t n_undefined = 0;           ///< with a date and without a position
  std::vector<std::string> dates;        ///< of the times, as written ("2004", "2004-05")
  std::vector<TimePoint> times;          ///< documents pooled by time, see pooled_by_time()
  std::vector<Estimate> means;           ///< of the times, with normal intervals; of a single document with that of its position
  Smooth smooth;                         ///< intervals are clipped to the axis, here and below
  Trend trend;
  ChangePoints changes;
};

/// One axis in one group.
struct GroupMean {
  std::uint32_t axis = 0;
  std::string group;
  std::size_t n_documents = 0;  ///< with a position
  std::size_t n_undefined = 0;  ///< of the group, without a position: left out, they are not 0
  PooledMean mean;              ///< of n units; of one document with the interval of its position
  std::string reason;           ///< why there is no mean; empty when there is one
};

/// Two groups on one axis, first group − second.
struct GroupDifference {
  std::uint32_t axis = 0;
  std::string first;
  std::string second;
  MeanDifference difference;
  double p_adjusted = 0.0;  ///< Holm's, over the pairs of this axis
};

struct Trends {
  std::vector<AxisSeries> series;            ///< by axis: all documents, then groups by name
  std::vector<GroupMean> groups;             ///< by axis, then by name
  std::vector<GroupDifference> differences;  ///< all pairs where there are at most six groups
  std::size_t n_documents = 0;
  std::size_t n_without_date = 0;  ///< no date, or one that cannot be read
  std::size_t n_without_group = 0;
  std::vector<Diagnostic> diagnostics;  ///< D501 of each document whose date cannot be read
  std::string method;                   ///< formulas in words, for reports
  std::vector<std::string> notes;       ///< what was left out, and why
};

/// Time lines and group means of every axis that was analysed.
/// Change points of each series are sought with the chance of a false alarm that ChangeOptions states; of many series some will have one by
/// chance, and a note says how many to expect.
/// @param corpus  the corpus that was analysed; documents that failed are left out
/// @throws InvalidArgument where neither dates nor groups are asked for, no document has such a variable (with the nearest name), or
/// options are out of range
[[nodiscard]] Trends trends(const Corpus& corpus, const Analysis& analysis, const Lexicon& lexicon, const TrendsOptions& options = {});

}  // namespace stance
