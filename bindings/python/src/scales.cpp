// Scales of documents and features, as columns.
#include "core.hpp"

namespace stance_python {

void put_estimates(Columns& out, const std::vector<stance::Estimate>& estimates, const std::string& value, const std::string& prefix) {
  std::vector<double> values, errors, lower, upper;
  for (const stance::Estimate& estimate : estimates) {
    values.push_back(estimate.value);
    errors.push_back(estimate.std_error);
    lower.push_back(estimate.lower);
    upper.push_back(estimate.upper);
  }
  out[py::str(value)] = array_of(values);
  out[py::str(prefix + "se")] = array_of(errors);
  out[py::str(prefix + "lo")] = array_of(lower);
  out[py::str(prefix + "hi")] = array_of(upper);
}

py::object undefined_of(stance::Unscaled reason) {
  if (reason == stance::Unscaled::scaled) return py::none();
  return py::str(std::string(stance::to_string(reason)));
}

Columns columns_of(const stance::DocumentScale& scale) {
  Columns out;
  py::list documents;
  py::list undefined;
  for (const std::string& name : scale.documents) documents.append(str_of(name));
  for (const stance::Unscaled reason : scale.reasons) undefined.append(undefined_of(reason));
  out["document"] = documents;
  put_estimates(out, scale.positions, "position", "");
  out["undefined"] = undefined;
  out["n_scored"] = array_of(scale.n_scored);
  out["n_left_out"] = array_of(scale.n_left_out);
  return out;
}

py::typing::List<py::str> names_of(const stance::NameList& names) {
  py::typing::List<py::str> out;
  for (std::size_t i = 0; i < names.size(); ++i) out.append(str_of(names[i]));
  return out;
}

}  // namespace stance_python
