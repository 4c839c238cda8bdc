#include "stance/series.hpp"

namespace stance {

std::string_view to_string(TauMethod method) noexcept {
  switch (method) {
    case TauMethod::restricted_maximum_likelihood: return "restricted_maximum_likelihood";
    case TauMethod::der_simonian_laird: return "der_simonian_laird";
    case TauMethod::paule_mandel: return "paule_mandel";
  }
  return "restricted_maximum_likelihood";
}

}  // namespace stance
