#pragma once
/// What automata need of cereal's binary archives.

#include <cereal/cereal.hpp>
#include <type_traits>
#include <vector>

namespace stance::detail {

/// Writes or reads a list as the bytes that it is.
template <class Archive, typename T>
void in_one_piece(Archive& archive, std::vector<T>& list) {
  static_assert(std::has_unique_object_representations_v<T>, "a hole between members would be written as whatever stood there");
  auto size = static_cast<cereal::size_type>(list.size());
  archive(cereal::make_size_tag(size));
  if constexpr (Archive::is_loading::value) list.resize(static_cast<std::size_t>(size));
  archive(cereal::binary_data(list.data(), list.size() * sizeof(T)));
}

}  // namespace stance::detail
