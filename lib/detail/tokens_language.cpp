#include "detail/tokens_language.hpp"

namespace stance::detail {

// All words are folded forms without their last full stop, and without full stops inside ("e.g." is "eg").
const std::vector<LanguageRules>& all_language_rules() {
  static const std::vector<LanguageRules> rules = {
      {"az", "az_AZ.UTF-8", true, NameSuffix::apostrophe,
       {"prof", "dos", "akad", "dr", "cən", "məs", "bax", "red", "tərt"},
       {"s", "səh", "c", "maddə", "sm", "nömrə"},
       {"və s", "vs", "s", "il", "sair"},
       {"bu", "o", "biz", "azərbaycan", "lakin", "ona", "həmin", "eyni", "beləliklə", "bununla", "həm"}},
      {"en", "en_US.UTF-8", false, NameSuffix::english_possessive,
       {"mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "maj", "capt", "sgt", "adm", "hon", "rev", "st", "messrs", "gov", "sen", "rep",
        "pres", "amb", "vs", "cf", "viz", "eg", "ie", "ed", "eds", "trans", "dept", "approx", "al", "ca"},
       {"no", "nos", "art", "arts", "sec", "sect", "p", "pp", "vol", "vols", "ch", "chap", "para", "paras", "fig", "figs", "res", "doc", "ser",
        "iss", "op", "rule", "reg", "add", "rev", "corr", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"},
       {"etc", "jr", "sr", "inc", "ltd", "co", "corp", "bros"},
       {"the", "this", "that", "these", "those", "there", "it", "its", "in", "on", "at", "for", "from", "with", "by", "as", "to", "of", "we", "our",
        "i", "my", "they", "their", "he", "his", "she", "her", "you", "your", "but", "and", "or", "so", "if", "when", "while", "although",
        "however", "therefore", "thus", "moreover", "furthermore", "nevertheless", "meanwhile", "finally", "first", "second", "third", "also",
        "both", "such", "all", "many", "most", "some", "no", "not", "one", "two", "today", "now", "here", "what", "who", "how", "why", "since",
        "because", "after", "before", "during", "under", "let", "another", "each", "every", "any", "a", "an"}},
      {"ru", "ru_RU.UTF-8", false, NameSuffix::none,
       {"г", "гг", "ул", "проф", "акад", "др", "им", "тов", "ген", "см", "ср", "напр", "тыс", "млн", "млрд"},
       {"с", "стр", "т", "ст", "п", "пп", "гл", "рис", "вып", "no"},
       {"т д", "тд", "т п", "тп", "др", "пр", "вв", "в"},
       {"в", "это", "этот", "на", "мы", "он", "она", "они", "но", "и", "при", "для", "по", "с", "к", "как", "так", "поэтому", "однако", "если"}},
      {"tr", "tr_TR.UTF-8", true, NameSuffix::apostrophe,
       {"sn", "dr", "prof", "doç", "av", "gen", "alb", "örn", "bkz", "yrd", "org", "korg", "mah", "cad", "haz", "çev"},
       {"no", "s", "ss", "c", "md", "cilt"},
       {"vb", "vs", "vd", "ltd", "şti"},
       {"bu", "o", "biz", "ancak", "fakat", "türkiye", "bunun", "böylece", "ayrıca", "ve", "bir", "şu"}},
  };
  return rules;
}

const LanguageRules* rules_of(std::string_view language) noexcept {
  for (const LanguageRules& rules : all_language_rules()) {
    if (rules.language == language) return &rules;
  }
  return nullptr;
}

}  // namespace stance::detail
