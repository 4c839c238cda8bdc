// Similarities of vectors of features.
#include "core.hpp"

namespace stance_python {
namespace {

using stance::Dfm;
using stance::Measure;
using stance::SentenceCounts;
using stance::TermShare;
using Numbers = py::array_t<double, py::array::c_style | py::array::forcecast>;
using Integers = py::array_t<std::int32_t, py::array::c_style | py::array::forcecast>;

py::array_t<double> matrix_of(const Dfm& counts, const std::string& measure, std::size_t threads) {
  stance::SimilarityMatrix out;
  run_work([&](Work&) { out = stance::similarity_matrix(counts, stance::similarity_measure(measure), threads); }, py::none());
  return array_of(out.values);
}

Columns nearest(const Dfm& counts, std::size_t k, const std::string& measure, std::size_t threads) {
  std::vector<std::vector<stance::Neighbour>> found;
  run_work([&](Work&) { found = stance::top_k(counts, k, stance::similarity_measure(measure), threads); }, py::none());
  py::list document, neighbour;
  std::vector<std::int64_t> rank;
  std::vector<double> value;
  for (std::size_t d = 0; d < found.size(); ++d) {
    for (std::size_t r = 0; r < found[d].size(); ++r) {
      document.append(str_of(counts.documents()[d]));
      neighbour.append(str_of(counts.documents()[found[d][r].document]));
      rank.push_back(static_cast<std::int64_t>(r + 1));
      value.push_back(found[d][r].value);
    }
  }
  Columns out;
  out["document"] = document;
  out["rank"] = array_of(rank);
  out["neighbour"] = neighbour;
  out["value"] = array_of(value);
  return out;
}

stance::TermSimilarity terms_of(const Numbers& data, const Integers& indices, const Integers& indptr, Eigen::Index n_rows,
                                Eigen::Index n_columns, bool check) {
  const Eigen::Map<const stance::TermSimilarity::Matrix> mapped(n_rows, n_columns, data.size(), indptr.data(), indices.data(), data.data());
  using Definite = stance::TermSimilarity::Definite;
  return stance::TermSimilarity(stance::TermSimilarity::Matrix(mapped), check ? Definite::checked : Definite::stated);
}

Eigen::MatrixXd dense_of(const Numbers& values) {
  if (values.ndim() != 2) throw stance::InvalidArgument("vectors: expected a matrix, got " + std::to_string(values.ndim()) + " dimensions");
  Eigen::MatrixXd out(values.shape(0), values.shape(1));
  const auto cells = values.unchecked<2>();
  for (Eigen::Index row = 0; row < out.rows(); ++row) {
    for (Eigen::Index column = 0; column < out.cols(); ++column) out(row, column) = cells(row, column);
  }
  return out;
}

std::pair<Sums, Columns> explained(const Dfm& counts, std::size_t a, std::size_t b, const std::string& measure) {
  const stance::SimilarityShares shares = stance::explain_similarity(counts, a, b, stance::similarity_measure(measure));
  Sums sums;
  sums["value"] = shares.value;
  sums["close"] = shares.close;
  sums["apart"] = shares.apart;
  sums["rest_close"] = shares.rest_close;
  return {sums, term_columns(shares.terms, counts.features())};
}

Columns interval_columns(const SentenceCounts& sentences, const std::string& measure, stance::SimilarityIntervalOptions options) {
  stance::SimilarityIntervals got;
  run_work(
      [&](Work& work) {
        options.stop = work.stop;
        got = stance::similarity_intervals(sentences, stance::similarity_measure(measure), options);
      },
      py::none());
  py::list a, b;
  const auto column = [&](const Eigen::MatrixXd& matrix) {
    std::vector<double> out;
    for (Eigen::Index i = 0; i < got.plain.rows(); ++i) {
      for (Eigen::Index j = i + 1; j < got.plain.cols(); ++j) out.push_back(matrix(i, j));
    }
    return array_of(out);
  };
  for (std::size_t i = 0; i < got.names.size(); ++i) {
    for (std::size_t j = i + 1; j < got.names.size(); ++j) {
      a.append(str_of(got.names[i]));
      b.append(str_of(got.names[j]));
    }
  }
  Columns out;
  out["a"] = a;
  out["b"] = b;
  out["value"] = column(got.values);
  out["se"] = column(got.std_errors);
  out["lo"] = column(got.lower);
  out["hi"] = column(got.upper);
  out["plain"] = column(got.plain);
  if (options.n_same_source > 0) {
    out["same_source"] = column(got.same_source);
    out["p_same"] = column(got.p_same);
  }
  return out;
}

}  // namespace

Columns term_columns(const std::vector<TermShare>& terms, const stance::NameList& features) {
  py::list feature, more_in;
  std::vector<double> close, apart;
  for (const TermShare& term : terms) {
    feature.append(str_of(features[term.feature]));
    more_in.append(term.side > 0 ? py::object(py::str("a")) : term.side < 0 ? py::object(py::str("b")) : py::object(py::none()));
    close.push_back(term.close);
    apart.push_back(term.apart);
  }
  Columns out;
  out["feature"] = feature;
  out["close"] = array_of(close);
  out["apart"] = array_of(apart);
  out["more_in"] = more_in;
  return out;
}

void bind_similarity(py::module_& module) {
  module.def("similarity", &matrix_of, py::arg("counts"), py::arg("measure"), py::kw_only(), py::arg("threads"));
  module.def("nearest", &nearest, py::arg("counts"), py::arg("k"), py::arg("measure"), py::kw_only(), py::arg("threads"));
  module.def("explain_similarity", &explained, py::arg("counts"), py::arg("a"), py::arg("b"), py::arg("measure"));
  module.def(
      "soft_cosine",
      [](const Dfm& counts, const Numbers& data, const Integers& indices, const Integers& indptr, Eigen::Index n_rows,
         Eigen::Index n_columns, bool check) {
        stance::SimilarityMatrix out;
        run_work([&](Work&) { out = stance::soft_cosine_matrix(counts, terms_of(data, indices, indptr, n_rows, n_columns, check)); },
                 py::none());
        return array_of(out.values);
      },
      py::arg("counts"), py::arg("data"), py::arg("indices"), py::arg("indptr"), py::arg("n_rows"), py::arg("n_columns"), py::arg("check"));
  module.def(
      "soft_cosine_of_vectors",
      [](const Dfm& counts, const Numbers& vectors) {
        const Eigen::MatrixXd made = dense_of(vectors);
        stance::SimilarityMatrix out;
        run_work([&](Work&) { out = stance::soft_cosine_matrix(counts, made); }, py::none());
        return array_of(out.values);
      },
      py::arg("counts"), py::arg("vectors"));
  module.def(
      "similarity_intervals",
      [](const SentenceCounts& sentences, const std::string& measure, std::size_t n_replicates, double level, std::size_t min_sentences,
         bool correct, std::size_t n_same_source, std::vector<double> weights, std::uint64_t seed, std::size_t threads) {
        stance::SimilarityIntervalOptions options;
        options.n_replicates = n_replicates;
        options.level = level;
        options.min_sentences = min_sentences;
        options.correction = correct ? stance::BiasCorrection::sampling_variance : stance::BiasCorrection::none;
        options.n_same_source = n_same_source;
        options.feature_weights = std::move(weights);
        options.seed = seed;
        options.threads = threads;
        return interval_columns(sentences, measure, std::move(options));
      },
      py::arg("sentences"), py::kw_only(), py::arg("measure"), py::arg("n_replicates"), py::arg("level"), py::arg("min_sentences"),
      py::arg("correct"), py::arg("n_same_source"), py::arg("weights"), py::arg("seed"), py::arg("threads"));
}

}  // namespace stance_python
