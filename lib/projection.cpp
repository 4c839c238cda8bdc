#include "stance/projection.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <string_view>

#include "stance/error.hpp"
#include "stance/tokens.hpp"

namespace stance {
namespace {

/// Words of one pole with their weights; prefixes for globs.
struct Pole {
  std::map<std::string, double> words;
  std::map<std::string, double> prefixes;
};

/// Collects the words of patterns, cut and folded as text is.
class Words {
 public:
  explicit Words(const Lexicon& lexicon) : lexicon_(lexicon), tokenizer_(lexicon.meta.language.empty() ? "en" : lexicon.meta.language, vocabulary_) {}

  void add(const Pattern& pattern, double weight, Pole& pole) {
    found_.clear();
    collect(pattern.root, 0);
    for (const std::string& word : found_) {
      const bool glob = word.back() == '*';
      (glob ? pole.prefixes[word.substr(0, word.size() - 1)] : pole.words[word]) += weight / static_cast<double>(found_.size());
    }
  }

 private:
  void collect(const PatternNode& node, int depth) {
    if (node.kind == PatternNode::Kind::word && node.text.front() != '*') {
      const bool glob = node.text.back() == '*';
      std::string text = glob ? node.text.substr(0, node.text.size() - 1) : node.text;
      std::replace(text.begin(), text.end(), '-', ' ');
      const Tokens tokens = tokenizer_(clean(text, CleanOptions::none()));
      for (std::size_t i = 0; i < tokens.words.size(); ++i) {
        const bool last = i + 1 == tokens.words.size();
        found_.insert(std::string(vocabulary_[tokens.words[i].base]) + (glob && last ? "*" : ""));
      }
    }
    const auto set = node.kind == PatternNode::Kind::term ? lexicon_.terms.find(node.text) : lexicon_.terms.end();
    if (set != lexicon_.terms.end() && depth < 8) {
      for (const Pattern& inner : set->second) collect(inner.root, depth + 1);
    }
    for (const PatternNode& child : node.children) collect(child, depth);
  }

  const Lexicon& lexicon_;
  Vocabulary vocabulary_;
  Tokenizer tokenizer_;
  std::set<std::string> found_;
};

double strength(const Cue& cue) {
  double sum = 0.0;
  for (const Slot& slot : cue.slots) sum += slot.value;
  return cue.slots.empty() ? 0.0 : cue.weight * sum / static_cast<double>(cue.slots.size());
}

double weight_in(const Pole& pole, std::string_view word) {
  double weight = 0.0;
  if (const auto exact = pole.words.find(std::string(word)); exact != pole.words.end()) weight += exact->second;
  for (std::size_t size = 2; size <= word.size() && !pole.prefixes.empty(); ++size) {
    if (const auto prefix = pole.prefixes.find(std::string(word.substr(0, size))); prefix != pole.prefixes.end()) weight += prefix->second;
  }
  return weight;
}

}  // namespace

struct AxisDirections::Impl {
  std::vector<Pole> positive;
  std::vector<Pole> negative;
  std::map<std::string, double, std::less<>> idf;
  double unseen = 0.0;  ///< idf of a word that the background does not have
  std::vector<double> positive_norm;
  std::vector<double> negative_norm;
  std::vector<double> norm;  ///< of the directions

  [[nodiscard]] double idf_of(std::string_view word) const {
    const auto found = idf.find(word);
    return found == idf.end() ? unseen : found->second;
  }

  [[nodiscard]] double component(std::size_t axis, std::string_view word) const {
    const double up = weight_in(positive[axis], word);
    const double down = weight_in(negative[axis], word);
    if (up == 0.0 && down == 0.0) return 0.0;
    return idf_of(word) * ((up > 0.0 ? up / positive_norm[axis] : 0.0) - (down > 0.0 ? down / negative_norm[axis] : 0.0));
  }

  [[nodiscard]] double length(const Pole& pole) const {
    double squares = 0.0;
    for (const auto& words : {pole.words, pole.prefixes}) {
      for (const auto& [word, weight] : words) squares += weight * weight * idf_of(word) * idf_of(word);
    }
    return std::sqrt(squares);
  }
};

AxisDirections::AxisDirections(const Lexicon& lexicon, const DocumentFrequencies& background) : impl_(std::make_unique<Impl>()) {
  const auto documents = static_cast<double>(background.n_documents());
  for (std::size_t i = 0; i < background.features().size(); ++i) {
    impl_->idf.emplace(background.features()[i], std::log((1.0 + documents) / (1.0 + static_cast<double>(background.frequencies()[i]))) + 1.0);
  }
  impl_->unseen = std::log(1.0 + documents) + 1.0;
  Words words(lexicon);
  for (const Axis& axis : lexicon.axes) {
    Pole up;
    Pole down;
    for (const AxisPatterns& set : axis.patterns) {
      for (const Pattern& pattern : set.patterns) words.add(pattern, set.weight * std::abs(set.value), set.value >= 0.0 ? up : down);
    }
    for (const AxisRule& rule : axis.rules) {
      for (const Cue& cue : lexicon.cues) {
        if (std::find(rule.cues.begin(), rule.cues.end(), cue.group) == rule.cues.end()) continue;
        const double value = strength(cue) * rule.factor;
        for (const Pattern& pattern : cue.patterns) words.add(pattern, std::abs(value), value >= 0.0 ? up : down);
      }
    }
    impl_->positive_norm.push_back(impl_->length(up));
    impl_->negative_norm.push_back(impl_->length(down));
    impl_->positive.push_back(std::move(up));
    impl_->negative.push_back(std::move(down));
  }
  for (std::size_t a = 0; a < lexicon.axes.size(); ++a) {
    std::set<std::string> all;
    for (const Pole* pole : {&impl_->positive[a], &impl_->negative[a]}) {
      for (const auto& [word, weight] : pole->words) all.insert(word);
      for (const auto& [word, weight] : pole->prefixes) all.insert(word);
    }
    double squares = 0.0;
    for (const std::string& word : all) squares += impl_->component(a, word) * impl_->component(a, word);
    impl_->norm.push_back(std::sqrt(squares));
  }
}

AxisDirections::~AxisDirections() = default;
AxisDirections::AxisDirections(AxisDirections&&) noexcept = default;
AxisDirections& AxisDirections::operator=(AxisDirections&&) noexcept = default;

Eigen::MatrixXd AxisDirections::project(const Dfm& counts) const {
  if (counts.weighting() != Weighting::counts) throw InvalidArgument("counts: expected a matrix of counts, got one that is weighted already");
  const std::size_t axes = impl_->norm.size();
  const auto features = static_cast<std::size_t>(counts.n_features());
  std::vector<double> idf(features);
  std::vector<std::vector<std::pair<std::size_t, double>>> components(features);
  for (std::size_t f = 0; f < features; ++f) {
    idf[f] = impl_->idf_of(counts.features()[f]);
    for (std::size_t a = 0; a < axes; ++a) {
      const double c = impl_->component(a, counts.features()[f]);
      if (c != 0.0) components[f].emplace_back(a, c);
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
