#include "stance/dfm_io.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "detail/dfm_io_text.hpp"

namespace stance {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

std::vector<std::string> places(const std::vector<Diagnostic>& diagnostics) {
  std::vector<std::string> out;
  for (const Diagnostic& d : diagnostics)
    out.push_back(std::to_string(d.position.line) + ':' + std::to_string(d.position.column) + ' ' + d.code);
  return out;
}

std::string messages(const std::vector<Diagnostic>& diagnostics) {
  std::string out;
  for (const Diagnostic& d : diagnostics) out += d.to_string() + '\n';
  return out;
}

void expect_same(const Dfm& a, const Dfm& b) {
  EXPECT_EQ(a.documents(), b.documents());
  EXPECT_EQ(a.features().to_vector(), b.features().to_vector());
  EXPECT_EQ(a.weighting(), b.weighting());
  ASSERT_EQ(a.matrix().nonZeros(), b.matrix().nonZeros());
  EXPECT_TRUE(Eigen::MatrixXd(a.matrix()) == Eigen::MatrixXd(b.matrix()));
}

Dfm random_dfm(std::mt19937& random, bool whole, bool awkward_names) {
  const std::size_t rows = 1 + random() % 6;
  const std::size_t columns = 1 + random() % 8;
  std::vector<std::string> documents;
  std::vector<std::string> features;
  const std::vector<std::string> awkward = {"", " \"", ",", "\n", "\xC3\xA9", "%", ";\t", "\\u0041", "'"};
  for (std::size_t i = 0; i < rows; ++i)
    documents.push_back("d" + std::to_string(i) + (awkward_names ? awkward[random() % awkward.size()] : ""));
  for (std::size_t i = 0; i < columns; ++i)
    features.push_back(std::string(1, static_cast<char>('a' + i)) + (awkward_names ? awkward[random() % awkward.size()] : ""));
  std::vector<std::size_t> r, c;
  std::vector<double> v;
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) {
      if (random() % 3 == 0) continue;
      r.push_back(i);
      c.push_back(j);
      v.push_back(whole ? static_cast<double>(1 + random() % 1000)
                        : std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 80) - 60));
    }
  }
  return dfm_from_triplets(documents, features, r, c, v, whole ? Weighting::counts : Weighting::other);
}

TEST(MatrixMarket, ReadsTheExampleOfTheFormat) {
  // The matrix that the specification of NIST gives (https://math.nist.gov/MatrixMarket/formats.html), 5 x 5 with 8 cells.
  const DfmRead read = parse_matrix_market(
      "%%MatrixMarket matrix coordinate real general\n% a comment\n%\n  5  5  8\n    1     1   1.000e+00\n    2     2   1.050e+01\n    3   "
      "  3   1.500e-02\n"
      "    1     4   6.000e+00\n    4     2   2.505e+02\n    4     4  -2.800e+02\n    4     5   3.332e+01\n    5     5   1.200e+01\n",
      "nist.mtx");
  ASSERT_TRUE(read.dfm) << messages(read.diagnostics);
  EXPECT_EQ(read.dfm->at(0, 3), 6.0);
  EXPECT_EQ(read.dfm->at(3, 3), -280.0);
  EXPECT_EQ(read.dfm->at(3, 4), 33.32);
  EXPECT_EQ(read.dfm->matrix().nonZeros(), 8);
  EXPECT_EQ(read.dfm->weighting(), Weighting::other) << "a cell is negative";
  EXPECT_EQ(read.dfm->documents().front(), "text1");
  EXPECT_EQ(read.dfm->features()[4], "feat5");
  EXPECT_THAT(places(read.diagnostics), ElementsAre("4:1 M108", "4:1 M108"));
}

TEST(MatrixMarket, PatternIntegerAndSymmetric) {
  const DfmRead pattern = parse_matrix_market("%%matrixmarket MATRIX Coordinate Pattern General\r\n2 3 2\r\n1 3\r\n2 1\r\n", "p.mtx");
  ASSERT_TRUE(pattern.dfm) << messages(pattern.diagnostics);
  EXPECT_EQ(pattern.dfm->at(0, 2), 1.0);
  EXPECT_EQ(pattern.dfm->weighting(), Weighting::counts);
  const DfmRead symmetric =
      parse_matrix_market("\xEF\xBB\xBF%%MatrixMarket matrix coordinate integer symmetric\n3 3 3\n1 1 4\n3 1 7\n2 2 +5", "s.mtx");
  ASSERT_TRUE(symmetric.dfm) << messages(symmetric.diagnostics);
  EXPECT_EQ(symmetric.dfm->at(0, 2), 7.0);
  EXPECT_EQ(symmetric.dfm->at(2, 0), 7.0);
  EXPECT_EQ(symmetric.dfm->at(0, 0), 4.0);
  EXPECT_EQ(symmetric.dfm->matrix().nonZeros(), 4);
}

TEST(MatrixMarket, CellsThatStandTwiceAreAdded) {
  const DfmRead read = parse_matrix_market("%%MatrixMarket matrix coordinate integer general\n1 2 3\n1 1 2\n1 2 1\n1 1 3\n", "t.mtx",
                                           {{"a"}, {"x", "y"}, {}});
  ASSERT_TRUE(read.dfm);
  EXPECT_EQ(read.dfm->at(0, 0), 5.0) << "as scipy.io.mmread and R's readMM do";
  EXPECT_THAT(places(read.diagnostics), ElementsAre("1:1 M107"));
}

TEST(MatrixMarket, AllFaultsWithLineAndColumn) {
  const std::string head = "%%MatrixMarket matrix coordinate integer general\n";
  EXPECT_THAT(places(parse_matrix_market(head + "2 2 5\n0 1 1\n1 3 1\n1 x 1\n1 1 1.5\n2 2\n", "f.mtx").diagnostics),
              ElementsAre("3:1 M104", "4:3 M104", "5:3 M104", "6:5 M104", "7:4 M104"));
  EXPECT_THAT(places(parse_matrix_market(head + "2 2 2\n1 1 1\n", "f.mtx").diagnostics), ElementsAre("2:1 M105")) << "cut off";
  EXPECT_THAT(places(parse_matrix_market(head + "2 2 1\n1 1 1\n2 2 1\n", "f.mtx").diagnostics), ElementsAre("4:1 M105"));
  EXPECT_THAT(places(parse_matrix_market(head + "2 2 1\n1 1 1 9\n", "f.mtx").diagnostics), ElementsAre("3:7 M104"));
  EXPECT_THAT(places(parse_matrix_market(head + "99999999999 2 1\n1 1 1\n", "f.mtx").diagnostics), ElementsAre("2:1 M102"));
  EXPECT_THAT(places(parse_matrix_market(head + "2 -1 1\n", "f.mtx").diagnostics), ElementsAre("2:3 M102"));
  EXPECT_THAT(places(parse_matrix_market(head + "2 2\n", "f.mtx").diagnostics), ElementsAre("2:4 M102"));
  EXPECT_THAT(places(parse_matrix_market(head, "f.mtx").diagnostics), ElementsAre("2:1 M102"));
  EXPECT_THAT(places(parse_matrix_market("", "f.mtx").diagnostics), ElementsAre("1:1 M101"));
  EXPECT_THAT(places(parse_matrix_market("1 1 1\n", "f.mtx").diagnostics), ElementsAre("1:1 M101"));
  EXPECT_THAT(messages(parse_matrix_market("%%MatrixMarket matrix array real general\n", "f.mtx").diagnostics),
              HasSubstr("f.mtx:1:23: error[M101]: format 'array'; expected coordinate"));
  EXPECT_THAT(messages(parse_matrix_market("%%MatrixMarket matrix coordinate complex general\n", "f.mtx").diagnostics),
              HasSubstr("field 'complex'"));
  EXPECT_THAT(messages(parse_matrix_market("%%MatrixMarket matrix coordinate real skew-symmetric\n", "f.mtx").diagnostics),
              HasSubstr("symmetry"));
  EXPECT_THAT(places(parse_matrix_market("%%MatrixMarket matrix coordinate real symmetric\n2 3 0\n", "f.mtx").diagnostics),
              ElementsAre("2:1 M102"));
  EXPECT_THAT(places(parse_matrix_market("%%MatrixMarket matrix coordinate real general\n1 1 1\n1 1 nan\n", "f.mtx").diagnostics),
              ElementsAre("3:5 M104"));
  EXPECT_THAT(places(parse_matrix_market(head + "%stance document oops\n%stance colour \"x\"\n1 1 0\n", "f.mtx").diagnostics),
              ElementsAre("2:18 M103", "3:9 M103"));
  EXPECT_THAT(messages(parse_matrix_market(head + "%stance document \"a\"\n2 1 0\n", "f.mtx").diagnostics),
              HasSubstr("1 names of documents for a matrix with 2"));
  EXPECT_THAT(messages(parse_matrix_market(head + "%stance document \"a\"\n%stance document \"a\"\n2 1 0\n", "f.mtx").diagnostics),
              HasSubstr("M106"));
  EXPECT_THAT(messages(parse_matrix_market(head + "1 1 1\n1 1 -2\n", "f.mtx", {{}, {}, Weighting::counts}).diagnostics), HasSubstr("M106"));
}

TEST(MatrixMarket, PromisesClaimNoMemory) {
  const std::string head = "%%MatrixMarket matrix coordinate real general\n";
  EXPECT_THAT(messages(parse_matrix_market(head + "2000000000 2000000000 2000000000\n1 1 1\n", "f.mtx").diagnostics), HasSubstr("M105"));
  EXPECT_THAT(messages(parse_matrix_market(head + "2000000000 1 1\n1 1 1\n", "f.mtx").diagnostics), HasSubstr("M103"))
      << "so many documents want names";
  std::string faults = head + "1 1 500\n";
  for (int i = 0; i < 500; ++i) faults += "x\n";
  EXPECT_EQ(parse_matrix_market(faults, "f.mtx").diagnostics.size(), detail::max_matrix_faults + 1);
}

TEST(MatrixMarket, RoundTripsInBothWaysOfNaming) {
  std::mt19937 random(3);
  const fs::path folder = fs::temp_directory_path() / ("stance-mtx-" + std::to_string(random()) + std::to_string(::getpid()));
  fs::create_directories(folder);
  for (int round = 0; round < 60; ++round) {
    const Dfm dfm = random_dfm(random, round % 2 == 0, round % 3 == 0);
    const DfmRead read = parse_matrix_market(to_matrix_market(dfm), "m.mtx");
    ASSERT_TRUE(read.dfm) << messages(read.diagnostics) << to_matrix_market(dfm);
    EXPECT_THAT(read.diagnostics, IsEmpty());
    expect_same(*read.dfm, dfm);
    if (round % 3 == 0) continue;
    const std::string path = (folder / "m.mtx").string();
    write_matrix_market(dfm, path, MatrixMarketNames::side_files);
    const DfmRead beside = read_matrix_market(path, {{}, {}, dfm.weighting()});
    ASSERT_TRUE(beside.dfm) << messages(beside.diagnostics);
    EXPECT_THAT(beside.diagnostics, IsEmpty());
    expect_same(*beside.dfm, dfm);
  }
  const Dfm broken = dfm_from_triplets({"a\nb"}, {"x"}, {0}, {0}, {1.0});
  EXPECT_THROW(write_matrix_market(broken, (folder / "b.mtx").string(), MatrixMarketNames::side_files), InvalidArgument);
  EXPECT_FALSE(fs::exists(folder / "b.mtx"));
  EXPECT_THROW((void)to_matrix_market(broken, MatrixMarketNames::side_files), InvalidArgument);
  EXPECT_THROW(write_matrix_market(broken, (folder / "none" / "b.mtx").string()), Error);
  EXPECT_THAT(messages(read_matrix_market((folder / "nowhere.mtx").string()).diagnostics), HasSubstr("M101"));
  fs::remove_all(folder);
}

TEST(MatrixMarket, WhatIsWritten) {
  const Dfm dfm = dfm_from_triplets({"a", "b"}, {"peace", "war \"x\""}, {0, 1}, {1, 0}, {2.0, 1.0});
  EXPECT_EQ(to_matrix_market(dfm),
            "%%MatrixMarket matrix coordinate integer general\n%stance weighting \"counts\"\n%stance document \"a\"\n%stance document "
            "\"b\"\n%stance feature \"peace\"\n"
            "%stance feature \"war \\\"x\\\"\"\n2 2 2\n1 2 2\n2 1 1\n");
  EXPECT_EQ(
      to_matrix_market(to_proportions(dfm_from_triplets({"a"}, {"x", "y", "z"}, {0, 0, 0}, {0, 1, 2}, {1, 1, 1})), MatrixMarketNames::none),
      "%%MatrixMarket matrix coordinate real general\n1 3 3\n1 1 0.3333333333333333\n1 2 0.3333333333333333\n1 3 0.3333333333333333\n");
}

TEST(MatrixMarket, DegenerateMatrices) {
  for (const Dfm& dfm : {Dfm(), dfm_from_triplets({"a", "b"}, {}, {}, {}, {}), dfm_from_triplets({}, {"x"}, {}, {}, {}),
                         dfm_from_triplets({"a"}, {"x"}, {}, {}, {})}) {
    const DfmRead read = parse_matrix_market(to_matrix_market(dfm), "m.mtx");
    ASSERT_TRUE(read.dfm) << messages(read.diagnostics);
    expect_same(*read.dfm, dfm);
  }
}

TEST(Triplets, ShapesOfFiles) {
  const auto cells = [](const std::string& text) {
    const DfmRead read = parse_triplets(text, "t.csv");
    if (!read.dfm) return messages(read.diagnostics);
    std::string out;
    for (const std::string& document : read.dfm->documents()) out += document + ' ';
    out += '|';
    for (const std::string& feature : read.dfm->features().to_vector()) out += ' ' + feature;
    for (Dfm::Index i = 0; i < read.dfm->n_documents(); ++i) {
      for (Dfm::Index j = 0; j < read.dfm->n_features(); ++j) out += ' ' + testing::PrintToString(read.dfm->at(i, j));
    }
    return out;
  };
  EXPECT_EQ(cells("document,feature,count\nb,war,2\na,peace,1\n"), "b a | peace war 0 2 1 0");
  EXPECT_EQ(cells("\xEF\xBB\xBFn;term;doc_id\r\n2;war;b\r\n1;peace;a\r\n"), "b a | peace war 0 2 1 0");
  EXPECT_EQ(cells("b\twar\t2\na\tpeace\t1\n"), "b a | peace war 0 2 1 0") << "without a header";
  EXPECT_EQ(cells("document,feature\na,x\na,y\n"), "a | x y 1 1");
  EXPECT_EQ(cells("document,feature,count\na,\"x, y\",1e3\nb,z,0\n"), "a b | x, y z 1000 0 0 0") << "a count of 0 names what it names";
}

TEST(Triplets, AllFaultsWithLineAndColumn) {
  const DfmRead read = parse_triplets("document,feature,count\na,x,many\n,x,1\na,,1\na,x\na,\"x\",inf\n\xFF,x,1\n", "f.csv");
  EXPECT_FALSE(read.dfm);
  EXPECT_THAT(places(read.diagnostics), ElementsAre("2:5 M104", "3:1 M109", "4:3 M109", "5:1 M109", "6:7 M104", "7:1 M110"))
      << messages(read.diagnostics);
  EXPECT_THAT(places(parse_triplets("document,colour,count\na,x,1\n", "f.csv").diagnostics), ElementsAre("1:1 M109"));
  EXPECT_THAT(places(parse_triplets("document,feature,count\na,x,-1\n", "f.csv", {{}, {}, Weighting::counts}).diagnostics),
              ElementsAre("1:1 M106"));
  EXPECT_THAT(messages(parse_triplets("document,feature,count\na,x,1\na,x,2\n", "f.csv").diagnostics), HasSubstr("M107"));
  EXPECT_THAT(messages(parse_triplets("document,feature,count\nz,x,1\n", "f.csv", {{"a"}, {}, {}}).diagnostics),
              HasSubstr("2:1: error[M103]"));
  EXPECT_TRUE(parse_triplets("", "f.csv").dfm) << "no rows, no matrix cells: an empty matrix";
}

TEST(Triplets, RoundTrip) {
  std::mt19937 random(8);
  for (int round = 0; round < 60; ++round) {
    const Dfm dfm = random_dfm(random, round % 2 == 0, round % 3 == 0);
    const DfmRead read = parse_triplets(to_triplets(dfm), "t.csv", {{}, {}, dfm.weighting()});
    ASSERT_TRUE(read.dfm) << messages(read.diagnostics) << to_triplets(dfm);
    EXPECT_THAT(read.diagnostics, IsEmpty());
    expect_same(*read.dfm, dfm);
  }
  const Dfm sparse = dfm_from_triplets({"a", "b", "c"}, {"x", "y"}, {1}, {0}, {2.0});
  EXPECT_EQ(to_triplets(sparse), "document,feature,count\na,x,0\nb,x,2\nc,x,0\na,y,0\n");
  expect_same(*parse_triplets(to_triplets(sparse), "t.csv").dfm, sparse);
  EXPECT_EQ(to_triplets(Dfm()), "document,feature,count\n");
  EXPECT_THROW((void)to_triplets(dfm_from_triplets({"a"}, {}, {}, {}, {})), InvalidArgument);
}

TEST(DfmFromTriplets, WrongCalls) {
  EXPECT_THROW((void)dfm_from_triplets({"a"}, {"x"}, {0}, {0, 0}, {1.0}), InvalidArgument);
  EXPECT_THROW((void)dfm_from_triplets({"a"}, {"x"}, {1}, {0}, {1.0}), InvalidArgument);
  EXPECT_THROW((void)dfm_from_triplets({"a"}, {"x"}, {0}, {1}, {1.0}), InvalidArgument);
  EXPECT_THROW((void)dfm_from_triplets({"a", "a"}, {"x"}, {}, {}, {}), InvalidArgument);
  EXPECT_EQ(dfm_from_triplets({"a"}, {"x"}, {0, 0}, {0, 0}, {1.0, 2.0}).at(0, 0), 3.0) << "cells of one place are added";
}

/// Cut-off files, foreign bytes, other line ends: a matrix or diagnostics, never an exception.
TEST(DfmIoProperty, NoInputBreaksAReader) {
  std::mt19937 random(4);
  const Dfm dfm = dfm_from_triplets({"a", "b,"}, {"x", "y\"z"}, {0, 1, 1}, {0, 0, 1}, {1.0, 2.5, 3.0});
  const std::string noise("\0\xFF\n\r\t\"%,;-+e.9", 15);
  for (int round = 0; round < 3000; ++round) {
    std::string text = round % 2 == 0 ? to_matrix_market(dfm) : to_triplets(dfm);
    if (round % 5 == 0) text.resize(random() % text.size());
    for (std::size_t n = random() % 4; n > 0 && !text.empty(); --n) text[random() % text.size()] = noise[random() % noise.size()];
    const DfmRead read = round % 2 == 0 ? parse_matrix_market(text, "fuzz") : parse_triplets(text, "fuzz");
    EXPECT_TRUE(read.dfm || !read.diagnostics.empty()) << text;
  }
}

TEST(DfmIo, AMillionCellsAreQuick) {
  std::vector<std::string> documents, features;
  for (std::size_t i = 0; i < 1000; ++i) documents.push_back("d" + std::to_string(i));
  for (std::size_t i = 0; i < 5000; ++i) features.push_back("f" + std::to_string(10000 + i));
  std::vector<std::size_t> rows, columns;
  std::vector<double> cells;
  for (std::size_t i = 0; i < 1'000'000; ++i) {
    rows.push_back(i % 1000);
    columns.push_back(i / 1000 * 5 + i % 5);
    cells.push_back(static_cast<double>(1 + i % 7));
  }
  const auto begin = std::chrono::steady_clock::now();
  const Dfm dfm = dfm_from_triplets(documents, features, rows, columns, cells);
  const DfmRead market = parse_matrix_market(to_matrix_market(dfm), "m.mtx");
  const DfmRead triplets = parse_triplets(to_triplets(dfm), "t.csv");
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  ASSERT_TRUE(market.dfm && triplets.dfm);
  EXPECT_EQ(market.dfm->matrix().nonZeros(), 1'000'000);
  EXPECT_EQ(triplets.dfm->matrix().nonZeros(), 1'000'000);
  RecordProperty("seconds", std::to_string(seconds));
  EXPECT_LT(seconds, 60.0) << "seconds, where one is usual: generous, for sanitizers and busy machines";
}

}  // namespace
}  // namespace stance
