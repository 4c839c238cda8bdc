#include "core.hpp"
#include "stance/version.hpp"

PYBIND11_MODULE(_core, module) {
  using namespace stance_python;
  module.doc() = "The C++ library behind stance. Private: use what the package stance shows.";
  module.def("version", [] { return std::string(stance::version()); }, "Version of the library.");
  module.def("unicode_version", &stance::unicode_version, "Versions of what decides word boundaries and case.");
  module.def("languages", &stance::Tokenizer::languages, "Languages with case folding, abbreviations and clitics.");
  bind_errors(module);
  bind_arrow(module);
  bind_corpus(module);
  bind_lexicon(module);
  bind_analysis(module);
  bind_comparison(module);
  bind_features(module);
  bind_sentences(module);
  bind_keyness(module);
  bind_similarity(module);
  bind_wordfish(module);
  bind_correspondence(module);
  bind_latent_semantic(module);
  bind_structure(module);
  bind_trends(module);
  bind_dictionaries(module);
  bind_supervised(module);
  bind_estimators(module);
}
