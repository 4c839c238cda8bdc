#pragma once
/// @file dfm_checks.hpp
/// What functions on matrices ask of their arguments.

#include "stance/dfm.hpp"

namespace stance::detail {

/// @throws InvalidArgument when the matrix does not hold counts; `what` says who wanted them
void check_unweighted(const Dfm& dfm, const char* what);

}  // namespace stance::detail
