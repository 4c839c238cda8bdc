#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "scale.hpp"

// The methods of `stance scale` that are told where the ends are.

namespace program {
namespace {

/// The part behind the last `=` as a number. @throws UsageError
double number_behind(const std::string& option, const std::string& text, std::size_t equals) {
  const std::string part = text.substr(equals + 1);
  double value = 0.0;
  const char* begin = part.data() + (part.starts_with('+') ? 1 : 0);
  const auto end = std::from_chars(begin, part.data() + part.size(), value);
  if (part.empty() || end.ec != std::errc() || end.ptr != part.data() + part.size() || !std::isfinite(value))
    throw UsageError(fmt::format("{}: expected NAME=NUMBER, got '{}'", option, text));
  return value;
}

std::string unmatched_note(const std::vector<std::string>& unmatched, std::size_t n_all) {
  if (unmatched.empty()) return {};
  constexpr std::size_t kShown = 8;
  const std::vector<std::string> first(unmatched.begin(),
                                       unmatched.begin() + static_cast<std::ptrdiff_t>(std::min(kShown, unmatched.size())));
  return fmt::format("{} of {} entries take no word of these documents: {}{}", unmatched.size(), n_all, fmt::join(first, ", "),
                     unmatched.size() > kShown ? ", …" : "");
}

std::vector<stance::WeightedPattern> entries_of(const std::vector<std::string>& texts, const char* option,
                                                const stance::Tokenizer& tokenizer) {
  std::vector<stance::WeightedPattern> out;
  for (const std::string& text : texts) {
    const std::size_t equals = text.rfind('=');
    const double weight = equals == std::string::npos ? 1.0 : number_behind(option, text, equals);
    out.push_back({tokenizer.fold(text.substr(0, equals)), weight});
  }
  return out;
}

}  // namespace

void add_references(CLI::App& command, ReferenceOptions& references) {
  const std::string group = "References";
  command.add_option("--reference", references.scores, "A text whose position is known: its id and score, for example usa=1; at least two")
      ->type_name("ID=SCORE")
      ->group(group);
  command
      .add_option("--reference-column", references.column, "Column or key of the score in .csv, .tsv and .jsonl; empty where there is none")
      ->type_name("NAME")
      ->group(group);
}

std::vector<std::optional<double>> reference_scores(const ReferenceOptions& references, const ScaleInput& input) {
  const std::vector<std::string>& documents = input.counts.documents();
  std::vector<std::optional<double>> out(documents.size());
  for (std::size_t d = 0; d < documents.size() && !references.column.empty(); ++d) {
    const std::map<std::string, std::string>& variables = input.corpus.find(documents[d])->variables;
    const auto found = variables.find(references.column);
    if (found != variables.end() && !found->second.empty())
      out[d] = number_behind("--reference-column", documents[d] + '=' + found->second, documents[d].size());
  }
  for (const std::string& text : references.scores) {
    const std::size_t equals = text.rfind('=');
    if (equals == std::string::npos) throw UsageError(fmt::format("--reference: expected ID=SCORE, got '{}'", text));
    const std::string id = text.substr(0, equals);
    const auto place = std::find(documents.begin(), documents.end(), id);
    if (place == documents.end())
      throw UsageError(fmt::format("--reference: there is no document '{}'{}", id, stance::suggestion(id, documents)));
    out[static_cast<std::size_t>(place - documents.begin())] = number_behind("--reference", text, equals);
  }
  if (std::none_of(out.begin(), out.end(), [](const std::optional<double>& score) { return score.has_value(); })) {
    throw UsageError("this scale lies between texts whose positions are known: name two or more by --reference ID=SCORE, or give --reference-column");
  }
  return out;
}

void add_poles(CLI::App& command, PoleOptions& poles, Common& common) {
  const std::string group = "Poles";
  command.add_option("--negative", poles.negative, "Words of the − pole, separated by commas; * and ? are wildcards, word=2 weighs more")
      ->delimiter(',')
      ->type_name("WORDS")
      ->group(group);
  command.add_option("--positive", poles.positive, "Words of the + pole")->delimiter(',')->type_name("WORDS")->group(group);
  command.add_option("--axis", poles.axis, "Or the words of both poles of an axis of the lexicon")->type_name("KEY")->group(group);
  command.add_option("--lexicon", common.lexicon, "Name of a bundled pack, or path of a YAML file")->capture_default_str()->group(group);
}

stance::PoleDictionary pole_dictionary(const PoleOptions& poles, const ScaleOptions& options) {
  const bool listed = !poles.negative.empty() || !poles.positive.empty();
  if (listed != poles.axis.empty()) throw UsageError("expected either --negative and --positive, or --axis");
  if (listed) {
    if (poles.negative.empty() || poles.positive.empty()) throw UsageError("expected words of both poles: --negative and --positive");
    stance::Vocabulary vocabulary;
    const stance::Tokenizer tokenizer(options.language(), vocabulary);
    return {entries_of(poles.negative, "--negative", tokenizer), entries_of(poles.positive, "--positive", tokenizer)};
  }
  const stance::CompiledLexicon& lexicon = load_checked(options.common);
  const std::uint32_t axis = axis_index(lexicon.lexicon(), poles.axis);
  if (lexicon.lexicon().axes[axis].kind != stance::AxisKind::bipolar)
    throw UsageError(fmt::format("--axis: '{}' is an intensity and has one pole only", poles.axis));
  const stance::PoleWords words = stance::pole_words(lexicon.lexicon(), axis);
  stance::PoleDictionary out;
  for (const stance::PoleWord& word : words.negative) out.negative.push_back({word.word, word.weight});
  for (const stance::PoleWord& word : words.positive) out.positive.push_back({word.word, word.weight});
  return out;
}

// ---- Wordscores

void add_wordscores(CLI::App& scale) {
  struct Options : ScaleOptions {
    ReferenceOptions references;
    std::string rescale = "none";
    std::vector<std::string> spread;
    bool logit = false;
    double smoothing = 0.0;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* const command = add_method(
      scale, "wordscores", "Between reference texts whose positions are known, by the words shared with them (Laver, Benoit & Garry 2003)",
      options, CountBy::documents, [options](const ScaleInput& input) {
        const std::vector<std::optional<double>> scores = reference_scores(options->references, input);
        stance::WordscoresOptions fit;
        fit.scale = options->logit ? stance::WordscoresScale::logit : stance::WordscoresScale::linear;
        fit.smoothing = options->smoothing;
        stance::WordscoresPrediction prediction;
        prediction.rescaling = options->rescale == "lbg"  ? stance::WordscoresRescaling::lbg
                               : options->rescale == "mv" ? stance::WordscoresRescaling::mv
                                                          : stance::WordscoresRescaling::none;
        if (!options->spread.empty()) prediction.spread_documents = options->spread;
        prediction.level = options->common.analysis.position.level;
        const stance::Wordscores model = stance::Wordscores::fit(input.counts, scores, fit);
        Fitted out{model.predict(input.counts, prediction), model.words()};
        stance::ScaleColumn given{"reference", {}};
        for (const std::optional<double>& score : scores) given.values.push_back(score ? *score : std::nan(""));
        out.columns.push_back(std::move(given));
        out.again = [scores, fit, prediction](const stance::Dfm& counts) {
          return stance::Wordscores::fit(counts, scores, fit).predict(counts, prediction);
        };
        return out;
      });
  add_references(*command, options->references);
  command
      ->add_option("--rescale", options->rescale,
                   "none: raw scores, bunched in the middle; lbg: the spread of the references; mv: references where they were")
      ->check(CLI::IsMember({"none", "lbg", "mv"}))
      ->type_name("HOW")
      ->capture_default_str();
  command
      ->add_option("--spread-of", options->spread,
                   "Documents whose spread lbg takes, by id, separated by commas; default: all that are no references")
      ->delimiter(',')
      ->type_name("ID");
  command->add_flag("--logit", options->logit, "Words by the log ratio of their shares in two references (Beauchamp 2012)");
  command->add_option("--smoothing", options->smoothing, "Added to the count of each word in each reference")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->footer(
      "Examples:\n"
      "  stance scale wordscores speeches/ --reference usa_2012=1 --reference russia_2012=-1 --rescale mv --words 15\n"
      "  stance scale wordscores manifestos.csv --reference-column expert_score --min-doc-freq 2 --rescale lbg\n"
      "  stance scale wordscores speeches/ --reference a=-1 --reference b=1 --logit --smoothing 0.5 --bootstrap 1000");
}

// ---- Class affinity

void add_affinity(CLI::App& scale) {
  struct Options : ScaleOptions {
    ReferenceOptions references;
    stance::AffinityOptions fit;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* const command = add_method(scale, "affinity", "As mixtures of classes of reference texts (Perry & Benoit 2017)", options,
                                       CountBy::documents, [options](const ScaleInput& input) {
                                         const std::vector<std::optional<double>> scores = reference_scores(options->references, input);
                                         const double level = options->common.analysis.position.level;
                                         const stance::ClassAffinity model = stance::ClassAffinity::fit(input.counts, scores, options->fit);
                                         const stance::AffinityPrediction prediction =
                                             model.predict(input.counts, level, options->counting.threads);
                                         Fitted out{prediction.scale, model.words()};
                                         for (std::size_t k = 0; k < model.classes().size(); ++k) {
                                           stance::ScaleColumn column{fmt::format("affinity_{:g}", model.classes()[k].score), {}};
                                           for (Eigen::Index d = 0; d < prediction.affinities.rows(); ++d)
                                             column.values.push_back(prediction.affinities(d, static_cast<Eigen::Index>(k)));
                                           out.columns.push_back(std::move(column));
                                         }
                                         out.again = [scores, fit = options->fit, level](const stance::Dfm& counts) {
                                           return stance::ClassAffinity::fit(counts, scores, fit).predict(counts, level, 1).scale;
                                         };
                                         return out;
                                       });
  add_references(*command, options->references);
  command->add_option("--smoothing", options->fit.smoothing, "Of the affinities")->check(CLI::PositiveNumber)->capture_default_str();
  command->add_option("--reference-smoothing", options->fit.reference_smoothing, "Of the words' shares in the classes")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->footer(
      "Texts with the same score are one class.\n"
      "Examples:\n"
      "  stance scale affinity debate/ --reference government_1=1 --reference opposition_1=-1 --reference opposition_2=-1\n"
      "  stance scale affinity speeches.jsonl --reference-column side --stop-words grammar --format csv");
}

// ---- Dictionaries

void add_dictionary(CLI::App& scale) {
  struct Options : ScaleOptions {
    PoleOptions poles;
    std::string formula = "logit";
    bool neutral = false;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* const command = add_method(
      scale, "dictionary", "By two lists of words against each other (Lowe, Benoit, Mikhaylov & Laver 2011)", options, CountBy::documents,
      [options](const ScaleInput& input) {
        const stance::PoleDictionary dictionary = pole_dictionary(options->poles, *options);
        stance::DictionaryScaleOptions how;
        for (const stance::DictionaryFormula formula : {stance::DictionaryFormula::logit, stance::DictionaryFormula::relative,
                                                        stance::DictionaryFormula::absolute, stance::DictionaryFormula::valence}) {
          if (to_string(formula) == options->formula) how.formula = formula;
        }
        how.no_evidence = options->neutral ? stance::NoEvidence::as_formula : stance::NoEvidence::undefined;
        how.level = options->common.analysis.position.level;
        const auto model = std::make_shared<const stance::DictionaryScale>(dictionary, input.counts.shared_features());
        Fitted out{model->positions(input.counts, how), model->words()};
        stance::ScaleColumn importance{"importance", {}};
        for (const stance::Estimate& value : model->importance(input.counts, how.level).positions) importance.values.push_back(value.value);
        out.columns.push_back(std::move(importance));
        const std::string note = unmatched_note(model->unmatched(), dictionary.negative.size() + dictionary.positive.size());
        if (!note.empty()) out.notes.push_back(note);
        out.again = [model, how](const stance::Dfm& counts) { return model->positions(counts, how); };
        return out;
      });
  add_poles(*command, options->poles, options->common);
  command
      ->add_option("--formula", options->formula,
                   "logit: ln((R + 1/2) / (L + 1/2)); relative: (R - L) / (R + L); absolute: (R - L) / N; valence: mean weight")
      ->check(CLI::IsMember({"logit", "relative", "absolute", "valence"}))
      ->type_name("FORMULA")
      ->capture_default_str();
  command->add_flag("--no-evidence-is-neutral", options->neutral,
                    "Give documents without a word of the lists what the formula gives, as quanteda does, and not no position");
  command->footer(
      "Words are compared in their folded form (lower case). With --ngram-max 2 the lists may hold pairs of words.\n"
      "Examples:\n"
      "  stance scale dictionary speeches/ --negative 'threat*,aggress*' --positive 'partner*,cooperat*=2' --bootstrap 500\n"
      "  stance scale dictionary speeches/ --axis nato_orientation --formula relative --format csv");
}

}  // namespace program
