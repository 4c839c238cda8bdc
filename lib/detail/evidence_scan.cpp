#include "detail/evidence_scan.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "stance/error.hpp"

namespace stance::detail {
namespace {

constexpr std::uint32_t short_bracket = 3;   ///< words; "(NATO)" does not interrupt a clause
constexpr std::uint32_t examples_reach = 3;  ///< determiners between "such as" and a name
constexpr std::uint32_t subject_reach = 3;   ///< determiners between a comma and the subject of the clause that it opens
constexpr std::uint32_t unnamed_reach = 10;  ///< words between the determiner of a subject and its verb
constexpr std::uint32_t clause_reach = 120;  ///< words back in which the subject and the verb of a clause are looked for
constexpr std::uint32_t longest_description = 3;  ///< words between two names of a list that describe further members
constexpr std::uint32_t antecedent_reach = 6;  ///< words between a name and the relative clause about it

MatchEntry entry_of(const Pattern& pattern, std::uint32_t group) { return {&pattern, group, Reach::sentence}; }

bool is_short(NameForm form) { return form == NameForm::short_form || form == NameForm::assumed_form; }

Matcher name_matcher(const Lexicon& lexicon, std::istream* saved, std::vector<ScanPatterns::NameEntry>& meaning) {
  std::vector<MatchEntry> entries;
  std::map<std::string, std::size_t> short_forms;  // text of the pattern → its entry
  for (std::uint32_t target = 0; target < lexicon.targets.size(); ++target) {
    for (const TargetName& name : lexicon.targets[target].names) {
      if (is_short(name.form)) {
        const auto [known, fresh] = short_forms.emplace(name.pattern.text, entries.size());
        if (!fresh) {
          ScanPatterns::NameEntry& other = meaning[known->second];
          other.candidates.push_back(target);
          if (name.form == NameForm::assumed_form) other.target = target;
          continue;
        }
      }
      entries.push_back(entry_of(name.pattern, 0));
      const bool unsaid = name.form == NameForm::short_form;  // names nobody by itself
      meaning.push_back({unsaid ? none : target, is_short(name.form) ? NameForm::short_form : name.form, {target}});
    }
  }
  for (const Pattern& decoy : lexicon.decoys) {
    entries.push_back(entry_of(decoy, 0));
    meaning.push_back({none, NameForm::name, {}});
  }
  return make_matcher(lexicon, std::move(entries), saved);
}

/// Each kind of modifier and each set of prepositions is a group of its own: a word may be several things.
Matcher modifier_matcher(const Lexicon& lexicon, std::istream* saved, std::vector<std::uint32_t>& meaning) {
  std::vector<MatchEntry> entries;
  for (std::uint32_t kind = 0; kind < modifier_kinds; ++kind) {
    for (const Pattern& pattern : lexicon.modifiers.patterns[kind]) {
      entries.push_back(entry_of(pattern, kind));
      meaning.push_back(kind);
    }
  }
  std::uint32_t group = modifier_kinds;
  for (const auto& [name, patterns] : lexicon.modifiers.prepositions) {
    for (const Pattern& pattern : patterns) {
      entries.push_back(entry_of(pattern, group));
      meaning.push_back(group);
    }
    ++group;
  }
  return make_matcher(lexicon, std::move(entries), saved);
}

Boundary boundary_of(Gap gap) {
  if (has(gap, Gap::sentence)) return Boundary::sentence;
  if (has(gap, Gap::semicolon | Gap::colon)) return Boundary::clause;
  if (has(gap, Gap::comma | Gap::dash | Gap::open_bracket | Gap::close_bracket | Gap::stop)) return Boundary::soft;
  return Boundary::none;
}

}  // namespace

ScanPatterns::ScanPatterns(const Lexicon& lexicon, std::istream* saved)
    : names(name_matcher(lexicon, saved, name_entries)), modifiers(modifier_matcher(lexicon, saved, modifier_entries)), verb_forms(lexicon) {
  for (const auto& [name, patterns] : lexicon.modifiers.prepositions) preposition_sets.push_back(name);
  if (preposition_sets.size() > max_preposition_sets) throw InvalidArgument("modifiers.prepositions: expected at most 32 sets, got " + std::to_string(preposition_sets.size()));
  of_bit = preposition_bit("of");
  place_bits = preposition_bit("in") | preposition_bit("at") | preposition_bit("on") | preposition_bit("from");
  by_bit = preposition_bit("by");
  from_bit = preposition_bit("from");
  with_bit = preposition_bit("with");
  between_bit = preposition_bit("between");
  as_bit = preposition_bit("as");
  to_bit = preposition_bit("to");
  like_bit = preposition_bit("like");
  against_bit = preposition_bit("against");
}

void ScanPatterns::save(std::ostream& out) const {
  names.save(out);
  modifiers.save(out);
}

std::uint32_t ScanPatterns::preposition_bit(const std::string& set) const {
  const auto found = std::find(preposition_sets.begin(), preposition_sets.end(), set);
  return found == preposition_sets.end() ? 0U : 1U << static_cast<std::uint32_t>(found - preposition_sets.begin());
}

Scanner::Scanner(const ScanPatterns& patterns, const Vocabulary& vocabulary)
    : patterns_(&patterns), vocabulary_(&vocabulary), names_(patterns.names, vocabulary), modifiers_(patterns.modifiers, vocabulary) {}

void Scanner::run(const Tokens& tokens, Scan& scan) {
  const std::size_t n = tokens.words.size();
  scan.mentions.clear();
  scan.marks.clear();
  scan.clauses.clear();
  scan.mention_at.assign(n, none);
  scan.kinds.assign(n, 0);
  scan.prepositions.assign(n, 0);
  scan.verbal.assign(n, false);
  scan.clause_of.assign(n, 0);
  scan.before.resize(n);
  for (std::size_t i = 0; i < n; ++i) scan.before[i] = boundary_of(tokens.words[i].gap);
  find_names(tokens, scan);
  find_modifiers(tokens, scan);
  cut_clauses(tokens, scan);
  find_lists(tokens, scan);
}

void Scanner::find_names(const Tokens& tokens, Scan& scan) {
  last_named_.clear();
  names_.find({&tokens.words, &scan.before, nullptr}, matches_);
  for (const Match& match : matches_) {
    const NameForm form = patterns_->name_entries[match.entry].form;
    const std::uint32_t target = meant_by(match.entry);
    if (target == none) continue;
    if (form == NameForm::short_form && in_other_name(tokens, scan, match.tokens)) continue;
    if (last_named_.size() <= target) last_named_.resize(target + 1, 0);
    if (form != NameForm::short_form) last_named_[target] = static_cast<std::uint32_t>(scan.mentions.size()) + 1;
    for (std::uint32_t i = match.tokens.begin; i < match.tokens.end; ++i) scan.mention_at[i] = static_cast<std::uint32_t>(scan.mentions.size());
    scan.mentions.push_back({match.tokens, target, form});
  }
}

/// "the Olympic Movement": a short form behind a capital that names nothing we know is part of another name.
bool Scanner::in_other_name(const Tokens& tokens, const Scan& scan, const TokenSpan& name) {
  if (name.begin == 0 || scan.before[name.begin] != Boundary::none || scan.mention_at[name.begin - 1] != none) return false;
  const Token& word = tokens.words[name.begin - 1];
  // A word that opens a sentence, a clause behind a colon, or a quotation has its capital from there.
  const bool opens = scan.before[name.begin - 1] != Boundary::none || has(word.gap, Gap::open_quote);
  return (word.shape == Shape::initial || word.shape == Shape::capitals) && !opens;
}

/// The target that a name stands for here; a short form stands for the one of its targets that was last named in full, before that for
/// the one that is assumed, if any.
std::uint32_t Scanner::meant_by(std::uint32_t entry) const {
  const ScanPatterns::NameEntry& name = patterns_->name_entries[entry];
  if (name.form != NameForm::short_form) return name.target;
  std::uint32_t best = name.target;
  std::uint32_t latest = 0;
  for (const std::uint32_t candidate : name.candidates) {
    const std::uint32_t named = candidate < last_named_.size() ? last_named_[candidate] : 0;
    if (named > latest) {
      latest = named;
      best = candidate;
    }
  }
  return best;
}

void Scanner::find_modifiers(const Tokens& tokens, Scan& scan) {
  modifiers_.find({&tokens.words, &scan.before, &scan.mentions}, matches_);
  for (const Match& match : matches_) {
    const std::uint32_t meaning = patterns_->modifier_entries[match.entry];
    if (meaning >= modifier_kinds) {
      scan.prepositions[match.tokens.begin] |= 1U << (meaning - static_cast<std::uint32_t>(modifier_kinds));
      continue;
    }
    const auto kind = static_cast<ModifierKind>(meaning);
    scan.marks.push_back({match.tokens, kind});
    if (kind == ModifierKind::auxiliary || kind == ModifierKind::passive || kind == ModifierKind::attribution_verb) scan.verbal[match.tokens.begin] = true;
    for (std::uint32_t i = match.tokens.begin; i < match.tokens.end; ++i) scan.kinds[i] |= bit(kind);
  }
}

namespace {

/// Cuts one sentence after the other into clauses.
class ClauseCutter {
 public:
  ClauseCutter(const Tokens& tokens, Scan& scan, const Vocabulary& vocabulary, const ScanPatterns& patterns)
      : tokens_(tokens), scan_(scan), vocabulary_(vocabulary), patterns_(patterns), opens_(tokens.words.size(), 0), relative_word_(tokens.words.size(), false) {
    for (const Mark& mark : scan.marks) {
      opens_[mark.tokens.begin] |= bit(mark.kind);
      if (mark.kind == ModifierKind::relative && mark.tokens.size() == 1) relative_word_[mark.tokens.begin] = true;
    }
  }

  void run() {
    for (std::uint32_t s = 0; s < tokens_.sentences.size(); ++s) sentence(s);
  }

 private:
  void sentence(std::uint32_t number) {
    const TokenSpan span = tokens_.sentences[number].tokens;
    sentence_ = number;
    suspended_.clear();
    current_ = none;
    resumes_ = none;
    open_clause(span.begin);
    // "While …, X does", "As Y argues, X is", "In this context, X does": what opens the sentence ends at its first comma.
    constexpr std::uint32_t openers = bit(ModifierKind::clause) | bit(ModifierKind::condition) | bit(ModifierKind::attribution_phrase);
    bool introductory = span.size() > 0 && ((opens_[span.begin] & openers) != 0 || scan_.prepositions[span.begin] != 0);
    for (std::uint32_t i = span.begin; i < span.end; ++i) {
      if (i > span.begin) introductory = token(i, span.end, introductory);
      scan_.clause_of[i] = current_;
      scan_.clauses[current_].end = i + 1;
    }
  }

  bool token(std::uint32_t i, std::uint32_t end, bool introductory) {
    const Gap gap = tokens_.words[i].gap;
    bool cut = has(gap, Gap::semicolon | Gap::colon | Gap::dash);
    if (has(gap, Gap::close_bracket) && !suspended_.empty()) {
      current_ = suspended_.back();  // the clause goes on behind the bracket
      suspended_.pop_back();
      scan_.before[i] = std::max(scan_.before[i], Boundary::clause);
      cut = false;
    }
    if (has(gap, Gap::open_bracket) && bracket_size(i, end) > short_bracket) {
      suspended_.push_back(current_);
      cut = true;
    }
    if (resumes_ != none && has(gap, Gap::comma) && (scan_.clauses[current_].relative ? resumes_at(i, end) : looks_verbal(i, end))) {
      current_ = resumes_;  // "X, which has …, threatens us", "X, in spite of …, threatens us": behind the second comma the first clause goes on
      resumes_ = none;
      scan_.before[i] = std::max(scan_.before[i], Boundary::clause);
      return introductory;
    }
    if (introductory && has(gap, Gap::comma) && (opens_[i] & bit(ModifierKind::coordination)) == 0 && !continues_list(i)) {
      cut = true;
      introductory = false;
    }
    const bool relative = opens_relative(i, end) || ends_cleft(i);
    const bool inserted = (opens_[i] & (bit(ModifierKind::clause) | bit(ModifierKind::condition))) != 0;
    if (relative || inserted) cut = true;
    if (starts_main_clause(i)) cut = true;
    const bool coordinated = !cut && (starts_named_clause(i, end) || starts_unnamed_clause(i, end));
    cut = cut || coordinated;
    if (cut) {
      // "X, which …, and which …, does": the second relative clause stands beside the first.
      const bool beside = relative && scan_.clauses[current_].relative && scan_.is(i - 1, ModifierKind::coordination);
      const std::uint32_t antecedent = beside ? scan_.clauses[current_].antecedent : relative ? mention_before(i) : none;
      // What opens without a comma stands inside of the clause that is put in: "X, which did so in order to …, threatens us".
      const bool deeper = beside || ((relative || inserted) && !has(gap, Gap::comma));
      if (!deeper) resumes_ = relative || inserted ? current_ : none;
      const bool by_itself = scan_.before[i] == Boundary::none;  // a pattern that spells the word goes on over it
      scan_.before[i] = by_itself ? Boundary::opening : std::max(scan_.before[i], Boundary::clause);
      open_clause(i);
      scan_.clauses[current_].antecedent = antecedent;
      scan_.clauses[current_].relative = relative;
      scan_.clauses[current_].coordinated = coordinated;
      scan_.clauses[current_].apposed = has(gap, Gap::colon | Gap::dash | Gap::open_bracket);
    }
    return introductory;
  }

  /// "…, which", "…, of which": a preposition goes with the relative word behind it.
  [[nodiscard]] bool opens_relative(std::uint32_t i, std::uint32_t end) const {
    if (i + 1 < end && scan_.prepositions[i] != 0 && relative_word_[i + 1] && tokens_.words[i + 1].gap == Gap::none) return true;
    if (relative_word_[i] && scan_.clauses[current_].begin + 1 == i && scan_.prepositions[i - 1] != 0) return false;  // done with its preposition
    return (opens_[i] & bit(ModifierKind::relative)) != 0;
  }

  /// "it was X that …", "…, and it was X that …": X acts in the clause behind "that".
  [[nodiscard]] bool ends_cleft(std::uint32_t i) const {
    if ((opens_[i] & bit(ModifierKind::clause)) == 0 || scan_.mention_at[i - 1] == none) return false;
    const std::uint32_t begin = scan_.clauses[current_].begin;
    return (opens_[scan_.is(begin, ModifierKind::coordination) ? begin + 1 : begin] & bit(ModifierKind::cleft)) != 0;
  }

  /// Behind the comma: ", and …" goes on with the relative clause, ", including …" explains what stands before it.
  [[nodiscard]] bool resumes_at(std::uint32_t i, std::uint32_t end) const {
    if ((scan_.prepositions[i] & patterns_.like_bit) != 0) return true;
    // "We thanked X, which helped us, and condemned Y": the comma has closed the relative clause.
    if (scan_.is(i, ModifierKind::coordination) && i + 1 < end && looks_verbal(i + 1, end)) return true;
    return (opens_[i] & (bit(ModifierKind::coordination) | bit(ModifierKind::clause) | bit(ModifierKind::relative))) == 0 && !continues_list(i);
  }

  /// "with X, Y and Z": a comma between two names.
  [[nodiscard]] bool continues_list(std::uint32_t i) const {
    if (scan_.mention_at[i - 1] == none) return false;
    const bool named = scan_.mention_at[i] != none || (scan_.is(i, ModifierKind::determiner) && i + 1 < tokens_.words.size() && scan_.mention_at[i + 1] != none);
    if (!named) return false;
    // The list must go on with a word such as "and" before the sentence ends; else the second name is a new subject.
    const std::uint32_t last = std::min<std::uint32_t>(i + 12, static_cast<std::uint32_t>(tokens_.words.size()));
    for (std::uint32_t j = i; j < last && !has(tokens_.words[j].gap, Gap::sentence); ++j) {
      if (scan_.is(j, ModifierKind::coordination)) return true;
      if (scan_.mention_at[j] == none && !scan_.is(j, ModifierKind::determiner)) return false;
    }
    return false;
  }

  /// ", and we …": a comma, a conjunction and a new subject.
  [[nodiscard]] bool starts_main_clause(std::uint32_t i) const {
    return has(tokens_.words[i].gap, Gap::comma) && scan_.is(i, ModifierKind::coordination) && i + 1 < tokens_.words.size() &&
           (opens_[i + 1] & (bit(ModifierKind::first_person) | bit(ModifierKind::self_reference))) != 0;
  }

  /// "…, and the agreement remains in force": behind a comma and a conjunction a noun phrase with a verb of its own.
  [[nodiscard]] bool starts_unnamed_clause(std::uint32_t i, std::uint32_t end) const {
    if (!has(tokens_.words[i].gap, Gap::comma) || !scan_.is(i, ModifierKind::coordination) || i + 1 >= end) return false;
    const std::uint32_t noun = i + 2 < end && scan_.is(i + 1, ModifierKind::hedge) ? i + 2 : i + 1;  // "…, and perhaps our friends should"
    constexpr std::uint32_t no_subject = bit(ModifierKind::coordination) | bit(ModifierKind::negation);
    // "…, and X's plan has failed", but not "…, and X has": that is a clause of X.
    const std::uint32_t named = scan_.mention_at[noun];
    const std::uint32_t end_of_name = named == none ? noun + 1 : scan_.mentions[named].tokens.end;
    const bool attribute = named != none && tokens_.words[end_of_name - 1].possessive;
    if ((named != none && !attribute) || scan_.prepositions[noun] != 0 || (scan_.kinds[noun] & no_subject) != 0 ||
        tokens_.words[noun].gap != Gap::none)
      return false;
    if ((named == none && looks_verbal(noun, end)) || !has_verb(i)) return false;
    // Without a determiner the verb must follow at once: "…, and patience has paid".
    constexpr std::uint32_t determiners = bit(ModifierKind::determiner) | bit(ModifierKind::first_person);
    const bool determined = attribute || (scan_.kinds[noun] & determiners) != 0;
    const std::uint32_t last = std::min(end, end_of_name + (determined ? unnamed_reach : 1U));
    constexpr std::uint32_t openers = bit(ModifierKind::clause) | bit(ModifierKind::condition) | bit(ModifierKind::relative);
    for (std::uint32_t j = end_of_name; j < last && scan_.before[j] == Boundary::none && (opens_[j] & openers) == 0; ++j) {
      if (scan_.verbal[j]) return true;
    }
    return false;
  }

  /// Whether the clause has had a verb, before a token.
  [[nodiscard]] bool has_verb(std::uint32_t before) const {
    for (std::uint32_t i = std::max(scan_.clauses[current_].begin, before - std::min(before, clause_reach)); i < before; ++i) {
      if (scan_.clause_of[i] == current_ && looks_verbal(i, before)) return true;
    }
    return false;
  }

  /// Whether a word looks like a finite verb: an auxiliary, or a form of the pack ("armed"; "covets the sea", since behind a plural no article stands).
  [[nodiscard]] bool looks_verbal(std::uint32_t token, std::uint32_t end) const {
    if (scan_.verbal[token]) return true;
    const std::string_view word = vocabulary_[tokens_.words[token].base];
    if (patterns_.verb_forms.takes(VerbForm::finite, word)) return true;
    constexpr std::uint32_t openers = bit(ModifierKind::determiner) | bit(ModifierKind::first_person) | bit(ModifierKind::possessive);
    const bool phrase = token + 1 < end && tokens_.words[token + 1].gap == Gap::none && (scan_.kinds[token + 1] & openers) != 0;
    return phrase && patterns_.verb_forms.takes(VerbForm::before_phrase, word);
  }

  /// "X sheltered us, Y still keeps our land", "…, and Y has …": behind a comma another name with a verb of its own, and no member of a list.
  [[nodiscard]] bool starts_named_clause(std::uint32_t i, std::uint32_t end) const {
    if (!has(tokens_.words[i].gap, Gap::comma) || scan_.mention_at[i - 1] != none || !(names_somebody(i) || has_verb(i))) return false;
    std::uint32_t at = scan_.is(i, ModifierKind::coordination) ? i + 1 : i;
    while (at < end && at < i + subject_reach && scan_.mention_at[at] == none && scan_.is(at, ModifierKind::determiner)) ++at;
    if (at >= end || scan_.mention_at[at] == none || scan_.mentions[scan_.mention_at[at]].form == NameForm::adjective) return false;
    const std::uint32_t verb = scan_.mentions[scan_.mention_at[at]].tokens.end;
    if (verb >= end || tokens_.words[verb - 1].possessive || tokens_.words[verb].gap != Gap::none) return false;
    if (looks_verbal(verb, end)) return true;
    constexpr std::uint32_t others = bit(ModifierKind::coordination) | bit(ModifierKind::determiner);
    const bool adverb = scan_.mention_at[verb] == none && scan_.prepositions[verb] == 0 && (scan_.kinds[verb] & others) == 0;
    return adverb && verb + 1 < end && tokens_.words[verb + 1].gap == Gap::none && looks_verbal(verb + 1, end);
  }

  /// Whether a name or the first person stands in the clause, before a token: a subject that the clause has already.
  [[nodiscard]] bool names_somebody(std::uint32_t before) const {
    for (std::uint32_t i = std::max(scan_.clauses[current_].begin, before - std::min(before, clause_reach)); i < before; ++i) {
      if (scan_.clause_of[i] == current_ && (scan_.mention_at[i] != none || scan_.is(i, ModifierKind::first_person))) return true;
    }
    return false;
  }

  [[nodiscard]] std::uint32_t bracket_size(std::uint32_t i, std::uint32_t end) const {
    // Longer than short_bracket is long enough to know.
    const std::uint32_t last = std::min(end, i + short_bracket + 2);
    for (std::uint32_t j = i + 1; j < last; ++j) {
      if (has(tokens_.words[j].gap, Gap::close_bracket)) return j - i;
    }
    return last - i;
  }

  [[nodiscard]] std::uint32_t mention_before(std::uint32_t i) const {
    const std::uint32_t first = std::max(scan_.clauses[current_].begin, i - std::min(i, antecedent_reach));
    std::uint32_t between = 0;  // words of the noun phrase that are no name
    for (std::uint32_t j = i; j-- > first;) {
      const std::uint32_t m = scan_.mention_at[j];
      if (m == none) {
        between += scan_.prepositions[j] == 0 ? 1U : 0U;
        continue;
      }
      // "the attack against X, which …" is the attack
      std::uint32_t name = scan_.mentions[m].tokens.begin;
      while (name > first && scan_.is(name - 1, ModifierKind::determiner)) --name;
      if (name > first && (scan_.prepositions[name - 1] & patterns_.against_bit) != 0) return none;
      // "Russian forces, which …" are Russia; "the conflict with Russia, which …" is Russia or the conflict; "the Russia–Ukraine conflict, which …" is the conflict.
      const bool attribute = scan_.mentions[m].form == NameForm::adjective || tokens_.words[j].possessive;
      return between == 0 || attribute ? m : none;
    }
    return none;
  }

  void open_clause(std::uint32_t begin) {
    Clause clause;
    clause.sentence = sentence_;
    clause.begin = begin;
    clause.end = begin;
    clause.parent = current_;
    current_ = static_cast<std::uint32_t>(scan_.clauses.size());
    scan_.clauses.push_back(clause);
  }

  const Tokens& tokens_;
  Scan& scan_;
  const Vocabulary& vocabulary_;
  const ScanPatterns& patterns_;
  std::vector<std::uint32_t> opens_;  ///< kinds of the marks that begin at a token
  std::vector<bool> relative_word_;   ///< "which", but not "those who"
  std::vector<std::uint32_t> suspended_;
  std::uint32_t sentence_ = 0;
  std::uint32_t current_ = none;
  std::uint32_t resumes_ = none;  ///< the clause that goes on behind the relative clause which interrupts it
};

}  // namespace

void Scanner::cut_clauses(const Tokens& tokens, Scan& scan) { ClauseCutter(tokens, scan, *vocabulary_, *patterns_).run(); }

/// Whether "including" or "such as" stands before a name: what follows is a list, however it goes on.
bool Scanner::gives_examples(const Scan& scan, std::uint32_t name) const {
  std::uint32_t before = name;
  while (before > 0 && name - before < examples_reach && scan.is(before - 1, ModifierKind::determiner)) --before;
  return before > 0 && (scan.prepositions[before - 1] & patterns_->like_bit) != 0;
}

namespace {

/// "our neighbours": a few plain words behind a determiner, such as may stand in a list of names.
bool describes(const Scan& scan, std::uint32_t begin, std::uint32_t end) {
  if (end - begin < 2 || end - begin > longest_description || !scan.is(begin, ModifierKind::determiner)) return false;
  for (std::uint32_t i = begin; i < end; ++i) {
    if (scan.verbal[i] || scan.prepositions[i] != 0) return false;
  }
  return true;
}

}  // namespace

/// "the CIS, the Organization for Economic Cooperation, GUAM", "X, our neighbours, Y": between two commas, a name that the lexicon does not know,
/// or a description.
bool Scanner::names_between(const Tokens& tokens, const Scan& scan, std::uint32_t begin, std::uint32_t end) const {
  constexpr std::uint32_t longest_name = 10;
  while (end > begin && scan.is(end - 1, ModifierKind::determiner)) --end;  // the comma stands before the article
  if (begin == end || end - begin > longest_name || !has(tokens.words[begin].gap, Gap::comma) || !has(tokens.words[end].gap, Gap::comma)) return false;
  if (describes(scan, begin, end)) return true;
  bool named = false;
  for (std::uint32_t i = begin; i < end; ++i) {
    const bool capital = tokens.words[i].shape == Shape::initial || tokens.words[i].shape == Shape::capitals;
    named = named || capital;
    if (!capital && scan.prepositions[i] == 0 && !scan.is(i, ModifierKind::determiner) && !scan.is(i, ModifierKind::coordination)) return false;
  }
  return named;
}

void Scanner::find_lists(const Tokens& tokens, Scan& scan) const {
  scan.list_of.assign(scan.mentions.size(), 0);
  scan.lists.clear();
  bool conjoined = false;  // a word such as "and", or a hyphen, holds the open list together
  const auto close = [&](std::uint32_t end) {
    if (scan.lists.empty()) return;
    TokenSpan& list = scan.lists.back();
    list.end = end;
    // "With Armenia, Azerbaijan …": two names and a comma are no list.
    if (!conjoined && list.size() == 2) {
      list.end = list.begin + 1;
      scan.lists.push_back({end - 1, end});
      scan.list_of[end - 1] = static_cast<std::uint32_t>(scan.lists.size() - 1);
    }
  };
  for (std::uint32_t m = 0; m < scan.mentions.size(); ++m) {
    const TokenSpan span = scan.mentions[m].tokens;
    bool joined = m > 0 && scan.clause_of[scan.mentions[m - 1].tokens.begin] == scan.clause_of[span.begin];
    bool word_between = has(tokens.words[span.begin].gap, Gap::hyphen | Gap::open_bracket);
    if (joined && names_between(tokens, scan, scan.mentions[m - 1].tokens.end, span.begin)) {
      word_between = true;
    } else if (joined) {
      for (std::uint32_t i = scan.mentions[m - 1].tokens.end; i < span.begin && joined; ++i) {
        const bool coordination = scan.is(i, ModifierKind::coordination);
        word_between = word_between || coordination;
        // "of X and of Y": a repeated preposition holds the list together too.
        const bool repeated = scan.prepositions[i] != 0 && i > scan.mentions[m - 1].tokens.end && scan.is(i - 1, ModifierKind::coordination);
        const bool after_comma = scan.prepositions[i] != 0 && has(tokens.words[i].gap, Gap::comma);
        // "NATO-led", "UN-mandated": the participle belongs to the name before it.
        const bool participle = i == scan.mentions[m - 1].tokens.end && has(tokens.words[i].gap, Gap::hyphen);
        joined = coordination || repeated || after_comma || participle || scan.is(i, ModifierKind::determiner);
      }
      const bool touches = scan.mentions[m - 1].tokens.end == span.begin && !has(tokens.words[span.begin].gap, Gap::comma | Gap::hyphen | Gap::open_bracket);
      if (touches) joined = false;  // "Russian NATO policy": one qualifies the other
    }
    // "X, Y and others": the conjunction may stand behind the last name.
    const bool trailing = span.end < tokens.words.size() && scan.is(span.end, ModifierKind::coordination) && scan.clause_of[span.end] == scan.clause_of[span.begin];
    word_between = word_between || trailing;
    if (!joined) {
      close(m);
      scan.lists.push_back({m, m + 1});
      conjoined = gives_examples(scan, span.begin);
    } else {
      conjoined = conjoined || word_between;
    }
    scan.list_of[m] = static_cast<std::uint32_t>(scan.lists.size() - 1);
  }
  close(static_cast<std::uint32_t>(scan.mentions.size()));
}

}  // namespace stance::detail
