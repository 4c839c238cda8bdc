#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "detail/report_page.hpp"
#include "stance/version.hpp"

namespace stance {
namespace {

using detail::grouped;
using detail::signed_number;

constexpr std::size_t side_by_side = 6;  ///< documents as columns up to here
constexpr std::size_t title_width = 20;  ///< of a document's id above its column
constexpr std::size_t axis_width = 14;   ///< of an axis key above its column, where documents are rows
constexpr std::size_t shown_targets = 12;
constexpr std::size_t context_width = 110;  ///< characters on either side of a keyword

struct Quoted {
  std::uint32_t axis = 0;
  detail::Context context;
  double contribution = 0.0;
  std::string entry;
};

/// What the page keeps of a document.
struct Row {
  std::string id;
  std::string language;
  std::string principal;
  bool principal_inferred = false;
  std::size_t n_tokens = 0;
  std::size_t n_sentences = 0;
  std::vector<AxisResult> axes;
  std::vector<TargetResult> targets;
  std::vector<Diagnostic> diagnostics;
  std::vector<Quoted> quotations;
};

}  // namespace

struct ScorePage::Impl {
  ReportContext context;
  std::vector<Row> rows;

  [[nodiscard]] const Axis& axis(const AxisResult& result) const { return context.lexicon.axes[result.axis]; }
  [[nodiscard]] bool intensity(const AxisResult& result) const { return axis(result).kind == AxisKind::intensity; }
  [[nodiscard]] std::string interval() const { return fmt::format("{:g} % interval", context.options.position.level * 100.0); }

  void add_documents(Page& page) const;
  void add_axes(Page& page, AxisKind kind) const;
  [[nodiscard]] PageTable one_document(AxisKind kind) const;
  [[nodiscard]] PageTable columns(AxisKind kind) const;
  [[nodiscard]] PageTable lines(AxisKind kind) const;
  void add_targets(Page& page) const;
  void add_quotations(Page& page) const;
  [[nodiscard]] bool silent(std::size_t place) const;
};

/// Whether no document has evidence on the axis at this place of the result lists.
bool ScorePage::Impl::silent(std::size_t place) const {
  return std::all_of(rows.begin(), rows.end(),
                     [place](const Row& row) { return row.axes[place].n_evidence == 0 && row.axes[place].n_not_counted == 0; });
}

void ScorePage::Impl::add_documents(Page& page) const {
  PageTable table;
  table.columns = {{"document"}, {"words", Column::Align::right}, {"sentences", Column::Align::right}, {"language"}, {"voice of"}};
  for (const Row& row : rows) {
    const std::string voice = row.principal.empty() ? "unknown" : row.principal + (row.principal_inferred ? " (inferred)" : "");
    table.rows.push_back({{row.id, Tone::strong},
                          {grouped(row.n_tokens)},
                          {grouped(row.n_sentences)},
                          {row.language},
                          {voice, row.principal.empty() ? Tone::faint : Tone::plain}});
  }
  detail::add_table(page, std::move(table));
  for (const Row& row : rows) {
    for (const Diagnostic& diagnostic : row.diagnostics)
      detail::add_text(page, row.id + ": " + detail::one_line(diagnostic.message), Tone::faint);
  }
}

PageTable ScorePage::Impl::one_document(AxisKind kind) const {
  PageTable table;
  table.columns = {{"axis"},
                   {"position", Column::Align::right},
                   {interval()},
                   {"evidence", Column::Align::right},
                   {"neutral", Column::Align::right},
                   {"not counted", Column::Align::right},
                   {"which means"}};
  for (std::size_t i = 0; i < rows.front().axes.size(); ++i) {
    const AxisResult& result = rows.front().axes[i];
    if (axis(result).kind != kind || (kind == AxisKind::intensity && silent(i))) continue;
    const Position& position = result.position;
    const Tone tone = kind == AxisKind::bipolar ? detail::tone_of(position) : Tone::plain;
    std::vector<Run> cells = {{axis(result).key, Tone::strong}};
    const auto show = [&](double number) { return kind == AxisKind::bipolar ? signed_number(number) : detail::unsigned_number(number); };
    if (position.estimate) {
      cells.push_back({show(*position.estimate), tone});
      cells.push_back({fmt::format("{} … {}", show(position.lower), show(position.upper))});
    } else {
      cells.push_back({"—", Tone::faint});
      cells.push_back({detail::spoken(to_string(position.undefined)), Tone::faint});
    }
    cells.push_back({std::to_string(result.n_evidence)});
    cells.push_back({std::to_string(result.n_neutral)});
    cells.push_back({std::to_string(result.n_not_counted)});
    const bool says = position.estimate && *position.estimate != 0.0;
    cells.push_back(
        {says ? detail::shortened(*position.estimate > 0.0 ? axis(result).positive : axis(result).negative, 48) : "", Tone::faint});
    table.rows.push_back(std::move(cells));
  }
  return table;
}

PageTable ScorePage::Impl::columns(AxisKind kind) const {
  PageTable table;
  table.columns.push_back({"axis"});
  for (const Row& row : rows) table.columns.push_back({detail::shortened(row.id, title_width), Column::Align::right});
  for (std::size_t i = 0; i < rows.front().axes.size(); ++i) {
    if (axis(rows.front().axes[i]).kind != kind || (kind == AxisKind::intensity && silent(i))) continue;
    std::vector<Run> cells = {{axis(rows.front().axes[i]).key, Tone::strong}};
    for (const Row& row : rows)
      cells.push_back(detail::position_cell(row.axes[i].position, row.axes[i].n_evidence, kind == AxisKind::intensity));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

PageTable ScorePage::Impl::lines(AxisKind kind) const {
  PageTable table;
  table.columns.push_back({"document"});
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < rows.front().axes.size(); ++i) {
    if (axis(rows.front().axes[i]).kind != kind || (kind == AxisKind::intensity && silent(i))) continue;
    places.push_back(i);
    table.columns.push_back({detail::shortened(axis(rows.front().axes[i]).key, axis_width), Column::Align::right});
  }
  for (const Row& row : rows) {
    std::vector<Run> cells = {{row.id, Tone::strong}};
    for (const std::size_t i : places) {
      const Position& position = row.axes[i].position;
      if (!position.estimate) {
        cells.push_back({"—", Tone::faint});
      } else {
        cells.push_back({kind == AxisKind::bipolar ? signed_number(*position.estimate) : detail::unsigned_number(*position.estimate),
                         kind == AxisKind::bipolar ? detail::tone_of(position) : Tone::plain});
      }
    }
    table.rows.push_back(std::move(cells));
  }
  return table;
}

void ScorePage::Impl::add_axes(Page& page, AxisKind kind) const {
  const auto of_kind = [&](const AxisResult& result) { return axis(result).kind == kind; };
  if (std::none_of(rows.front().axes.begin(), rows.front().axes.end(), of_kind)) return;
  detail::add_heading(page, kind == AxisKind::bipolar ? "Positions, −1 to +1" : "Emphasis, 0 to 1");
  PageTable table = rows.size() == 1 ? one_document(kind) : rows.size() <= side_by_side ? columns(kind) : lines(kind);
  if (!table.rows.empty()) detail::add_table(page, std::move(table));
  if (kind == AxisKind::bipolar && rows.size() > 1) {
    detail::add_text(
        page,
        rows.size() <= side_by_side
            ? fmt::format("Position ± half of its {} (pieces of evidence). —: undefined, and why. No evidence is not a neutral 0. What −1 and +1 mean: stance lexicon show.",
                          interval())
            : "—: undefined for lack of evidence, which is not a neutral 0. Intervals and reasons: --format csv or json. What −1 and +1 mean: stance lexicon show.",
        Tone::faint);
  }
  if (kind == AxisKind::intensity) {
    std::string quiet;
    for (std::size_t i = 0; i < rows.front().axes.size(); ++i) {
      if (of_kind(rows.front().axes[i]) && silent(i)) quiet += (quiet.empty() ? "" : ", ") + axis(rows.front().axes[i]).key;
    }
    if (!quiet.empty())
      detail::add_text(page, (rows.size() == 1 ? "Nothing on: " : "Nothing in any document on: ") + quiet + ".", Tone::faint);
  }
}

void ScorePage::Impl::add_targets(Page& page) const {
  if (rows.size() > side_by_side) return;
  struct Weight {
    std::size_t evidence = 0;
    std::size_t mentions = 0;
  };
  std::map<std::uint32_t, Weight> weights;
  for (const Row& row : rows) {
    for (const TargetResult& target : row.targets) {
      weights[target.target].evidence += target.n_evidence;
      weights[target.target].mentions += target.mentions;
    }
  }
  std::vector<std::pair<std::uint32_t, Weight>> order;
  std::copy_if(weights.begin(), weights.end(), std::back_inserter(order), [](const auto& entry) { return entry.second.evidence > 0; });
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return std::make_pair(a.second.evidence, a.second.mentions) > std::make_pair(b.second.evidence, b.second.mentions);
  });
  if (order.empty()) return;
  const std::size_t all = order.size();
  if (all > shown_targets) order.resize(shown_targets);
  PageTable table;
  table.columns.push_back({"target"});
  for (const Row& row : rows)
    table.columns.push_back({rows.size() == 1 ? "stance" : detail::shortened(row.id, title_width), Column::Align::right});
  for (const auto& [target, weight] : order) {
    std::vector<Run> cells = {{context.lexicon.targets[target].key, Tone::strong}};
    for (const Row& row : rows) {
      const auto found =
          std::find_if(row.targets.begin(), row.targets.end(), [t = target](const TargetResult& result) { return result.target == t; });
      cells.push_back(found == row.targets.end() ? Run{"— no mention", Tone::faint}
                                                 : detail::position_cell(found->stance, found->n_evidence, false));
    }
    table.rows.push_back(std::move(cells));
  }
  detail::add_heading(page, "Stance toward others, −1 to +1");
  detail::add_table(page, std::move(table));
  if (all > shown_targets) detail::add_text(page, fmt::format("{} of {} targets with evidence.", shown_targets, all), Tone::faint);
}

void ScorePage::Impl::add_quotations(Page& page) const {
  for (const Row& row : rows) {
    if (row.quotations.empty()) continue;
    detail::add_heading(page, "Evidence: " + row.id);
    for (const AxisResult& result : row.axes) {
      const auto own = [&](const Quoted& quoted) { return quoted.axis == result.axis; };
      if (std::none_of(row.quotations.begin(), row.quotations.end(), own)) continue;
      detail::add_subheading(page, {{axis(result).key + "  ", Tone::strong},
                                    {detail::position_text(result.position, intensity(result)), detail::tone_of(result.position)}});
      for (const Quoted& quoted : row.quotations) {
        if (own(quoted)) detail::add_quotation(page, "", quoted.context, quoted.contribution, quoted.entry);
      }
    }
  }
}

ScorePage::ScorePage(const ReportContext& context) : impl_(std::make_unique<Impl>(Impl{context, {}})) {}
ScorePage::~ScorePage() = default;

void ScorePage::add(const Document& document, const DocumentAnalysis& result) {
  Row row{detail::one_line(result.id), result.language, result.principal, result.principal_inferred, result.n_tokens,
          result.n_sentences,          result.axes,     result.targets,   result.diagnostics,        {}};
  const Lexicon& lexicon = impl_->context.lexicon;
  if (impl_->context.evidence == ShowEvidence::yes) {
    for (const AxisResult& axis : result.axes) {
      for (const detail::ShownRecord& shown :
           detail::strongest(result, detail::shown_axis_records(lexicon, result, axis.axis), impl_->context.quotations)) {
        row.quotations.push_back({axis.axis, detail::context_of(document, result, *shown.record, context_width), shown.contribution,
                                  lexicon.locate(shown.record->entry)});
      }
    }
  }
  impl_->rows.push_back(std::move(row));
}

Page ScorePage::finish(const std::vector<Diagnostic>& faults) const {
  Page page;
  const LexiconMeta& meta = impl_->context.lexicon.meta;
  detail::add_text(page,
                   fmt::format("{} document{} · lexicon {} {} ({}) · stance {}", impl_->rows.size(), impl_->rows.size() == 1 ? "" : "s",
                               meta.name, meta.version, impl_->context.lexicon.hash().substr(0, 12), version()),
                   Tone::faint);
  if (!faults.empty()) detail::add_text(page, fmt::format("{} could not be scored.", faults.size()), Tone::negative);
  if (impl_->rows.empty()) return page;
  if (impl_->rows.size() <= side_by_side) impl_->add_documents(page);
  impl_->add_axes(page, AxisKind::bipolar);
  impl_->add_axes(page, AxisKind::intensity);
  impl_->add_targets(page);
  impl_->add_quotations(page);
  return page;
}

}  // namespace stance
