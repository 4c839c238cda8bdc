#include "stance/validation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "detail/random.hpp"
#include "detail/validation_scores.hpp"

namespace stance {
namespace {

using detail::Compared;
using detail::Draws;
using detail::Gold;
using detail::LabelTable;
using detail::CodedUnit;
using detail::UnitScores;

void check(const ValidationOptions& options) {
  const auto in = [](double value, double low, double high) { return value >= low && value <= high; };
  if (!in(options.threshold, 0.0, 1.0))
    throw InvalidArgument(fmt::format("threshold: expected a number in [0, 1], got {}", options.threshold));
  if (!(options.analysis.position.level > 0.0 && options.analysis.position.level < 1.0))
    throw InvalidArgument(fmt::format("position.level: expected a number in (0, 1), got {}", options.analysis.position.level));
}

/// The two tables of the headline.
struct HeadlineTables {
  LabelTable targets;
  LabelTable axes;
  [[nodiscard]] std::optional<double> at(const Draws::Counts& counts) const {
    return detail::mean_of_two(macro_f1(targets.tables().sum(counts)), macro_f1(axes.tables().sum(counts)));
  }
};

class Validator {
 public:
  Validator(const HandCodes& codes, const Corpus& corpus, const CompiledLexicon& lexicon, const ValidationOptions& options)
      : compiled_(lexicon), lexicon_(lexicon.lexicon()), options_(options), filter_(lexicon_, options.axes, options.targets) {
    out_.n_rows = codes.rows.size();
    out_.unknown_targets = codes.unknown_targets;
    analysis_ = options.analysis;
    analysis_.axes.clear();
    analysis_.keep_evidence = KeepEvidence::yes;
    units_ = gather_units(codes, filter_, out_.n_ties);
    out_.documents = find_texts(units_, corpus, options.score_from, out_.diagnostics);
    keep_scored(analyze(out_.documents, compiled_, analysis_));
    const auto [n_clusters, are_documents] = make_clusters(units_, options.resample_by);
    out_.resampled_documents = are_documents;
    draws_.emplace(n_clusters, options.replicates, options.analysis.position.seed, options.analysis.position.level);
  }

  Validation run() {
    for (std::size_t unit = 0; unit < units_.size(); ++unit) list_unit(unit);
    const std::vector<Compared> labels = compare(out_.results, analysis_.position);
    add_families(labels);
    add_tables(labels);
    add_positions(labels);
    add_coders();
    add_errors(labels);
    if (options_.ablate) add_ablations(labels);
    add_notes();
    return std::move(out_);
  }

 private:
  /// Drops the documents that could not be analysed, and the units on them.
  void keep_scored(Analysis analysis) {
    out_.results = std::move(analysis.documents);
    out_.diagnostics.insert(out_.diagnostics.end(), analysis.diagnostics.begin(), analysis.diagnostics.end());
    if (out_.results.size() == out_.documents.size()) return;
    std::vector<std::optional<std::size_t>> places(out_.documents.size());
    Corpus documents;
    std::size_t old = 0;
    for (const DocumentAnalysis& result : out_.results) {
      // Results come in the order of the documents; those of faulty ones are missing.
      while (out_.documents[old].id != result.id) ++old;
      places[old] = documents.size();
      documents.add(out_.documents[old++]);
    }
    out_.documents = std::move(documents);
    std::vector<CodedUnit> scored;
    for (CodedUnit& unit : units_) {
      if (!places[unit.document]) continue;
      unit.document = *places[unit.document];
      scored.push_back(std::move(unit));
    }
    units_ = std::move(scored);
  }

  [[nodiscard]] UnitScores scores(std::size_t unit) const {
    return {lexicon_, units_[unit], out_.documents, out_.results[units_[unit].document], analysis_.position};
  }

  void list_unit(std::size_t index) {
    const CodedUnit& unit = units_[index];
    const std::string& text = out_.documents[unit.document].text;
    out_.units.push_back(
        {unit.first->id, unit.span ? text.substr(unit.span->begin, unit.span->size()) : unit.first->text, unit.document, unit.counts});
    if (unit.ties) return;
    ++(unit.counts ? out_.n_counting : out_.n_silent);
    const UnitScores found = scores(index);
    bool moved = false;
    bool moved_any = false;
    std::size_t overfired = 0;
    for (const EvidenceKey key : found.keys()) {
      if (found.sign(key, options_.threshold) == 0) continue;
      moved_any = true;
      if (detail::is_intensity(lexicon_, key)) continue;
      moved = true;
      if (!unit.counts) {
        add_error(ErrorKind::must_not_count, index, key, 0.0, found);
      } else if (key.kind == EvidenceKey::Kind::target && filter_.wants(key) && !is_labelled(unit, key)) {
        ++overfired;
        add_error(ErrorKind::unlabelled, index, key, std::nullopt, found);
      }
    }
    out_.n_silent_moved += !unit.counts && moved ? 1 : 0;
    out_.n_silent_moved_any += !unit.counts && moved_any ? 1 : 0;
    out_.n_overfired += overfired;
    out_.n_overfired_units += overfired > 0 ? 1 : 0;
  }

  static bool is_labelled(const CodedUnit& unit, EvidenceKey key) {
    return std::any_of(unit.rows.begin(), unit.rows.end(), [&](const HandCode* row) {
      return std::any_of(row->labels.begin(), row->labels.end(), [&](const HandLabel& label) { return label.key == key; });
    });
  }

  void add_error(ErrorKind kind, std::size_t unit, EvidenceKey key, std::optional<double> gold, const UnitScores& found) {
    LabelError error;
    error.kind = kind;
    error.unit = unit;
    error.key = key;
    error.gold = gold;
    if (const std::optional<Position> position = found.position(key)) error.got = position->estimate;
    error.cost = std::abs(gold.value_or(0.0) - error.got.value_or(0.0));
    error.records = found.records(key);
    error.contributions = found.shares(key, error.records);
    out_.errors.push_back(std::move(error));
  }

  [[nodiscard]] Compared compared(std::size_t unit, EvidenceKey key, double gold, bool is_position, const UnitScores& found) const {
    Compared out;
    out.unit = unit;
    out.cluster = units_[unit].cluster;
    out.key = key;
    out.gold = gold;
    out.is_position = is_position;
    out.gold_class = detail::class_of(gold, options_.threshold);
    out.got = found.position(key);
    out.got_class = found.sign(key, options_.threshold);
    return out;
  }

  /// All gold labels with what these results say.
  [[nodiscard]] std::vector<Compared> compare(const std::vector<DocumentAnalysis>& results, const PositionOptions& options) const {
    std::vector<Compared> out;
    for (std::size_t i = 0; i < units_.size(); ++i) {
      const CodedUnit& unit = units_[i];
      if (!unit.counts || unit.ties) continue;
      const UnitScores found(lexicon_, unit, out_.documents, results[unit.document], options);
      for (const Gold& gold : unit.gold) out.push_back(compared(i, gold.key, gold.value, gold.is_position, found));
    }
    return out;
  }

  [[nodiscard]] HeadlineTables headline_tables(const std::vector<Compared>& labels) const {
    HeadlineTables out;
    for (const Compared& label : labels) {
      if (detail::is_intensity(lexicon_, label.key)) continue;
      (label.key.kind == EvidenceKey::Kind::axis ? out.axes : out.targets).add(label);
    }
    return out;
  }

  [[nodiscard]] std::vector<LabelScores> families(const std::vector<Compared>& labels) const {
    const HeadlineTables tables = headline_tables(labels);
    LabelTable intensities;
    for (const Compared& label : labels) {
      if (detail::is_intensity(lexicon_, label.key)) intensities.add(label);
    }
    return {tables.targets.scores("targets", *draws_), tables.axes.scores("axes", *draws_), intensities.scores("intensities", *draws_)};
  }

  void add_families(const std::vector<Compared>& labels) {
    const HeadlineTables tables = headline_tables(labels);
    out_.headline = draws_->estimated([&](const Draws::Counts& counts) { return tables.at(counts); });
    out_.families = families(labels);
    out_.headline_always_zero = detail::mean_of_two(out_.families[0].always_zero, out_.families[1].always_zero);
    out_.headline_mention_is_support = detail::mean_of_two(out_.families[0].mention_is_support, out_.families[1].mention_is_support);
  }

  void add_tables(const std::vector<Compared>& labels) {
    std::map<EvidenceKey, LabelTable> keys;
    std::map<std::string, std::map<std::string, LabelTable>> fields;
    for (const Compared& label : labels) {
      keys[label.key].add(label);
      for (const std::string& field : options_.by) {
        for (const std::string& value : values_of(*units_[label.unit].first, field)) fields[field][value].add(label);
      }
    }
    for (const auto& [key, table] : keys)
      (key.kind == EvidenceKey::Kind::axis ? out_.by_axis : out_.by_target)
          .push_back(table.scores(lexicon_.name_of(key), *draws_));
    for (const auto& [field, tables] : fields) {
      for (const auto& [value, table] : tables) out_.by[field].push_back(table.scores(value, *draws_));
    }
  }

  static std::vector<std::string> values_of(const HandCode& row, const std::string& field) {
    if (field == "tags") return row.tags;
    const auto found = row.fields.find(field);
    return found == row.fields.end() ? std::vector<std::string>{} : std::vector{found->second};
  }

  void add_positions(const std::vector<Compared>& labels) {
    std::vector<detail::LabelsAtLevel> levels(1);
    levels.front().level = options_.analysis.position.level;
    const auto keep = [](std::vector<Compared> all) {
      std::erase_if(all, [](const Compared& label) { return !label.is_position; });
      return all;
    };
    levels.front().compared = keep(labels);
    if (levels.front().compared.empty()) return;
    for (const double level : {0.5, 0.8, 0.95}) {
      if (level == levels.front().level) continue;
      PositionOptions options = analysis_.position;
      options.level = level;
      levels.push_back({level, keep(compare(out_.results, options))});
    }
    out_.positions = detail::position_scores(lexicon_, levels, *draws_);
  }

  void add_coders() {
    std::set<std::string> coders;
    for (const CodedUnit& unit : units_) {
      for (const HandCode* row : unit.rows) coders.insert(row->coder);
    }
    if (coders.size() < 2) return;
    out_.coders = detail::coder_scores(lexicon_, units_, filter_, options_.threshold, *draws_);
    for (const std::string& coder : coders) {
      std::vector<Compared> labels;
      for (std::size_t unit = 0; unit < units_.size(); ++unit) {
        for (const HandCode* row : units_[unit].rows) {
          if (row->coder != coder || !row->counts) continue;
          const UnitScores found = scores(unit);
          for (const HandLabel& label : row->labels) {
            if (filter_.wants(label.key)) labels.push_back(compared(unit, label.key, label.value, label.is_position, found));
          }
        }
      }
      out_.against.push_back({coder, families(labels)});
    }
  }

  void add_errors(const std::vector<Compared>& labels) {
    for (const Compared& label : labels) {
      if (label.gold_class == label.got_class) continue;
      const ErrorKind kind = label.gold_class * label.got_class < 0 ? ErrorKind::wrong_sign
                             : label.got_class == 0                 ? ErrorKind::missed
                                                                    : ErrorKind::spurious;
      add_error(kind, label.unit, label.key, label.gold, scores(label.unit));
    }
    std::stable_sort(out_.errors.begin(), out_.errors.end(),
                     [](const LabelError& a, const LabelError& b) { return std::pair(-a.cost, a.unit) < std::pair(-b.cost, b.unit); });
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < out_.errors.size(); ++i) order.push_back(i);
    detail::Random random(options_.analysis.position.seed, detail::stream_of("sample of errors"));
    for (std::size_t i = 0; i < std::min(options_.sample, order.size()); ++i) {
      std::swap(order[i], order[i + random.below(order.size() - i)]);
      out_.sample.push_back(out_.errors[order[i]]);
    }
  }

  void add_ablations(const std::vector<Compared>& labels) {
    const HeadlineTables with = headline_tables(labels);
    for (const auto& [name, rule] : evidence_rules) {
      if (!(analysis_.evidence.*rule)) continue;
      AnalysisOptions analysis = analysis_;
      analysis.evidence.*rule = false;
      const HeadlineTables without = headline_tables(compare(analyze(out_.documents, compiled_, analysis).documents, analysis.position));
      Ablation ablation;
      ablation.rule = name;
      ablation.headline = draws_->estimated([&](const Draws::Counts& counts) { return without.at(counts); }).value;
      ablation.earned = draws_->estimated([&](const Draws::Counts& counts) -> std::optional<double> {
        const std::optional<double> a = with.at(counts);
        const std::optional<double> b = without.at(counts);
        return a && b ? std::optional(*a - *b) : std::nullopt;
      });
      out_.ablations.push_back(std::move(ablation));
    }
  }

  void add_notes() {
    std::set<std::string> documents;
    for (const CodedUnit& unit : units_) documents.insert(unit.first->document);
    documents.erase("");
    if (!out_.resampled_documents && !documents.empty() && documents.size() < out_.units.size()) {
      out_.notes.push_back(
          fmt::format("The rows come from {} documents and were resampled one by one: rows of a document are alike, so the intervals may "
                      "be too narrow.",
                      documents.size()));
    }
    const auto ties = std::count_if(units_.begin(), units_.end(), [](const CodedUnit& unit) { return unit.ties; });
    if (ties > 0)
      out_.notes.push_back(fmt::format("{} rows are left out: half of their coders say that they count, half that they do not.", ties));
    if (out_.n_ties > 0)
      out_.notes.push_back(
          fmt::format("{} labels are left out of the comparison with the software: no majority of the coders.", out_.n_ties));
    if (!out_.unknown_targets.empty()) {
      std::size_t n = 0;
      std::string names;
      for (const auto& [name, count] : out_.unknown_targets) {
        n += count;
        names += (names.empty() ? "" : ", ") + name;
      }
      out_.notes.push_back(fmt::format("{} labels are left out: the lexicon does not know {}.", n, names));
    }
  }

  const CompiledLexicon& compiled_;
  const Lexicon& lexicon_;
  const ValidationOptions& options_;
  detail::KeyFilter filter_;
  AnalysisOptions analysis_;
  std::vector<CodedUnit> units_;
  std::optional<Draws> draws_;
  Validation out_;
};

}  // namespace

std::string_view to_string(ErrorKind kind) noexcept {
  switch (kind) {
    case ErrorKind::wrong_sign: return "wrong_sign";
    case ErrorKind::missed: return "missed";
    case ErrorKind::spurious: return "spurious";
    case ErrorKind::unlabelled: return "unlabelled";
    case ErrorKind::must_not_count: return "must_not_count";
  }
  return "";
}

Validation validate(const HandCodes& codes, const Corpus& documents, const CompiledLexicon& lexicon, const ValidationOptions& options) {
  check(options);
  return Validator(codes, documents, lexicon, options).run();
}

}  // namespace stance
