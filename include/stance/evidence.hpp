#pragma once
/// @file evidence.hpp
/// Evidence: what a document says about targets and axes, in its own voice, clause by clause.
///
/// A mention is not a stance. A record is made where a cue meets a target in the role that the lexicon gives it, or where a
/// direct pattern of an axis matches; modifiers turn it or weigh it; whose voice it is decides whether it counts.
/// lib/DESIGN.md describes the rules, lexicons/FORMAT.md the data that they run on.

#include <array>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "stance/clean.hpp"
#include "stance/lexicon.hpp"
#include "stance/match.hpp"
#include "stance/text.hpp"
#include "stance/tokens.hpp"

namespace stance {

/// Why a record does or does not count.
enum class Standing : std::uint8_t {
  counted,
  other_voice,   ///< a reported view of somebody who does not speak for the principal
  third_party,   ///< what others do with each other is no stance of the document
  title,         ///< a heading, or the title of a work
  announcement,  ///< says what a text is about, not what it holds
  history,       ///< the distant past
  question,
  negated,       ///< an intensity that is denied
  superseded,    ///< a stronger or more direct record of the same clause says it already
};
[[nodiscard]] std::string_view to_string(Standing standing) noexcept;

/// A modifier that acted on a record.
struct AppliedModifier {
  ModifierKind kind = ModifierKind::negation;
  ByteSpan span;  ///< of the original text
};

/// One piece of evidence for an axis or a target.
struct Record {
  double value = 0.0;   ///< in [−1, 1], after modifiers; in [0, 1] for an intensity
  double weight = 1.0;  ///< ≥ 0, after modifiers
  Standing standing = Standing::counted;
  std::uint32_t sentence = 0;  ///< index into DocumentEvidence::sentences
  std::uint32_t clause = 0;    ///< running number in the document
  std::optional<std::uint32_t> target;  ///< index into Lexicon::targets, where one is involved
  ByteSpan span;               ///< of the original text: from the first to the last byte of cue and target
  ByteSpan cue;                ///< of the original text; empty for a mention without polarity
  ByteSpan target_span;        ///< of the original text; empty where no target is involved
  std::string_view group;      ///< the cue's group, "pattern" for a direct pattern of an axis, "learned" for learned words, "mention" for a mention; lives as long as the lexicon
  Origin entry;                ///< the lexicon entry that made it
  std::vector<AppliedModifier> modifiers;
  [[nodiscard]] bool counted() const noexcept { return standing == Standing::counted; }
};

/// A sentence as a reader would quote it.
struct SentenceText {
  ByteSpan span;     ///< of the original text
  std::string text;  ///< cleaned
};

struct TargetEvidence {
  std::uint32_t target = 0;  ///< index into Lexicon::targets
  std::uint32_t mentions = 0;
  std::vector<Record> records;  ///< in text order
};

struct DocumentEvidence {
  std::optional<std::uint32_t> principal;  ///< index into Lexicon::targets
  bool principal_inferred = false;
  std::uint32_t n_tokens = 0;
  std::uint32_t n_sentences = 0;
  std::vector<SentenceText> sentences;      ///< those that records refer to
  std::vector<std::vector<Record>> axes;    ///< by axis of the lexicon, in text order
  std::vector<TargetEvidence> targets;      ///< those that are mentioned, in lexicon order
};

/// Rules that can be switched off, for ablations.
struct EvidenceOptions {
  bool negation = true;
  bool hedges = true;
  bool conditions = true;
  bool voice = true;          ///< others' reported views do not count
  bool third_parties = true;  ///< relations between others do not count
  bool announcements = true;
  bool history = true;
  bool titles = true;
  bool questions = true;
  bool neutral_mentions = true;
  bool direct_patterns = true;
  bool cues = true;
  bool noun_phrases = true;     ///< who did what a noun tells is found in its phrase: "the decision taken by X", "the help that X gave us", "our closest ally is X"
  bool content_clauses = true;  ///< a verdict whose object goes on with a clause falls on the one who acts there: "we condemn the way in which X treats us"
  bool loose_links = true;      ///< a cue in whose slots nobody stands speaks of the only target of its sentence
  bool learned_words = true;    ///< where no cue speaks of a target, the learned words of the pack may
};

/// The rules by the names that programs and outputs give them.
inline constexpr std::array<std::pair<std::string_view, bool EvidenceOptions::*>, 16> evidence_rules = {
    {{"negation", &EvidenceOptions::negation},
     {"hedges", &EvidenceOptions::hedges},
     {"conditions", &EvidenceOptions::conditions},
     {"voice", &EvidenceOptions::voice},
     {"third_parties", &EvidenceOptions::third_parties},
     {"announcements", &EvidenceOptions::announcements},
     {"history", &EvidenceOptions::history},
     {"titles", &EvidenceOptions::titles},
     {"questions", &EvidenceOptions::questions},
     {"neutral_mentions", &EvidenceOptions::neutral_mentions},
     {"direct_patterns", &EvidenceOptions::direct_patterns},
     {"cues", &EvidenceOptions::cues},
     {"noun_phrases", &EvidenceOptions::noun_phrases},
     {"content_clauses", &EvidenceOptions::content_clauses},
     {"loose_links", &EvidenceOptions::loose_links},
     {"learned_words", &EvidenceOptions::learned_words}}};

/// A lexicon with its compiled patterns. Immutable; one for all threads.
class CompiledLexicon {
 public:
  explicit CompiledLexicon(Lexicon lexicon);
  /// Reads what save() wrote, rather than to read the pack and to compile it.
  /// @param files  those that the lexicon was read from; they are not saved
  /// @throws Error when the bytes are no compiled lexicon
  CompiledLexicon(std::istream& saved, std::vector<LexiconFile> files);
  ~CompiledLexicon();
  CompiledLexicon(CompiledLexicon&&) noexcept;
  CompiledLexicon& operator=(CompiledLexicon&&) noexcept;
  [[nodiscard]] const Lexicon& lexicon() const noexcept;
  /// The lexicon and its automata as bytes for the same build of the library on the same machine. They are not checked when they are
  /// read: lexicon_cache.hpp keeps them so that they can be trusted.
  void save(std::ostream& out) const;

 private:
  friend class EvidenceExtractor;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Draws the evidence out of documents. One per worker thread, with that worker's vocabulary.
class EvidenceExtractor {
 public:
  EvidenceExtractor(const CompiledLexicon& lexicon, const Vocabulary& vocabulary, EvidenceOptions options = {});
  ~EvidenceExtractor();
  EvidenceExtractor(EvidenceExtractor&&) noexcept;
  EvidenceExtractor& operator=(EvidenceExtractor&&) noexcept;

  /// @param principal whose policy the text states (key, name or ISO code); empty: inferred from the text
  /// @throws InvalidArgument when the principal is not a target of the lexicon
  [[nodiscard]] DocumentEvidence operator()(const CleanText& text, const Tokens& tokens, std::string_view principal);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stance
