// quanteda's YAML: keys with lists of words or with more keys. What stands at a key that has keys below it, as.yaml() writes as "__".
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <utility>

#include "detail/clean_characters.hpp"
#include "detail/dictionary_text.hpp"
#include "detail/lexicon_yaml.hpp"

namespace stance::detail {
namespace {

constexpr std::size_t max_yaml_entries = 250'000;  ///< aliases counted each time, since they can make a small file endless

class QuantedaReader {
 public:
  QuantedaReader(DictionaryText& text, Dictionary& dictionary) : text_(text), categories_(dictionary) {}

  void run() {
    try {
      const YamlDocument document = load_yaml(std::string(text_.text()));
      if (document.second) text_.error("I103", place(*document.second), "a second YAML document; expected one in a file");
      if (document.root.IsMap()) {
        read_map(document.root, std::nullopt, 0);
      } else {
        text_.error("I103", document.root.IsNull() ? SourcePosition{1, 1, 0} : place(document.root),
                    "expected keys with lists of words, such as 'peace: [peace, truce*]'");
      }
    } catch (const YAML::Exception& fault) {
      text_.error("I103", place(fault.mark), "not YAML: " + fault.msg + "; a word with signs in it may want quotation marks");
    }
  }

 private:
  [[nodiscard]] SourcePosition place(const YAML::Mark& mark) const {
    if (mark.line < 0) return {1, 1, 0};
    return text_.position(static_cast<std::size_t>(mark.line), static_cast<std::size_t>(std::max(mark.column, 0)));
  }
  [[nodiscard]] SourcePosition place(const YAML::Node& node) const { return place(node.Mark()); }

  void spend(const YAML::Node& node) {
    if (++entries_ <= max_yaml_entries) return;
    text_.error("I103", place(node), fmt::format("more than {} entries, aliases written out", max_yaml_entries));
    throw DictionaryText::Stop();
  }

  void read_map(const YAML::Node& map, std::optional<std::size_t> parent, std::size_t depth) {
    if (depth >= max_category_depth) {
      text_.error("I103", place(map), fmt::format("categories are nested more than {} deep", max_category_depth));
      return;
    }
    for (const auto& entry : map) {
      spend(entry.first);
      if (!entry.first.IsScalar() || trimmed(entry.first.Scalar()).empty()) {
        text_.error("I103", place(entry.first), "a key without a name");
      } else if (entry.first.Scalar() == "__" && parent) {
        read_values(entry.second, *parent, depth);
      } else {
        read_values(entry.second, categories_.add(text_, entry.first.Scalar(), parent, place(entry.first)), depth);
      }
    }
  }

  void read_values(const YAML::Node& node, std::size_t category, std::size_t depth) {
    if (node.IsMap()) {
      read_map(node, category, depth + 1);
    } else if (node.IsScalar()) {
      read_word(node, category);
    } else if (node.IsSequence()) {
      if (depth >= max_category_depth) {
        text_.error("I103", place(node), fmt::format("lists are nested more than {} deep", max_category_depth));
        return;
      }
      for (const auto& item : node) read_values(item, category, depth + 1);
    }
  }

  void read_word(const YAML::Node& node, std::size_t category) {
    spend(node);
    const std::string_view word = trimmed(node.Scalar());
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
