#include "detail/scaling_columns.hpp"

#include <optional>
#include <string_view>
#include <unordered_map>

namespace stance::detail {

std::vector<std::ptrdiff_t> columns_of(const NameList& model, const NameList& features) {
  std::unordered_map<std::string_view, std::ptrdiff_t> places;  // a list that does not ascend finds nothing faster than by reading it
  if (!model.ascending()) {
    for (std::size_t w = 0; w < model.size(); ++w) places.emplace(model[w], static_cast<std::ptrdiff_t>(w));
  }
  std::vector<std::ptrdiff_t> out(features.size(), -1);
  for (std::size_t w = 0; w < features.size(); ++w) {
    if (model.ascending()) {
      const std::optional<std::size_t> place = model.find(features[w]);
      if (place) out[w] = static_cast<std::ptrdiff_t>(*place);
    } else if (const auto place = places.find(features[w]); place != places.end()) {
      out[w] = place->second;
    }
  }
  return out;
}

}  // namespace stance::detail
