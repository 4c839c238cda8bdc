#include "stance/scaling.hpp"

namespace stance {

std::string_view to_string(Unscaled reason) noexcept {
  switch (reason) {
    case Unscaled::empty: return "empty";
    case Unscaled::no_known_features: return "no_known_features";
    case Unscaled::not_identified: return "not_identified";
    case Unscaled::scaled: break;
  }
  return "scaled";
}

}  // namespace stance
