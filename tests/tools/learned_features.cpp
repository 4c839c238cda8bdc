// What the learned words of a pack are fitted on (tests/tools/fit_learned_words.py calls it).
//
//   stance_learned_features LEXICON ROWS.jsonl [WINDOW]
//
// Rows are hand codes of sentences (tests/benchmark/README.md). For each label of a target that the sentence names and no cue speaks of, whether it counts or not, a
// line of JSON: {"id", "target", "label", "names", "features": ["before:grateful", …]}, as lib/detail/evidence_learned.hpp sees them; "names" says how many targets
// the sentence has.
#include <fmt/format.h>

#include <exception>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>

#include "detail/evidence_learned.hpp"
#include "detail/evidence_scan.hpp"
#include "stance/analysis.hpp"
#include "stance/clean.hpp"

namespace {

using nlohmann::json;

class Features {
 public:
  Features(const stance::CompiledLexicon& lexicon, std::uint32_t window)
      : lexicon_(lexicon), window_(window), patterns_(lexicon.lexicon()), tokenizer_(lexicon.lexicon().meta.language, vocabulary_), scanner_(patterns_, vocabulary_) {}

  void print(const json& row) {
    if (!row.value("counts", true)) return;
    stance::Document document;
    document.id = row.at("id").get<std::string>();
    document.text = row.at("text").get<std::string>();
    for (const char* key : {"principal", "country"}) {
      if (document.principal.empty() && row.contains(key) && row[key].is_string()) document.principal = row[key].get<std::string>();
    }
    const std::set<std::uint32_t> spoken_of = with_cues(document);
    const stance::CleanText text = stance::clean(document.text);
    const stance::Tokens tokens = tokenizer_(text);
    stance::detail::Scan scan;
    scanner_.run(tokens, scan);
    const auto stated = lexicon_.lexicon().find_target(document.principal);
    const std::optional<std::uint32_t> principal = stated ? std::optional(static_cast<std::uint32_t>(*stated)) : std::nullopt;
    for (const auto& [target, label] : row.at("targets").items()) {
      const auto known = lexicon_.lexicon().find_target(target);
      if (known && spoken_of.count(static_cast<std::uint32_t>(*known)) == 0) print(document.id, target, label.get<int>(), static_cast<std::uint32_t>(*known), principal, tokens, scan);
    }
  }

 private:
  /// Targets about which a cue says something in the text.
  std::set<std::uint32_t> with_cues(const stance::Document& document) const {
    stance::Corpus corpus;
    corpus.add(document);
    stance::AnalysisOptions options;
    options.threads = 1;
    options.evidence.learned_words = false;
    const stance::Analysis analysis = stance::analyze(corpus, lexicon_, options);
    std::set<std::uint32_t> out;
    for (const stance::DocumentAnalysis& one : analysis.documents) {
      for (const stance::TargetEvidence& target : one.evidence.targets) {
        for (const stance::Record& record : target.records) {
          if (record.group != "mention") out.insert(target.target);
        }
      }
    }
    return out;
  }

  void print(const std::string& id, const std::string& target, int label, std::uint32_t number, std::optional<std::uint32_t> principal, const stance::Tokens& tokens,
             const stance::detail::Scan& scan) const {
    for (std::uint32_t m = 0; m < scan.mentions.size(); ++m) {
      if (scan.mentions[m].target != number) continue;
      std::set<std::string> features;
      for (const stance::detail::LearnedFeature& feature : stance::detail::learned_features(tokens, vocabulary_, scan, m, window_)) {
        features.insert(fmt::format("{}:{}", stance::to_string(feature.place), vocabulary_[tokens.words[feature.token].base]));
      }
      const std::uint32_t names = stance::detail::targets_named(scan, m, principal);
      std::cout << json{{"id", id}, {"target", target}, {"label", label}, {"names", names}, {"features", features}}.dump() << '\n';
      return;
    }
  }

  const stance::CompiledLexicon& lexicon_;
  std::uint32_t window_;
  stance::detail::ScanPatterns patterns_;
  stance::Vocabulary vocabulary_;
  stance::Tokenizer tokenizer_;
  stance::detail::Scanner scanner_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3 || argc > 4) {
    std::cerr << "usage: stance_learned_features LEXICON ROWS.jsonl [WINDOW]\n";
    return 2;
  }
  try {
    const stance::CompiledLexicon lexicon(stance::load_lexicon(argv[1]));
    Features features(lexicon, argc > 3 ? static_cast<std::uint32_t>(std::stoul(argv[3])) : static_cast<std::uint32_t>(stance::LearnedWords().window));
    std::ifstream in(argv[2]);
    if (!in) throw stance::Error(std::string("cannot read ") + argv[2]);
    for (std::string line; std::getline(in, line);) {
      if (!line.empty()) features.print(json::parse(line));
    }
  } catch (const std::exception& fault) {
    std::cerr << fault.what() << '\n';
    return 1;
  }
  return 0;
}
