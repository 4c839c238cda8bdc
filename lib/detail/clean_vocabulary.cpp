#include "detail/clean_vocabulary.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

// Entries are in the form that folded_for_lookup() gives: lower case, every kind of i as "i".

namespace stance::detail {
namespace {

using Word = std::string_view;

constexpr std::array reference_headings = {
    Word("references"), Word("reference list"), Word("list of references"), Word("references and notes"), Word("bibliography"),
    Word("selected bibliography"), Word("works cited"), Word("literature"), Word("literature cited"), Word("notes"), Word("endnotes"),
    Word("footnotes"), Word("sources"), Word("notes and references"), Word("further reading"),
    Word("ədəbiyyat"), Word("ədəbiyyat siyahisi"), Word("istifadə edilmiş ədəbiyyat"), Word("istifadə olunmuş ədəbiyyat"),
    Word("istifadə edilmiş ədəbiyyat siyahisi"), Word("qeydlər"), Word("mənbələr"), Word("istinadlar"),
    Word("kaynakça"), Word("kaynaklar"), Word("bibliyografya"), Word("notlar"), Word("son notlar"), Word("dipnotlar"),
    Word("литература"), Word("список литературы"), Word("список использованной литературы"), Word("библиография"),
    Word("примечания"), Word("источники"), Word("использованная литература"), Word("список источников")};

constexpr std::array own_works = {
    Word("published scientific works"), Word("list of published works"), Word("list of publications"), Word("publications of the author"),
    Word("published works of the author"), Word("works published by the author"), Word("author's publications"),
    Word("çap olunmuş elmi əsər"), Word("çap edilmiş elmi əsər"), Word("aşağidaki əsərlərində"), Word("aşağidaki elmi əsər"),
    Word("yayimlanmiş eser"), Word("yayin listesi"),
    Word("опубликованы в следующих"), Word("отражены в следующих"), Word("опубликованных работ"), Word("список публикаций"),
    Word("опубликованных автором работ")};

constexpr std::array keyword_labels = {Word("key words"), Word("keywords"), Word("key-words"), Word("index terms"),
    Word("açar sözlər"), Word("açar sözlər və ifadələr"), Word("anahtar kelimeler"), Word("anahtar sözcükler"), Word("ключевые слова")};

constexpr std::array abstract_labels = {Word("abstract"), Word("summary"), Word("executive summary"), Word("xülasə"), Word("annotasiya"),
    Word("özet"), Word("öz"), Word("аннотация"), Word("резюме")};

constexpr std::array identifiers = {Word("doi"), Word("https://doi.org/"), Word("udc"), Word("udk"), Word("удк"), Word("issn"), Word("isbn"),
    Word("jel"), Word("ббк"), Word("received:"), Word("accepted:"), Word("daxil olub:"), Word("geliş tarihi:"), Word("kabul tarihi:")};

constexpr std::array author_identifiers = {Word("orcid"), Word("https://orcid.org/"), Word("e-mail"), Word("email"), Word("e-poçt"),
    Word("e-posta"), Word("эл. почта"), Word("corresponding author"), Word("author for correspondence")};

constexpr std::array affiliations = {Word("university"), Word("institute"), Word("academy"), Word("professor"), Word("student"), Word("ph.d"),
    Word("phd"), Word("doctor of"), Word("candidate of"), Word("researcher"), Word("lecturer"), Word("fellow"), Word("department of"),
    Word("faculty of"), Word("universiteti"), Word("institutu"), Word("akademiyasi"), Word("doktorant"), Word("dissertant"),
    Word("üniversitesi"), Word("enstitüsü"), Word("öğretim üyesi"), Word("университет"), Word("институт"), Word("академия"),
    Word("профессор"), Word("доцент"), Word("аспирант"), Word("докторант"), Word("кандидат"), Word("доктор")};

constexpr std::array approval_phrases = {
    Word("scientific supervisor"), Word("scientific adviser"), Word("thesis supervisor"), Word("thesis advisor"), Word("thesis committee"),
    Word("dissertation committee"), Word("official opponent"), Word("dissertation council"), Word("on the rights of the manuscript"),
    Word("on the rights of a manuscript"), Word("for the degree of"), Word("applicant:"), Word("specialty:"), Word("speciality:"),
    Word("field of science:"), Word("scientific secretary of"), Word("dissertation work was carried out at"),
    Word("dissertation was carried out at"), Word("thesis submitted"), Word("in partial fulfil"),
    Word("elmi rəhbər"), Word("rəsmi opponent"), Word("dissertasiya şurasi"), Word("əlyazmasi hüququnda"), Word("elmi dərəcəsi almaq"),
    Word("elmi katib"), Word("dissertasiya işi yerinə yetirilmişdir"), Word("tez danişmani"), Word("tez jürisi"), Word("yüksek lisans tezi"),
    Word("doktora tezi"),
    Word("научный руководитель"), Word("официальные оппоненты"), Word("официальный оппонент"), Word("диссертационный совет"),
    Word("диссертационного совета"), Word("на правах рукописи"), Word("на соискание"), Word("ученый секретарь"), Word("ведущая организация")};

constexpr std::array imprint_phrases = {
    Word("printed:"), Word("printed by"), Word("printed in"), Word("paper format"), Word("number of copies"), Word("copies printed"),
    Word("print run"), Word("circulation:"), Word("volume:"), Word("order no"), Word("signed for print"), Word("isbn"), Word("issn"),
    Word("all rights reserved"), Word("copyright ©"), Word("©"), Word("address:"), Word("the defense will be held"), Word("the defence will be held"),
    Word("dissertation is accessible"), Word("dissertation is available"), Word("electronic version of"), Word("abstract was sent"),
    Word("abstract has been sent"),
    Word("çapa imzalan"), Word("kağizin format"), Word("tiraj"), Word("sifariş"), Word("ünvan:"), Word("müdafiəsi"), Word("dissertasiya ilə"),
    Word("avtoreferat"), Word("baski:"), Word("baski tarihi"), Word("adres:"),
    Word("подписано в печать"), Word("формат бумаги"), Word("формат:"), Word("тираж"), Word("заказ"), Word("адрес:"), Word("защита состоится"),
    Word("с диссертацией можно ознакомиться"), Word("автореферат разослан"), Word("электронная версия"), Word("все права защищены")};

constexpr std::array numbered_captions = {Word("figure"), Word("fig."), Word("fig"), Word("table"), Word("map"), Word("chart"), Word("graph"),
    Word("photo"), Word("picture"), Word("image"), Word("şəkil"), Word("cədvəl"), Word("xəritə"), Word("şekil"), Word("tablo"), Word("harita"),
    Word("рисунок"), Word("рис."), Word("рис"), Word("таблица"), Word("табл."), Word("карта"), Word("фото"), Word("график")};

constexpr std::array credit_captions = {Word("source"), Word("photo"), Word("photo credit"), Word("photo by"), Word("image"), Word("caption"),
    Word("credit"), Word("picture"), Word("mənbə"), Word("foto"), Word("kaynak"), Word("fotoğraf"), Word("источник"), Word("фото")};

constexpr std::array division_labels = {Word("article"), Word("section"), Word("chapter"), Word("part"), Word("annex"), Word("appendix"),
    Word("table"), Word("figure"), Word("goal"), Word("objective"), Word("principle"), Word("recommendation"), Word("question"), Word("answer"),
    Word("resolution"), Word("point"), Word("item"), Word("step"), Word("pillar"), Word("clause"), Word("paragraph"), Word("title"), Word("box"),
    Word("priority"), Word("theme"), Word("maddə"), Word("fəsil"), Word("bölmə"), Word("hissə"), Word("əlavə"), Word("madde"), Word("bölüm"),
    Word("kisim"), Word("ek"), Word("глава"), Word("статья"), Word("раздел"), Word("часть"), Word("приложение"), Word("пункт")};

// Articles, prepositions, conjunctions, auxiliaries. "in", "on", "up" can end a clause, hardly ever a paragraph without a full stop.
constexpr std::array unfinished_words = {
    Word("the"), Word("a"), Word("an"), Word("of"), Word("and"), Word("or"), Word("to"), Word("in"), Word("on"), Word("at"), Word("by"), Word("for"),
    Word("from"), Word("with"), Word("as"), Word("that"), Word("which"), Word("who"), Word("whose"), Word("between"), Word("against"), Word("into"),
    Word("is"), Word("are"), Word("was"), Word("were"), Word("be"), Word("been"), Word("has"), Word("have"), Word("had"), Word("its"), Word("their"),
    Word("his"), Word("her"), Word("our"), Word("this"), Word("these"), Word("those"), Word("but"), Word("nor"), Word("not"), Word("than"),
    Word("including"), Word("towards"), Word("under"), Word("within"), Word("through"), Word("upon"), Word("will"), Word("shall"), Word("should"),
    Word("və"), Word("ilə"), Word("üçün"), Word("ya"), Word("həm"), Word("ki"), Word("bu"), Word("bir"), Word("ve"), Word("ile"), Word("için"),
    Word("veya"), Word("hem"),
    Word("и"), Word("в"), Word("на"), Word("с"), Word("о"), Word("об"), Word("по"), Word("для"), Word("к"), Word("от"), Word("из"), Word("что"),
    Word("а"), Word("но"), Word("или"), Word("не"), Word("между"), Word("при"), Word("за"), Word("со"), Word("во")};

constexpr std::array hyphen_prefixes = {Word("non"), Word("self"), Word("ex"), Word("pro"), Word("anti"), Word("vice"), Word("quasi"),
    Word("semi"), Word("post"), Word("pre"), Word("inter"), Word("multi"), Word("intra"), Word("well"), Word("so"), Word("cross"), Word("long"),
    Word("short"), Word("high"), Word("low"), Word("half")};

// Longer entries come before their own beginnings, since a line is taken apart from left to right.
constexpr std::array menu_words = {
    Word("your cart is empty."), Word("your cart is empty"), Word("skip to main content"), Word("skip to content"), Word("skip to navigation"),
    Word("toggle navigation"), Word("main menu"), Word("site map"), Word("sitemap"), Word("menu"), Word("shopping cart"), Word("cart"), Word("home page"),
    Word("homepage"), Word("home"), Word("volunteer"), Word("join us"), Word("join"), Word("write us"), Word("write to us"), Word("contact us"),
    Word("contacts"), Word("contact"), Word("about us"), Word("about"), Word("donate"), Word("subscribe"), Word("sign in"), Word("sign up"),
    Word("sign out"), Word("log in"), Word("login"), Word("log out"), Word("register"), Word("search"), Word("read more"), Word("read next"),
    Word("learn more"), Word("show more"), Word("load more"), Word("share this"), Word("share"), Word("tweet"), Word("facebook"), Word("twitter"),
    Word("instagram"), Word("youtube"), Word("linkedin"), Word("telegram"), Word("whatsapp"), Word("e-mail"), Word("email"), Word("print"),
    Word("newsletter"), Word("follow us"), Word("privacy policy"), Word("privacy"), Word("cookie policy"), Word("cookies"), Word("accept all"),
    Word("accept"), Word("terms of use"), Word("terms of service"), Word("terms"), Word("faq"), Word("help"), Word("careers"), Word("gallery"),
    Word("other documents"), Word("related documents"), Word("related articles"), Word("related posts"), Word("related news"), Word("more news"),
    Word("latest news"), Word("news"), Word("blog"), Word("events"), Word("publications"), Word("previous post"), Word("next post"), Word("previous"),
    Word("next"), Word("back to top"), Word("back"), Word("leave a comment"), Word("comments"), Word("archive"), Word("rss"), Word("login/register"),
    Word("ana səhifə"), Word("əsas səhifə"), Word("haqqimizda"), Word("əlaqə"), Word("axtariş"), Word("xəbərlər"), Word("bizə yazin"),
    Word("bizə qoşulun"), Word("daxil ol"), Word("qeydiyyat"), Word("abunə ol"), Word("digər sənədlər"), Word("paylaş"), Word("menyu"),
    Word("ana sayfa"), Word("anasayfa"), Word("hakkimizda"), Word("iletişim"), Word("arama"), Word("ara"), Word("haberler"), Word("giriş yap"),
    Word("kayit ol"), Word("üye ol"), Word("sepet"), Word("devamini oku"),
    Word("главная страница"), Word("главная"), Word("о нас"), Word("контакты"), Word("поиск"), Word("меню"), Word("новости"), Word("войти"),
    Word("вход"), Word("регистрация"), Word("подписаться"), Word("поделиться"), Word("корзина"), Word("читать далее"), Word("карта сайта")};

template <std::size_t Size>
bool holds(const std::array<Word, Size>& table, std::string_view text) {
  return std::find(table.begin(), table.end(), text) != table.end();
}

template <std::size_t Size>
bool mentions(const std::array<Word, Size>& table, std::string_view text) {
  return std::any_of(table.begin(), table.end(), [&](Word entry) { return text.find(entry) != std::string_view::npos; });
}

/// What follows the table entry with which the text begins (the longest such entry), or npos.
template <std::size_t Size>
std::size_t length_of_label(const std::array<Word, Size>& table, std::string_view text) {
  std::size_t longest = std::string_view::npos;
  for (const Word entry : table) {
    if (text.substr(0, entry.size()) == entry && (longest == std::string_view::npos || entry.size() > longest)) longest = entry.size();
  }
  return longest;
}

/// The text begins with an entry that ends there, or is followed by one of `closers`.
template <std::size_t Size>
bool starts_with_label(const std::array<Word, Size>& table, std::string_view text, std::string_view closers) {
  const std::size_t length = length_of_label(table, text);
  return length != std::string_view::npos && (length == text.size() || closers.find(text[length]) != std::string_view::npos);
}

std::string_view without_leading_space(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

bool is_menu_separator(char c) { return c == ' ' || c == '|' || c == '/' || c == '>' || c == '-' || c == ','; }

}  // namespace

bool is_reference_heading(std::string_view folded) {
  while (!folded.empty() && (folded.back() == ':' || folded.back() == '.')) folded.remove_suffix(1);
  const std::size_t number_end = folded.find_first_not_of("0123456789. ");
  return number_end != std::string_view::npos && holds(reference_headings, folded.substr(number_end));
}

bool announces_own_works(std::string_view folded) { return mentions(own_works, folded); }

bool starts_with_keyword_label(std::string_view folded) {
  const std::size_t length = length_of_label(keyword_labels, folded);
  if (length == std::string_view::npos) return false;
  const std::string_view rest = without_leading_space(folded.substr(length));
  return !rest.empty() && (rest.front() == ':' || rest.front() == '.' || rest.front() == '-' || rest.substr(0, 3) == "—" || rest.substr(0, 3) == "–");
}

bool starts_with_abstract_label(std::string_view folded) { return starts_with_label(abstract_labels, folded, ":."); }

bool starts_with_identifier(std::string_view folded) {
  return folded.substr(0, 16) == "https://doi.org/" || starts_with_label(identifiers, folded, ": ");
}

bool starts_with_author_identifier(std::string_view folded) {
  return folded.substr(0, 18) == "https://orcid.org/" || starts_with_label(author_identifiers, folded, ": ");
}

bool names_affiliation(std::string_view folded) { return mentions(affiliations, folded); }
bool is_approval_line(std::string_view folded) { return mentions(approval_phrases, folded); }

bool is_imprint_line(std::string_view folded) { return length_of_label(imprint_phrases, folded) != std::string_view::npos; }

bool starts_with_caption_label(std::string_view folded) {
  if (starts_with_label(credit_captions, folded, ":")) return true;
  const std::size_t length = length_of_label(numbered_captions, folded);
  if (length == std::string_view::npos) return false;
  const std::string_view rest = without_leading_space(folded.substr(length));
  const std::size_t number_end = rest.find_first_not_of("0123456789");
  if (number_end == 0 || number_end == std::string_view::npos) return false;
  // "Table 3. Exports", "Table 3: Exports", but not "Table 3 shows that".
  return rest[number_end] == '.' || rest[number_end] == ':' || rest.substr(number_end, 4) == " —" || rest.substr(number_end, 4) == " –";
}

bool starts_with_division_label(std::string_view folded) {
  const std::size_t end = folded.find(' ');
  return holds(division_labels, folded.substr(0, end));
}

bool is_unfinished_word(std::string_view folded) { return holds(unfinished_words, folded); }
bool keeps_hyphen(std::string_view folded) { return holds(hyphen_prefixes, folded); }

int menu_entries(std::string_view folded) {
  int entries = 0;
  while (!folded.empty()) {
    if (is_menu_separator(folded.front())) {
      folded.remove_prefix(1);
      continue;
    }
    const std::size_t length = length_of_label(menu_words, folded);
    const bool whole_word = length != std::string_view::npos && (length == folded.size() || is_menu_separator(folded[length]));
    if (!whole_word) return 0;
    folded.remove_prefix(length);
    ++entries;
  }
  return entries;
}

}  // namespace stance::detail
