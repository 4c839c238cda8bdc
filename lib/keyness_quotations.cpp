#include "stance/keyness_quotations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "stance/error.hpp"

namespace stance {
namespace {

constexpr std::size_t kShortest = 8;  // words of a sentence that says something
constexpr std::size_t kLongest = 45;

std::size_t words_in(const std::string& text) { return 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')); }

/// Places in the corpus of some rows, ascending.
std::vector<std::size_t> places_of(const Corpus& corpus, const std::vector<std::string>& documents, const std::vector<std::size_t>& rows) {
  std::vector<std::size_t> out;
  for (const std::size_t row : rows) {
    if (row >= documents.size())
      throw InvalidArgument(fmt::format("quote_keys: groups: expected rows below {}, got {}", documents.size(), row));
    const Document* const document = corpus.find(documents[row]);
    if (document == nullptr) throw InvalidArgument(fmt::format("quote_keys: the corpus has no document '{}'", documents[row]));
    out.push_back(static_cast<std::size_t>(document - corpus.documents().data()));
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// Sentences of one side, and which of its features they hold.
class Chooser {
 public:
  Chooser(const Corpus& corpus, const Kwic& found) : corpus_(corpus), found_(found), features_in_(found.sentences.size()) {
    for (const KwicLine& line : found.lines) features_in_[line.sentence].insert(line.feature);
    for (const KwicSentence& sentence : found.sentences) words_in_.push_back(words_in(sentence.text));
  }

  /// The best line of a feature; nullptr when it has none.
  const KwicLine* choose(std::size_t feature) {
    const KwicLine* best = nullptr;
    double best_score = 0.0;
    for (const KwicLine& line : found_.lines) {
      if (line.feature != feature) continue;
      const double score = score_of(line);
      if (best != nullptr && score <= best_score) continue;
      best = &line;
      best_score = score;
    }
    if (best == nullptr) return nullptr;
    ++used_[best->sentence];
    ++quoted_[found_.sentences[best->sentence].document];
    return best;
  }

  [[nodiscard]] KeyQuotation quotation(std::size_t row, const KwicLine& line) const {
    const KwicSentence& sentence = found_.sentences[line.sentence];
    const std::string& text = sentence.text;
    return {row,
            corpus_[sentence.document].id,
            line.span,
            sentence.span,
            text.substr(0, line.keyword.begin),
            text.substr(line.keyword.begin, line.keyword.size()),
            text.substr(line.keyword.end)};
  }

 private:
  [[nodiscard]] double score_of(const KwicLine& line) const {
    const KwicSentence& sentence = found_.sentences[line.sentence];
    const std::size_t words = words_in_[line.sentence];
    const bool readable = words >= kShortest && words <= kLongest;
    const auto count_of = [](const std::map<std::size_t, std::size_t>& counts, std::size_t key) {
      const auto found = counts.find(key);
      return found == counts.end() ? 0.0 : static_cast<double>(found->second);
    };
    return static_cast<double>(features_in_[line.sentence].size()) + (readable ? 4.0 : 0.0) - 6.0 * count_of(used_, line.sentence) -
           1.0 * count_of(quoted_, sentence.document);
  }

  const Corpus& corpus_;
  const Kwic& found_;
  std::vector<std::set<std::size_t>> features_in_;  // by sentence
  std::vector<std::size_t> words_in_;               // by sentence
  std::map<std::size_t, std::size_t> used_;         // by sentence
  std::map<std::size_t, std::size_t> quoted_;       // by document
};

}  // namespace

std::vector<KeyQuotation> quote_keys(const Corpus& corpus, const std::vector<std::string>& documents, const Groups& groups,
                                     const Keyness& keyness, const std::vector<std::size_t>& rows, const CountOptions& options) {
  std::vector<KeyQuotation> out;
  for (const int side : {1, -1}) {
    std::vector<std::size_t> wanted;
    std::vector<std::string> names;
    for (const std::size_t row : rows) {
      if (row >= keyness.rows.size())
        throw InvalidArgument(fmt::format("quote_keys: rows: expected rows below {}, got {}", keyness.rows.size(), row));
      if (keyness.rows[row].side != side) continue;
      wanted.push_back(row);
      names.emplace_back((*keyness.features)[keyness.rows[row].feature]);
    }
    if (wanted.empty()) continue;
    const Kwic found = kwic(corpus, names, places_of(corpus, documents, side > 0 ? groups.target : groups.reference), options);
    Chooser chooser(corpus, found);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (const KwicLine* const line = chooser.choose(i)) out.push_back(chooser.quotation(wanted[i], *line));
    }
  }
  std::sort(out.begin(), out.end(), [](const KeyQuotation& x, const KeyQuotation& y) { return x.row < y.row; });
  return out;
}

}  // namespace stance
