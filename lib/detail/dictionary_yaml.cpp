// quanteda's YAML: keys with lists of words or with more keys. What stands at a key that has keys below it, as.yaml() writes as "__".
#include <fmt/format.h>

#include <utility>

#include "detail/clean_characters.hpp"
#include "detail/dictionary_text.hpp"
#include "detail/lexicon_tree.hpp"

namespace stance::detail {
namespace {

constexpr std::size_t max_yaml_entries = 1'000'000;  ///< aliases counted each time, since they can make a small file endless

class QuantedaReader {
 public:
  QuantedaReader(DictionaryText& text, Dictionary& dictionary) : text_(text), categories_(dictionary) {}

  void run() {
    try {
      const YamlDocument document(text_.text());
      if (document.second()) text_.error("I103", text_.position_of(*document.second()), "a second YAML document; expected one in a file");
      if (document.root().is_mapping()) {
        read_map(document.root(), std::nullopt, 0);
      } else {
        text_.error("I103", place(document.root()), "expected keys with lists of words, such as 'peace: [peace, truce*]'");
      }
    } catch (const YamlFault& fault) {
      text_.error("I103", text_.position_of(fault.offset), "not YAML: " + fault.message + "; a word with signs in it may want quotation marks");
    }
  }

 private:
  [[nodiscard]] SourcePosition place(const YamlNode& node) const { return text_.position_of(node.offset); }

  void spend(const YamlNode& node) {
    if (++entries_ <= max_yaml_entries) return;
    text_.error("I103", place(node), fmt::format("more than {} entries, aliases written out", max_yaml_entries));
    throw DictionaryText::Stop();
  }

  void read_map(const YamlNode& map, std::optional<std::size_t> parent, std::size_t depth) {
    if (depth >= max_category_depth) {
      text_.error("I103", place(map), fmt::format("categories are nested more than {} deep", max_category_depth));
      return;
    }
    for (const auto& [key, values] : map.entries) {
      spend(*key);
      if (trimmed(key->text).empty()) {
        text_.error("I103", place(*key), "a key without a name");
      } else if (key->text == "__" && parent) {
        read_values(*values, *parent, depth);
      } else {
        read_values(*values, categories_.add(text_, std::string(key->text), parent, place(*key)), depth);
      }
    }
  }

  void read_values(const YamlNode& node, std::size_t category, std::size_t depth) {
    if (node.is_mapping()) {
      read_map(node, category, depth + 1);
    } else if (node.is_scalar()) {
      read_word(node, category);
    } else if (node.is_list()) {
      if (depth >= max_category_depth) {
        text_.error("I103", place(node), fmt::format("lists are nested more than {} deep", max_category_depth));
        return;
      }
      for (const YamlNode* item : node.items) read_values(*item, category, depth + 1);
    }
  }

  void read_word(const YamlNode& node, std::size_t category) {
    spend(node);
    const std::string_view word = trimmed(node.text);
    if (word.empty()) {
      text_.reject("I103", place(node), "an empty word");
    } else {
      categories_[category].entries.push_back(word_entry(word, place(node)));
    }
  }

  DictionaryText& text_;
  CategoryList categories_;
  std::size_t entries_ = 0;
};

}  // namespace

void read_quanteda(DictionaryText& text, Dictionary& dictionary) { QuantedaReader(text, dictionary).run(); }

}  // namespace stance::detail
