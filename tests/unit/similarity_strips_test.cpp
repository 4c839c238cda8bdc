#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <stop_token>

#include "detail/parallel.hpp"
#include "detail/random.hpp"
#include "detail/similarity_lanes.hpp"
#include "detail/similarity_rows.hpp"
#include "detail/sums.hpp"
#include "stance/error.hpp"
#include "stance/similarity.hpp"
#include "unit/scaling_tables.hpp"

// The loops over 32 documents at once against plain sums of one pair, byte for byte.

namespace {

using stance::Dfm;
using stance::Measure;
using stance::Neighbour;
using stance::detail::kLanes;
using stance::detail::LaneLoops;
using stance::detail::Lanes;
using stance::detail::Random;
using stance_test::Table;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Dfm dfm_of(const Table& rows) { return stance_test::dfm_of(rows, {}, {}, stance::Weighting::other); }

/// Weights of some 150 features of 400 for each document: common and rare ones, every tenth row empty, every seventh a copy.
Table random_table(std::size_t n, std::uint64_t seed, bool negative) {
  Random random(seed);
  Table rows(n, std::vector<double>(400, 0.0));
  for (std::size_t d = 0; d < n; ++d) {
    if (d % 10 == 9) continue;
    for (std::size_t f = 0; f < rows[d].size(); ++f) {
      if (random.below(2 + f % 40) > 2) continue;
      const double size = std::ldexp(1.0 + static_cast<double>(random.below(1U << 20)) / 1e6, static_cast<int>(random.below(12)) - 6);
      rows[d][f] = negative && random.below(3) == 0 ? -size : size;
    }
    if (d % 7 == 6) rows[d] = rows[d / 2];
  }
  return rows;
}

bool is_empty(const std::vector<double>& row) {
  return std::all_of(row.begin(), row.end(), [](double x) { return x == 0.0; });
}

/// By the definitions, one pair at a time, in column order.
double plain(const Table& rows, std::size_t i, std::size_t j, Measure measure) {
  if (is_empty(rows[i]) || is_empty(rows[j])) return kNaN;
  if (i == j) return 1.0;
  const double length_i = stance::detail::euclidean_length(rows[i].data(), rows[i].size());
  const double length_j = stance::detail::euclidean_length(rows[j].data(), rows[j].size());
  double sum = 0.0;
  double total_i = 0.0;
  double total_j = 0.0;
  for (std::size_t f = 0; f < rows[i].size(); ++f) {
    const double x = rows[i][f];
    const double y = rows[j][f];
    const bool both = x != 0.0 && y != 0.0;
    if (measure == Measure::cosine && both) sum += (x / length_i) * (y / length_j);
    if (measure == Measure::jaccard) {
      sum += both ? 1.0 : 0.0;
      total_i += x != 0.0 ? 1.0 : 0.0;
      total_j += y != 0.0 ? 1.0 : 0.0;
    }
    if (measure == Measure::weighted_jaccard) {
      sum += std::min(x, y);
      total_i += x;
      total_j += y;
    }
  }
  return measure == Measure::cosine ? std::clamp(sum, -1.0, 1.0) : sum / (total_i + total_j - sum);
}

/// Share of each feature in the whole.
std::vector<double> shares_of(const Table& rows) {
  double whole = 0.0;
  for (const std::vector<double>& row : rows) whole += std::accumulate(row.begin(), row.end(), 0.0);
  std::vector<double> shares(rows[0].size(), 0.0);
  for (const std::vector<double>& row : rows) {
    for (std::size_t f = 0; f < row.size(); ++f) shares[f] += row[f];
  }
  for (double& share : shares) share /= whole;
  return shares;
}

/// The distances, by their definitions.
double plain_distance(const Table& rows, const std::vector<double>& shares, std::size_t i, std::size_t j, Measure measure) {
  const bool euclidean = measure == Measure::euclidean_distance;
  if (!euclidean && (is_empty(rows[i]) || is_empty(rows[j]))) return kNaN;
  const double total_i = euclidean ? 1.0 : std::accumulate(rows[i].begin(), rows[i].end(), 0.0);
  const double total_j = euclidean ? 1.0 : std::accumulate(rows[j].begin(), rows[j].end(), 0.0);
  double sum = 0.0;
  for (std::size_t f = 0; f < rows[i].size(); ++f) {
    const double x = rows[i][f];
    const double y = rows[j][f];
    if (x == 0.0 && y == 0.0) continue;
    const double p = x / total_i;
    const double q = y / total_j;
    const double root = std::sqrt(p) - std::sqrt(q);
    const double middle = 0.5 * (p + q);
    if (measure == Measure::hellinger_distance)
      sum += root * root;
    else if (measure == Measure::chi_squared_distance)
      sum += (p - q) * (p - q) / shares[f];
    else if (euclidean)
      sum += (p - q) * (p - q);
    else if (x == 0.0 || y == 0.0)
      sum += (p + q) * std::numbers::ln2;
    else
      sum += p * std::log(p / middle) + q * std::log(q / middle);
  }
  if (measure == Measure::hellinger_distance) return std::min(1.0, std::sqrt(0.5 * sum));
  return measure == Measure::jensen_shannon_divergence ? std::clamp(0.5 * sum, 0.0, std::numbers::ln2) : std::sqrt(sum);
}

/// Correlation of two documents. The lengths of the rows are those of the library.
double plain_correlation(const Table& rows, const Dfm& dfm, std::size_t i, std::size_t j) {
  const auto n = static_cast<double>(rows[i].size());
  const double total_i = std::accumulate(rows[i].begin(), rows[i].end(), 0.0);
  const double total_j = std::accumulate(rows[j].begin(), rows[j].end(), 0.0);
  const double spread_i = stance::detail::spread_of(stance::detail::row_of(dfm.matrix(), i), total_i, dfm.n_features());
  const double spread_j = stance::detail::spread_of(stance::detail::row_of(dfm.matrix(), j), total_j, dfm.n_features());
  if (std::isnan(spread_i) || std::isnan(spread_j)) return kNaN;
  if (i == j) return 1.0;
  double sum = 0.0;
  double n_absent = n;
  for (std::size_t f = 0; f < rows[i].size(); ++f) {
    if (rows[i][f] == 0.0 && rows[j][f] == 0.0) continue;
    sum += (rows[i][f] - total_i / n) * (rows[j][f] - total_j / n);
    n_absent -= 1.0;
  }
  sum += n_absent * ((total_i / n) * (total_j / n));
  return std::clamp(sum / (spread_i * spread_j), -1.0, 1.0);
}

bool same_bytes(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) || std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

std::vector<Neighbour> head(const Eigen::MatrixXd& values, Eigen::Index i, std::size_t k, bool distance) {
  std::vector<Neighbour> all;
  for (Eigen::Index j = 0; j < values.cols(); ++j) {
    if (j != i && !std::isnan(values(i, j))) all.push_back({static_cast<std::size_t>(j), values(i, j)});
  }
  std::stable_sort(all.begin(), all.end(),
                   [&](const Neighbour& a, const Neighbour& b) { return distance ? a.value < b.value : a.value > b.value; });
  all.resize(std::min(k, all.size()));
  return all;
}

// Oracle: plain sums of one pair in column order. Sizes around the 32 documents of a strip; several panels of columns.
TEST(SimilarityStrips, AsPlainSumsToTheLastBit) {
  for (const std::size_t n : {1U, 2U, 31U, 32U, 33U, 63U, 64U, 65U, 97U}) {
    for (const Measure measure : {Measure::cosine, Measure::jaccard, Measure::weighted_jaccard}) {
      const Table rows = random_table(n, n, measure == Measure::cosine);
      const Dfm dfm = dfm_of(rows);
      const Eigen::MatrixXd values = similarity_matrix(dfm, measure, 1).values;
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
          const double value = values(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
          ASSERT_TRUE(same_bytes(value, plain(rows, i, j, measure)))
              << name_of(measure) << ' ' << n << ": " << i << ' ' << j << ' ' << value;
        }
      }
    }
  }
}

// Oracle: the definitions, one pair at a time in column order.
TEST(SimilarityStrips, DistancesAndCorrelationAsPlainSumsToTheLastBit) {
  for (const std::size_t n : {1U, 2U, 32U, 33U, 45U}) {
    for (const Measure measure : {Measure::euclidean_distance, Measure::hellinger_distance, Measure::chi_squared_distance,
                                  Measure::jensen_shannon_divergence, Measure::pearson}) {
      const Table rows = random_table(n, n, measure == Measure::euclidean_distance || measure == Measure::pearson);
      const std::vector<double> shares = shares_of(rows);
      const Dfm dfm = dfm_of(rows);
      const Eigen::MatrixXd values = similarity_matrix(dfm, measure, 1).values;
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
          const double value = values(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
          const double expected = measure == Measure::pearson ? plain_correlation(rows, dfm, i, j)
                                                              : plain_distance(rows, shares, std::min(i, j), std::max(i, j), measure);
          ASSERT_TRUE(same_bytes(value, expected))
              << name_of(measure) << ' ' << n << ": " << i << ' ' << j << ' ' << value << ' ' << expected;
        }
      }
    }
  }
}

TEST(SimilarityStrips, ThreadsChangeNothing) {
  for (const Measure measure :
       {Measure::cosine, Measure::weighted_jaccard, Measure::pearson, Measure::hellinger_distance, Measure::chi_squared_distance}) {
    const Dfm dfm = dfm_of(random_table(150, 3, false));
    const Eigen::MatrixXd values = similarity_matrix(dfm, measure, 1).values;
    const auto nearest = top_k(dfm, 7, measure, 1);
    for (const std::size_t threads : {0U, 2U, 5U}) {
      const Eigen::MatrixXd other = similarity_matrix(dfm, measure, threads).values;
      for (Eigen::Index c = 0; c < values.size(); ++c) ASSERT_TRUE(same_bytes(values.data()[c], other.data()[c])) << name_of(measure) << c;
      ASSERT_EQ(nearest, top_k(dfm, 7, measure, threads)) << name_of(measure);
    }
  }
}

// Oracle: the whole matrix, sorted.
TEST(SimilarityStrips, NearestAreTheHeadOfTheSortedMatrix) {
  for (const Measure measure : {Measure::cosine, Measure::euclidean_distance}) {
    for (const std::size_t n : {1U, 2U, 32U, 33U, 100U}) {
      Table rows = random_table(n, 11, true);
      for (std::size_t d = 0; d < n; ++d) rows[d] = rows[d % 20];  // ties of five documents
      const Dfm dfm = dfm_of(rows);
      const Eigen::MatrixXd values = similarity_matrix(dfm, measure).values;
      for (const std::size_t k : {std::size_t{1}, std::size_t{10}, n, n + 5, std::numeric_limits<std::size_t>::max()}) {
        const auto nearest = top_k(dfm, k, measure, 2);
        ASSERT_EQ(nearest.size(), n);
        for (std::size_t i = 0; i < n; ++i)
          ASSERT_EQ(nearest[i], head(values, static_cast<Eigen::Index>(i), k, is_distance(measure))) << name_of(measure) << n << ' ' << k;
      }
    }
  }
}

TEST(SimilarityStrips, AllZeroAndAllAlike) {
  const auto nothing = top_k(dfm_of(Table(70, std::vector<double>(3, 0.0))), 4);
  EXPECT_TRUE(std::all_of(nothing.begin(), nothing.end(), [](const auto& neighbours) { return neighbours.empty(); }));
  const Dfm empty = dfm_of(Table(40, std::vector<double>(3, 0.0)));
  EXPECT_TRUE(similarity_matrix(empty).values.array().isNaN().all());
  EXPECT_TRUE(similarity_matrix(empty, Measure::chi_squared_distance).values.array().isNaN().all());
  EXPECT_TRUE((similarity_matrix(empty, Measure::euclidean_distance).values.array() == 0.0).all());
  const auto alike = top_k(dfm_of(Table(70, {3.0})), 2);
  EXPECT_EQ(alike[0], (std::vector<Neighbour>{{1, 1.0}, {2, 1.0}}));
  EXPECT_EQ(alike[1], (std::vector<Neighbour>{{0, 1.0}, {2, 1.0}}));
  EXPECT_EQ(alike[69], (std::vector<Neighbour>{{0, 1.0}, {1, 1.0}}));
}

// More features than numbers of 16 bits, few of each document: the panel must end before they run out.
TEST(SimilarityStrips, MoreFeaturesThanAPanelCanNumber) {
  constexpr Eigen::Index n = 2200;
  constexpr Eigen::Index n_cells = 62;
  std::vector<Eigen::Triplet<double>> cells;
  std::vector<std::string> documents;
  std::vector<std::string> features;
  for (Eigen::Index d = 0; d < n; ++d) {
    documents.push_back("d" + std::to_string(d));
    for (Eigen::Index c = 0; c < n_cells; ++c) cells.emplace_back(d, d / 2 * n_cells + c, 2.0);
  }
  Dfm::Matrix matrix(n, n / 2 * n_cells);
  ASSERT_GT(matrix.cols(), 65535);
  matrix.setFromTriplets(cells.begin(), cells.end());
  for (Eigen::Index f = 0; f < matrix.cols(); ++f) features.push_back("f" + std::to_string(f));
  const Dfm dfm(std::move(matrix), std::move(documents), stance::NameList(features));
  const auto nearest = top_k(dfm, 2, Measure::jaccard);
  const auto closest = top_k(dfm, 2, Measure::euclidean_distance);
  for (std::size_t d = 0; d < nearest.size(); ++d) {
    ASSERT_EQ(nearest[d][0], (Neighbour{d ^ 1U, 1.0}));
    ASSERT_EQ(nearest[d][1], (Neighbour{d < 2 ? 2U : 0U, 0.0}));
    ASSERT_EQ(closest[d][0], (Neighbour{d ^ 1U, 0.0}));
    ASSERT_EQ(closest[d][1], (Neighbour{d < 2 ? 2U : 0U, std::sqrt(2.0 * 62 * 4)}));
  }
}

TEST(SimilarityStrips, StopsWhenAsked) {
  std::stop_source source;
  source.request_stop();
  const std::stop_token token = source.get_token();
  const stance::detail::StopScope scope(token);
  const Dfm dfm = dfm_of(random_table(40, 5, false));
  EXPECT_THROW((void)similarity_matrix(dfm), stance::Stopped);
  EXPECT_THROW((void)top_k(dfm, 3, Measure::hellinger_distance), stance::Stopped);
}

// Oracle: one multiplication (or comparison) and one addition for each lane and cell, written out. All that this machine can run.
TEST(SimilarityStrips, InstructionSetsAgreeToTheLastBit) {
  Random random(8);
  const auto number = [&] {
    return std::ldexp(static_cast<double>(random.below(1U << 30)) - 5e8, static_cast<int>(random.below(40)) - 50);
  };
  std::vector<Lanes> tile(20);
  for (Lanes& line : tile) {
    for (double& value : line.at) value = random.below(3) == 0 ? 0.0 : number();
  }
  std::vector<std::uint16_t> slots(50);
  for (std::uint16_t& slot : slots) slot = static_cast<std::uint16_t>(random.below(tile.size()));
  for (const std::size_t size : {0U, 1U, 2U, 3U, 64U, 1000U}) {
    std::vector<std::uint16_t> features;
    std::vector<double> values;
    for (std::size_t c = 0; c < size; ++c) {
      features.push_back(static_cast<std::uint16_t>(random.below(slots.size())));
      values.push_back(number());
    }
    Lanes before;
    for (double& value : before.at) value = number();
    Lanes products = before;
    Lanes minima = before;
    for (std::size_t c = 0; c < size; ++c) {
      for (std::size_t l = 0; l < kLanes; ++l) {
        const double y = tile[slots[features[c]]].at[l];
        const volatile double product = values[c] * y;  // no fused multiply-add, whatever the flags of the test are
        products.at[l] += product;
        minima.at[l] += std::min(values[c], y);
      }
    }
    for (const LaneLoops& loops : stance::detail::lane_loops()) {
      Lanes added = before;
      loops.add_products({features.data(), values.data(), size}, slots.data(), tile.data(), added);
      Lanes least = before;
      loops.add_minima({features.data(), values.data(), size}, slots.data(), tile.data(), least);
      for (std::size_t l = 0; l < kLanes; ++l) {
        ASSERT_TRUE(same_bytes(added.at[l], products.at[l])) << loops.instructions << ' ' << size << ' ' << l;
        ASSERT_TRUE(same_bytes(least.at[l], minima.at[l])) << loops.instructions << ' ' << size << ' ' << l;
      }
    }
  }
}

// Oracle: the terms one after the other, written out. Features of the tile only, of the row only, and of both.
TEST(SimilarityStrips, InstructionSetsAgreeOnFeaturesOfEither) {
  Random random(9);
  const auto number = [&] { return std::ldexp(static_cast<double>(random.below(1U << 30)), static_cast<int>(random.below(40)) - 50); };
  constexpr std::size_t n_features = 300;
  for (const std::size_t one_in : {1U, 2U, 5U, 1000U}) {
    std::vector<std::uint16_t> lines;
    std::vector<std::uint16_t> features;
    std::vector<std::uint16_t> of_row;
    std::vector<double> row;
    std::vector<double> masses;
    std::vector<Lanes> values;
    std::vector<Lanes> squares;
    std::vector<Lanes> weighted;
    std::vector<Lanes> centred;
    std::vector<Lanes> centred_alone;
    Lanes absent;
    for (double& y : absent.at) y = -number();
    const double absent_of_row = -number();
    Lanes plain_squares{};
    Lanes plain_weighted{};
    Lanes plain_centred{};
    for (std::size_t f = 0; f < n_features; ++f) {
      masses.push_back(number() + 1e-3);
      lines.push_back(static_cast<std::uint16_t>(values.size()));
      double x = 0.0;
      if (random.below(3) == 0) {
        x = number();
        of_row.push_back(static_cast<std::uint16_t>(f));
        row.push_back(x);
      }
      Lanes line{};
      if (random.below(one_in) == 0) {
        features.push_back(static_cast<std::uint16_t>(f));
        for (double& y : line.at) y = random.below(2) == 0 ? 0.0 : number();
        values.push_back(line);
        squares.emplace_back();
        weighted.emplace_back();
        centred.push_back(absent);
        centred_alone.emplace_back();
        for (std::size_t l = 0; l < kLanes; ++l) {
          squares.back().at[l] = stance::detail::square_alone(line.at[l], 1.0);
          weighted.back().at[l] = stance::detail::weighted_square_alone(line.at[l], masses.back());
          if (line.at[l] != 0.0) centred.back().at[l] = centred_alone.back().at[l] = line.at[l];
        }
      }
      for (std::size_t l = 0; l < kLanes; ++l) {
        const volatile double square = (x - line.at[l]) * (x - line.at[l]);  // no fused multiply-add, whatever the flags of the test are
        plain_squares.at[l] += square;
        plain_weighted.at[l] += square / masses.back();
        if (x == 0.0 && line.at[l] == 0.0) continue;
        const volatile double product = (x == 0.0 ? absent_of_row : x) * (line.at[l] == 0.0 ? absent.at[l] : line.at[l]);
        plain_centred.at[l] += product;
      }
    }
    features.push_back(std::numeric_limits<std::uint16_t>::max());
    const stance::detail::PackedRow packed{of_row.data(), row.data(), row.size()};
    const auto tile_of = [&](const std::vector<Lanes>& of_both, const std::vector<Lanes>& alone, const double* weights,
                             const Lanes& lacking) {
      return stance::detail::EitherTile{lines.data(), features.data(), of_both.data(), alone.data(), weights, of_both.size(), lacking};
    };
    for (const LaneLoops& loops : stance::detail::lane_loops()) {
      Lanes sums{};
      loops.add_squares({packed, 0.0, kLanes}, tile_of(values, squares, nullptr, {}), sums);
      Lanes others{};
      loops.add_weighted_squares({packed, 0.0, kLanes}, tile_of(values, weighted, masses.data(), {}), others);
      Lanes products{};
      loops.add_centred_products({packed, absent_of_row, kLanes}, tile_of(centred, centred_alone, nullptr, absent), products);
      for (std::size_t l = 0; l < kLanes; ++l) {
        ASSERT_TRUE(same_bytes(sums.at[l], plain_squares.at[l])) << loops.instructions << ' ' << one_in << ' ' << l;
        ASSERT_TRUE(same_bytes(others.at[l], plain_weighted.at[l])) << loops.instructions << ' ' << one_in << ' ' << l;
        ASSERT_TRUE(same_bytes(products.at[l], plain_centred.at[l])) << loops.instructions << ' ' << one_in << ' ' << l;
      }
    }
  }
}

}  // namespace
