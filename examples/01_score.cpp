// Where a text stands: one document, all axes that it speaks to.
#include <cstdio>
#include <stance.hpp>

int main() {
  const stance::CompiledLexicon lexicon = stance::load_compiled_lexicon("geopolitics.en");

  stance::Document speech;
  speech.id = "speech";
  speech.principal = "Georgia";  // whose policy it states; left empty, it is inferred
  speech.text = "We shall join NATO. Our partnership with the European Union grows every year. Russia occupies our land.";
  stance::Corpus corpus;
  corpus.add(speech);

  const stance::Analysis analysis = stance::analyze(corpus, lexicon);
  for (const stance::AxisResult& axis : analysis.documents.front().axes) {
    const stance::Position& position = axis.position;
    if (!position.estimate) continue;  // no evidence is not a neutral 0
    std::printf("%-24s %+.1f  [%+.1f, %+.1f]  evidence: %u\n", lexicon.lexicon().axes[axis.axis].key.c_str(),
                *position.estimate, position.lower, position.upper, axis.n_evidence);
  }
}

// Output:
//   non_alignment            -1.0  [-1.0, +0.8]  evidence: 1
//   nato_orientation         +1.0  [-0.8, +1.0]  evidence: 1
//   eu_orientation           +0.6  [-0.7, +1.0]  evidence: 1
//   russia_cis_orientation   -1.0  [-1.0, +0.8]  evidence: 1
//   conflict_posture         -1.0  [-1.0, +0.8]  evidence: 1
//   military_cooperation     +1.0  [+0.4, +1.0]  evidence: 1
