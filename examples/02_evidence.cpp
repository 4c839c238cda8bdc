// The words behind a number: each record with its share, and those that do not count with the reason.
#include <cstdio>
#include <stance.hpp>
#include <string>

int main() {
  const stance::CompiledLexicon lexicon = stance::load_compiled_lexicon("geopolitics.en");
  const stance::Lexicon& data = lexicon.lexicon();

  stance::Document paper;
  paper.id = "paper";
  paper.principal = "Moldova";
  paper.text =
      "Moldova cooperates with NATO. It will not join NATO, because it is neutral. "
      "Russian commentators claim that Moldova wants to join NATO.";
  stance::Corpus corpus;
  corpus.add(paper);

  const stance::Analysis analysis = stance::analyze(corpus, lexicon);
  const stance::DocumentAnalysis& result = analysis.documents.front();
  const std::size_t axis = *data.find_axis("nato_orientation");
  const std::vector<stance::Record>& records = result.evidence.axes[axis];
  const std::vector<double> shares = stance::contributions(records, data.axes[axis].kind, result.n_tokens, data.axes[axis].scale);
  for (std::size_t i = 0; i < records.size(); ++i) {
    const stance::Record& record = records[i];
    if (record.standing == stance::Standing::superseded) continue;
    const std::string quotation = paper.text.substr(record.span.begin, record.span.size());  // spans are bytes of the original text
    std::printf("%+.2f  bytes %zu to %zu, %s: \"%s\"\n", shares[i], record.span.begin, record.span.end,
                std::string(to_string(record.standing)).c_str(), quotation.c_str());
  }
}

// Output:
//   +0.10  bytes 8 to 28, counted: "cooperates with NATO"
//   -0.24  bytes 42 to 51, counted: "join NATO"
//   +0.00  bytes 116 to 134, other_voice: "wants to join NATO"
//   +0.00  bytes 125 to 134, other_voice: "join NATO"
//   +0.00  bytes 130 to 134, other_voice: "NATO"
