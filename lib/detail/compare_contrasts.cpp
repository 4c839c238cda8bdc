#include "detail/compare_contrasts.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "detail/dfm_topics.hpp"
#include "detail/parallel.hpp"
#include "detail/tokens_by_language.hpp"
#include "stance/clean.hpp"

namespace stance::detail {
namespace {

using Words = std::map<TypeId, double>;

/// Words of sentences, function words left out; one for each thread.
class SentenceWords {
 public:
  Words of(const std::string& sentence, const std::string& language) {
    CleanOptions plain = CleanOptions::none();
    plain.repair_utf8 = true;
    const TopicWords& topics = topics_.try_emplace(language, language).first->second;
    Words words;
    for (const Token& token : tokenizers_.of(language)(clean(sentence, plain)).words) {
      if (topics.contains(vocabulary_[token.type])) words[token.type] += 1.0;
    }
    return words;
  }

 private:
  Vocabulary vocabulary_;
  Tokenizers tokenizers_{vocabulary_};
  std::map<std::string, TopicWords> topics_;
};

double cosine(const Words& a, const Words& b) {
  double product = 0.0;
  double length_a = 0.0;
  double length_b = 0.0;
  for (const auto& [word, n] : a) {
    length_a += n * n;
    const auto other = b.find(word);
    if (other != b.end()) product += n * other->second;
  }
  for (const auto& [word, n] : b) length_b += n * n;
  return product == 0.0 ? 0.0 : product / std::sqrt(length_a * length_b);
}

struct Candidate {
  EvidenceRef record;
  double strength = 0.0;
  Words words;
};

const AxisResult& result_of(const DocumentAnalysis& document, std::uint32_t axis) {
  return *std::find_if(document.axes.begin(), document.axes.end(), [axis](const AxisResult& r) { return r.axis == axis; });
}

/// The records of a document that pull most to one side of `middle`, one for each sentence and each wording.
std::vector<Candidate> strongest(const Analysis& analysis, const Axis& axis, const Contrast& contrast, std::size_t document, double middle,
                                 double side, std::size_t limit) {
  const DocumentAnalysis& source = analysis.documents[document];
  const std::vector<Record>& records = source.evidence.axes[contrast.axis];
  const std::vector<double> shares = contributions(records, axis.kind, source.n_tokens, axis.scale);
  std::vector<Candidate> all;
  for (std::size_t r = 0; r < records.size(); ++r) {
    if (!records[r].counted() || records[r].value == 0.0) continue;
    const double share = shares[r] / records[r].value;  // weight over the sum of weights
    const double strength = side * share * (records[r].value - middle);
    if (strength > 0.0 || axis.kind == AxisKind::intensity) all.push_back({{document, r, shares[r]}, strength, {}});
  }
  std::stable_sort(all.begin(), all.end(), [](const Candidate& x, const Candidate& y) { return x.strength > y.strength; });
  std::vector<Candidate> out;
  std::set<std::string> seen;
  for (Candidate& candidate : all) {
    if (out.size() == limit) break;
    if (seen.insert(source.evidence.sentences[records[candidate.record.record].sentence].text).second) out.push_back(std::move(candidate));
  }
  return out;
}

/// Pairs the candidates of both sides, the most alike sentences first; who is left over stands alone.
std::vector<QuotationPair> answer_each_other(const std::vector<Candidate>& a, const std::vector<Candidate>& b) {
  struct Link {
    std::size_t a;
    std::size_t b;
    double similarity;
  };
  std::vector<Link> links;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) links.push_back({i, j, cosine(a[i].words, b[j].words)});
  }
  std::stable_sort(links.begin(), links.end(), [](const Link& x, const Link& y) { return x.similarity > y.similarity; });
  std::vector<bool> used_a(a.size());
  std::vector<bool> used_b(b.size());
  std::vector<QuotationPair> out;
  for (const Link& link : links) {
    if (used_a[link.a] || used_b[link.b]) continue;
    used_a[link.a] = true;
    used_b[link.b] = true;
    out.push_back({a[link.a].record, b[link.b].record, link.similarity});
  }
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!used_a[i]) out.push_back({a[i].record, std::nullopt, 0.0});
  }
  for (std::size_t j = 0; j < b.size(); ++j) {
    if (!used_b[j]) out.push_back({std::nullopt, b[j].record, 0.0});
  }
  return out;
}

void quote(const Analysis& analysis, const Lexicon& lexicon, std::size_t limit, SentenceWords& words, Contrast& contrast) {
  const Axis& axis = lexicon.axes[contrast.axis];
  const double middle = axis.kind == AxisKind::intensity ? 0.0
                                                         : (*result_of(analysis.documents[contrast.a], contrast.axis).position.estimate +
                                                            *result_of(analysis.documents[contrast.b], contrast.axis).position.estimate) /
                                                               2.0;
  const double side = contrast.difference >= 0.0 ? 1.0 : -1.0;
  const auto candidates = [&](std::size_t document, double own_side) {
    const double direction = axis.kind == AxisKind::intensity ? 1.0 : own_side;
    std::vector<Candidate> out = strongest(analysis, axis, contrast, document, middle, direction, limit);
    const DocumentAnalysis& source = analysis.documents[document];
    for (Candidate& c : out) {
      c.words = words.of(source.evidence.sentences[source.evidence.axes[contrast.axis][c.record.record].sentence].text, source.language);
    }
    return out;
  };
  contrast.quotations = answer_each_other(candidates(contrast.a, side), candidates(contrast.b, -side));
}

}  // namespace

std::vector<Contrast> contrasts_of(const Analysis& analysis, const Lexicon& lexicon, std::size_t a, std::size_t b,
                                   const CompareOptions& options) {
  std::vector<Contrast> out;
  const std::vector<AxisResult>& left = analysis.documents[a].axes;
  const std::vector<AxisResult>& right = analysis.documents[b].axes;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const Position& p = left[i].position;
    const Position& q = right[i].position;
    if (!p.estimate || !q.estimate) continue;
    const double difference = *p.estimate - *q.estimate;
    const bool apart = intervals_apart(p, q);
    const bool opposite = *p.estimate * *q.estimate < 0.0 && std::abs(difference) >= options.contrast_opposite;
    if (apart || opposite || std::abs(difference) >= options.contrast_difference)
      out.push_back({a, b, left[i].axis, difference, apart, {}});
  }
  std::sort(out.begin(), out.end(), [&](const Contrast& x, const Contrast& y) { return more_telling(x, y, lexicon); });
  return out;
}

bool intervals_apart(const Position& p, const Position& q) { return p.lower > q.upper || q.lower > p.upper; }

bool more_telling(const Contrast& x, const Contrast& y, const Lexicon& lexicon) {
  const auto key = [&](const Contrast& c) {
    return std::make_tuple(lexicon.axes[c.axis].kind == AxisKind::intensity, !c.intervals_apart, -std::abs(c.difference), c.a, c.b, c.axis);
  };
  return key(x) < key(y);
}

void add_quotations(const Analysis& analysis, const Lexicon& lexicon, const CompareOptions& options, std::vector<Contrast>& contrasts) {
  std::vector<std::unique_ptr<SentenceWords>> words(thread_count(options.threads));
  for_each_index(contrasts.size(), options.threads, [&](std::size_t i, std::size_t worker) {
    if (!words[worker]) words[worker] = std::make_unique<SentenceWords>();
    quote(analysis, lexicon, options.quotations_per_axis, *words[worker], contrasts[i]);
  });
}

}  // namespace stance::detail
