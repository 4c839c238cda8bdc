#pragma once
/// Whose voice: who the principal is, and whether a word is said by the author or the principal, or only reported.

#include <cstdint>
#include <optional>
#include <unordered_set>
#include <vector>

#include "detail/evidence_scan.hpp"

namespace stance::detail {

enum class Voice : std::uint8_t { own, other, rejected };  ///< rejected: a view that the author turns down

/// The target whose policy the text most likely states: the state (else the organisation) that is named most often where
/// actors of policy are named: first in a clause, and before or behind words such as policy, government, republic.
[[nodiscard]] std::optional<std::uint32_t> infer_principal(const Lexicon& lexicon, const Tokens& tokens, const Scan& scan);

class VoiceReader {
 public:
  VoiceReader(const Tokens& tokens, const Scan& scan, const ScanPatterns& patterns, std::optional<std::uint32_t> principal);
  /// Voice of every token.
  [[nodiscard]] std::vector<Voice> run();

 private:
  void learn_speakers();
  /// The author's verdicts in a sentence, by the token where they stand.
  struct Judgement {
    std::uint32_t endorsed = none;
    std::uint32_t rejected = none;  ///< behind it stands what is turned down
    std::uint32_t refuted = none;   ///< before it stands what is turned down
    std::uint32_t claimed = none;   ///< where the words of a claim begin
    std::uint32_t reported = none;  ///< the same where others say it
    std::uint32_t claimants = none; ///< the same where it is "those who say"
    std::uint32_t denied = none;    ///< the last negator behind these
  };
  /// Reads the reports in a sentence into the voices on the way.
  [[nodiscard]] bool denied(std::uint32_t token) const;
  [[nodiscard]] bool reports_others(const Mark& mark) const;
  [[nodiscard]] bool names_claimants(const Mark& mark) const;
  Judgement judgement(const Sentence& sentence);
  void read_sentence(std::size_t number);
  void attribution(const Mark& mark, const Sentence& sentence);
  bool judge_quotations(const Sentence& sentence, bool against);
  [[nodiscard]] std::uint32_t behind_last_comma(std::uint32_t begin, std::uint32_t verb) const;
  [[nodiscard]] std::uint32_t end_of_report(const Mark& mark, std::uint32_t sentence_end) const;
  void phrase(const Mark& mark, const Sentence& sentence);
  void whole_quotations();
  [[nodiscard]] std::uint32_t state_of_office(std::uint32_t token, std::uint32_t end) const;
  [[nodiscard]] Voice source(std::uint32_t begin, std::uint32_t end, std::uint32_t sentence_begin);
  void say(std::uint32_t begin, std::uint32_t end, Voice voice);
  [[nodiscard]] std::uint32_t end_of_quotation(std::uint32_t begin, std::uint32_t end) const;

  const Tokens& tokens_;
  const Scan& scan_;
  const ScanPatterns& patterns_;
  std::optional<std::uint32_t> principal_;
  std::unordered_set<std::uint32_t> own_speakers_;  ///< words of the names of those who speak for the principal
  Voice last_source_ = Voice::own;                  ///< for "he added that …"
  std::uint32_t reported_before_ = none;            ///< where what others say in the sentence before begins
  bool reports_ = false;                            ///< whether the sentence has named a source already
  std::vector<Voice> voice_;
};

}  // namespace stance::detail
