// Makes a background table of document frequencies (lexicons/background.en.tsv) from a collection of texts:
//   make_background COLLECTION.jsonl LANGUAGE MINIMUM_DF > table.tsv
// Words are those that topics are compared by (topic_features): two letters or more, without function words.
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "stance/dfm.hpp"
#include "stance/read.hpp"
#include "stance/tfidf.hpp"

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: make_background COLLECTION.jsonl LANGUAGE MINIMUM_DF\n";
    return 2;
  }
  const std::string language = argv[2];
  const std::uint64_t minimum = std::strtoull(argv[3], nullptr, 10);
  stance::Vocabulary vocabulary;
  stance::Tokenizer tokenizer(language, vocabulary);
  stance::DfmBuilder builder(stance::topic_features(language), vocabulary);
  stance::DocumentReader reader({argv[1]});
  std::vector<stance::Diagnostic> diagnostics;
  stance::Document document;
  while (reader.next(document, diagnostics)) builder.add(document.id, tokenizer(stance::clean(document.text)));
  for (const stance::Diagnostic& d : diagnostics) std::cerr << d.to_string() << '\n';
  const stance::DocumentFrequencies frequencies(builder.build());
  std::cout << "# documents\t" << frequencies.n_documents() << '\n';
  for (std::size_t i = 0; i < frequencies.features().size(); ++i) {
    if (frequencies.frequencies()[i] >= minimum) std::cout << frequencies.features()[i] << '\t' << frequencies.frequencies()[i] << '\n';
  }
  return diagnostics.empty() ? 0 : 1;
}
