#pragma once
/// @file stance.hpp
/// Comparative stance analysis of political texts: where documents stand on geopolitical axes, the words that say so, how sure that is,
/// and how documents relate. This header includes all of the library; each concept has a small header of its own:
///
///     read.hpp        documents from files, folders and standard input
///     text.hpp        Document, Corpus                 clean.hpp       running text, with the way back to the original bytes
///     tokens.hpp      words and sentences              lexicon.hpp     packs: targets, cues, axes, modifiers
///     evidence.hpp    what a text says about whom      position.hpp    from evidence to a number with its interval
///     analysis.hpp    all of that for a corpus         dfm.hpp, tfidf.hpp   words as vectors
///     similarity.hpp  how alike vectors and positions are
///     wordfish.hpp, correspondence.hpp, latent_semantic.hpp   scales from counts of words
///     structure.hpp   trees, clusters, maps            series.hpp      means, lines, change points
///     compare.hpp     pairs of documents, contrasts    trends.hpp      positions over time and by groups
///     report.hpp      JSON, CSV, Markdown
///     background.hpp  idf of a general collection      projection.hpp  how words lean to the poles of axes
///     error.hpp       diagnostics and exceptions       version.hpp
///
/// A complete program (examples/01_score.cpp):
///
///     // Where a text stands: one document, all axes that it speaks to.
///     #include <cstdio>
///     #include <stance.hpp>
///
///     int main() {
///       const stance::CompiledLexicon lexicon = stance::load_compiled_lexicon("geopolitics.en");
///
///       stance::Document speech;
///       speech.id = "speech";
///       speech.principal = "Georgia";  // whose policy it states; left empty, it is inferred
///       speech.text = "We shall join NATO. Our partnership with the European Union grows every year. Russia occupies our land.";
///       stance::Corpus corpus;
///       corpus.add(speech);
///
///       const stance::Analysis analysis = stance::analyze(corpus, lexicon);
///       for (const stance::AxisResult& axis : analysis.documents.front().axes) {
///         const stance::Position& position = axis.position;
///         if (!position.estimate) continue;  // no evidence is not a neutral 0
///         std::printf("%-24s %+.1f  [%+.1f, %+.1f]  evidence: %u\n", lexicon.lexicon().axes[axis.axis].key.c_str(),
///                     *position.estimate, position.lower, position.upper, axis.n_evidence);
///       }
///     }
///
/// and what it prints:
///
///     non_alignment            -1.0  [-1.0, +0.8]  evidence: 1
///     nato_orientation         +1.0  [-0.8, +1.0]  evidence: 1
///     eu_orientation           +0.6  [-0.7, +1.0]  evidence: 1
///     russia_cis_orientation   -1.0  [-1.0, +0.8]  evidence: 1
///     conflict_posture         -1.0  [-1.0, +0.8]  evidence: 1
///     military_cooperation     +1.0  [+0.4, +1.0]  evidence: 1

#include "stance/affinity.hpp"
#include "stance/agreement.hpp"
#include "stance/analysis.hpp"
#include "stance/background.hpp"
#include "stance/bootstrap.hpp"
#include "stance/clean.hpp"
#include "stance/compare.hpp"
#include "stance/compare_structure.hpp"
#include "stance/correspondence.hpp"
#include "stance/date.hpp"
#include "stance/dfm.hpp"
#include "stance/dfm_io.hpp"
#include "stance/dfm_sentences.hpp"
#include "stance/dictionary.hpp"
#include "stance/dictionary_scale.hpp"
#include "stance/error.hpp"
#include "stance/estimate.hpp"
#include "stance/estimators.hpp"
#include "stance/evidence.hpp"
#include "stance/hand_codes.hpp"
#include "stance/keyness.hpp"
#include "stance/latent_semantic.hpp"
#include "stance/keyness_quotations.hpp"
#include "stance/kwic.hpp"
#include "stance/latent_semantic.hpp"
#include "stance/lexicon.hpp"
#include "stance/lexicon_cache.hpp"
#include "stance/match.hpp"
#include "stance/pattern.hpp"
#include "stance/position.hpp"
#include "stance/projection.hpp"
#include "stance/read.hpp"
#include "stance/report.hpp"
#include "stance/report_keyness.hpp"
#include "stance/report_scale.hpp"
#include "stance/report_trends.hpp"
#include "stance/scaling.hpp"
#include "stance/scaling_bootstrap.hpp"
#include "stance/series.hpp"
#include "stance/similarity.hpp"
#include "stance/similarity_explain.hpp"
#include "stance/similarity_intervals.hpp"
#include "stance/similarity_soft.hpp"
#include "stance/structure.hpp"
#include "stance/text.hpp"
#include "stance/tfidf.hpp"
#include "stance/tokens.hpp"
#include "stance/trends.hpp"
#include "stance/validation.hpp"
#include "stance/validation_groups.hpp"
#include "stance/version.hpp"
#include "stance/vocabulary.hpp"
#include "stance/wordfish.hpp"
#include "stance/wordscores.hpp"
