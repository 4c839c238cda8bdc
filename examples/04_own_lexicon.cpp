// A lexicon of one's own, from memory; a mistake in it is reported with line and column.
#include <iostream>
#include <stance.hpp>

namespace {

constexpr const char* pack = R"(
meta: {name: climate.en, version: "1", language: en}
targets:
  coal: {kind: fuel, names: [coal, coal power]}
  wind: {kind: fuel, names: [wind power]}
cues:
  - {group: end, reason: wants less of it, type: verb, slots: {object: -1}, patterns: [phase out, end]}
  - {group: build, reason: wants more of it, type: verb, slots: {object: 1}, patterns: [build, expand]}
axes:
  green_energy:
    kind: bipolar
    negative: fossil fuels
    positive: renewables
    rules:
      - {targets: [wind], factor: 1}
      - {targets: [coal], factor: -1}
modifiers:
  first_person: [we]
  negation: [not, never]
)";

}  // namespace

int main() {
  const stance::LexiconCheck broken =
      stance::parse_lexicon("meta: {name: x, version: 1, language: en}\naxes: {a: {kind: bipolr, negative: n, positive: p}}\n", "x.yaml");
  for (const stance::Diagnostic& diagnostic : broken.diagnostics) std::cout << diagnostic.to_string() << '\n';

  const stance::CompiledLexicon lexicon(*stance::parse_lexicon(pack, "climate.yaml").lexicon);
  stance::Corpus corpus;
  stance::Document programme;
  programme.id = "programme";
  programme.text = "We will phase out coal. We will expand wind power.";
  corpus.add(programme);
  const stance::AnalysisOptions options;
  const stance::Analysis analysis = stance::analyze(corpus, lexicon, options);
  const stance::ReportContext context{lexicon.lexicon(), options};
  stance::ScorePage page(context);
  for (const stance::DocumentAnalysis& document : analysis.documents) page.add(programme, document);
  stance::write_markdown(std::cout, page.finish(analysis.diagnostics));
}

// Output:
//   x.yaml:2:18: error[L103]: axis 'a'.kind: expected one of bipolar, intensity; got 'bipolr'
//   1 document · lexicon climate.en 1 (e30c8ff51087) · stance 0.1.0
//
//   | document | words | sentences | language | voice of |
//   |---|---:|---:|---|---|
//   | **programme** | 10 | 2 | en | unknown |
//
//   ## Positions, −1 to +1
//
//   | axis | position | 95 % interval | evidence | neutral | not counted | which means |
//   |---|---:|---|---:|---:|---:|---|
//   | **green_energy** | +1.00 | −0.42 … +1.00 | 2 | 0 | 0 | renewables |
//
//   ## Stance toward others, −1 to +1
//
//   | target | stance |
//   |---|---:|
//   | **coal** | −1.00 ±0.91 (1) |
//   | **wind** | +1.00 ±0.91 (1) |
