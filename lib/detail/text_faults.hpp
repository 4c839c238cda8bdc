#pragma once
/// @file text_faults.hpp
/// A document that cannot be worked on loses none of the others.

#include <functional>
#include <vector>

#include "stance/text.hpp"

namespace stance::detail {

/// Does the work; an error of this library becomes diagnostics that name the document (A302 where it has none of its own).
/// @throws Stopped, which is no fault of the document
[[nodiscard]] std::vector<Diagnostic> faults_in(const Document& document, const std::function<void()>& work);

}  // namespace stance::detail
