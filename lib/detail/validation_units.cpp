#include "detail/validation_units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "detail/validation_draws.hpp"

namespace stance::detail {
namespace {

constexpr std::size_t enough_documents = 20;  ///< clusters below this make percentile intervals too narrow

/// The value that most coders gave, or nothing.
std::optional<double> majority(const std::vector<HandLabel>& labels) {
  const bool positions = std::any_of(labels.begin(), labels.end(), [](const HandLabel& label) { return label.is_position; });
  if (positions) {
    double sum = 0.0;
    for (const HandLabel& label : labels) sum += label.value;
    return sum / static_cast<double>(labels.size());
  }
  std::map<double, std::size_t> votes;
  for (const HandLabel& label : labels) ++votes[label.value];
  const auto most = std::max_element(votes.begin(), votes.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  const auto ties = std::count_if(votes.begin(), votes.end(), [&](const auto& vote) { return vote.second == most->second; });
  return ties == 1 ? std::optional(most->first) : std::nullopt;
}

void settle(CodedUnit& unit, const KeyFilter& filter, std::size_t& n_ties) {
  const auto silent =
      static_cast<std::size_t>(std::count_if(unit.rows.begin(), unit.rows.end(), [](const HandCode* row) { return !row->counts; }));
  unit.counts = 2 * silent < unit.rows.size();
  unit.ties = 2 * silent == unit.rows.size();
  std::map<EvidenceKey, std::vector<HandLabel>> by_key;
  for (const HandCode* row : unit.rows) {
    for (const HandLabel& label : row->labels) {
      if (row->counts && filter.wants(label.key)) by_key[label.key].push_back(label);
    }
  }
  for (const auto& [key, labels] : by_key) {
    if (const auto value = majority(labels)) {
      const bool position = std::any_of(labels.begin(), labels.end(), [](const HandLabel& label) { return label.is_position; });
      unit.gold.push_back({key, *value, position});
    } else {
      ++n_ties;
    }
  }
}

/// Bytes of a span of code points; nothing when it ends behind the text.
std::optional<ByteSpan> bytes_of(const std::string& text, CodePointSpan span) {
  std::size_t point = 0;
  ByteSpan out{std::string::npos, std::string::npos};
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) continue;
    if (point == span.start) out.begin = at;
    if (point == span.end) {
      out.end = at;
      return out;
    }
    ++point;
  }
  return std::nullopt;
}

/// Fills document and span of units; a document is listed once.
class Texts {
 public:
  Texts(const Corpus& corpus, ScoreFrom from) : corpus_(corpus), from_(from) {}

  /// A message when there is no text.
  [[nodiscard]] std::optional<Diagnostic> place(CodedUnit& unit) {
    const HandCode& row = *unit.first;
    if (row.document.empty() || (!row.text.empty() && from_ == ScoreFrom::own_text)) {
      unit.document = documents.size();
      add({row.id, row.text, row.language, row.principal, row.source, {}});
      return std::nullopt;
    }
    const Document* const found = corpus_.find(row.document);
    if (found == nullptr) return fault("V106", row, unknown(row.document));
    if (row.span) {
      unit.span = find_invalid_utf8(found->text) == std::string_view::npos ? bytes_of(found->text, *row.span) : std::nullopt;
      if (!unit.span)
        return fault("V105", row,
                     fmt::format("the span {}–{} ends outside of the document '{}'", row.span->start, row.span->end, found->id));
    }
    const auto [known, is_new] = places_.emplace(row.document, documents.size());
    unit.document = known->second;
    if (!is_new) return std::nullopt;
    Document document = *found;
    if (document.principal.empty()) document.principal = row.principal;
    add(std::move(document));
    return std::nullopt;
  }

  Corpus documents;

 private:
  void add(Document document) {
    while (documents.contains(document.id)) document.id += " (document)";
    documents.add(std::move(document));
  }

  static Diagnostic fault(const char* code, const HandCode& row, std::string message) {
    return {Severity::error, code, row.source, {}, std::move(message), {}};
  }

  [[nodiscard]] std::string unknown(const std::string& id) const {
    if (corpus_.empty()) return fmt::format("the row points to the document '{}', but no documents were given", id);
    std::vector<std::string> known;
    for (const Document& document : corpus_) known.push_back(document.id);
    return fmt::format("there is no document '{}'{}", id, suggestion(id, known));
  }

  const Corpus& corpus_;
  ScoreFrom from_;
  std::map<std::string, std::size_t> places_;
};

std::vector<std::uint32_t> indices(const std::vector<std::string>& keys, const char* option, const std::vector<std::string>& known,
                                   const std::function<std::optional<std::size_t>(const std::string&)>& find) {
  std::vector<std::uint32_t> out;
  for (const std::string& key : keys) {
    const auto found = find(key);
    if (!found) throw InvalidArgument(fmt::format("{}: unknown key '{}'{}", option, key, suggestion(key, known)));
    out.push_back(static_cast<std::uint32_t>(*found));
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

KeyFilter::KeyFilter(const Lexicon& lexicon, const std::vector<std::string>& axes, const std::vector<std::string>& targets) {
  std::vector<std::string> known;
  for (const Axis& axis : lexicon.axes) known.push_back(axis.key);
  axes_ = indices(axes, "axes", known, [&](const std::string& key) { return lexicon.find_axis(key); });
  known.clear();
  for (const Target& target : lexicon.targets) known.push_back(target.key);
  targets_ = indices(targets, "targets", known, [&](const std::string& key) { return lexicon.find_target(key); });
}

bool KeyFilter::wants(EvidenceKey key) const {
  const std::vector<std::uint32_t>& list = key.kind == EvidenceKey::Kind::axis ? axes_ : targets_;
  return list.empty() || std::binary_search(list.begin(), list.end(), key.index);
}

std::vector<CodedUnit> gather_units(const HandCodes& codes, const KeyFilter& filter, std::size_t& n_ties) {
  std::vector<CodedUnit> units;
  std::map<std::string, std::size_t> places;
  for (const HandCode& row : codes.rows) {
    const auto [place, is_new] = places.emplace(row.id, units.size());
    if (is_new) {
      units.emplace_back();
      units.back().first = &row;
    }
    units[place->second].rows.push_back(&row);
  }
  for (CodedUnit& unit : units) settle(unit, filter, n_ties);
  return units;
}

Corpus find_texts(std::vector<CodedUnit>& units, const Corpus& corpus, ScoreFrom score_from, std::vector<Diagnostic>& diagnostics) {
  Texts texts(corpus, score_from);
  std::vector<CodedUnit> good;
  for (CodedUnit& unit : units) {
    if (std::optional<Diagnostic> fault = texts.place(unit)) {
      diagnostics.push_back(std::move(*fault));
    } else {
      good.push_back(std::move(unit));
    }
  }
  units = std::move(good);
  return std::move(texts.documents);
}

std::pair<std::size_t, bool> make_clusters(std::vector<CodedUnit>& units, ResampleBy by) {
  std::map<std::string, std::size_t> documents;
  for (const CodedUnit& unit : units) {
    if (!unit.first->document.empty()) documents.emplace(unit.first->document, documents.size());
  }
  const bool wanted = by == ResampleBy::documents || (by == ResampleBy::automatic && documents.size() >= enough_documents);
  const bool use = wanted && !documents.empty();
  std::size_t n = use ? documents.size() : 0;
  for (CodedUnit& unit : units) unit.cluster = use && !unit.first->document.empty() ? documents.at(unit.first->document) : n++;
  return {n, use};
}

int class_of(double value, double threshold) {
  if (std::abs(value) < threshold || value == 0.0) return 0;
  return value > 0.0 ? 1 : -1;
}

std::optional<Position> UnitScores::position(EvidenceKey key) const {
  const std::vector<Record> found = records(key);
  if (found.empty() && key.kind == EvidenceKey::Kind::target) return std::nullopt;
  return position_of(lexicon_, key, found, words(), result_.id, options_);
}

int UnitScores::sign(EvidenceKey key, double threshold) const {
  const std::optional<Position> found = position(key);
  const int sign = found && found->estimate ? class_of(as_printed(*found->estimate), threshold) : 0;
  return is_intensity(lexicon_, key) ? std::max(sign, 0) : sign;
}

std::vector<Record> UnitScores::records(EvidenceKey key) const {
  const std::vector<Record>* all = nullptr;
  if (key.kind == EvidenceKey::Kind::axis) {
    all = &result_.evidence.axes[key.index];
  } else {
    for (const TargetEvidence& target : result_.evidence.targets) {
      if (target.target == key.index) all = &target.records;
    }
  }
  if (all == nullptr) return {};
  if (!unit_.span) return *all;
  std::vector<Record> out;
  std::copy_if(all->begin(), all->end(), std::back_inserter(out),
               [&](const Record& record) { return record.span.begin >= unit_.span->begin && record.span.end <= unit_.span->end; });
  return out;
}

std::vector<double> UnitScores::shares(EvidenceKey key, const std::vector<Record>& records) const {
  const bool intensity = is_intensity(lexicon_, key);
  return contributions(records, intensity ? AxisKind::intensity : AxisKind::bipolar, words(),
                       intensity ? lexicon_.axes[key.index].scale : 1.0);
}

std::vector<EvidenceKey> UnitScores::keys() const {
  std::vector<EvidenceKey> out;
  for (std::uint32_t axis = 0; axis < lexicon_.axes.size(); ++axis) out.push_back({EvidenceKey::Kind::axis, axis});
  for (const TargetEvidence& target : result_.evidence.targets) out.push_back({EvidenceKey::Kind::target, target.target});
  return out;
}

/// Of the document, or pieces between white space in the span.
std::size_t UnitScores::words() const {
  if (!unit_.span) return result_.n_tokens;
  std::size_t n = 0;
  bool inside = false;
  for (std::size_t at = unit_.span->begin; at < unit_.span->end; ++at) {
    const bool blank = std::string_view(" \t\r\n").find(text_[at]) != std::string_view::npos;
    if (!blank && !inside) ++n;
    inside = !blank;
  }
  return n;
}

}  // namespace stance::detail
