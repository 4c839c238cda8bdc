#include <algorithm>

#include "core.hpp"

namespace stance_python {

py::array_t<double> array_of(const std::vector<double>& values) { return py::array_t<double>(static_cast<py::ssize_t>(values.size()), values.data()); }

py::array_t<std::int64_t> array_of(const std::vector<std::int64_t>& values) {
  return py::array_t<std::int64_t>(static_cast<py::ssize_t>(values.size()), values.data());
}

py::array_t<bool> array_of(const std::vector<char>& values) {
  py::array_t<bool> out(static_cast<py::ssize_t>(values.size()));
  std::transform(values.begin(), values.end(), out.mutable_data(), [](char value) { return value != 0; });
  return out;
}

py::array_t<double> array_of(const Eigen::MatrixXd& values) {
  py::array_t<double> out({values.rows(), values.cols()});
  auto cells = out.mutable_unchecked<2>();
  for (Eigen::Index row = 0; row < values.rows(); ++row) {
    for (Eigen::Index column = 0; column < values.cols(); ++column) cells(row, column) = values(row, column);
  }
  return out;
}

}  // namespace stance_python
