#include "detail/analysis_position.hpp"

#include <algorithm>

#include "detail/random.hpp"
#include "stance/analysis.hpp"

namespace stance::detail {
namespace {

/// The reason behind an undefined position, from the records that do not count.
Undefined reason_of(const Position& position, const std::vector<Record>& records) {
  if (position.estimate || position.undefined == Undefined::too_short) return position.undefined;
  const bool reported = std::any_of(records.begin(), records.end(), [](const Record& r) { return !r.counted() && r.value != 0.0; });
  return reported ? Undefined::only_reported : position.undefined;
}

}  // namespace

bool is_intensity(const Lexicon& lexicon, EvidenceKey key) {
  return key.kind == EvidenceKey::Kind::axis && lexicon.axes[key.index].kind == AxisKind::intensity;
}

Position position_of(const Lexicon& lexicon, EvidenceKey key, const std::vector<Record>& records, std::size_t n_words,
                     const std::string& document, PositionOptions options) {
  options.stream = stream_of(lexicon.name_of(key), stream_of(document));
  Position out = is_intensity(lexicon, key)
                     ? intensity_position(observations_of(records), n_words, lexicon.axes[key.index].scale, options)
                     : weighted_position(observations_of(records), options);
  out.undefined = reason_of(out, records);
  return out;
}

}  // namespace stance::detail
