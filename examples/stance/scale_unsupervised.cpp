#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "scale.hpp"

// The methods of `stance scale` that look for the ends themselves, or take a few seeds.

namespace program {
namespace {

/// Two documents that say which way a scale points.
struct Direction {
  std::string left;
  std::string right;
};

void add_direction(CLI::App& command, Direction& direction) {
  CLI::Option* const left = command
                                .add_option("--left", direction.left,
                                            "A document that lies to the left of --right; without them the scale's direction means nothing")
                                ->type_name("ID");
  CLI::Option* const right = command.add_option("--right", direction.right, "A document that lies to the right of --left")->type_name("ID");
  left->needs(right);
  right->needs(left);
}

double position_of(const stance::DocumentScale& scale, const std::string& id, const char* option) {
  const auto place = std::find(scale.documents.begin(), scale.documents.end(), id);
  if (place == scale.documents.end())
    throw UsageError(fmt::format("{}: there is no document '{}'{}", option, id, stance::suggestion(id, scale.documents)));
  const double value = scale.positions[static_cast<std::size_t>(place - scale.documents.begin())].value;
  if (std::isnan(value)) throw UsageError(fmt::format("{}: '{}' has no position", option, id));
  return value;
}

void turn(stance::DocumentScale& scale) {
  for (stance::Estimate& position : scale.positions) position = {-position.value, position.std_error, -position.upper, -position.lower};
}

/// Whether more of the documents lie on the other side than on the same, by their distance.
bool opposed(const stance::DocumentScale& scale, const std::vector<stance::Estimate>& to) {
  double sum = 0.0;
  for (std::size_t d = 0; d < to.size(); ++d) {
    if (!std::isnan(scale.positions[d].value) && !std::isnan(to[d].value)) sum += scale.positions[d].value * to[d].value;
  }
  return sum < 0.0;
}

/// The same scaling, each replicate turned the way of the whole.
stance::Scaling turned_like(const stance::DocumentScale& whole, stance::Scaling scaling) {
  return [positions = whole.positions, scaling = std::move(scaling)](const stance::Dfm& counts) {
    stance::DocumentScale scale = scaling(counts);
    if (opposed(scale, positions)) turn(scale);
    return scale;
  };
}

void add_signed(const std::vector<stance::WeightedPattern>& entries, double sign, std::vector<stance::WeightedPattern>& seeds) {
  for (const stance::WeightedPattern& entry : entries) seeds.push_back({entry.pattern, sign * entry.weight});
}

/// What a reader must know of the seeds.
std::vector<std::string> notes_on_seeds(const stance::LatentSemanticScaling& model) {
  std::vector<std::string> out;
  constexpr std::size_t kShown = 8;
  const auto list = [](std::vector<std::string> names) {
    const bool more = names.size() > kShown;
    if (more) names.resize(kShown);
    return fmt::format("{}{}", fmt::join(names, ", "), more ? ", …" : "");
  };
  if (!model.missing_seeds().empty())
    out.push_back(fmt::format("{} seeds do not occur in these documents: {}", model.missing_seeds().size(), list(model.missing_seeds())));
  std::vector<std::string> turned;
  for (const stance::LssSeed& seed : model.seeds()) {
    if (seed.weight * seed.polarity < 0.0) turned.push_back(seed.feature);
  }
  if (!turned.empty()) out.push_back(fmt::format("{} seeds keep the company of the other pole: {}", turned.size(), list(turned)));
  return out;
}

}  // namespace

// ---- Wordfish

void add_wordfish(CLI::App& scale) {
  struct Options : ScaleOptions {
    Direction direction;
    stance::WordfishOptions fit;
    std::string solver = "exact";
    std::string errors = "conditional";
    std::string dispersion = "poisson";
  };
  const auto options = std::make_shared<Options>();
  CLI::App* const command = add_method(
      scale, "wordfish", "On the one dimension behind the frequencies of words, without references (Slapin & Proksch 2008)", options,
      CountBy::documents, [options](const ScaleInput& input) {
        stance::WordfishOptions fit = options->fit;
        fit.solver = options->solver == "quanteda" ? stance::WordfishSolver::quanteda : stance::WordfishSolver::exact;
        fit.errors = options->errors == "joint" ? stance::WordfishErrors::joint : stance::WordfishErrors::conditional;
        fit.dispersion = options->dispersion == "overall"   ? stance::Dispersion::overall
                         : options->dispersion == "feature" ? stance::Dispersion::feature
                                                            : stance::Dispersion::poisson;
        fit.level = options->common.analysis.position.level;
        fit.threads = options->counting.threads;
        fit.seed = options->bootstrap.seed;
        if (!options->direction.left.empty()) fit.direction = {options->direction.left, options->direction.right};
        const stance::Wordfish model = stance::Wordfish::fit(input.counts, fit);
        Fitted out{model.documents(), model.features()};
        stance::ScaleColumn alpha{"alpha", {}};
        for (const stance::Estimate& value : model.alpha()) alpha.values.push_back(value.value);
        out.columns.push_back(std::move(alpha));
        const stance::WordfishFit& info = model.fit_info();
        if (!info.identified) {
          out.notes.emplace_back("Not identified: there are fewer than three documents, or all have the same proportions of words.");
        } else {
          out.notes.push_back(fmt::format("{} in {} iterations; log-likelihood {:.2f}, gradient {:.1e} standard errors, dispersion {:.2f}",
                                          info.converged ? "Converged" : "NOT CONVERGED", info.n_iterations, info.log_likelihood,
                                          info.gradient, info.dispersion));
        }
        fit.threads = 1;  // the replicates share the threads
        out.again =
            turned_like(model.documents(), [fit](const stance::Dfm& counts) { return stance::Wordfish::fit(counts, fit).documents(); });
        return out;
      });
  add_direction(*command, options->direction);
  command->add_option("--solver", options->solver, "exact: the maximum; quanteda: where quanteda.textmodels stops, for published figures")
      ->check(CLI::IsMember({"exact", "quanteda"}))
      ->type_name("SOLVER")
      ->capture_default_str();
  command->add_option("--sigma", options->fit.sigma, "Standard deviation of the prior on the words' weights")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--errors", options->errors, "conditional: given the words; joint: of all parameters together")
      ->check(CLI::IsMember({"conditional", "joint"}))
      ->type_name("KIND")
      ->capture_default_str();
  command->add_option("--dispersion", options->dispersion, "Of counts about their mean: poisson, overall, or of each feature")
      ->check(CLI::IsMember({"poisson", "overall", "feature"}))
      ->type_name("KIND")
      ->capture_default_str();
  command->add_option("--restarts", options->fit.n_restarts, "Random starts besides the first; the best end is kept")
      ->check(CLI::Range(0, 1000))
      ->capture_default_str();
  command->footer(
      "Examples:\n"
      "  stance scale wordfish debate/ --left labour --right conservatives --min-doc-freq 2 --words 15\n"
      "  stance scale wordfish debate/ --left a --right b --stop-words grammar --bootstrap 200 --interval normal");
}

// ---- Correspondence analysis

void add_ca(CLI::App& scale) {
  struct Options : ScaleOptions {
    Direction direction;
    std::size_t dimension = 1;
    std::string coordinates = "standard";
  };
  const auto options = std::make_shared<Options>();
  CLI::App* const command =
      add_method(scale, "ca", "On the dimensions in which they depart most from the average use of words (correspondence analysis)",
                 options, CountBy::documents, [options](const ScaleInput& input) {
                   const std::size_t dimension = options->dimension - 1;
                   const stance::CaCoordinates coordinates =
                       options->coordinates == "principal" ? stance::CaCoordinates::principal : stance::CaCoordinates::standard;
                   stance::CorrespondenceOptions fit;
                   fit.n_dimensions = std::max<std::size_t>(2, options->dimension);
                   fit.threads = options->counting.threads;
                   const stance::CorrespondenceAnalysis model = stance::CorrespondenceAnalysis::fit(input.counts, fit);
                   Fitted out{model.documents(dimension, coordinates), model.features(dimension, coordinates)};
                   for (std::size_t k = 0; k < model.n_dimensions(); ++k) {
                     if (k == dimension) continue;
                     stance::ScaleColumn column{fmt::format("dimension_{}", k + 1), {}};
                     for (const stance::Estimate& value : model.documents(k, coordinates).positions) column.values.push_back(value.value);
                     out.columns.push_back(std::move(column));
                   }
                   for (std::size_t k = 0; k < model.n_dimensions(); ++k) {
                     const double inertia = model.singular_values()[k] * model.singular_values()[k];
                     out.notes.push_back(fmt::format("Dimension {}: singular value {:.4f}, {:.1f} % of the inertia", k + 1,
                                                     model.singular_values()[k], 100.0 * inertia / model.total_inertia()));
                   }
                   if (!options->direction.left.empty() && position_of(out.scale, options->direction.left, "--left") >
                                                               position_of(out.scale, options->direction.right, "--right")) {
                     turn(out.scale);
                     for (double& value : out.words.values) value = -value;
                   }
                   fit.threads = 1;
                   out.again = turned_like(out.scale, [fit, dimension, coordinates](const stance::Dfm& counts) {
                     return stance::CorrespondenceAnalysis::fit(counts, fit).documents(dimension, coordinates);
                   });
                   return out;
                 });
  add_direction(*command, options->direction);
  command->add_option("--dimension", options->dimension, "The scale that is shown; the others stand in columns")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  command->add_option("--coordinates", options->coordinates, "standard: mean square 1; principal: times the singular value")
      ->check(CLI::IsMember({"standard", "principal"}))
      ->type_name("KIND")
      ->capture_default_str();
  command->footer(
      "The method knows no errors: --bootstrap does.\n"
      "Examples:\n"
      "  stance scale ca debate/ --left labour --right conservatives --min-doc-freq 2 --words 15\n"
      "  stance scale ca speeches/ --stop-words grammar --bootstrap 500 --format csv");
}

// ---- Latent semantic scaling

void add_lss(CLI::App& scale) {
  struct Options : ScaleOptions {
    PoleOptions poles;
    stance::LssOptions fit;
    std::string polarity = "mean_cosine";
    stance::LssPredictOptions predict;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* const command = add_method(
      scale, "lss", "By words that keep the company of a few seed words (latent semantic scaling, Watanabe 2021)", options,
      CountBy::sentences, [options](const ScaleInput& input) {
        const stance::PoleDictionary poles = pole_dictionary(options->poles, *options);
        std::vector<stance::WeightedPattern> seeds;
        add_signed(poles.negative, -1.0, seeds);
        add_signed(poles.positive, 1.0, seeds);
        stance::LssOptions fit = options->fit;
        fit.polarity = options->polarity == "cosine_to_axis" ? stance::LssPolarity::cosine_to_axis : stance::LssPolarity::mean_cosine;
        fit.threads = options->counting.threads;
        stance::LssPredictOptions how = options->predict;
        how.level = options->common.analysis.position.level;
        const auto model =
            std::make_shared<const stance::LatentSemanticScaling>(stance::LatentSemanticScaling::fit(*input.sentences, seeds, fit));
        Fitted out{model->predict(input.counts, how), model->features()};
        out.notes = notes_on_seeds(*model);
        if (options->replicates > 0) out.notes.emplace_back("The bootstrap takes the words' polarities as known.");
        out.again = [model, how](const stance::Dfm& counts) { return model->predict(counts, how); };
        return out;
      });
  add_poles(*command, options->poles, options->common);
  command->add_option("--dimensions", options->fit.n_dimensions, "Of the space of words")
      ->check(CLI::Range(2, 10'000))
      ->capture_default_str();
  command->add_option("--polarity", options->polarity, "mean_cosine to the seeds, as LSX has it, or cosine_to_axis, within −1 and 1")
      ->check(CLI::IsMember({"mean_cosine", "cosine_to_axis"}))
      ->type_name("KIND")
      ->capture_default_str();
  command->add_flag("--rescale", options->predict.rescale,
                    "To mean 0 and standard deviation 1 over these documents: each then depends on the others");
  command->add_option("--min-n", options->predict.min_n, "Documents with fewer known words are drawn to 0")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->footer(
      "Wants many sentences: some thousands for a space of 300 dimensions; take fewer dimensions for fewer.\n"
      "Examples:\n"
      "  stance scale lss speeches.jsonl --axis nato_orientation --stop-words grammar --min-doc-freq 5 --words 20\n"
      "  stance scale lss speeches.jsonl --negative 'threat*,enem*' --positive 'partner*,friend*' --dimensions 100 --rescale");
}

}  // namespace program
