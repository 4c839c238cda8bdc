#include <array>
#include <string>

#include "stance/error.hpp"
#include "stance/tfidf.hpp"

// Names of weighting schemes: presets and SMART letters.

namespace stance {
namespace {

template <class Value>
struct Letter {
  char letter;
  Value value;
};

constexpr std::array<Letter<TermFrequency>, 6> kTf{{{'n', TermFrequency::raw},
                                                    {'l', TermFrequency::logarithm},
                                                    {'a', TermFrequency::augmented},
                                                    {'b', TermFrequency::boolean},
                                                    {'L', TermFrequency::log_average},
                                                    {'d', TermFrequency::double_log}}};
constexpr std::array<Letter<InverseDocumentFrequency>, 3> kDf{
    {{'n', InverseDocumentFrequency::none}, {'t', InverseDocumentFrequency::log_ratio}, {'p', InverseDocumentFrequency::probabilistic}}};
constexpr std::array<Letter<Normalization>, 4> kNorm{
    {{'n', Normalization::none}, {'c', Normalization::cosine}, {'u', Normalization::pivoted_unique}, {'b', Normalization::pivoted_bytes}}};

template <class Value, std::size_t n>
Value value_of(const std::array<Letter<Value>, n>& letters, char letter, const char* what, std::string_view triplet) {
  std::string known;
  for (const auto& entry : letters) {
    if (entry.letter == letter) return entry.value;
    known += known.empty() ? "" : " ";
    known += entry.letter;
  }
  throw InvalidArgument("SMART triplet '" + std::string(triplet) + "': unknown " + what + " letter '" + letter + "'; expected one of " +
                        known + " (gensim has also tf t, df f and x, norm x)");
}

struct NamedPreset {
  std::string_view name;
  TfidfPreset preset;
};
constexpr std::array<NamedPreset, 5> kPresets{{{"scikit-learn", TfidfPreset::scikit_learn},
                                               {"scikit-learn-unsmoothed", TfidfPreset::scikit_learn_unsmoothed},
                                               {"quanteda", TfidfPreset::quanteda},
                                               {"quanteda-proportion", TfidfPreset::quanteda_proportion},
                                               {"gensim", TfidfPreset::gensim}}};

/// Without smoothing and without an added 1: what SMART and most tools mean by idf.
TfidfOptions plain(double log_base, Normalization norm) noexcept {
  return {.add_to_n = 0.0, .add_to_df = 0.0, .add_to_idf = 0.0, .log_base = log_base, .norm = norm};
}

}  // namespace

TfidfOptions tfidf_preset(TfidfPreset preset) noexcept {
  TfidfOptions options;
  switch (preset) {
    case TfidfPreset::scikit_learn: return options;
    case TfidfPreset::scikit_learn_unsmoothed:
      options.add_to_n = 0.0;
      options.add_to_df = 0.0;
      return options;
    case TfidfPreset::quanteda: return plain(10.0, Normalization::none);
    case TfidfPreset::quanteda_proportion:
      options = plain(10.0, Normalization::none);
      options.tf = TermFrequency::proportion;
      return options;
    case TfidfPreset::gensim: return plain(2.0, Normalization::cosine);
  }
  return options;
}

TfidfOptions tfidf_preset(std::string_view name) {
  std::string known;
  for (const NamedPreset& entry : kPresets) {
    if (entry.name == name) return tfidf_preset(entry.preset);
    known += known.empty() ? "'" : ", '";
    known += std::string(entry.name) + '\'';
  }
  throw InvalidArgument("tf-idf preset: unknown name '" + std::string(name) + "'; expected one of " + known);
}

TfidfOptions parse_smart(std::string_view triplet, SmartDialect dialect) {
  if (triplet.size() != 3) {
    throw InvalidArgument("SMART triplet: expected three letters (tf, df, norm) such as 'ltc', got '" + std::string(triplet) + "'");
  }
  const bool gensim = dialect == SmartDialect::gensim;
  char tf = triplet[0];
  char df = triplet[1];
  char norm = triplet[2];
  if (gensim) {
    if (tf == 't') tf = 'n';
    if (df == 'x') df = 'n';
    if (norm == 'x') norm = 'n';
  }
  TfidfOptions options = plain(gensim ? 2.0 : 10.0, value_of(kNorm, norm, "norm", triplet));
  options.tf = value_of(kTf, tf, "tf", triplet);
  if (gensim && triplet[1] == 't') options.add_to_n = 1.0;  // the trap: gensim's t is log2((N + 1) / df), its f is Manning's t
  if (gensim && df == 'f') df = 't';
  options.idf = value_of(kDf, df, "df", triplet);
  return options;
}

}  // namespace stance
