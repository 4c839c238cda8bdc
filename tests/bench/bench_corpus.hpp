#pragma once
/// Texts for the benchmarks: made by a seeded generator, or read from the file that STANCE_BENCH_CORPUS names.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "detail/random.hpp"
#include "stance/read.hpp"
#include "stance/text.hpp"

namespace stance::bench {

/// Political English: whole sentences that the lexicon knows something about, and sentences of common words with a long tail of rare
/// ones (Zipf), in paragraphs. Typographic quotation marks, apostrophes, dashes and accents in about one word in fifty, so that most
/// documents hold some non-ASCII characters and 99.5 % of the bytes are ASCII, as in the UN General Debate.
class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {
    constexpr std::array<std::string_view, 24> syllables = {"an", "be", "con", "de", "er", "fa", "gi", "hu", "in", "jo", "ka", "lo",
                                                            "mi", "na", "or", "pe", "qui", "re", "sta", "ti", "un", "ver", "wi", "zu"};
    for (std::size_t i = 0; i < 20000; ++i) {
      std::string word;
      for (std::uint64_t n = 1 + random_.below(4); n > 0; --n) word += syllables[random_.below(syllables.size())];
      rare_.push_back(word);
    }
  }

  std::string document(std::size_t bytes) {
    std::string out;
    while (out.size() < bytes) {
      for (std::uint64_t n = 3 + random_.below(5); n > 0; --n) out += sentence() + ' ';
      out.back() = '\n';
    }
    return out;
  }

 private:
  std::string_view pick(const auto& list) { return list[random_.below(list.size())]; }

  std::string sentence() {
    static constexpr std::array<std::string_view, 12> patterns = {
        "{} is determined to join {} and to deepen its cooperation with {}.",
        "We condemn the aggression of {} against {}, which threatens peace.",
        "The President of {} said that {} would not become a member of {}.",
        "Our relations with {} rest on mutual trust; we welcome the support of {}.",
        "Neither {} nor {} has ratified the Treaty, but {} intends to accede to it.",
        "If {} withdraws its troops, we shall resume negotiations with {}.",
        "We remain committed to non-alignment and to the Charter of the United Nations.",
        "Energy security, transport corridors and foreign investment bind {} to {}.",
        "According to {}, the sanctions against {} are unjust.",
        "Perhaps {} and {} will sign a peace treaty next year.",
        "My country supports the sovereignty and territorial integrity of {}.",
        "We will strengthen the armed forces and our military cooperation with {}."};
    static constexpr std::array<std::string_view, 20> names = {"NATO", "the European Union", "Russia", "Türkiye", "the CSTO", "Azerbaijan", "Armenia", "Georgia",
                                                               "Ukraine", "Iran", "China", "the United States", "the Non-Aligned Movement", "the OSCE", "Pakistan",
                                                               "Israel", "Côte d’Ivoire", "South Africa", "the African Union", "Brazil"};
    if (random_.below(3) == 0) {
      std::string out;
      for (const char c : pick(patterns)) {
        if (c == '{') continue;
        if (c == '}') {
          out += pick(names);
        } else {
          out += c;
        }
      }
      return out;
    }
    static constexpr std::array<std::string_view, 64> common = {
        "the", "of", "and", "to", "in", "a", "that", "for", "is", "we", "our", "on", "with", "as", "be", "by", "international", "all", "this", "it",
        "peace", "countries", "world", "have", "are", "not", "its", "has", "development", "security", "people", "will", "from", "which", "an", "their", "at",
        "must", "Nations", "States", "United", "economic", "has", "also", "been", "community", "who", "but", "or", "these", "can", "human", "rights", "should",
        "political", "efforts", "support", "new", "situation", "global", "process", "government", "global", "future"};
    std::string out;
    for (std::uint64_t n = 8 + random_.below(30); n > 0; --n) {
      std::string word(random_.below(10) < 7 ? pick(common) : std::string_view(rare_[static_cast<std::size_t>(static_cast<double>(rare_.size()) * random_.uniform() * random_.uniform() * random_.uniform())]));
      if (out.empty() && word.front() >= 'a') word.front() = static_cast<char>(word.front() - 'a' + 'A');
      const std::uint64_t mark = random_.below(200);
      if (mark == 0) word = "“" + word + "”";
      if (mark == 1) word += "’s";
      if (mark == 2) word += " –";
      if (mark == 3) word += "é";
      if (mark > 185) word += ',';
      out += word;
      out += n == 1 ? '.' : ' ';
    }
    return out;
  }

  detail::Random random_;
  std::vector<std::string> rare_;
};

struct Texts {
  Corpus corpus;
  std::size_t bytes = 0;
};

/// 150 documents of about 17 kB, or the corpus that STANCE_BENCH_CORPUS names (at most STANCE_BENCH_DOCUMENTS of it, 500 by default).
inline const Texts& texts() {
  static const Texts made = [] {
    Texts out;
    const auto take = [&](Document document) {
      out.bytes += document.text.size();
      out.corpus.add(std::move(document));
    };
    if (const char* path = std::getenv("STANCE_BENCH_CORPUS")) {
      const char* limit = std::getenv("STANCE_BENCH_DOCUMENTS");
      const std::size_t most = limit != nullptr ? std::strtoul(limit, nullptr, 10) : 500;
      DocumentReader reader({path});
      std::vector<Diagnostic> faults;
      Document document;
      while (out.corpus.size() < most && reader.next(document, faults)) take(document);
      if (out.corpus.empty()) throw std::runtime_error(std::string("STANCE_BENCH_CORPUS: no documents in ") + path);
    } else {
      Generator generator(1);
      for (std::size_t i = 0; i < 150; ++i) {
        Document document;
        document.id = "made" + std::to_string(i);
        document.text = generator.document(17000);
        take(std::move(document));
      }
    }
    return out;
  }();
  return made;
}

}  // namespace stance::bench
