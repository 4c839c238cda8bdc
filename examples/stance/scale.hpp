#pragma once
/// @file scale.hpp
/// What the methods of `stance scale` share.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "command.hpp"

namespace program {

/// Options that every method has.
struct ScaleOptions {
  Common common;
  std::string stop_words = "none";
  stance::CountOptions counting;
  std::size_t replicates = 0;  ///< 0: errors are those of the method
  std::string interval = "percentile";
  stance::BootstrapOptions bootstrap;
  std::size_t words = 0;  ///< at each end

  /// Of texts that state none.
  [[nodiscard]] std::string language() const { return common.analysis.language.empty() ? "en" : common.analysis.language; }
};

/// The documents, counted.
struct ScaleInput {
  stance::Corpus corpus;
  stance::Dfm counts;
  std::optional<stance::SentenceCounts> sentences;  ///< where the method or the bootstrap asked for them
};

/// What a method made of them.
struct Fitted {
  stance::DocumentScale scale;
  stance::FeatureScale words;
  std::vector<stance::ScaleColumn> columns = {};
  std::vector<std::string> notes = {};
  stance::Scaling again = {};  ///< the same on other counts of the same documents, for the bootstrap
};

using Method = std::function<Fitted(const ScaleInput& input)>;
enum class CountBy : std::uint8_t { documents, sentences };

/// A subcommand of `scale` with the options that all share. `method` is called when the documents are counted.
CLI::App* add_method(CLI::App& scale, const std::string& name, const std::string& description, const std::shared_ptr<ScaleOptions>& options,
                     CountBy count_by, Method method);

/// Shared options of texts with known positions.
struct ReferenceOptions {
  std::vector<std::string> scores;  ///< ID=SCORE
  std::string column;
};
void add_references(CLI::App& command, ReferenceOptions& references);
/// One for each document of the matrix. @throws UsageError
[[nodiscard]] std::vector<std::optional<double>> reference_scores(const ReferenceOptions& references, const ScaleInput& input);

/// Words of two poles: given one by one, or those of an axis.
struct PoleOptions {
  std::vector<std::string> negative;  ///< PATTERN or PATTERN=WEIGHT
  std::vector<std::string> positive;
  std::string axis;
};
void add_poles(CLI::App& command, PoleOptions& poles, Common& common);
/// Patterns folded as words of documents are. @throws UsageError
[[nodiscard]] stance::PoleDictionary pole_dictionary(const PoleOptions& poles, const ScaleOptions& options);

void add_wordscores(CLI::App& scale);
void add_affinity(CLI::App& scale);
void add_dictionary(CLI::App& scale);
void add_wordfish(CLI::App& scale);
void add_ca(CLI::App& scale);
void add_agreement(CLI::App& scale);
void add_lss(CLI::App& scale);

}  // namespace program
