// A program of somebody else, compiled against an installed and then moved copy of the library.
#include <cstdio>
#include <exception>
#include <stance.hpp>
#include <stance/version.hpp>
#include <string>
#include <utility>

namespace {

/// Where a sentence stands toward NATO, by the pack that was installed; 0 when it says nothing of it.
double orientation(const std::string& text) {
  const stance::CompiledLexicon lexicon(stance::load_lexicon(LEXICON_FOLDER "/geopolitics.en.yaml"));
  stance::Document document;
  document.id = "sentence";
  document.text = text;
  document.principal = "Georgia";
  stance::Corpus corpus;
  corpus.add(std::move(document));
  stance::AnalysisOptions options;
  options.axes = {"nato_orientation"};
  const stance::Analysis analysis = stance::analyze(corpus, lexicon, options);
  return analysis.documents.at(0).axes.at(0).position.estimate.value_or(0.0);
}

}  // namespace

int main() {
  if (stance::version() != STANCE_VERSION) {
    std::puts("the library that is linked is not the one that was compiled for");
    return 1;
  }
  // An exception of the library crosses its border.
  try {
    stance::Diagnostic diagnostic;
    diagnostic.code = "L103";
    diagnostic.message = "a message";
    throw stance::ParseError({diagnostic});
  } catch (const std::exception& error) {
    if (std::string(error.what()) != "error[L103]: a message") return 1;
  }
  if (orientation("Georgia will join NATO.") <= 0.0 || orientation("Georgia will never join NATO.") >= 0.0) {
    std::puts("the sentences are not read as they should be");
    return 1;
  }
  std::printf("stance %s\n", std::string(stance::version()).c_str());
  return 0;
}
