#pragma once
/// Makes records out of cues, direct patterns and mentions, and settles which of them count.

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <vector>

#include "detail/evidence_learned.hpp"
#include "detail/evidence_link.hpp"
#include "detail/evidence_scan.hpp"
#include "detail/evidence_voice.hpp"
#include "stance/evidence.hpp"

namespace stance::detail {

/// Cues and the direct patterns of axes, matched together. Group 0 holds the cues with their target inside, group 1 the others, group
/// 2 + k the patterns of axis k.
class StancePatterns {
 public:
  /// @param saved  automata that save() wrote for the same lexicon; null: they are compiled
  explicit StancePatterns(const Lexicon& lexicon, std::istream* saved = nullptr);
  void save(std::ostream& out) const { matcher.save(out); }
  struct Entry {
    std::uint32_t cue = none;   ///< index into Lexicon::cues
    std::uint32_t axis = none;  ///< or index into Lexicon::axes …
    std::uint32_t set = none;   ///< … and into Axis::patterns
  };
  std::vector<Entry> entries;  ///< filled while the matcher is made, so it stands before it
  Matcher matcher;
  /// Axis rules that a (cue group, target) pair feeds: for each cue, for each target, (axis, factor).
  struct Feed {
    std::uint32_t axis;
    double factor;
    bool own_affair;
  };
  [[nodiscard]] const std::vector<Feed>& feeds(std::uint32_t cue, std::uint32_t target) const { return feeds_[cue * target_classes_ + class_of_target_[target]]; }
  /// The same for what learned words say: the rules that take all groups, or name the group "learned".
  [[nodiscard]] const std::vector<Feed>& learned_feeds(std::uint32_t target) const { return feeds_[feeds_.size() - target_classes_ + class_of_target_[target]]; }
  /// Whether a cue can be about a target.
  [[nodiscard]] bool about(std::uint32_t cue, std::uint32_t target) const { return about_[cue * targets_ + target]; }
  /// Target that the direct patterns of a set are also a stance toward, or none.
  [[nodiscard]] std::uint32_t toward(const Entry& entry) const { return toward_[entry.axis][entry.set]; }
  [[nodiscard]] const std::vector<std::uint32_t>& neutral_axes(std::uint32_t target) const { return neutral_axes_[target]; }
  [[nodiscard]] const LearnedIndex& learned() const { return learned_; }

 private:
  std::size_t targets_;
  void read_rules(const Lexicon& lexicon);

  LearnedIndex learned_;
  std::vector<std::uint32_t> class_of_target_;  ///< targets of one class are selected by the same rules
  std::size_t target_classes_ = 0;
  std::vector<std::vector<Feed>> feeds_;  ///< by cue and class of target; the last row is that of learned words
  std::vector<bool> about_;
  std::vector<std::vector<std::uint32_t>> neutral_axes_;
  std::vector<std::vector<std::uint32_t>> toward_;
};

/// Everything known about a document while its evidence is built.
struct Reading {
  const CleanText* text = nullptr;
  const Tokens* tokens = nullptr;
  const Scan* scan = nullptr;
  const std::vector<Voice>* voice = nullptr;
  std::optional<std::uint32_t> principal;
};

class EvidenceBuilder {
 public:
  EvidenceBuilder(const Lexicon& lexicon, const StancePatterns& patterns, const Vocabulary& vocabulary, const EvidenceOptions& options, Linker& linker)
      : lexicon_(lexicon), patterns_(patterns), vocabulary_(vocabulary), options_(options), linker_(linker), learned_(patterns.learned(), vocabulary) {}

  void build(const Reading& reading, const std::vector<Match>& matches, DocumentEvidence& out);

 private:
  /// A record with what is needed to settle it.
  struct Draft {
    Record record;
    std::uint32_t sentence = 0;  ///< of the document
    std::uint32_t axis = none;   ///< or none: it is about the target only
    bool direct = false;
  };
  struct Modified {
    double sign = 1.0;  ///< −1 after an odd number of negations
    double weight = 1.0;
    bool ceases = false;     ///< the one negation is a cessation
    std::vector<AppliedModifier> applied;
  };

  void add_cues(const std::vector<Match>& matches);
  void add_cue(const Match& match, const StancePatterns::Entry& entry);
  void add_direct(const Match& match, const StancePatterns::Entry& entry);
  void turn(Record& record, const Axis& axis, const AxisPatterns& set, const Modified& modified, Voice voice) const;
  [[nodiscard]] bool others_affair(const Match& match, std::uint32_t clause, const AxisPatterns& set) const;
  void add_learned();
  void add_opinion(std::uint32_t mention, const LearnedReader::Opinion& opinion);
  void add_mentions();
  void add_mention(std::uint32_t mention);
  /// Whether somebody stands in the slot.
  bool link_slot(const CueHit& hit, std::uint32_t cue, const Slot& slot, const Modified& modified, Standing standing);
  bool link_relative_clause(const CueHit& hit, std::uint32_t cue, const Modified& modified, Standing standing);
  bool link_content_clause(const CueHit& hit, std::uint32_t cue, const Modified& modified, Standing standing);
  void link_loosely(const CueHit& hit, std::uint32_t cue, const Modified& modified, Standing standing);
  [[nodiscard]] bool presupposed(const CueHit& hit, const TokenSpan& linked) const;
  [[nodiscard]] bool is_ours(const CueHit& hit) const;
  /// Whether the principal is among them.
  [[nodiscard]] bool holds_own(const TokenSpan& linked) const;
  [[nodiscard]] std::uint32_t in_noun_phrase(const CueHit& hit, ModifierKind kind) const;
  void place(const CueHit& hit, std::uint32_t cue, const TokenSpan& linked, double value, const Modified& modified, Standing standing);
  void add_draft(const CueHit& hit, std::uint32_t cue, std::uint32_t mention, double value, const Modified& modified, Standing standing, bool own_affair);

  [[nodiscard]] Modified modifiers(const TokenSpan& cue, const Pattern& pattern, std::uint32_t clause) const;
  [[nodiscard]] bool contrasts(const Mark& mark, std::uint32_t cue) const;
  void negate(const TokenSpan& cue, const Pattern& pattern, std::uint32_t clause, Modified& out) const;
  [[nodiscard]] bool denied_later(std::uint32_t sentence, std::uint32_t token) const;
  [[nodiscard]] bool predicate_between(std::uint32_t begin, std::uint32_t end) const;
  [[nodiscard]] bool interrupted(std::uint32_t begin, std::uint32_t end) const;
  [[nodiscard]] bool negated_behind(const CueHit& hit, const TokenSpan& linked, std::vector<AppliedModifier>& applied) const;
  [[nodiscard]] Standing circumstances(const TokenSpan& tokens) const;
  [[nodiscard]] Standing holder(const CueHit& hit, Holder wanted, const TokenSpan& linked, double value, bool agent) const;
  [[nodiscard]] bool sentence_has(std::uint32_t sentence, ModifierKind kind) const;
  [[nodiscard]] std::uint32_t sentence_at(std::uint32_t token) const { return in_.scan->clauses[in_.scan->clause_of[token]].sentence; }
  [[nodiscard]] bool in_title(std::uint32_t token) const;

  void settle();
  void deliver(DocumentEvidence& out);
  [[nodiscard]] ByteSpan original(const TokenSpan& tokens) const;
  [[nodiscard]] std::uint32_t sentence_text(std::uint32_t sentence, DocumentEvidence& out);

  const Lexicon& lexicon_;
  const StancePatterns& patterns_;
  const Vocabulary& vocabulary_;
  const EvidenceOptions& options_;
  Linker& linker_;
  LearnedReader learned_;
  Reading in_;
  std::vector<std::uint32_t> sentence_kinds_;  ///< by sentence: bits of the modifiers in it
  std::vector<bool> title_;                    ///< by token: part of a quoted title
  std::vector<Draft> drafts_;
  std::vector<std::size_t> strongest_;  ///< buffer of settle()
  std::set<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>> spoken_;  ///< (sentence, axis, target) about which something counts
  std::vector<std::uint32_t> sentence_index_;
};

}  // namespace stance::detail
