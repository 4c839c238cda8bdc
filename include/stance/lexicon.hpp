#pragma once
/// @file lexicon.hpp
/// Lexicons: term sets, targets, cues, axes and modifiers, read from YAML packs. The format is lexicons/FORMAT.md.
/// A Lexicon is data; it is immutable after loading and safe to use from many threads.

#include <array>
#include <compare>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stance/error.hpp"
#include "stance/pattern.hpp"

namespace stance {

inline constexpr std::size_t max_term_depth = 8;             ///< term sets within term sets
inline constexpr std::size_t max_expanded_items = 100'000;   ///< items of a pattern with its term sets written out
inline constexpr std::size_t max_lexicon_items = 5'000'000;  ///< of all patterns

inline constexpr std::size_t max_preposition_sets = 32;

enum class NameForm : std::uint8_t {
  name,       ///< Azerbaijan, NATO
  adjective,  ///< Azerbaijani, Azerbaijanis
  metonym,    ///< Baku; an organ or mission of an organisation
  person,     ///< a leader who is known by name
  short_form, ///< "the Alliance": stands for the last target named in full that has this short form
  assumed_form,  ///< a short form that stands for its target also where nobody was named
  reference,     ///< never in a pack: "the two countries", "this organisation", resolved in the text
};

struct TargetName {
  Pattern pattern;
  NameForm form = NameForm::name;
};

/// An actor that documents take positions on.
struct Target {
  std::string key;   ///< public vocabulary: "NATO", "Türkiye", "South Korea"
  std::string kind;  ///< state, organisation, alliance, union, …
  std::string iso2;
  std::string iso3;
  bool historic = false;
  std::vector<TargetName> names;
  Origin origin;
};

enum class CueType : std::uint8_t { verb, noun, relation, predicate };

/// Whose act or attitude a cue is, for its targets to count.
enum class Holder : std::uint8_t {
  own,    ///< the author or the principal: "we join …"; a third party's is not a stance of the document
  any,    ///< anybody's: who commits aggression is blamed whoever the victim is
  others,       ///< anybody but the principal: "X must withdraw"
  toward_self,  ///< another's act that counts because the principal is its object: "X supports us"
};

/// Where a cue's target stands. What is not subject, object or pre is a preposition set of the modifiers.
struct Slot {
  enum class Kind : std::uint8_t {
    subject,      ///< who does it: before a verb, or behind "by" in the passive
    object,       ///< to whom it is done: behind a verb, or before it in the passive
    pre,          ///< right before a noun: "NATO membership", "Armenia's aggression", "Azerbaijan–Türkiye relations"
    preposition,  ///< behind a noun with a preposition: "membership of …", "cooperation with …"
    inside,       ///< in the cue itself: "urge <*> to stop"
  };
  Kind kind = Kind::object;
  std::string preposition;  ///< key of Modifiers::prepositions
  double value = 0.0;
  std::optional<Holder> holder;  ///< overrides the cue's
};

/// Evaluative or directional words with what they say about the targets in their slots.
struct Cue {
  std::string group;
  std::string reason;
  CueType type = CueType::noun;
  Holder holder = Holder::own;
  Reach within = Reach::clause;
  bool loose = true;  ///< speaks of the only target of its sentence where nobody stands in its slots
  double weight = 1.0;
  std::optional<double> negated;  ///< value under negation for a slot of value 1; default: Modifiers::negation_factor
  std::vector<std::string> targets;  ///< keys, "@kind" that it can be about; empty: all
  std::vector<Slot> slots;
  std::vector<Pattern> patterns;
  Origin origin;
};

/// Stance toward a target counts on an axis as value × factor.
struct AxisRule {
  std::vector<std::string> targets;  ///< keys, "@kind" or "*"; empty: none
  std::vector<std::string> cues;     ///< groups; empty: all
  double factor = 1.0;
  bool own_affair = false;  ///< only where the principal takes part in the clause, or no further state does
  Origin origin;
};

/// Words that speak to an axis directly.
struct AxisPatterns {
  double value = 1.0;
  double weight = 1.0;
  std::optional<double> negated;  ///< value under negation; default: value × Modifiers::negation_factor (an intensity: not counted)
  Holder holder = Holder::own;
  Reach within = Reach::clause;
  std::string toward;  ///< key of the target that the words are a stance toward though they do not name it; may be empty
  std::string reason;
  std::vector<Pattern> patterns;
};

enum class AxisKind : std::uint8_t { bipolar, intensity };

struct Axis {
  std::string key;
  AxisKind kind = AxisKind::bipolar;
  std::string negative;     ///< what the − pole means; empty for an intensity
  std::string positive;
  std::string description;
  double scale = 1.0;       ///< intensity: position = 1 − exp(−rate / scale), rate in weighted records per 1,000 words
  std::vector<std::string> neutral_targets;  ///< a mention without polarity counts as 0 here
  std::vector<AxisRule> rules;
  std::vector<AxisPatterns> patterns;
  Origin origin;
};

/// Classes of words that change how a clause counts. Data of the pack; what each does is fixed and documented in FORMAT.md.
enum class ModifierKind : std::uint8_t {
  negation,         ///< not, never, neither, decline to, …: flips what follows it in the clause
  negation_near,    ///< without, lack of, …: flips the noun phrase right behind it
  hedge,            ///< perhaps, seems: lowers the weight
  condition,        ///< if, unless: lowers the weight
  history,          ///< the distant past: does not count
  announcement,     ///< this chapter examines …: names are mentions, nothing is said about them
  attribution_verb, ///< said, noted, argued that
  attribution_phrase,  ///< according to, in the words of
  endorsement,      ///< rightly, we share the view: a reported view becomes the author's
  rejection,        ///< wrongly, the myth that: the view behind it turns round
  refutation,       ///< is false, I do not share this view: the quotation or claim before it turns round
  claim,            ///< the claim that, the slogan: begins what a refutation is about
  own_voice,        ///< offices and documents that speak for the principal: president, government, doctrine
  other_voice,      ///< persons who do not: scholar, expert, critic
  first_person,     ///< we, our country
  self_reference,   ///< the country, the republic: the principal when nobody else was named
  clause,           ///< begins a new clause: but, while, which
  relative,         ///< begins a clause about the name before it: which, who
  coordination,     ///< holds a list together: and, or, as well as
  passive,          ///< be, been, was: before a verb turns subject and object round
  auxiliary,        ///< shall, will, has, to: the subject of the clause stands before it
  pair,             ///< the two countries, both sides: the principal and the state named last before
  anaphor,          ///< this organisation: the alliance, union or organisation named last before
  state_anaphor,    ///< that country: the state named last before, other than the principal
  possessive,       ///< its, their: before a noun, the one who acts in the clause
  cleft,            ///< it is, it was: "it was X that …" names who acts
  pronoun,          ///< he, she, they: whoever spoke last
  affair,           ///< the foreign policy of X, assistance to X, between X and …: in a text of few sentences X is the principal rather than who acts
  determiner,       ///< the, its, both, neighbouring: may stand between a preposition and its name
  cessation,        ///< to stop, to refrain: of the negators those which take for granted what they end; harm that is to end is harm
  definite,         ///< the, this, their: before a noun of blame, takes for granted what it says, whatever the verb denies
};
inline constexpr std::size_t modifier_kinds = 31;
[[nodiscard]] std::string_view to_string(ModifierKind kind) noexcept;

/// How verbs look in the language of the pack. A pack that says nothing gets none of the rules that ask.
enum class VerbForm : std::uint8_t {
  finite,         ///< by itself: "armed"
  before_phrase,  ///< right before a determiner, the first person or a possessive: "covets the sea"
  participle,     ///< active, about the name before it: "X pursuing …"
};
inline constexpr std::size_t verb_forms = 3;
[[nodiscard]] std::string_view to_string(VerbForm form) noexcept;

struct Modifiers {
  std::array<std::vector<Pattern>, modifier_kinds> patterns;
  std::array<std::vector<std::string>, verb_forms> verbs;  ///< by VerbForm; words in small letters, with or without wildcards
  std::map<std::string, std::vector<Pattern>> prepositions;  ///< slots that a cue may name
  double negation_factor = -0.5;
  double hedge_weight = 0.5;
  double condition_weight = 0.5;
  double neutral_weight = 0.5;  ///< of a mention without polarity
  [[nodiscard]] const std::vector<Pattern>& of(ModifierKind kind) const { return patterns[static_cast<std::size_t>(kind)]; }
};

/// Where a learned word stands, seen from a name.
enum class LearnedPlace : std::uint8_t {
  anywhere,  ///< in the sentence
  before,    ///< up to `window` words before the name, in the sentence
  behind,    ///< up to `window` words behind it
};
inline constexpr std::size_t learned_places = 3;
[[nodiscard]] std::string_view to_string(LearnedPlace place) noexcept;

struct LearnedWord {
  std::string word;      ///< folded, without a possessive 's
  double against = 0.0;  ///< what it adds to the log odds of a stance against the target, compared with no stance
  double support = 0.0;  ///< and of one in its favour
  Origin origin;
};

/// Weights of words around a name, fitted on sentences coded by hand: a multinomial logistic regression (McCullagh & Nelder 1989, ch. 5) with the classes
/// against, neutral, support, and with the presence of a word in a place as its features. It speaks of a target in a sentence in which no cue does.
///   z_c = bias_c + Σ weight_c(word, place),   z_neutral = 0,   p_c = exp(z_c) / Σ exp(z)
struct LearnedWords {
  std::string reason;     ///< what it was fitted on, and how well it does on other sentences
  int window = 8;
  int most_names = 2;     ///< it is silent in sentences that name more targets: words cannot be told to whom they belong
  double threshold = 0.5; ///< it speaks where p of against or of support reaches this
  double value = 0.5;     ///< of the record: value · (p_support − p_against)
  double weight = 0.2;    ///< of the record: little beside what a cue says
  double bias_against = 0.0;
  double bias_support = 0.0;
  std::array<std::vector<LearnedWord>, learned_places> words;
  Origin origin;
  [[nodiscard]] const std::vector<LearnedWord>& of(LearnedPlace place) const { return words[static_cast<std::size_t>(place)]; }
  [[nodiscard]] bool empty() const noexcept;
};
/// Group of the records that learned words make; axis rules may name it beside groups of cues.
inline constexpr std::string_view learned_group = "learned";
inline constexpr int max_learned_window = 40;
inline constexpr int max_learned_names = 1000;

struct LexiconMeta {
  std::string name;
  std::string version;
  std::string language;
  std::string licence;
  std::string description;
  std::string bias;                  ///< known bias, in words
  std::vector<std::string> sources;  ///< papers, documents, coding rules
};

/// One axis or target of a lexicon.
struct EvidenceKey {
  enum class Kind : std::uint8_t { axis, target };
  Kind kind = Kind::axis;
  std::uint32_t index = 0;  ///< into Lexicon::axes or Lexicon::targets
  friend auto operator<=>(const EvidenceKey&, const EvidenceKey&) = default;
};

/// A file that a lexicon was read from.
struct LexiconFile {
  std::string name;  ///< as shown in messages and evidence: the file's name without folders
  std::string path;
  std::string hash;  ///< XXH3, 128 bits, hexadecimal, of the bytes (`xxhsum -H2` prints the same)
  std::string bytes; ///< as they were read, so that a lexicon can be carried elsewhere and read again
};

class Lexicon {
 public:
  LexiconMeta meta;
  std::map<std::string, std::vector<Pattern>> terms;
  std::vector<Target> targets;
  std::vector<Pattern> decoys;  ///< names that hold a target's name and are nobody's mention
  std::vector<Cue> cues;
  std::vector<Axis> axes;
  Modifiers modifiers;
  LearnedWords learned;  ///< empty in a pack that has none
  std::vector<LexiconFile> files;

  /// Index of a target by key, by ISO code, or by one of its plain names (letter case is ignored); nothing when unknown.
  [[nodiscard]] std::optional<std::size_t> find_target(std::string_view name) const;
  [[nodiscard]] std::optional<std::size_t> find_axis(std::string_view key) const;
  /// Key of an axis or target of this lexicon.
  [[nodiscard]] const std::string& name_of(EvidenceKey key) const;
  /// "file:line" of an entry, as evidence shows it.
  [[nodiscard]] std::string locate(const Origin& origin) const;
  /// XXH3 over the hashes of all files: names this state of the lexicon.
  [[nodiscard]] std::string hash() const;
};

/// Result of a check: every fault with file, line and column; the lexicon when there was no error.
struct LexiconCheck {
  std::optional<Lexicon> lexicon;
  std::vector<Diagnostic> diagnostics;  ///< errors (L1xx) and lint warnings (L2xx), in file order
  [[nodiscard]] bool has_errors() const;
};

/// Load a pack by name ("geopolitics.en", looked up in lexicon_search_path()) or by path.
/// @throws ParseError with all diagnostics; Error when the name is not found (says where it looked)
[[nodiscard]] Lexicon load_lexicon(const std::string& name_or_path);
/// As load_lexicon, without throwing for faults in the data, and with the linter's warnings.
[[nodiscard]] LexiconCheck check_lexicon(const std::string& name_or_path);
/// Read a pack from memory; `include` entries are not allowed in it. `file` names it in messages.
[[nodiscard]] LexiconCheck parse_lexicon(std::string_view yaml, const std::string& file);
/// Read a pack from the files of a lexicon (names and bytes; the first one includes the others). Gives an equal lexicon.
[[nodiscard]] LexiconCheck parse_lexicon(const std::vector<LexiconFile>& files);
/// The pack as one YAML file that parse_lexicon() reads back into an equal lexicon: the same entries in the same order, with other origins.
/// Names of a target are ordered by their form. Comments and the split into files are not part of a lexicon and are lost.
/// @param origins  write behind each pattern where it stood, as a comment: "# mary.dic:12"
[[nodiscard]] std::string to_yaml(const Lexicon& lexicon, bool origins = false);
/// Path of a pack: the path itself, or the name in the search path.
[[nodiscard]] std::filesystem::path find_lexicon(const std::string& name_or_path);

}  // namespace stance
