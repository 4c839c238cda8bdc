#include "stance/structure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "detail/parallel.hpp"
#include "detail/structure_common.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

constexpr double kRounding = 1e-9;

/// Distance of a similarity. @throws InvalidArgument where it is above 1
double from_similarity(double similarity, DistanceForm form) {
  if (similarity > 1.0 + kRounding)
    throw InvalidArgument(fmt::format("distances_of: expected similarities of 1 or less, got {}", similarity));
  const double gap = std::max(0.0, 1.0 - similarity);  // NaN: the first argument stands, so it is looked for by the caller
  return form == DistanceForm::euclidean ? std::sqrt(2.0 * gap) : gap;
}

template <typename Function>
Eigen::MatrixXd converted(const Eigen::MatrixXd& values, const Function& function) {
  Eigen::MatrixXd out(values.rows(), values.cols());
  for (Eigen::Index j = 0; j < values.cols(); ++j) {
    detail::check_stop();
    for (Eigen::Index i = 0; i < values.rows(); ++i) {
      const double value = values(i, j);
      out(i, j) = std::isnan(value) ? value : (i == j ? 0.0 : function(value));
    }
  }
  return out;
}

std::string formula_of(const std::string& what, bool distance, bool divergence, DistanceForm form) {
  if (divergence && form == DistanceForm::euclidean) return "√ of the " + what;
  if (distance) return what;
  return (form == DistanceForm::euclidean ? "√(2(1 − s)), s = " : "1 − s, s = ") + what;
}

}  // namespace

Distances distances_of(const SimilarityMatrix& similarity, DistanceForm form) {
  const bool divergence = similarity.measure == Measure::jensen_shannon_divergence;
  const bool distance = is_distance(similarity.measure);
  std::string what(name_of(similarity.measure));
  std::replace(what.begin(), what.end(), '_', ' ');
  Distances out;
  out.names = similarity.names;
  out.values = converted(similarity.values, [&](double value) {
    if (!distance) return from_similarity(value, form);
    return divergence && form == DistanceForm::euclidean ? std::sqrt(value) : value;
  });
  // Cosine, pearson and both Jaccards are positive semi-definite kernels, so that √(2(1 − s)) is Euclidean (Gower & Legendre 1986, doi
  // 10.1007/BF01896809); so is the root of the Jensen–Shannon divergence (Fuglede & Topsøe 2004, doi 10.1109/ISIT.2004.1365067).
  out.euclidean = form == DistanceForm::euclidean || (distance && !divergence);
  out.formula = formula_of(what, distance, divergence, form);
  detail::check_distances(out, "distances_of");
  return out;
}

Distances distances_of(const StanceSimilarity& similarity, DistanceForm form) {
  Distances out;
  out.names = similarity.names;
  out.values = converted(similarity.values, [form](double value) { return from_similarity(value, form); });
  out.formula = formula_of("stance similarity", false, false, form);
  detail::check_distances(out, "distances_of");
  return out;
}

Distances make_distances(std::vector<std::string> names, Eigen::MatrixXd values, bool euclidean) {
  Distances out{std::move(names), std::move(values), euclidean, "as given"};
  detail::check_distances(out, "make_distances");
  return out;
}

std::string_view to_string(LeftOutReason reason) noexcept {
  switch (reason) {
    case LeftOutReason::undefined: return "undefined";
    case LeftOutReason::incomplete: return "incomplete";
  }
  return "undefined";
}

std::string_view to_string(Linkage linkage) noexcept {
  switch (linkage) {
    case Linkage::single: return "single";
    case Linkage::complete: return "complete";
    case Linkage::average: return "average";
    case Linkage::ward: return "ward";
  }
  return "average";
}

namespace {

enum class Place : std::uint8_t { in, undefined, incomplete };

/// Number of undefined distances of each document to others that are in.
std::vector<std::size_t> gaps_of(const Distances& distances, const std::vector<Place>& places) {
  const std::size_t n = places.size();
  std::vector<std::size_t> gaps(n, 0);
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = 0; i < n; ++i) {
      if (i != j && places[i] == Place::in && std::isnan(detail::distance(distances, i, j))) ++gaps[j];
    }
  }
  return gaps;
}

/// Takes the document with the most gaps out until there are none.
void take_out(const Distances& distances, const std::vector<std::size_t>& order, std::vector<Place>& places) {
  std::vector<std::size_t> gaps = gaps_of(distances, places);
  for (;;) {
    detail::check_stop();
    std::size_t worst = order.size();
    for (const std::size_t d : order) {
      if (places[d] == Place::in && gaps[d] > 0 && (worst == order.size() || gaps[d] >= gaps[worst])) worst = d;
    }
    if (worst == order.size()) return;
    places[worst] = Place::incomplete;
    for (std::size_t i = 0; i < order.size(); ++i) {
      if (i != worst && std::isnan(detail::distance(distances, i, worst))) --gaps[i];
    }
  }
}

/// Lets those back in that fit with all who are in.
void let_back(const Distances& distances, const std::vector<std::size_t>& order, std::vector<Place>& places) {
  for (const std::size_t d : order) {
    if (places[d] != Place::incomplete) continue;
    const bool fits = std::none_of(order.begin(), order.end(),
                                   [&](std::size_t i) { return places[i] == Place::in && std::isnan(detail::distance(distances, i, d)); });
    if (fits) places[d] = Place::in;
  }
}

}  // namespace

CompleteSet complete_set(const Distances& distances) {
  detail::check_distances(distances, "complete_set");
  const std::size_t n = distances.names.size();
  std::vector<std::size_t> rows(n);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  const std::vector<std::size_t> order = detail::by_name(distances, rows);
  std::vector<Place> places(n, Place::in);
  const std::vector<std::size_t> gaps = gaps_of(distances, places);
  for (std::size_t d = 0; d < n; ++d) {
    if (std::isnan(detail::distance(distances, d, d)) || (n > 1 && gaps[d] == n - 1)) places[d] = Place::undefined;
  }
  take_out(distances, order, places);
  let_back(distances, order, places);
  CompleteSet out;
  for (std::size_t d = 0; d < n; ++d) {
    if (places[d] == Place::in) {
      out.documents.push_back(d);
    } else {
      out.left_out.push_back({d, places[d] == Place::undefined ? LeftOutReason::undefined : LeftOutReason::incomplete, gaps[d]});
    }
  }
  return out;
}

namespace detail {

void check_distances(const Distances& distances, const char* caller) {
  const Eigen::MatrixXd& values = distances.values;
  if (values.rows() != values.cols())
    throw InvalidArgument(fmt::format("{}: values: expected a square matrix, got {} x {}", caller, values.rows(), values.cols()));
  if (static_cast<std::size_t>(values.rows()) != distances.names.size())
    throw InvalidArgument(fmt::format("{}: names: expected {}, one for each row, got {}", caller, values.rows(), distances.names.size()));
  const auto fault = [&](Eigen::Index i, Eigen::Index j, const char* expected) {
    return InvalidArgument(fmt::format("{}: values({}, {}): expected {}, got {}", caller, i, j, expected, values(i, j)));
  };
  for (Eigen::Index j = 0; j < values.cols(); ++j) {
    if (!std::isnan(values(j, j)) && values(j, j) != 0.0) throw fault(j, j, "0 on the diagonal");
    for (Eigen::Index i = 0; i < j; ++i) {
      const double value = values(i, j);
      const double mirrored = values(j, i);
      if (std::isnan(value) && std::isnan(mirrored)) continue;
      if (!std::isfinite(value) || value < 0.0) throw fault(i, j, "a finite number of 0 or more, or NaN on both sides of the diagonal");
      if (value != mirrored) throw fault(j, i, fmt::format("{}, as on the other side of the diagonal", value).c_str());
    }
  }
}

std::vector<std::size_t> by_name(const Distances& distances, const std::vector<std::size_t>& documents) {
  std::vector<std::size_t> order(documents.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const int names = distances.names[documents[a]].compare(distances.names[documents[b]]);
    return names != 0 ? names < 0 : documents[a] < documents[b];
  });
  return order;
}

SquareMeans square_means(const Distances& distances, const std::vector<std::size_t>& documents) {
  const std::size_t n = documents.size();
  SquareMeans out;
  out.rows.assign(n, 0.0);
  for (std::size_t j = 0; j < n; ++j) {
    check_stop();
    double sum = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
      const double d = distance(distances, documents[i], documents[j]);
      sum += d * d;
    }
    out.rows[j] = sum / static_cast<double>(n);
    out.all += out.rows[j] / static_cast<double>(n);
  }
  return out;
}

Eigen::MatrixXd inner_products(const Distances& distances, const std::vector<std::size_t>& documents) {
  const SquareMeans means = square_means(distances, documents);
  const std::size_t n = documents.size();
  Eigen::MatrixXd out(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(n));
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = 0; i < n; ++i) {
      const double d = distance(distances, documents[i], documents[j]);
      out(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = -0.5 * (d * d - means.rows[i] - means.rows[j] + means.all);
    }
  }
  return out;
}

}  // namespace detail
}  // namespace stance
