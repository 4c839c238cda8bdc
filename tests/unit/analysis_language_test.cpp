#include "detail/analysis_language.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "stance/analysis.hpp"
#include "stance/lexicon.hpp"
#include "stance/read.hpp"

namespace stance {
namespace {

const CompiledLexicon& lexicon() {
  static const CompiledLexicon compiled(*parse_lexicon(R"(
meta: {name: small.en, version: "1", language: en}
axes:
  peace: {kind: intensity, positive: peace, patterns: [{reason: by name, match: [peace]}]}
)",
                                                      "small.yaml")
                                             .lexicon);
  return compiled;
}

/// Codes of the warnings about one document.
std::vector<std::string> warnings_of(const std::string& text, const std::string& language = "") {
  Document document;
  document.id = "d";
  document.text = text;
  document.language = language;
  Corpus corpus;
  corpus.add(std::move(document));
  std::vector<std::string> codes;
  const Analysis analysis = analyze(corpus, lexicon());
  for (const Diagnostic& diagnostic : analysis.documents.at(0).diagnostics) {
    EXPECT_EQ(diagnostic.severity, Severity::warning);
    codes.push_back(diagnostic.code);
  }
  return codes;
}

using Codes = std::vector<std::string>;

constexpr const char* german =
    "Unser Land war und ist ein Partner, auf den man sich verlassen kann. Wir wollen in Frieden mit allen Nachbarn leben, aber wir werden uns nicht "
    "vorschreiben lassen, mit wem wir reden. Die Sicherheit in der Region hängt davon ab, was wir heute gemeinsam beschließen.";

TEST(AnalysisLanguage, OtherLanguagesAreTold) {
  // Written for this test. Dutch and Afrikaans, the nearest relatives that are written in Latin letters, with as many words that English
  // spells alike (in, is, of, was, we, over, my) as sentences bear.
  const std::vector<std::pair<std::string, std::string>> texts = {
      {"German", german},
      {"French",
       "Nous voulons une Europe plus forte, capable de défendre ses intérêts et de parler d'une seule voix. Notre pays respecte ses engagements, mais il "
       "n'acceptera pas que l'on décide de sa sécurité sans lui. C'est pourquoi nous avons demandé à nos partenaires de se réunir au plus tôt."},
      {"Dutch",
       "Ons land is altijd een betrouwbare partner geweest en we willen dat blijven. De veiligheid in de regio hangt af van wat we nu samen besluiten, of "
       "we dat nu leuk vinden of niet. Over de toekomst van het bondgenootschap mag daarom geen twijfel bestaan, want er is te veel dat op het spel staat."},
      {"Afrikaans",
       "Ons land was nog altyd 'n vriend van sy bure en dit is wat ons wil bly. Die veiligheid in die streek hang af van wat ons nou saam besluit, of ons "
       "daarvan hou of nie. My regering is nie bang om oor vrede te praat nie, want daar is baie op die spel."},
      {"Spanish",
       "Nuestro país quiere vivir en paz con sus vecinos y no aceptará que otros decidan por nosotros. La seguridad de la región depende de lo que hagamos "
       "hoy, y por eso pedimos a los socios que se reúnan pronto. No hay otro camino que el diálogo, y lo decimos sin miedo."},
      {"Turkish",
       "Ülkemiz komşularıyla barış içinde yaşamak istiyor ve kendi adına başkalarının karar vermesini kabul etmiyor. Bölgenin güvenliği bugün birlikte ne "
       "yapacağımıza bağlıdır; bu yüzden ortaklarımızdan bir an önce toplanmalarını istedik. Diyalogdan başka bir yol yoktur ve bunu korkmadan söylüyoruz."},
      {"Russian",
       "Наша страна хочет жить в мире с соседями и не примет, чтобы за неё решали другие. Безопасность в регионе зависит от того, что мы сделаем сегодня "
       "вместе, и поэтому мы попросили партнёров собраться как можно скорее. Другого пути, кроме диалога, нет, и мы говорим об этом без страха."},
  };
  for (const auto& [language, text] : texts) EXPECT_EQ(warnings_of(text), (Codes{"A303"})) << language;
}

TEST(AnalysisLanguage, EnglishIsNot) {
  const std::filesystem::path corpus = std::filesystem::path(STANCE_TEST_DATA_DIR) / ".." / ".." / "examples" / "corpus";
  const ReadResult read = read_corpus({corpus.string()});
  ASSERT_GE(read.corpus.size(), 5U);
  for (const Document& document : read.corpus) EXPECT_EQ(warnings_of(document.text), Codes{}) << document.id;
  // A dense sentence of names, as in an abstract.
  EXPECT_EQ(warnings_of("Northland, Southland, Eastland and Westland signed agreements on energy, transport, customs, tourism and defence industry "
                        "cooperation in Capital City, where ministers of trade, finance, agriculture and foreign affairs of twelve states met "
                        "business leaders."),
            Codes{});
}

TEST(AnalysisLanguage, SaysNothingWhereItCannotTell) {
  EXPECT_EQ(warnings_of("Friede."), Codes{}) << "too short";
  EXPECT_EQ(warnings_of(""), Codes{});
  EXPECT_EQ(warnings_of(german, "tr"), (Codes{"A301"})) << "another language is stated: that is said already";
}

TEST(AnalysisWarnings, FullStopsThatAreLost) {
  const auto text = [](std::size_t sentences, std::size_t times) {
    std::string out;
    for (std::size_t s = 0; s < sentences; ++s) {
      for (std::size_t i = 0; i < times; ++i) out += (i == 0 ? "We" : " and we") + std::string(" ask for the peace of the region");
      out += ". ";
    }
    return out;
  };
  // A sentence of n clauses has 8 + 9 (n − 1) words.
  EXPECT_EQ(warnings_of(text(1, 36)), (Codes{"A304"})) << "323 words";
  EXPECT_EQ(warnings_of(text(1, 32)), Codes{}) << "287 words";
  EXPECT_EQ(warnings_of(text(4, 12)), (Codes{"A304"})) << "428 words, 107 to a sentence";
  EXPECT_EQ(warnings_of(text(4, 11)), Codes{}) << "392 words, 98 to a sentence";
}

TEST(AnalysisLanguage, ShareOfTheFirstWords) {
  // 5 of 30 words are words of grammar: 1/6; 6 of 30 are the limit, which is enough.
  Vocabulary vocabulary;
  Tokenizer tokenizer("en", vocabulary);
  const detail::LanguageCheck check("en", vocabulary);
  const auto share = [&](std::size_t grammar, std::size_t others) {
    std::string text;
    for (std::size_t i = 0; i < grammar; ++i) text += "the ";
    for (std::size_t i = 0; i < others; ++i) text += "xyz ";
    return check.suspicious_share(tokenizer(clean(text)));
  };
  ASSERT_TRUE(share(5, 25));
  EXPECT_DOUBLE_EQ(*share(5, 25), 5.0 / 30.0);
  EXPECT_FALSE(share(6, 24));
  EXPECT_FALSE(share(0, detail::LanguageCheck::fewest_words - 1));
  EXPECT_TRUE(share(0, detail::LanguageCheck::fewest_words));
  EXPECT_FALSE(share(100, 10'000)) << "100 of the first 500";
  EXPECT_FALSE(detail::LanguageCheck("ru", vocabulary).suspicious_share(tokenizer(clean(german)))) << "its words of grammar are not known";
}

}  // namespace
}  // namespace stance
