#include "stance/dfm.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_set>

#include "detail/dfm_checks.hpp"
#include "stance/error.hpp"

namespace stance {
namespace {

/// First name that occurs twice, if any.
template <class Names>
std::optional<std::string> repeated(const Names& names) {
  std::unordered_set<std::string_view> seen;
  seen.reserve(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!seen.insert(names[i]).second) return std::string(names[i]);
  }
  return std::nullopt;
}

/// What a look at all cells of a compressed matrix finds.
struct CellCheck {
  bool ascending = true;           ///< columns within each row ascend strictly: what the merging loops of similarity and tf-idf rely on
  bool zeros = false;
  bool good = true;                ///< all cells are what the weighting allows
};

bool allows_signs(Weighting weighting) { return weighting == Weighting::tf_idf || weighting == Weighting::other; }

CellCheck look_at_cells(const Dfm::Matrix& matrix, bool signs) {
  CellCheck found;
  for (Dfm::Index row = 0; row < matrix.rows(); ++row) {
    Dfm::Index last = -1;
    for (Dfm::Matrix::InnerIterator cell(matrix, row); cell; ++cell) {
      const double value = cell.value();
      found.ascending = found.ascending && cell.col() > last;
      found.zeros = found.zeros || value == 0.0;
      found.good = found.good && std::isfinite(value) && (signs || value >= 0.0);
      last = cell.col();
    }
  }
  return found;
}

[[noreturn]] void refuse_cell(const Dfm::Matrix& matrix, const std::vector<std::string>& documents, const NameList& features, bool signs) {
  for (Dfm::Index row = 0; row < matrix.rows(); ++row) {
    for (Dfm::Matrix::InnerIterator cell(matrix, row); cell; ++cell) {
      if (std::isfinite(cell.value()) && (signs || cell.value() >= 0.0)) continue;
      throw InvalidArgument("dfm: document '" + documents[static_cast<std::size_t>(row)] + "', feature '" +
                            std::string(features[static_cast<std::size_t>(cell.col())]) + "': expected a finite " +
                            (signs ? "number" : "number of 0 or more") + ", got " + std::to_string(cell.value()));
    }
  }
  throw Error("dfm: a cell that was bad is good");
}

void put_in_order(Dfm::Matrix& matrix) {
  {
    const Eigen::SparseMatrix<double, Eigen::ColMajor> transposed(matrix);  // copying to the other order sorts
    matrix = transposed;
  }
  if (!look_at_cells(matrix, true).ascending) throw InvalidArgument("dfm: the matrix stores a cell twice; expected each cell at most once");
}

}  // namespace

// ---- NameList

NameList::NameList(const std::vector<std::string>& names) {
  std::size_t bytes = 0;
  for (const std::string& name : names) bytes += name.size();
  reserve(names.size(), bytes);
  for (const std::string& name : names) push_back(name);
}

void NameList::push_back(std::string_view name) {
  if (!empty() && ascending_) ascending_ = (*this)[size() - 1] < name;
  bytes_.append(name);
  ends_.push_back(bytes_.size());
}

void NameList::reserve(std::size_t names, std::size_t bytes) {
  ends_.reserve(names);
  bytes_.reserve(bytes);
}

std::optional<std::size_t> NameList::find(std::string_view name) const noexcept {
  std::size_t low = 0;
  std::size_t high = size();
  if (!ascending_) {
    while (low < high && (*this)[low] != name) ++low;
  } else {
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      if ((*this)[middle] < name)
        low = middle + 1;
      else
        high = middle;
    }
  }
  if (low < size() && (*this)[low] == name) return low;
  return std::nullopt;
}

std::vector<std::string> NameList::to_vector() const {
  std::vector<std::string> names;
  names.reserve(size());
  for (std::size_t i = 0; i < size(); ++i) names.emplace_back((*this)[i]);
  return names;
}

// ---- Dfm

std::string_view name_of(Weighting weighting) noexcept {
  switch (weighting) {
    case Weighting::counts: return "counts";
    case Weighting::proportions: return "proportions";
    case Weighting::presence: return "presence";
    case Weighting::tf_idf: return "tf_idf";
    case Weighting::other: return "other";
  }
  return "other";
}

Dfm::Dfm() : features_(std::make_shared<NameList>()) {}

Dfm::Dfm(const Matrix& matrix, std::vector<std::string> documents, NameList features, Weighting weighting)
    : Dfm(Matrix(matrix), std::move(documents), std::make_shared<const NameList>(std::move(features)), weighting) {}

Dfm::Dfm(Matrix&& matrix, std::vector<std::string> documents, NameList features, Weighting weighting)
    : Dfm(std::move(matrix), std::move(documents), std::make_shared<const NameList>(std::move(features)), weighting) {}

Dfm::Dfm(const Matrix& matrix, std::vector<std::string> documents, std::shared_ptr<const NameList> features, Weighting weighting)
    : Dfm(Matrix(matrix), std::move(documents), std::move(features), weighting) {}

Dfm::Dfm(Matrix&& matrix, std::vector<std::string> documents, std::shared_ptr<const NameList> features, Weighting weighting)
    : documents_(std::move(documents)), features_(std::move(features)), weighting_(weighting) {
  if (!features_) throw InvalidArgument("dfm: expected feature names, got none (null)");
  const auto check_size = [](const char* what, Index expected, std::size_t got) {
    if (static_cast<std::size_t>(expected) == got) return;
    throw InvalidArgument(std::string("dfm: the matrix has ") + std::to_string(expected) + ' ' + what + ", but got " + std::to_string(got) +
                          " names");
  };
  check_size("rows (documents)", matrix.rows(), documents_.size());
  check_size("columns (features)", matrix.cols(), features_->size());
  if (const auto name = repeated(documents_)) throw InvalidArgument("dfm: two documents are named '" + *name + "'");
  if (!features_->ascending()) {
    if (const auto name = repeated(*features_)) throw InvalidArgument("dfm: two features are named '" + *name + "'");
  }
  matrix_.swap(matrix);
  matrix_.makeCompressed();
  const bool signs = allows_signs(weighting_);
  const CellCheck cells = look_at_cells(matrix_, signs);
  if (!cells.ascending) put_in_order(matrix_);
  if (!cells.good) refuse_cell(matrix_, documents_, *features_, signs);
  if (cells.zeros) matrix_.prune([](Index, Index, double value) { return value != 0.0; });
}

// Eigen 3.4 copies a sparse matrix where one would expect a move.
Dfm::Dfm(Dfm&& other) noexcept
    : documents_(std::move(other.documents_)), features_(std::move(other.features_)), weighting_(other.weighting_) {
  matrix_.swap(other.matrix_);
}

Dfm& Dfm::operator=(Dfm&& other) noexcept {
  matrix_.swap(other.matrix_);
  documents_ = std::move(other.documents_);
  features_ = std::move(other.features_);
  weighting_ = other.weighting_;
  return *this;
}

Dfm::Matrix Dfm::take_matrix() && {
  Matrix matrix;
  matrix.swap(matrix_);
  return matrix;
}

double Dfm::at(Index document, Index feature) const {
  if (document < 0 || document >= n_documents() || feature < 0 || feature >= n_features()) {
    throw InvalidArgument("dfm: cell (" + std::to_string(document) + ", " + std::to_string(feature) + ") is outside of a matrix of " +
                          std::to_string(n_documents()) + " x " + std::to_string(n_features()));
  }
  return matrix_.coeff(document, feature);
}

std::vector<double> Dfm::row_sums() const {
  std::vector<double> sums(documents_.size(), 0.0);
  for (Index row = 0; row < n_documents(); ++row) {
    for (Matrix::InnerIterator cell(matrix_, row); cell; ++cell) sums[static_cast<std::size_t>(row)] += cell.value();
  }
  return sums;
}

std::vector<std::uint64_t> Dfm::document_frequencies() const {
  std::vector<std::uint64_t> frequencies(features_->size(), 0);
  const Matrix::StorageIndex* const columns = matrix_.innerIndexPtr();  // of all rows: the matrix is compressed
  for (Index i = 0; i < matrix_.nonZeros(); ++i) ++frequencies[static_cast<std::size_t>(columns[i])];
  return frequencies;
}

Dfm to_proportions(const Dfm& counts) {
  detail::check_unweighted(counts, "to_proportions");
  const std::vector<double> sums = counts.row_sums();
  Dfm::Matrix matrix = counts.matrix();
  for (Dfm::Index row = 0; row < matrix.rows(); ++row) {
    for (Dfm::Matrix::InnerIterator cell(matrix, row); cell; ++cell) cell.valueRef() /= sums[static_cast<std::size_t>(row)];
  }
  return {std::move(matrix), counts.documents(), counts.shared_features(), Weighting::proportions};
}

Dfm to_presence(const Dfm& counts) {
  detail::check_unweighted(counts, "to_presence");
  Dfm::Matrix matrix = counts.matrix();
  for (Dfm::Index row = 0; row < matrix.rows(); ++row) {
    for (Dfm::Matrix::InnerIterator cell(matrix, row); cell; ++cell) cell.valueRef() = 1.0;
  }
  return {std::move(matrix), counts.documents(), counts.shared_features(), Weighting::presence};
}

// ---- DfmBuilder

DfmBuilder& DfmBuilder::add(std::string name, std::span<const std::string_view> tokens, std::span<const std::size_t> breaks) {
  counts_.add(counts_.n_documents(), std::move(name), tokens, breaks);
  return *this;
}

DfmBuilder& DfmBuilder::add(std::string name, std::span<const TypeId> tokens, std::span<const std::size_t> breaks) {
  counts_.add(counts_.n_documents(), std::move(name), tokens, breaks);
  return *this;
}

DfmBuilder& DfmBuilder::add(std::string name, const Tokens& tokens) {
  counts_.add(counts_.n_documents(), std::move(name), tokens);
  return *this;
}

void detail::check_unweighted(const Dfm& dfm, const char* what) {
  if (dfm.weighting() == Weighting::counts) return;
  throw InvalidArgument(std::string(what) + ": expected counts, got a matrix that is weighted already (" +
                        std::string(name_of(dfm.weighting())) + ")");
}

}  // namespace stance
