#include "detail/compare_profiles.hpp"

#include <limits>
#include <map>

namespace stance::detail {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

PositionProfiles empty_profiles(const Analysis& analysis, std::size_t n_axes, AxisRange range) {
  PositionProfiles out;
  for (const DocumentAnalysis& document : analysis.documents) out.names.push_back(document.id);
  out.axes.assign(n_axes, range);
  const auto rows = static_cast<Eigen::Index>(out.names.size());
  out.positions = Eigen::MatrixXd::Constant(rows, static_cast<Eigen::Index>(n_axes), kNaN);
  out.std_errors = Eigen::MatrixXd::Zero(rows, static_cast<Eigen::Index>(n_axes));
  return out;
}

void set(PositionProfiles& profiles, std::size_t document, std::size_t column, const Position& position) {
  if (!position.estimate) return;
  profiles.positions(static_cast<Eigen::Index>(document), static_cast<Eigen::Index>(column)) = *position.estimate;
  profiles.std_errors(static_cast<Eigen::Index>(document), static_cast<Eigen::Index>(column)) = position.std_error;
}

}  // namespace

std::vector<std::uint32_t> axes_of(const Analysis& analysis, const Lexicon& lexicon, AxisKind kind) {
  std::vector<std::uint32_t> out;
  if (analysis.documents.empty()) return out;
  for (const AxisResult& axis : analysis.documents.front().axes) {
    if (lexicon.axes[axis.axis].kind == kind) out.push_back(axis.axis);
  }
  return out;
}

PositionProfiles axis_profiles(const Analysis& analysis, const Lexicon& lexicon, AxisKind kind) {
  std::vector<std::size_t> chosen;  // places in DocumentAnalysis::axes
  if (!analysis.documents.empty()) {
    const std::vector<AxisResult>& axes = analysis.documents.front().axes;
    for (std::size_t i = 0; i < axes.size(); ++i) {
      if (lexicon.axes[axes[i].axis].kind == kind) chosen.push_back(i);
    }
  }
  PositionProfiles out = empty_profiles(analysis, chosen.size(), kind == AxisKind::bipolar ? AxisRange{-1.0, 1.0} : AxisRange{0.0, 1.0});
  for (std::size_t d = 0; d < analysis.documents.size(); ++d) {
    for (std::size_t c = 0; c < chosen.size(); ++c) set(out, d, c, analysis.documents[d].axes[chosen[c]].position);
  }
  return out;
}

PositionProfiles target_profiles(const Analysis& analysis) {
  std::map<std::uint32_t, std::size_t> documents_with;
  for (const DocumentAnalysis& document : analysis.documents) {
    for (const TargetResult& target : document.targets) documents_with[target.target] += target.stance.estimate ? 1U : 0U;
  }
  std::map<std::uint32_t, std::size_t> column_of;
  for (const auto& [target, n] : documents_with) {
    if (n >= 2) column_of.emplace(target, column_of.size());
  }
  PositionProfiles out = empty_profiles(analysis, column_of.size(), {-1.0, 1.0});
  for (std::size_t d = 0; d < analysis.documents.size(); ++d) {
    for (const TargetResult& target : analysis.documents[d].targets) {
      const auto column = column_of.find(target.target);
      if (column != column_of.end()) set(out, d, column->second, target.stance);
    }
  }
  return out;
}

}  // namespace stance::detail
