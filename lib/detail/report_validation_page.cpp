#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "detail/report_page.hpp"

namespace stance {
namespace {

using Align = Column::Align;

constexpr std::size_t few_labels = 8;      ///< axes and targets with fewer have no line of their own on a page
constexpr std::size_t text_width = 400;    ///< characters of a row's text
constexpr std::size_t context_width = 60;  ///< on either side of a keyword
constexpr std::size_t shown_records = 6;   ///< of an error

std::string three(const std::optional<double>& value) { return value ? fmt::format("{:.3f}", detail::rounded(*value)) : "—"; }

std::string with_interval(const Estimated& figure) {
  if (!figure.lower || !figure.upper) return three(figure.value);
  return fmt::format("{} [{}, {}]", three(figure.value), three(figure.lower), three(figure.upper));
}

Column right(std::string title) { return {std::move(title), Align::right}; }

std::string percent(double level) { return fmt::format("{:g} %", level * 100.0); }

void add_headline(Page& page, const ReportContext& context, const ValidationReport& report) {
  const Validation& v = *report.hand_codes;
  detail::add_heading(page, "Hand codes");
  detail::add_text(page, fmt::format("{} rows; {} texts scored that count, {} that must not count.", detail::grouped(v.n_rows),
                                     detail::grouped(v.n_counting), detail::grouped(v.n_silent)));
  PageTable table;
  table.columns = {{"figure"}, right("Stance"), right("always 0"), right("a mention is support")};
  table.rows.push_back({{"headline: mean macro-F1 of targets and axes", Tone::strong},
                        {with_interval(v.headline), Tone::strong},
                        {three(v.headline_always_zero)},
                        {three(v.headline_mention_is_support)}});
  detail::add_table(page, std::move(table));
  detail::add_text(page, fmt::format("Targets with a sign that nobody labelled: {} in {} of {} texts. Of {} texts that must not count {} "
                                     "moved a target or bipolar axis, {} anything.",
                                     v.n_overfired, v.n_overfired_units, v.n_counting, v.n_silent, v.n_silent_moved, v.n_silent_moved_any));
  detail::add_text(
      page,
      fmt::format(
          "Intervals: {} of the bootstrap over {}, {} replicates, seed {}. Scores below {:g} in size, and undefined ones, are class 0.",
          percent(context.options.position.level), v.resampled_documents ? "documents" : "rows", report.options.replicates,
          context.options.position.seed, report.options.threshold),
      Tone::faint);
}

void add_scores(Page& page, const std::string& heading, const std::vector<LabelScores>& list, std::size_t at_least) {
  PageTable table;
  table.columns = {{""},
                   right("labels"),
                   right("macro-F1"),
                   right("accuracy"),
                   right("Cohen's κ"),
                   right("Krippendorff's α"),
                   right("always 0"),
                   right("a mention is support"),
                   right("gold −/0/+")};
  std::size_t left_out = 0;
  for (const LabelScores& scores : list) {
    if (scores.n < at_least) {
      left_out += scores.n > 0 ? 1 : 0;
      continue;
    }
    table.rows.push_back({{scores.name, Tone::strong},
                          {std::to_string(scores.n)},
                          {with_interval(scores.macro_f1)},
                          {with_interval(scores.accuracy)},
                          {three(scores.kappa.value)},
                          {three(scores.alpha.value)},
                          {three(scores.always_zero)},
                          {three(scores.mention_is_support)},
                          {fmt::format("{}/{}/{}", scores.classes[0].n_gold, scores.classes[1].n_gold, scores.classes[2].n_gold)}});
  }
  if (table.rows.empty()) return;
  detail::add_heading(page, heading);
  detail::add_table(page, std::move(table));
  if (left_out > 0)
    detail::add_text(page, fmt::format("{} more with fewer than {} labels are in the JSON output.", left_out, at_least), Tone::faint);
}

void add_confusion(Page& page, const std::vector<LabelScores>& families) {
  detail::add_heading(page, "Confusion, precision, recall");
  PageTable table;
  table.columns = {{""}, {"gold"}, right("got −1"), right("got 0"), right("got +1"), right("precision"), right("recall"), right("F1")};
  for (const LabelScores& scores : families) {
    for (Eigen::Index gold = 0; gold < 3; ++gold) {
      const ClassScore& score = scores.classes[static_cast<std::size_t>(gold)];
      if (score.n_gold + score.n_got == 0.0) continue;
      table.rows.push_back({{scores.name, Tone::strong},
                            {gold == 0   ? "−1"
                             : gold == 1 ? "0"
                                         : "+1"},
                            {fmt::format("{}", scores.confusion(gold, 0))},
                            {fmt::format("{}", scores.confusion(gold, 1))},
                            {fmt::format("{}", scores.confusion(gold, 2))},
                            {three(score.precision)},
                            {three(score.recall)},
                            {three(score.f1)}});
    }
  }
  detail::add_table(page, std::move(table));
}

void add_positions(Page& page, const std::vector<PositionScores>& list) {
  if (list.empty()) return;
  detail::add_heading(page, "Positions");
  PageTable table;
  table.columns = {{""}, right("n"), right("undefined"), right("Pearson"), right("Spearman"), right("mean |error|")};
  for (const PositionScores::Level& level : list.front().calibration) table.columns.push_back(right("in " + percent(level.level)));
  for (const PositionScores& scores : list) {
    std::vector<Run> row = {{scores.name, Tone::strong},     {std::to_string(scores.n)},       {std::to_string(scores.n_undefined)},
                            {with_interval(scores.pearson)}, {with_interval(scores.spearman)}, {with_interval(scores.mean_absolute_error)}};
    for (const PositionScores::Level& level : scores.calibration) row.push_back({with_interval(level.coverage)});
    table.rows.push_back(std::move(row));
  }
  detail::add_table(page, std::move(table));
  detail::add_text(page, "“in 95 %”: share of gold positions inside of the 95 % interval; the intervals are calibrated where it is 0.95.",
                   Tone::faint);
}

void add_coders(Page& page, const Validation& v) {
  if (v.coders.empty()) return;
  detail::add_heading(page, "Agreement between coders");
  PageTable all;
  all.columns = {{""}, right("labels"), right("Krippendorff's α"), right("α, nominal")};
  PageTable pairs;
  pairs.columns = {{""},
                   {"coders"},
                   right("labels"),
                   right("Cohen's κ"),
                   right("κ, quadratic"),
                   right("given by one only"),
                   right("κ, with “no label”")};
  for (const CoderScores& scores : v.coders) {
    all.rows.push_back(
        {{scores.name, Tone::strong}, {std::to_string(scores.n)}, {with_interval(scores.alpha)}, {three(scores.alpha_nominal)}});
    for (const CoderPair& pair : scores.pairs) {
      pairs.rows.push_back({{scores.name, Tone::strong},
                            {pair.first + " – " + pair.second},
                            {std::to_string(pair.n)},
                            {with_interval(pair.kappa)},
                            {three(pair.kappa_quadratic)},
                            {std::to_string(pair.n_only_one)},
                            {three(pair.kappa_absent)}});
    }
  }
  detail::add_table(page, std::move(all));
  detail::add_table(page, std::move(pairs));
  detail::add_text(
      page, "α: classes as ordinal, positions as interval values. A label that only one coder gave is missing, but for the last column.",
      Tone::faint);
  for (const AgainstCoder& against : v.against) add_scores(page, "Stance against coder " + against.coder, against.families, 1);
}

void add_ablations(Page& page, const Validation& v) {
  if (v.ablations.empty()) return;
  detail::add_heading(page, "What each rule earns");
  PageTable table;
  table.columns = {{"rule"}, right("headline without it"), right("earned")};
  for (const Ablation& ablation : v.ablations) {
    const bool sure = ablation.earned.lower && (*ablation.earned.lower > 0.0 || *ablation.earned.upper < 0.0);
    table.rows.push_back(
        {{ablation.rule, Tone::strong}, {three(ablation.headline)}, {with_interval(ablation.earned), sure ? Tone::strong : Tone::plain}});
  }
  detail::add_table(page, std::move(table));
}

std::string modifiers_of(const Record& record) {
  std::vector<std::string> kinds;
  for (const AppliedModifier& modifier : record.modifiers) kinds.emplace_back(to_string(modifier.kind));
  return kinds.empty() ? std::string() : fmt::format(", {}", fmt::join(kinds, ", "));
}

void add_error(Page& page, const ReportContext& context, const Validation& v, const LabelError& error) {
  const ValidatedUnit& unit = v.units[error.unit];
  const Document& document = v.documents[unit.document];
  const DocumentAnalysis& result = v.results[unit.document];
  const auto shown = [](const std::optional<double>& value, const char* none) {
    return value ? detail::signed_number(*value) : std::string(none);
  };
  detail::add_subheading(
      page, {{fmt::format("{} · {} · {}", unit.id, context.lexicon.name_of(error.key), detail::spoken(to_string(error.kind))),
              Tone::strong},
             {fmt::format(" · gold {}, got {}, cost {:.2f}", shown(error.gold, "no label"), shown(error.got, "undefined"), error.cost)}});
  detail::add_text(page, detail::shortened(detail::one_line(unit.text), text_width));
  if (error.records.empty()) detail::add_text(page, "No evidence.", Tone::faint);
  for (std::size_t i = 0; i < std::min(shown_records, error.records.size()); ++i) {
    const Record& record = error.records[i];
    const std::string label = record.counted() ? std::string() : "[" + detail::spoken(to_string(record.standing)) + "]";
    const std::string entry = fmt::format("{}{}; value {}, weight {:g}; {}", record.group, modifiers_of(record),
                                          detail::signed_number(record.value), record.weight, context.lexicon.locate(record.entry));
    detail::add_quotation(page, label, detail::context_of(document, result, record, context_width), error.contributions[i], entry);
  }
  if (error.records.size() > shown_records)
    detail::add_text(page, fmt::format("… and {} more records.", error.records.size() - shown_records), Tone::faint);
}

void add_errors(Page& page, const ReportContext& context, const ValidationReport& report) {
  const Validation& v = *report.hand_codes;
  const std::size_t n = std::min(report.max_errors, v.errors.size());
  if (n > 0) {
    detail::add_heading(page, fmt::format("Errors, the most costly first ({} of {})", n, detail::grouped(v.errors.size())));
    for (std::size_t i = 0; i < n; ++i) add_error(page, context, v, v.errors[i]);
  }
  if (v.sample.empty()) return;
  detail::add_heading(page, fmt::format("Errors drawn at random ({} of {}, seed {})", v.sample.size(), detail::grouped(v.errors.size()),
                                        context.options.position.seed));
  for (const LabelError& error : v.sample) add_error(page, context, v, error);
}

void add_aucs(Page& page, const ValidationReport& report) {
  const GroupValidation& groups = *report.groups;
  if (groups.aucs.empty()) return;
  const bool within = std::any_of(groups.aucs.begin(), groups.aucs.end(), [](const GroupAuc& auc) { return !auc.strata.empty(); });
  PageTable table;
  table.columns = {{"measure"}, {"groups"}, right("n"), right("AUC"), right("n defined"), right("AUC where defined")};
  if (within) table.columns.push_back(right("AUC within strata"));
  PageTable strata;
  strata.columns = {{"measure"}, {"groups"}, {"stratum"}, right("n"), right("AUC")};
  for (const GroupAuc& auc : groups.aucs) {
    const std::string name = detail::shortened(auc.groups, 60);
    std::vector<Run> row = {{auc.measure, Tone::strong},
                            {name},
                            {fmt::format("{} : {}", auc.n_positive, auc.n_negative)},
                            {with_interval(auc.auc)},
                            {fmt::format("{} : {}", auc.n_positive_defined, auc.n_negative_defined)},
                            {three(auc.auc_defined)}};
    if (within) row.push_back({with_interval(auc.auc_within)});
    table.rows.push_back(std::move(row));
    for (const GroupAuc::Stratum& stratum : auc.strata) {
      strata.rows.push_back({{auc.measure, Tone::strong},
                             {name},
                             {stratum.value},
                             {fmt::format("{} : {}", stratum.n_positive, stratum.n_negative)},
                             {three(stratum.auc)}});
    }
  }
  detail::add_subheading(page, {{"Does it tell the groups apart?", Tone::strong}});
  detail::add_table(page, std::move(table));
  if (!strata.rows.empty()) detail::add_table(page, std::move(strata));
}

void add_correlations(Page& page, const GroupValidation& groups) {
  if (groups.correlations.empty()) return;
  const bool means =
      std::any_of(groups.correlations.begin(), groups.correlations.end(), [](const GroupCorrelation& c) { return c.n_means > 0; });
  PageTable table;
  table.columns = {
      {"measure"}, {"with"}, right("n"), right("Spearman"), right("Pearson"), right("n defined"), right("Spearman where defined")};
  if (means) {
    for (const char* title : {"means", "Spearman of means", "Pearson of means"}) table.columns.push_back(right(title));
  }
  for (const GroupCorrelation& c : groups.correlations) {
    std::vector<Run> row = {{c.measure, Tone::strong},  {c.column},
                            {std::to_string(c.n)},      {with_interval(c.spearman)},
                            {with_interval(c.pearson)}, {std::to_string(c.n_defined)},
                            {three(c.spearman_defined)}};
    if (means) {
      row.push_back({std::to_string(c.n_means)});
      row.push_back({three(c.spearman_means)});
      row.push_back({three(c.pearson_means)});
    }
    table.rows.push_back(std::move(row));
  }
  detail::add_subheading(page, {{"Does it go with other measures?", Tone::strong}});
  detail::add_table(page, std::move(table));
}

void add_groups(Page& page, const ReportContext& context, const ValidationReport& report) {
  const GroupValidation& groups = *report.groups;
  detail::add_heading(page, "Groups of documents");
  detail::add_text(page,
                   fmt::format("{} documents with a row in the table; {} documents without a row, {} rows without a document.",
                               detail::grouped(groups.n), detail::grouped(groups.n_not_listed), detail::grouped(groups.n_not_scored)));
  std::vector<std::string> coverage;
  for (const auto& [measure, n] : groups.defined)
    coverage.push_back(fmt::format("{} {:.2f}", measure, groups.n == 0 ? 0.0 : static_cast<double>(n) / static_cast<double>(groups.n)));
  detail::add_text(page, fmt::format("Share with a defined position: {}.", fmt::join(coverage, ", ")));
  add_aucs(page, report);
  add_correlations(page, groups);
  detail::add_text(
      page,
      fmt::format(
          "An undefined position counts as 0, but for “where defined”. Intervals: {}, {} replicates, seed {}. Membership is not rhetoric.",
          percent(context.options.position.level), report.options.replicates, context.options.position.seed),
      Tone::faint);
}

void add_labels(Page& page, const ReportContext& context, const ValidationReport& report) {
  const Validation& v = *report.hand_codes;
  add_headline(page, context, report);
  add_scores(page, "Labels", v.families, 1);
  add_confusion(page, v.families);
  add_scores(page, "By axis", v.by_axis, few_labels);
  add_scores(page, "By target", v.by_target, few_labels);
  for (const auto& [field, tables] : v.by)
    add_scores(page, "By " + field + " (targets, axes and intensities in one table)", tables, few_labels);
  add_positions(page, v.positions);
  add_coders(page, v);
  add_ablations(page, v);
  add_errors(page, context, report);
}

}  // namespace

Page validation_page(const ReportContext& context, const ValidationReport& report) {
  Page page;
  if (report.hand_codes != nullptr) {
    const Validation& v = *report.hand_codes;
    if (v.units.empty()) {
      detail::add_text(page, "No row of hand codes could be scored.");
    } else {
      add_labels(page, context, report);
    }
  }
  if (report.groups != nullptr) add_groups(page, context, report);
  if (report.hand_codes != nullptr && !report.hand_codes->notes.empty()) {
    detail::add_heading(page, "Notes");
    for (const std::string& note : report.hand_codes->notes) detail::add_text(page, note);
  }
  detail::add_text(page,
                   fmt::format("Lexicon {} {} ({}).", context.lexicon.meta.name, context.lexicon.meta.version, context.lexicon.hash()),
                   Tone::faint);
  return page;
}

}  // namespace stance
