#pragma once
/// @file report_reasons.hpp
/// "Close because …, apart because …" in writing.

#include "detail/report_json.hpp"
#include "detail/report_page.hpp"

namespace stance::detail {

/// {"close": [{feature, share, more_in}], "apart": […]}.
[[nodiscard]] Json terms_record(const Comparison& comparison, const ComparedPair& pair);
/// [{axis, weight, difference, close, apart}].
[[nodiscard]] Json axes_record(const Lexicon& lexicon, const ComparedPair& pair);
/// A paragraph on the words and one on the axes of a pair.
void add_reasons(Page& page, const Lexicon& lexicon, const Comparison& comparison, const ComparedPair& pair);

}  // namespace stance::detail
