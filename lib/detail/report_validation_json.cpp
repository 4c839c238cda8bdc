#include "detail/report_json.hpp"

namespace stance {
namespace {

using detail::Json;
using detail::number;

Json optional_number(const std::optional<double>& value) { return value ? number(*value) : Json(); }

Json estimated(const Estimated& figure) {
  const Json interval = figure.lower && figure.upper ? Json::array({number(*figure.lower), number(*figure.upper)}) : Json();
  return {{"value", optional_number(figure.value)}, {"ci", interval}};
}

Json label_scores(const LabelScores& scores) {
  Json classes = Json::object();
  Json confusion = Json::array();
  for (Eigen::Index gold = 0; gold < 3; ++gold) {
    Json row = Json::array();
    for (Eigen::Index got = 0; got < 3; ++got) row.push_back(number(scores.confusion(gold, got)));
    confusion.push_back(std::move(row));
    const ClassScore& score = scores.classes[static_cast<std::size_t>(gold)];
    classes[std::to_string(gold - 1)] = {{"precision", optional_number(score.precision)},
                                         {"recall", optional_number(score.recall)},
                                         {"f1", optional_number(score.f1)},
                                         {"gold", number(score.n_gold)},
                                         {"got", number(score.n_got)}};
  }
  return {{"name", scores.name},
          {"n", scores.n},
          {"macro_f1", estimated(scores.macro_f1)},
          {"accuracy", estimated(scores.accuracy)},
          {"kappa", estimated(scores.kappa)},
          {"alpha", estimated(scores.alpha)},
          {"always_zero", optional_number(scores.always_zero)},
          {"mention_is_support", optional_number(scores.mention_is_support)},
          {"confusion", std::move(confusion)},
          {"classes", std::move(classes)}};
}

template <typename List, typename Function>
Json list_of(const List& list, Function record) {
  Json out = Json::array();
  for (const auto& entry : list) out.push_back(record(entry));
  return out;
}

Json position_scores(const PositionScores& scores) {
  return {{"name", scores.name},
          {"n", scores.n},
          {"n_undefined", scores.n_undefined},
          {"pearson", estimated(scores.pearson)},
          {"spearman", estimated(scores.spearman)},
          {"mean_absolute_error", estimated(scores.mean_absolute_error)},
          {"calibration", list_of(scores.calibration, [](const PositionScores::Level& level) {
             return Json{{"level", number(level.level)},
                         {"coverage", estimated(level.coverage)},
                         {"mean_width", optional_number(level.mean_width)}};
           })}};
}

Json coder_scores(const CoderScores& scores) {
  return {{"name", scores.name},
          {"n", scores.n},
          {"alpha", estimated(scores.alpha)},
          {"alpha_nominal", optional_number(scores.alpha_nominal)},
          {"pairs", list_of(scores.pairs, [](const CoderPair& pair) {
             return Json{{"first", pair.first},
                         {"second", pair.second},
                         {"n", pair.n},
                         {"n_only_one", pair.n_only_one},
                         {"kappa", estimated(pair.kappa)},
                         {"kappa_quadratic", optional_number(pair.kappa_quadratic)},
                         {"kappa_absent", optional_number(pair.kappa_absent)}};
           })}};
}

Json error_record(const ReportContext& context, const Validation& validation, const LabelError& error) {
  const ValidatedUnit& unit = validation.units[error.unit];
  const Document& document = validation.documents[unit.document];
  const DocumentAnalysis& result = validation.results[unit.document];
  Json out;
  out["id"] = unit.id;
  out["kind"] = std::string(to_string(error.kind));
  out[error.key.kind == EvidenceKey::Kind::axis ? "axis" : "target"] = context.lexicon.name_of(error.key);
  out["gold"] = optional_number(error.gold);
  out["got"] = optional_number(error.got);
  out["cost"] = number(error.cost);
  out["principal"] = result.principal.empty() ? Json() : Json(result.principal);
  out["text"] = unit.text;
  Json evidence = Json::array();
  for (std::size_t i = 0; i < error.records.size(); ++i)
    evidence.push_back(detail::evidence_record(context.lexicon, document, result, {&error.records[i], error.contributions[i]}));
  out["evidence"] = std::move(evidence);
  return out;
}

Json error_list(const ReportContext& context, const Validation& validation, const std::vector<LabelError>& errors, std::size_t limit) {
  Json out = Json::array();
  for (std::size_t i = 0; i < std::min(limit, errors.size()); ++i) out.push_back(error_record(context, validation, errors[i]));
  return out;
}

Json method_record(const ReportContext& context, const ValidationReport& report) {
  const ValidationOptions& options = report.options;
  Json out;
  out["threshold"] = number(options.threshold);
  out["axes"] = options.axes;
  out["targets"] = options.targets;
  out["score_from"] = options.score_from == ScoreFrom::own_text ? "own_text" : "context";
  out["resampled"] = report.hand_codes != nullptr && report.hand_codes->resampled_documents ? "documents" : "rows";
  out["replicates"] = options.replicates;
  out["level"] = number(context.options.position.level);
  out["seed"] = context.options.position.seed;
  return out;
}

void add_labels(Json& out, const Validation& validation) {
  out["rows"] = {{"read", validation.n_rows},
                 {"scored", validation.n_counting},
                 {"must_not_count", validation.n_silent},
                 {"must_not_count_moved", validation.n_silent_moved},
                 {"must_not_count_moved_any", validation.n_silent_moved_any},
                 {"not_scored", validation.diagnostics.size()}};
  out["headline"] = estimated(validation.headline);
  out["headline"]["always_zero"] = optional_number(validation.headline_always_zero);
  out["headline"]["mention_is_support"] = optional_number(validation.headline_mention_is_support);
  out["families"] = list_of(validation.families, label_scores);
  out["overfired"] = {{"labels", validation.n_overfired}, {"rows", validation.n_overfired_units}};
  out["by_axis"] = list_of(validation.by_axis, label_scores);
  out["by_target"] = list_of(validation.by_target, label_scores);
  out["by"] = Json::object();
  for (const auto& [field, tables] : validation.by) out["by"][field] = list_of(tables, label_scores);
  out["unknown_targets"] = validation.unknown_targets;
  out["positions"] = list_of(validation.positions, position_scores);
  out["coders"] = list_of(validation.coders, coder_scores);
  out["against_coders"] = list_of(validation.against, [](const AgainstCoder& against) {
    return Json{{"coder", against.coder}, {"families", list_of(against.families, label_scores)}};
  });
  out["ablations"] = list_of(validation.ablations, [](const Ablation& ablation) {
    return Json{{"rule", ablation.rule}, {"headline", optional_number(ablation.headline)}, {"earned", estimated(ablation.earned)}};
  });
}

Json auc_record(const GroupAuc& auc) {
  return {{"measure", auc.measure},
          {"groups", auc.groups},
          {"n_positive", auc.n_positive},
          {"n_negative", auc.n_negative},
          {"auc", estimated(auc.auc)},
          {"n_positive_defined", auc.n_positive_defined},
          {"n_negative_defined", auc.n_negative_defined},
          {"auc_defined", optional_number(auc.auc_defined)},
          {"auc_within", estimated(auc.auc_within)},
          {"strata", list_of(auc.strata, [](const GroupAuc::Stratum& stratum) {
             return Json{{"value", stratum.value},
                         {"n_positive", stratum.n_positive},
                         {"n_negative", stratum.n_negative},
                         {"auc", optional_number(stratum.auc)}};
           })}};
}

Json correlation_record(const GroupCorrelation& correlation) {
  return {{"measure", correlation.measure},
          {"column", correlation.column},
          {"n", correlation.n},
          {"spearman", estimated(correlation.spearman)},
          {"pearson", estimated(correlation.pearson)},
          {"n_defined", correlation.n_defined},
          {"spearman_defined", optional_number(correlation.spearman_defined)},
          {"n_means", correlation.n_means},
          {"spearman_means", optional_number(correlation.spearman_means)},
          {"pearson_means", optional_number(correlation.pearson_means)}};
}

Json group_record(const GroupValidation& groups) {
  Json defined = Json::object();
  for (const auto& [measure, n] : groups.defined) defined[measure] = n;
  return {{"n", groups.n},
          {"n_not_listed", groups.n_not_listed},
          {"n_not_scored", groups.n_not_scored},
          {"defined", std::move(defined)},
          {"aucs", list_of(groups.aucs, auc_record)},
          {"correlations", list_of(groups.correlations, correlation_record)}};
}

}  // namespace

void write_json(std::ostream& out, const ReportContext& context, const ValidationReport& report) {
  Json json = detail::report_header(context, "validation");
  json["method"] = method_record(context, report);
  json["hand_codes"] = Json();
  if (const Validation* const validation = report.hand_codes) {
    Json codes;
    add_labels(codes, *validation);
    codes["n_errors"] = validation->errors.size();
    codes["errors"] = error_list(context, *validation, validation->errors, report.max_errors);
    codes["sample"] = error_list(context, *validation, validation->sample, validation->sample.size());
    codes["notes"] = validation->notes;
    json["hand_codes"] = std::move(codes);
  }
  json["groups"] = report.groups != nullptr ? group_record(*report.groups) : Json();
  json["diagnostics"] = list_of(report.faults, detail::diagnostic_record);
  out << detail::dumped(json) << '\n';
}

}  // namespace stance
