#include "stance/version.hpp"

namespace stance {

std::string_view version() noexcept { return STANCE_VERSION; }

}  // namespace stance
