// Two documents side by side: same topic, opposite stance, and the sentences that show it.
#include <cstdio>
#include <stance.hpp>
#include <string>

namespace {

stance::Document document(const char* id, const char* principal, const char* text) {
  stance::Document out;
  out.id = id;
  out.principal = principal;
  out.text = text;
  return out;
}

}  // namespace

int main() {
  const stance::CompiledLexicon lexicon = stance::load_compiled_lexicon("geopolitics.en");
  stance::Corpus corpus;
  corpus.add(document("north", "Finland", "We will join NATO. Membership of NATO guarantees our security. NATO is our reliable partner."));
  corpus.add(document("south", "Cyprus", "We will not join NATO. NATO is a threat to our security. We condemn NATO."));

  stance::AnalysisOptions options;
  options.count_features = stance::CountFeatures::yes;  // words, for topics
  options.features = stance::topic_features("en");
  const stance::Analysis analysis = stance::analyze(corpus, lexicon, options);
  const stance::Comparison comparison = stance::compare(corpus, analysis, lexicon);
  std::printf("topic %.2f, stance %.1f\n", comparison.topic(0, 1), comparison.stance.values(0, 1));

  for (const stance::Contrast& contrast : comparison.contrasts) {
    std::printf("%s differs by %.1f\n", lexicon.lexicon().axes[contrast.axis].key.c_str(), contrast.difference);
    const auto print = [&](const std::optional<stance::EvidenceRef>& side) {
      if (!side) return;
      const stance::DocumentEvidence& evidence = analysis.documents[side->document].evidence;
      const stance::Record& record = evidence.axes[contrast.axis][side->record];
      std::printf("  %s: %s\n", analysis.documents[side->document].id.c_str(), evidence.sentences[record.sentence].text.c_str());
    };
    for (const stance::QuotationPair& pair : contrast.quotations) {
      print(pair.a);
      print(pair.b);
    }
  }
}

// Output:
//   topic 0.83, stance 0.3
//   nato_orientation differs by 1.5
//     north: We will join NATO.
//     south: We will not join NATO.
//     north: Membership of NATO guarantees our security.
//     south: NATO is a threat to our security.
//     north: NATO is our reliable partner.
//     south: We condemn NATO.
//   non_alignment differs by -1.3
//     north: We will join NATO.
//     south: We will not join NATO.
//     north: Membership of NATO guarantees our security.
