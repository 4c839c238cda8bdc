#include "stance/dfm.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <sstream>

#include "detail/random.hpp"
#include "stance/error.hpp"

namespace {

using stance::build_dfm;
using stance::Dfm;
using stance::DfmBuilder;
using stance::DfmOptions;
using stance::DocumentCounts;
using stance::InvalidArgument;
using stance::NameList;
using stance::NgramGaps;
using stance::TokenFilter;
using stance::TypeId;
using stance::Vocabulary;
using stance::Weighting;
using Words = std::vector<std::string_view>;
using Names = std::vector<std::string>;

Words split(std::string_view text) {
  Words words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

Dfm dfm_of(const std::vector<std::string>& texts, const DfmOptions& options = {}) {
  DfmBuilder builder(options);
  for (std::size_t i = 0; i < texts.size(); ++i) builder.add("d" + std::to_string(i), split(texts[i]));
  return builder.build();
}

Names features_of(const Dfm& dfm) { return dfm.features().to_vector(); }

void expect_equal(const Dfm& a, const Dfm& b) {
  EXPECT_EQ(a.documents(), b.documents());
  EXPECT_EQ(features_of(a), features_of(b));
  ASSERT_EQ(a.n_documents(), b.n_documents());
  ASSERT_EQ(a.n_features(), b.n_features());
  EXPECT_TRUE(Eigen::MatrixXd(a.matrix()) == Eigen::MatrixXd(b.matrix()));
}

/// Random texts over a small alphabet, some empty.
std::vector<std::string> random_texts(std::uint64_t seed, std::size_t n) {
  stance::detail::Random random(seed);
  std::vector<std::string> texts(n);
  for (std::string& text : texts) {
    for (auto length = random.below(30); length > 0; --length) {
      for (auto letters = 1 + random.below(3); letters > 0; --letters) text += static_cast<char>('a' + random.below(3));
      text += ' ';
    }
  }
  return texts;
}

// Oracle: scikit-learn's documentation of CountVectorizer ("This is the first document." …): vocabulary and array.
TEST(Dfm, CountsAsInTheScikitLearnDocumentation) {
  const Dfm dfm = dfm_of(
      {"this is the first document", "this document is the second document", "and this is the third one", "is this the first document"});
  EXPECT_EQ(features_of(dfm), (Names{"and", "document", "first", "is", "one", "second", "the", "third", "this"}));
  Eigen::MatrixXd expected(4, 9);
  expected << 0, 1, 1, 1, 0, 0, 1, 0, 1,  //
      0, 2, 0, 1, 0, 1, 1, 0, 1,          //
      1, 0, 0, 1, 1, 0, 1, 1, 1,          //
      0, 1, 1, 1, 0, 0, 1, 0, 1;
  EXPECT_TRUE(Eigen::MatrixXd(dfm.matrix()) == expected);
  EXPECT_EQ(dfm.weighting(), Weighting::counts);
}

// Oracle: the same page, analyzer='word', ngram_range=(2, 2).
TEST(Dfm, BigramsAsInTheScikitLearnDocumentation) {
  const Dfm dfm = dfm_of(
      {"this is the first document", "this document is the second document", "and this is the third one", "is this the first document"},
      {.ngram_min = 2, .ngram_max = 2});
  EXPECT_EQ(features_of(dfm), (Names{"and this", "document is", "first document", "is the", "is this", "second document", "the first",
                                     "the second", "the third", "third one", "this document", "this is", "this the"}));
  EXPECT_EQ(dfm.at(0, 2), 1.0);
  EXPECT_EQ(dfm.at(1, 1), 1.0);
}

TEST(Dfm, NgramsStopAtBreaks) {
  DfmBuilder builder({.ngram_min = 1, .ngram_max = 3});
  const Words words = split("a b c d");
  const std::vector<std::size_t> breaks = {0, 2, 2, 4};  // first tokens of sentences; repeated for an empty sentence
  builder.add("d", words, breaks);
  EXPECT_EQ(features_of(builder.build()), (Names{"a", "a b", "b", "c", "c d", "d"}));
}

TEST(Dfm, TokensOfTheTokenizerKeepNgramsInSentences) {
  Vocabulary vocabulary;
  stance::Tokens tokens;
  for (const char* word : {"we", "agree", "russia", "objects"}) {
    stance::Token token;
    token.type = vocabulary.intern(word);
    tokens.words.push_back(token);
  }
  tokens.words[2].gap = stance::Gap::sentence;
  DfmBuilder builder({.ngram_min = 2, .ngram_max = 2}, vocabulary);
  builder.add("d", tokens);
  EXPECT_EQ(features_of(builder.build()), (Names{"russia objects", "we agree"}));
}

// Oracle: by hand, after scikit-learn's order (stop words go first, then n-grams are made).
TEST(Dfm, StopWordsCloseUpOrSeparate) {
  DfmOptions options{.ngram_min = 2, .ngram_max = 2, .stop_words = {"of"}};
  EXPECT_EQ(features_of(dfm_of({"role of nato"}, options)), (Names{"role nato"}));
  options.ngram_gaps = NgramGaps::keep;
  EXPECT_EQ(features_of(dfm_of({"role of nato"}, options)), Names{});
}

TEST(Dfm, FiltersTokens) {
  const std::string text = "- un ə \xE2\x80\x93 5 \xD9\xA3 x1 \xFF";  // en dash, Arabic-Indic three, a byte that is not UTF-8
  EXPECT_EQ(features_of(dfm_of({text})), (Names{"5", "un", "x1", "ə", "\xD9\xA3"}));
  EXPECT_EQ(features_of(dfm_of({text}, {.min_length = 2})), (Names{"un", "x1"}));
  EXPECT_EQ(dfm_of({text}, {.token_filter = TokenFilter::all}).n_features(), 8);
}

// Oracle: by hand; document frequencies a 4, b 2, c 1, d 1 and totals a 4, b 2, c 3, d 3.
TEST(Dfm, PrunesByFrequency) {
  const std::vector<std::string> texts = {"a b c c c", "a b", "a d d d", "a"};
  EXPECT_EQ(features_of(dfm_of(texts, {.min_doc_freq = 2})), (Names{"a", "b"}));
  EXPECT_EQ(features_of(dfm_of(texts, {.max_doc_freq = 0.5})), (Names{"b", "c", "d"}));
  EXPECT_EQ(features_of(dfm_of(texts, {.max_features = 2})), (Names{"a", "c"}));  // c before d: ties go by name
  EXPECT_EQ(features_of(dfm_of(texts, {.max_features = 9})), (Names{"a", "b", "c", "d"}));
  EXPECT_EQ(dfm_of(texts, {.min_doc_freq = 5}).n_features(), 0);
}

TEST(Dfm, ProportionIsNotLostToBinaryFractions) {
  std::vector<std::string> texts(100, "a");
  for (std::size_t i = 0; i < 29; ++i) texts[i] = "a b";
  EXPECT_EQ(features_of(dfm_of(texts, {.max_doc_freq = 0.29})), (Names{"b"}));  // 0.29 * 100 < 29 in doubles
}

// Oracle: a std::map from the n-gram's text to its count.
TEST(Dfm, NgramsAgreeWithANaiveCount) {
  for (const std::string joiner : {" ", "_", "b", "", "::"}) {  // the last ones sort among letters, or make equal names
    const std::vector<std::string> texts = random_texts(11, 40);
    const Dfm dfm = dfm_of(texts, {.ngram_min = 2, .ngram_max = 4, .joiner = joiner});
    std::map<std::string, std::map<std::size_t, double>> oracle;
    for (std::size_t d = 0; d < texts.size(); ++d) {
      const Words words = split(texts[d]);
      for (std::size_t n = 2; n <= 4; ++n) {
        for (std::size_t i = 0; i + n <= words.size(); ++i) {
          std::string gram(words[i]);
          for (std::size_t k = 1; k < n; ++k) gram += joiner + std::string(words[i + k]);
          oracle[gram][d] += 1.0;
        }
      }
    }
    ASSERT_EQ(dfm.n_features(), static_cast<Eigen::Index>(oracle.size())) << "joiner '" << joiner << "'";
    Eigen::Index column = 0;
    Eigen::Index n_cells = 0;
    for (const auto& [gram, counts] : oracle) {
      ASSERT_EQ(dfm.features()[static_cast<std::size_t>(column)], gram);
      for (const auto& [d, count] : counts) ASSERT_EQ(dfm.at(static_cast<Eigen::Index>(d), column), count) << gram;
      n_cells += static_cast<Eigen::Index>(counts.size());
      ++column;
    }
    EXPECT_EQ(dfm.matrix().nonZeros(), n_cells);
  }
}

// Words that hold the joiner: "a b" is a word and a pair, and both are one feature.
TEST(Dfm, FeaturesOfTheSameNameAreOneAndAreChosenAsOne) {
  const std::vector<std::vector<std::string_view>> texts = {{"a b", "a", "b"}, {"a", "b", "c"}, {"c", "a b", "a b"}, {"d"}};
  for (const std::uint64_t least : {1U, 2U, 3U}) {
    DfmBuilder builder({.ngram_max = 2, .min_doc_freq = least});
    for (std::size_t d = 0; d < texts.size(); ++d) builder.add("d" + std::to_string(d), texts[d]);
    const Dfm dfm = builder.build();
    const auto column = dfm.features().find("a b");
    ASSERT_TRUE(column.has_value());  // in three documents
    EXPECT_EQ(dfm.at(0, static_cast<Eigen::Index>(*column)), 2.0);
    EXPECT_EQ(dfm.at(1, static_cast<Eigen::Index>(*column)), 1.0);
    EXPECT_EQ(dfm.at(2, static_cast<Eigen::Index>(*column)), 2.0);
    const Names expected = least == 1   ? Names{"a", "a b", "a b a", "a b a b", "b", "b c", "c", "c a b", "d"}
                           : least == 2 ? Names{"a", "a b", "b", "c"}
                                        : Names{"a b"};
    EXPECT_EQ(features_of(dfm), expected);
  }
}

TEST(Dfm, IsMovedWithoutCopyingItsCells) {
  Dfm first = dfm_of({"a a b", "b c"});
  const double* const cells = first.matrix().valuePtr();
  Dfm second = std::move(first);
  EXPECT_EQ(second.matrix().valuePtr(), cells);
  Dfm third;
  third = std::move(second);
  EXPECT_EQ(third.matrix().valuePtr(), cells);
  EXPECT_EQ(third.documents().size(), 2U);
  Dfm::Matrix matrix = std::move(third).take_matrix();
  EXPECT_EQ(matrix.valuePtr(), cells);
  const Dfm fourth(std::move(matrix), {"x", "y"}, NameList(Names{"a", "b", "c"}));
  EXPECT_EQ(fourth.matrix().valuePtr(), cells);
  EXPECT_EQ(fourth.at(0, 0), 2.0);
}

TEST(Dfm, ShardsInAnySplitEqualOnePass) {
  const std::vector<std::string> texts = random_texts(5, 30);
  const DfmOptions options{.ngram_min = 1, .ngram_max = 2, .stop_words = {"ab"}, .min_doc_freq = 2};
  const Dfm whole = dfm_of(texts, options);
  stance::detail::Random random(9);
  for (std::size_t n_workers = 1; n_workers <= 5; ++n_workers) {
    // Each worker has its own vocabulary and takes documents as they come, in any order.
    std::vector<Vocabulary> vocabularies(n_workers);
    std::vector<DocumentCounts> workers;
    for (const Vocabulary& vocabulary : vocabularies) workers.emplace_back(options, vocabulary);
    for (std::size_t d = texts.size(); d-- > 0;) {
      const auto w = static_cast<std::size_t>(random.below(n_workers));
      std::vector<TypeId> types;
      for (const std::string_view word : split(texts[d])) types.push_back(vocabularies[w].intern(word));
      workers[w].add(d, "d" + std::to_string(d), types);
    }
    expect_equal(build_dfm(std::move(workers)), whole);
  }
}

TEST(Dfm, MergingIsAssociative) {
  const auto part = [](std::size_t from, std::size_t to) {
    DocumentCounts counts;
    const std::vector<std::string> texts = random_texts(6, 12);
    for (std::size_t d = from; d < to; ++d) counts.add(d, "d" + std::to_string(d), split(texts[d]));
    return counts;
  };
  DocumentCounts left = part(0, 4);
  left.merge(part(4, 8));
  left.merge(part(8, 12));
  DocumentCounts tail = part(8, 12);
  tail.merge(part(4, 8));
  tail.merge(part(0, 4));
  expect_equal(left.to_dfm(), tail.to_dfm());
  expect_equal(left.to_dfm(), part(0, 12).to_dfm());
  EXPECT_EQ(left.n_documents(), 12U);
}

TEST(Dfm, OrderOfDocumentsOnlyPermutesRows) {
  std::vector<std::string> texts = random_texts(8, 10);
  const Dfm forward = dfm_of(texts);
  std::reverse(texts.begin(), texts.end());
  const Dfm backward = dfm_of(texts);
  EXPECT_EQ(features_of(forward), features_of(backward));
  EXPECT_TRUE(Eigen::MatrixXd(forward.matrix()) == Eigen::MatrixXd(backward.matrix()).colwise().reverse());
}

TEST(Dfm, DegenerateInput) {
  EXPECT_EQ(Dfm().n_documents(), 0);
  EXPECT_EQ(build_dfm({}).n_documents(), 0);
  EXPECT_EQ(DfmBuilder().build().n_features(), 0);
  const Dfm empty_documents = dfm_of({"", ""});
  EXPECT_EQ(empty_documents.n_documents(), 2);
  EXPECT_EQ(empty_documents.n_features(), 0);
  EXPECT_EQ(to_proportions(dfm_of({"", "a a b"})).row_sums(), (std::vector<double>{0.0, 1.0}));
}

TEST(Dfm, RefusesOptionsThatMakeNoSense) {
  EXPECT_THROW(DocumentCounts({.ngram_min = 0}), InvalidArgument);
  EXPECT_THROW(DocumentCounts({.ngram_min = 3, .ngram_max = 2}), InvalidArgument);
  EXPECT_THROW(DocumentCounts({.ngram_max = 17}), InvalidArgument);
  EXPECT_THROW(DocumentCounts({.max_doc_freq = 0.0}), InvalidArgument);
  EXPECT_THROW(DocumentCounts({.max_doc_freq = 1.5}), InvalidArgument);
  EXPECT_THROW(DocumentCounts({.max_doc_freq = std::numeric_limits<double>::quiet_NaN()}), InvalidArgument);
  EXPECT_THROW(DocumentCounts({.max_features = 0}), InvalidArgument);
}

TEST(Dfm, RefusesWrongCallsAndKeepsWhatItHas) {
  Vocabulary vocabulary;
  const std::vector<TypeId> good = {vocabulary.intern("a")};
  const std::vector<TypeId> bad = {good[0], TypeId{5}};
  const std::vector<std::size_t> descending = {1, 0};
  const std::vector<std::size_t> outside = {9};
  DocumentCounts counts({}, vocabulary);
  counts.add(0, "good", good);
  EXPECT_THROW(counts.add(1, "bad", bad), InvalidArgument);
  EXPECT_THROW(counts.add(1, "bad", split("a b"), descending), InvalidArgument);
  EXPECT_THROW(counts.add(1, "bad", split("a b"), outside), InvalidArgument);
  EXPECT_THROW(DocumentCounts().add(0, "no vocabulary", good), InvalidArgument);
  EXPECT_THROW(counts.merge(DocumentCounts({.ngram_max = 2})), InvalidArgument);
  EXPECT_EQ(counts.n_documents(), 1U);
  counts.add(2, "also good", good);
  EXPECT_EQ(counts.to_dfm().at(1, 0), 1.0);
  counts.add(2, "same place", good);
  EXPECT_THROW((void)counts.to_dfm(), InvalidArgument);
  DocumentCounts twice;
  twice.add(0, "same name", split("a"));
  twice.add(1, "same name", split("a"));
  EXPECT_THROW((void)twice.to_dfm(), InvalidArgument);
}

Dfm::Matrix matrix_of(std::initializer_list<Eigen::Triplet<double>> cells, Eigen::Index rows, Eigen::Index cols) {
  Dfm::Matrix matrix(rows, cols);
  const std::vector<Eigen::Triplet<double>> list(cells);
  matrix.setFromTriplets(list.begin(), list.end());
  return matrix;
}

TEST(Dfm, ChecksItsCells) {
  const NameList features(Names{"a", "b"});
  const Names documents = {"x"};
  for (const double cell : {-1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    EXPECT_THROW(Dfm(matrix_of({{0, 1, cell}}, 1, 2), documents, features), InvalidArgument) << cell;
  }
  EXPECT_NO_THROW(Dfm(matrix_of({{0, 1, -1.0}}, 1, 2), documents, features, Weighting::other));
  EXPECT_THROW(Dfm(matrix_of({{0, 1, NAN}}, 1, 2), documents, features, Weighting::other), InvalidArgument);
  EXPECT_THROW(Dfm(matrix_of({}, 1, 3), documents, features), InvalidArgument);
  EXPECT_THROW(Dfm(matrix_of({}, 2, 2), documents, features), InvalidArgument);
  EXPECT_THROW(Dfm(matrix_of({}, 2, 2), Names{"x", "x"}, features), InvalidArgument);
  EXPECT_THROW(Dfm(matrix_of({}, 1, 3), documents, NameList(Names{"b", "a", "b"})), InvalidArgument);
  EXPECT_THROW(Dfm(matrix_of({}, 1, 2), documents, std::shared_ptr<const NameList>(), Weighting::counts), InvalidArgument);
  try {
    const Dfm bad(matrix_of({{0, 1, -1.0}}, 1, 2), documents, features);
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_NE(std::string(error.what()).find("'x', feature 'b'"), std::string::npos) << error.what();
  }
}

TEST(Dfm, RemovesStoredZerosAndSortsRows) {
  Dfm::Matrix matrix(1, 3);
  matrix.resizeNonZeros(3);
  matrix.outerIndexPtr()[1] = 3;
  const int columns[] = {2, 0, 1};
  const double values[] = {5.0, 7.0, 0.0};
  std::copy(std::begin(columns), std::end(columns), matrix.innerIndexPtr());
  std::copy(std::begin(values), std::end(values), matrix.valuePtr());
  const Dfm dfm(std::move(matrix), {"x"}, NameList(Names{"a", "b", "c"}));
  EXPECT_EQ(dfm.matrix().nonZeros(), 2);
  EXPECT_EQ(dfm.at(0, 0), 7.0);
  EXPECT_EQ(dfm.at(0, 2), 5.0);
  EXPECT_EQ(dfm.matrix().innerIndexPtr()[0], 0);
  EXPECT_THROW((void)dfm.at(0, 3), InvalidArgument);
}

TEST(Dfm, IsNotWeightedTwice) {
  const Dfm counts = dfm_of({"a a b"});
  const Dfm proportions = to_proportions(counts);
  EXPECT_DOUBLE_EQ(proportions.at(0, 0), 2.0 / 3.0);
  EXPECT_EQ(to_presence(counts).at(0, 0), 1.0);
  EXPECT_THROW((void)to_proportions(proportions), InvalidArgument);
  EXPECT_THROW((void)to_presence(proportions), InvalidArgument);
}

TEST(NameList, FindsNamesWhetherSortedOrNot) {
  const NameList sorted(Names{"", "a", "b"});
  const NameList unsorted(Names{"b", "", "a"});
  EXPECT_TRUE(sorted.ascending());
  EXPECT_FALSE(unsorted.ascending());
  EXPECT_EQ(sorted.find("b"), 2U);
  EXPECT_EQ(unsorted.find("a"), 2U);
  EXPECT_EQ(sorted.find("c"), std::nullopt);
  EXPECT_EQ(unsorted.find("c"), std::nullopt);
  EXPECT_EQ(NameList().find(""), std::nullopt);
}

TEST(StopWords, AreSortedAndFolded) {
  const Names& words = stance::english_stop_words();
  EXPECT_TRUE(std::is_sorted(words.begin(), words.end()));
  EXPECT_EQ(std::adjacent_find(words.begin(), words.end()), words.end());
  for (const char* word : {"the", "of", "and", "it's"}) EXPECT_TRUE(std::binary_search(words.begin(), words.end(), word)) << word;
  for (const char* word : {"nato", "security", "state"}) EXPECT_FALSE(std::binary_search(words.begin(), words.end(), word)) << word;
}

stance::Corpus corpus_of(const Names& texts) {
  stance::Corpus corpus;
  for (std::size_t i = 0; i < texts.size(); ++i) corpus.add({"d" + std::to_string(i), texts[i], "", "", "", {}});
  return corpus;
}

TEST(CountFeatures, CleansCutsAndCountsOnAnyNumberOfThreads) {
  stance::CountOptions options;
  options.features.ngram_max = 2;
  const stance::Corpus corpus = corpus_of({"War and PEACE. Peace now!", "", "War-time", "\xFF broken", "peace"});
  for (const std::size_t threads : {1U, 3U}) {
    options.threads = threads;
    const stance::CountedCorpus counted = stance::count_features(corpus, options);
    EXPECT_EQ(counted.dfm.documents(), (Names{"d0", "d1", "d2", "d4"}));
    const Names features = counted.dfm.features().to_vector();
    EXPECT_EQ(features, (Names{"and", "and peace", "now", "peace", "peace now", "time", "war", "war and", "war time"}));
    EXPECT_EQ(counted.dfm.at(0, 3), 2.0);
    EXPECT_EQ(counted.dfm.row_sums(), (std::vector<double>{8.0, 0.0, 3.0, 1.0}));
    ASSERT_EQ(counted.diagnostics.size(), 1U);
    EXPECT_EQ(counted.diagnostics.front().code, "T106");
    EXPECT_EQ(counted.diagnostics.front().file, "d3");
  }
  options.features.ngram_min = 3;
  EXPECT_THROW((void)stance::count_features(corpus, options), InvalidArgument);
}

TEST(CountFeatures, StopsWhenItIsAskedTo) {
  std::stop_source stop;
  stop.request_stop();
  stance::CountOptions options;
  options.stop = stop.get_token();
  EXPECT_THROW((void)stance::count_features(corpus_of({"a", "b"}), options), stance::Stopped);
}

/// Rows of the texts as JSON lines.
std::string rows_of(const std::vector<std::string>& texts) {
  std::string rows;
  for (std::size_t i = 0; i < texts.size(); ++i) rows += R"({"id":"d)" + std::to_string(i) + R"(","text":")" + texts[i] + "\"}\n";
  return rows;
}

/// Random texts of very different length, in sentences.
std::vector<std::string> prose(std::size_t n) {
  std::vector<std::string> texts = random_texts(31, n);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string sentence = texts[i] + ". \xC4\xB0stanbul\xE2\x80\x99un I ";
    for (std::size_t k = i % 7 == 0 ? 400 : i % 3; k > 0; --k) texts[i] += ". " + sentence;
  }
  texts[2].clear();
  return texts;
}

// Counting reads types where DfmBuilder takes tokens.
TEST(CountFeatures, EqualsCountingTheTokens) {
  const stance::Corpus corpus = corpus_of(prose(40));
  for (const char* language : {"en", "tr"}) {
    for (const std::size_t longest : {1U, 2U, 4U}) {
      stance::CountOptions options;
      options.language = language;
      options.features.ngram_max = longest;
      Vocabulary vocabulary;
      stance::Tokenizer tokenizer(language, vocabulary);
      DfmBuilder builder(options.features, vocabulary);
      for (const stance::Document& document : corpus) builder.add(document.id, tokenizer(stance::clean(document.text)));
      const Dfm expected = builder.build();
      for (const std::size_t threads : {1U, 2U, 5U}) {
        options.threads = threads;
        expect_equal(stance::count_features(corpus, options).dfm, expected);
      }
    }
  }
}

/// Cells by their names, so that matrices with other columns can be compared.
using NamedCells = std::map<std::pair<std::string, std::string>, double>;
void add_cells(const Dfm& dfm, NamedCells& cells) {
  for (Eigen::Index row = 0; row < dfm.n_documents(); ++row) {
    for (Dfm::Matrix::InnerIterator cell(dfm.matrix(), row); cell; ++cell) {
      const auto column = static_cast<std::size_t>(cell.col());
      EXPECT_TRUE(cells.emplace(std::pair(dfm.documents()[static_cast<std::size_t>(row)], std::string(dfm.features()[column])), cell.value()).second);
    }
  }
}

TEST(CountFeatures, OfAReaderEqualsThatOfTheCorpus) {
  const std::vector<std::string> texts = prose(60);
  stance::CountOptions options;
  options.features.ngram_max = 2;
  options.features.min_doc_freq = 2;
  for (const std::size_t threads : {1U, 3U}) {
    options.threads = threads;
    std::istringstream rows(rows_of(texts) + "not a row\n");
    stance::DocumentReader reader({"-"}, {}, rows);
    const stance::CountedCorpus counted = stance::count_features(reader, options);
    ASSERT_EQ(counted.diagnostics.size(), 2U);  // the empty text, the last line
    const Dfm expected = stance::count_features(corpus_of(texts), options).dfm;
    EXPECT_EQ(features_of(counted.dfm), features_of(expected));
    EXPECT_EQ(counted.dfm.n_documents() + 1, expected.n_documents());
    NamedCells cells;
    NamedCells expected_cells;
    add_cells(counted.dfm, cells);
    add_cells(expected, expected_cells);
    EXPECT_EQ(cells, expected_cells);
  }
}

TEST(CountInBatches, TogetherAreTheWholeCorpus) {
  const std::vector<std::string> texts = prose(50);
  stance::CountOptions options;
  options.features.ngram_max = 2;
  NamedCells expected;
  add_cells(stance::count_features(corpus_of(texts), options).dfm, expected);
  for (const std::size_t batch_bytes : {std::size_t{1}, std::size_t{3000}, std::size_t{1} << 30U}) {
    std::istringstream rows(rows_of(texts) + "not a row\n");
    stance::DocumentReader reader({"-"}, {}, rows);
    NamedCells cells;
    std::size_t batches = 0;
    std::size_t faults = 0;
    std::vector<std::string> documents;
    std::size_t progress = 0;
    options.progress = [&](std::size_t done) { progress = done; };
    stance::count_in_batches(
        reader, options,
        [&](const stance::CountedCorpus& part) {
          ++batches;
          faults += part.diagnostics.size();
          add_cells(part.dfm, cells);
          documents.insert(documents.end(), part.dfm.documents().begin(), part.dfm.documents().end());
        },
        batch_bytes);
    EXPECT_EQ(cells, expected);
    EXPECT_EQ(faults, 2U);
    EXPECT_EQ(progress, texts.size() - 1);
    EXPECT_EQ(documents.size(), texts.size() - 1);
    EXPECT_EQ(documents.front(), "d0");
    EXPECT_EQ(documents.back(), "d49");
    EXPECT_GE(batches, batch_bytes == 1 ? texts.size() - 1 : 1U);
    EXPECT_LE(batches, batch_bytes > 1U << 20U ? 1U : texts.size() + 1);
  }
  std::istringstream none;
  stance::DocumentReader reader({"-"}, {}, none);
  options.features.min_doc_freq = 2;
  EXPECT_THROW(stance::count_in_batches(reader, options, [](const stance::CountedCorpus& /*part*/) {}), InvalidArgument);
}

}  // namespace
