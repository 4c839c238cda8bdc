// Yoshikoder's .ykd and Lexicoder 2's .lcd: trees of <cnode> (category) and <pnode> (pattern).
#include <fmt/format.h>

#include <pugixml.hpp>

#include <utility>

#include "detail/clean_characters.hpp"
#include "detail/dictionary_text.hpp"
#include "detail/lexicon_names.hpp"

namespace stance::detail {
namespace {

class XmlReader {
 public:
  XmlReader(DictionaryText& text, Dictionary& dictionary) : text_(text), dictionary_(dictionary), categories_(dictionary) {}

  void run() {
    pugi::xml_document document;
    const std::string_view source = text_.text();
    const pugi::xml_parse_result parsed = document.load_buffer(source.data(), source.size(), pugi::parse_default, pugi::encoding_utf8);
    if (!parsed) {
      text_.error("I103", text_.position_of(static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.offset, 0))),
                  fmt::format("not XML: {}", parsed.description()));
      return;
    }
    const pugi::xml_node root = document.document_element();
    if (std::string_view(root.name()) != "dictionary") {
      text_.error("I103", place(root), fmt::format("expected <dictionary> as the outermost element, got <{}>", root.name()));
      return;
    }
    engine_ = lower_ascii(root.attribute("patternengine").as_string("substring"));
    if (engine_ != "substring" && engine_ != "regexp" && engine_ != "regex") {
      text_.report(Severity::warning, "I206", place(root),
                   fmt::format("patternengine '{}' is unknown; '*' is read as any characters of a word", engine_));
    }
    if (const std::string name = root.attribute("name").as_string(); !name.empty()) dictionary_.name = name;
    pugi::xml_node top = root;
    // Yoshikoder wraps everything in a category that stands for the dictionary itself.
    const pugi::xml_node wrapper = root.child("cnode");
    if (wrapper && !wrapper.next_sibling("cnode") && !root.child("pnode") && wrapper.child("cnode")) {
      if (const std::string name = wrapper.attribute("name").as_string(); !name.empty()) dictionary_.name = name;
      top = wrapper;
    }
    read_children(top, std::nullopt, 0);
  }

 private:
  [[nodiscard]] SourcePosition place(const pugi::xml_node& node) const {
    return text_.position_of(static_cast<std::size_t>(std::max<std::ptrdiff_t>(node.offset_debug(), 0)));
  }

  void read_children(const pugi::xml_node& node, std::optional<std::size_t> category, std::size_t depth) {
    if (depth > max_category_depth) {
      text_.error("I103", place(node), fmt::format("categories are nested more than {} deep", max_category_depth));
      return;
    }
    for (const pugi::xml_node& child : node.children()) {
      const std::string_view kind = child.name();
      if (kind == "cnode") {
        read_category(child, category, depth);
      } else if (kind == "pnode") {
        read_entry(child, category);
      } else if (child.type() == pugi::node_element) {
        text_.error("I103", place(child), fmt::format("unknown element <{}>; expected <cnode> or <pnode>", kind));
      }
    }
  }

  void read_category(const pugi::xml_node& node, std::optional<std::size_t> parent, std::size_t depth) {
    const std::string name(trimmed(node.attribute("name").as_string()));
    if (name.empty()) {
      text_.error("I103", place(node), "<cnode> without a name");
      return;
    }
    const std::size_t category = categories_.add(text_, name, parent, place(node));
    read_children(node, category, depth + 1);
  }

  void read_entry(const pugi::xml_node& node, std::optional<std::size_t> category) {
    const std::string name(trimmed(node.attribute("name").as_string()));
    if (!category) {
      text_.reject("I107", place(node), fmt::format("'{}' is in no category", name));
      return;
    }
    if (name.empty()) {
      text_.reject("I103", place(node), "<pnode> without a name");
      return;
    }
    double weight = 1.0;
    for (const char* attribute : {"score", "weight"}) {
      const pugi::xml_attribute given = node.attribute(attribute);
      if (!given || std::string_view(given.value()).empty()) continue;
      const std::optional<double> number = whole_number(given.value());
      if (!number || *number < 0.0 || *number > 100.0) {
        text_.reject("I105", place(node), fmt::format("'{}': {} is '{}'; expected a number from 0 to 100", name, attribute, given.value()));
        return;
      }
      weight = *number;
    }
    if (engine_.starts_with("reg") && name.find_first_of("\\^$.|?*+()[]{}") != std::string::npos) {
      text_.leave_out("I301", place(node), fmt::format("'{}' is a regular expression; expected a word or phrase", name));
      return;
    }
    categories_[*category].entries.push_back(word_entry(name, place(node), weight));
  }

  DictionaryText& text_;
  Dictionary& dictionary_;
  CategoryList categories_;
  std::string engine_;
};

}  // namespace

void read_category_xml(DictionaryText& text, Dictionary& dictionary) { XmlReader(text, dictionary).run(); }

}  // namespace stance::detail
