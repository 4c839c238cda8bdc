#include "stance/projection.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "detail/dfm_checks.hpp"
#include "detail/dfm_topics.hpp"
#include "stance/error.hpp"
#include "stance/tokens.hpp"

namespace stance {
namespace {

/// Words of one pole with their weights; prefixes for globs.
struct Pole {
  std::map<std::string, double> words;
  std::map<std::string, double> prefixes;
};

std::string language_of(const Lexicon& lexicon) { return lexicon.meta.language.empty() ? "en" : lexicon.meta.language; }

/// Collects the words of patterns, cut, folded and chosen as those of documents are.
class Words {
 public:
  explicit Words(const Lexicon& lexicon)
      : lexicon_(lexicon), tokenizer_(language_of(lexicon), vocabulary_), topics_(language_of(lexicon)) {}

  void add(const Pattern& pattern, double weight, Pole& pole) {
    found_.clear();
    collect(pattern.tree().root, 0);
    for (const std::string& word : found_) {
      const bool glob = word.back() == '*';
      (glob ? pole.prefixes[word.substr(0, word.size() - 1)] : pole.words[word]) += weight / static_cast<double>(found_.size());
    }
  }

 private:
  void collect(const PatternNode& node, int depth) {
    const std::size_t wildcard = node.text.find_first_of("*?");
    const bool glob = wildcard != std::string::npos;
    // Words and beginnings of words: what another glob takes has no common direction.
    if (node.kind == PatternNode::Kind::word && (!glob || (wildcard > 0 && wildcard + 1 == node.text.size()))) {
      std::string text = node.text.substr(0, wildcard);
      std::replace(text.begin(), text.end(), '-', ' ');
      const Tokens tokens = tokenizer_(clean(text, CleanOptions::none()));
      for (std::size_t i = 0; i < tokens.words.size(); ++i) {
        const std::string word(vocabulary_[tokens.words[i].type]);
        if (glob && i + 1 == tokens.words.size()) {
          found_.insert(word + '*');
        } else if (topics_.contains(word)) {
          found_.insert(word);
        }
      }
    }
    const auto set = node.kind == PatternNode::Kind::term ? lexicon_.terms.find(node.text) : lexicon_.terms.end();
    if (set != lexicon_.terms.end() && depth < 8) {
      for (const Pattern& inner : set->second) collect(inner.tree().root, depth + 1);
    }
    for (const PatternNode& child : node.children) collect(child, depth);
  }

  const Lexicon& lexicon_;
  Vocabulary vocabulary_;
  Tokenizer tokenizer_;
  detail::TopicWords topics_;
  std::set<std::string> found_;
};

double strength(const Cue& cue) {
  double sum = 0.0;
  for (const Slot& slot : cue.slots) sum += slot.value;
  return cue.slots.empty() ? 0.0 : cue.weight * sum / static_cast<double>(cue.slots.size());
}

/// The words of both poles of an axis.
struct Poles {
  Pole up;
  Pole down;
};

Poles poles_of(const Lexicon& lexicon, const Axis& axis, Words& words) {
  Poles out;
  for (const AxisPatterns& set : axis.patterns) {
    for (const Pattern& pattern : set.patterns) words.add(pattern, set.weight * std::abs(set.value), set.value >= 0.0 ? out.up : out.down);
  }
  for (const AxisRule& rule : axis.rules) {
    for (const Cue& cue : lexicon.cues) {
      if (std::find(rule.cues.begin(), rule.cues.end(), cue.group) == rule.cues.end()) continue;
      const double value = strength(cue) * rule.factor;
      for (const Pattern& pattern : cue.patterns) words.add(pattern, std::abs(value), value >= 0.0 ? out.up : out.down);
    }
  }
  return out;
}

/// What a word or prefix adds to each axis, before its idf: ± weight / length of the pole.
using Shares = std::vector<std::pair<std::size_t, double>>;
using Index = std::map<std::string, Shares, std::less<>>;

void add_to(Index& index, const std::map<std::string, double>& words, std::size_t axis, double factor) {
  for (const auto& [word, weight] : words) index[word].emplace_back(axis, weight * factor);
}

/// Adds ± the weights of a pole.
void add_signed(std::map<std::string, double>& to, const Pole& pole, double sign) {
  for (const auto& [word, weight] : pole.words) to[word] += sign * weight;
  for (const auto& [prefix, weight] : pole.prefixes) to[prefix + '*'] += sign * weight;
}

}  // namespace

PoleWords pole_words(const Lexicon& lexicon, std::size_t axis) {
  if (axis >= lexicon.axes.size()) {
    throw InvalidArgument("pole_words: axis: expected an index below " + std::to_string(lexicon.axes.size()) + ", got " + std::to_string(axis));
  }
  Words words(lexicon);
  const Poles poles = poles_of(lexicon, lexicon.axes[axis], words);
  std::map<std::string, double> weights;
  add_signed(weights, poles.up, 1.0);
  add_signed(weights, poles.down, -1.0);
  PoleWords out;
  for (const auto& [word, weight] : weights) {
    if (std::abs(weight) > 1e-12) (weight > 0.0 ? out.positive : out.negative).push_back({word, std::abs(weight)});
  }
  return out;
}

struct AxisDirections::Impl {
  Index words;
  Index prefixes;
  DocumentFrequencies background;
  std::vector<double> norm;  ///< of the directions

  explicit Impl(const DocumentFrequencies& table) : background(table) {}

  [[nodiscard]] double length(const Pole& pole) const {
    double squares = 0.0;
    for (const auto* words_of_pole : {&pole.words, &pole.prefixes}) {
      for (const auto& [word, weight] : *words_of_pole) squares += std::pow(weight * background.smooth_idf(word), 2);
    }
    return std::sqrt(squares);
  }

  void add(std::size_t axis, const Pole& pole, double sign) {
    const double pole_length = length(pole);
    if (pole_length == 0.0) return;
    add_to(words, pole.words, axis, sign / pole_length);
    add_to(prefixes, pole.prefixes, axis, sign / pole_length);
  }

  /// Component of a word in the direction of each axis, into `out`.
  void components(std::string_view word, std::vector<double>& out) const {
    std::fill(out.begin(), out.end(), 0.0);
    const double idf = background.smooth_idf(word);
    const auto take = [&](const Index& index, std::string_view key) {
      const auto found = index.find(key);
      if (found == index.end()) return;
      for (const auto& [axis, share] : found->second) out[axis] += share * idf;
    };
    take(words, word);
    for (std::size_t size = 1; size <= word.size(); ++size) take(prefixes, word.substr(0, size));
  }
};

AxisDirections::AxisDirections(const Lexicon& lexicon, const DocumentFrequencies& background) : impl_(std::make_unique<Impl>(background)) {
  Words words(lexicon);
  std::vector<std::set<std::string>> all(lexicon.axes.size());  // words and prefixes of each axis
  for (std::size_t a = 0; a < lexicon.axes.size(); ++a) {
    const auto [up, down] = poles_of(lexicon, lexicon.axes[a], words);
    impl_->add(a, up, 1.0);
    impl_->add(a, down, -1.0);
    for (const auto* part : {&up.words, &up.prefixes, &down.words, &down.prefixes}) {
      for (const auto& [word, weight] : *part) all[a].insert(word);
    }
  }
  std::vector<double> components(lexicon.axes.size());
  for (std::size_t a = 0; a < lexicon.axes.size(); ++a) {
    double squares = 0.0;
    for (const std::string& word : all[a]) {
      impl_->components(word, components);
      squares += components[a] * components[a];
    }
    impl_->norm.push_back(std::sqrt(squares));
  }
}

AxisDirections::~AxisDirections() = default;
AxisDirections::AxisDirections(AxisDirections&&) noexcept = default;
AxisDirections& AxisDirections::operator=(AxisDirections&&) noexcept = default;

Eigen::MatrixXd AxisDirections::project(const Dfm& counts) const {
  detail::check_unweighted(counts, "projection");
  const std::size_t axes = impl_->norm.size();
  const auto features = static_cast<std::size_t>(counts.n_features());
  std::vector<double> idf(features);
  std::vector<std::vector<std::pair<std::size_t, double>>> components(features);
  std::vector<double> of_word(axes);
  for (std::size_t f = 0; f < features; ++f) {
    idf[f] = impl_->background.smooth_idf(counts.features()[f]);
    impl_->components(counts.features()[f], of_word);
    for (std::size_t a = 0; a < axes; ++a) {
      if (of_word[a] != 0.0) components[f].emplace_back(a, of_word[a]);
    }
  }
  Eigen::MatrixXd out = Eigen::MatrixXd::Constant(counts.n_documents(), static_cast<Eigen::Index>(axes), std::numeric_limits<double>::quiet_NaN());
  for (Eigen::Index d = 0; d < counts.n_documents(); ++d) {
    double squares = 0.0;
    std::vector<double> dot(axes, 0.0);
    std::vector<bool> shared(axes, false);
    for (Dfm::Matrix::InnerIterator cell(counts.matrix(), d); cell; ++cell) {
      const auto f = static_cast<std::size_t>(cell.col());
      const double weight = (1.0 + std::log(std::max(cell.value(), 1.0))) * idf[f];
      squares += weight * weight;
      for (const auto& [axis, component] : components[f]) {
        dot[axis] += weight * component;
        shared[axis] = true;
      }
    }
    for (std::size_t a = 0; a < axes; ++a) {
      if (shared[a] && impl_->norm[a] > 0.0) out(d, static_cast<Eigen::Index>(a)) = std::clamp(dot[a] / (impl_->norm[a] * std::sqrt(squares)), -1.0, 1.0);
    }
  }
  return out;
}

}  // namespace stance
