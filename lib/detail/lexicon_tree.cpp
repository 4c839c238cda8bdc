#include "detail/lexicon_tree.hpp"

#include <fmt/format.h>
#include <yaml.h>

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <unordered_map>
#include <utility>
#include <vector>

#include "detail/text_utf8.hpp"

namespace stance::detail {
namespace {

/// libyaml counts code points, we count bytes. Places come nearly in the order of the text, so the way from the last one is short.
class ByteOffsets {
 public:
  explicit ByteOffsets(std::string_view text) : text_(text) {}

  std::size_t operator()(std::size_t code_point) {
    while (index_ < code_point && byte_ < text_.size()) {
      const std::string_view ahead = text_.substr(byte_, code_point - index_);  // as many bytes as code points are missing, which is all of them in ASCII
      index_ += count_code_points(ahead);
      byte_ += ahead.size();
      while (byte_ < text_.size() && is_continuation(text_[byte_])) ++byte_;
    }
    for (; index_ > code_point; --index_) {
      do --byte_;
      while (is_continuation(text_[byte_]));
    }
    return byte_;
  }

 private:
  std::string_view text_;
  std::size_t index_ = 0;  ///< code points before byte_
  std::size_t byte_ = 0;
};

struct EventDeleter {
  void operator()(yaml_event_t* event) const { yaml_event_delete(event); }
};

/// The events of a text. Each is gone when the next one is asked for.
class Events {
 public:
  explicit Events(std::string_view text) : text_(text), byte_offset_(text) {
    if (yaml_parser_initialize(&parser_) == 0) throw std::bad_alloc();
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  ~Events() { yaml_parser_delete(&parser_); }
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;

  /// @throws YamlFault
  const yaml_event_t& next() {
    held_.reset();
    if (yaml_parser_parse(&parser_, &event_) == 0) throw_fault();
    held_.reset(&event_);
    return event_;
  }
  [[nodiscard]] std::size_t offset() { return byte_offset_(event_.start_mark.index); }

 private:
  [[noreturn]] void throw_fault() {
    switch (parser_.error) {
      case YAML_MEMORY_ERROR: throw std::bad_alloc();
      case YAML_READER_ERROR: throw YamlFault{fmt::format("{}: U+{:04X}", parser_.problem, parser_.problem_value), at_text(parser_.problem_offset)};
      default: throw YamlFault{message(), at_text(byte_offset_(parser_.problem_mark.index))};
    }
  }

  [[nodiscard]] std::string message() const {
    const std::string_view problem = parser_.problem;
    if (problem == "found character that cannot start any token") {
      const char found = text_[ByteOffsets(text_)(parser_.problem_mark.index)];
      return found == '\t' ? "a tab; expected spaces" : fmt::format("'{}' cannot begin a value; put what it begins into quotation marks", found);
    }
    if (problem == "did not find expected <document start>") return "expected the end of the document; what stands here belongs to no list or mapping before it. Is it indented as they are?";
    if (parser_.context == nullptr || parser_.context_mark.index == parser_.problem_mark.index) return std::string(problem);
    return fmt::format("{} {} that begins in line {}", problem, parser_.context, parser_.context_mark.line + 1);
  }

  /// What is missed at the end of a text is shown behind its last line, not on an empty one.
  [[nodiscard]] std::size_t at_text(std::size_t offset) const {
    return text_.find_first_not_of(" \t\r\n", offset) != std::string_view::npos ? offset : std::min(offset, text_.find_last_not_of(" \t\r\n") + 1);
  }

  std::string_view text_;
  ByteOffsets byte_offset_;
  yaml_parser_t parser_{};
  yaml_event_t event_{};
  std::unique_ptr<yaml_event_t, EventDeleter> held_;
};

/// What a plain scalar without a tag must be to stand for nothing.
bool is_null_word(std::string_view text) {
  constexpr std::array<std::string_view, 5> words = {"", "~", "null", "Null", "NULL"};
  return std::find(words.begin(), words.end(), text) != words.end();
}

class TreeBuilder {
 public:
  TreeBuilder(Events& events, std::pmr::memory_resource& memory) : events_(events), memory_(&memory) {}

  /// The node that begins with the event behind the beginning of a document.
  const YamlNode* read_document() {
    do read(events_.next());
    while (!open_.empty());
    return loose_.front();
  }

 private:
  struct Open {
    YamlNode* node;
    std::size_t first;  ///< of its children in loose_
  };

  void read(const yaml_event_t& event) {
    switch (event.type) {
      case YAML_SCALAR_EVENT: {
        YamlNode& node = add(event.data.scalar.anchor, event.data.scalar.tag);
        const std::string_view text(reinterpret_cast<const char*>(event.data.scalar.value), event.data.scalar.length);
        if (event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE && event.data.scalar.tag == nullptr && is_null_word(text)) break;
        node.kind = YamlNode::Kind::scalar;
        node.text = kept(text);
        break;
      }
      case YAML_ALIAS_EVENT: loose_.push_back(named(reinterpret_cast<const char*>(event.data.alias.anchor))); break;
      case YAML_SEQUENCE_START_EVENT: open(YamlNode::Kind::list, add(event.data.sequence_start.anchor, event.data.sequence_start.tag)); break;
      case YAML_MAPPING_START_EVENT: open(YamlNode::Kind::mapping, add(event.data.mapping_start.anchor, event.data.mapping_start.tag)); break;
      default: close();
    }
  }

  YamlNode& add(const yaml_char_t* anchor, const yaml_char_t* tag) {
    YamlNode& node = *memory_.new_object<YamlNode>();
    node.offset = events_.offset();
    if (tag != nullptr) node.tag = kept(reinterpret_cast<const char*>(tag));
    if (anchor != nullptr) anchors_[reinterpret_cast<const char*>(anchor)] = &node;
    loose_.push_back(&node);
    return node;
  }

  void open(YamlNode::Kind kind, YamlNode& node) {
    node.kind = kind;
    if (open_.size() == max_yaml_depth) throw YamlFault{"lists and mappings are nested too deep to be read", node.offset, true};
    open_.push_back({&node, loose_.size()});
  }

  void close() {
    const auto [node, first] = open_.back();
    open_.pop_back();
    const std::span<const YamlNode* const> children = std::span(loose_).subspan(first);
    if (node->kind == YamlNode::Kind::list) {
      const YamlNode** items = memory_.allocate_object<const YamlNode*>(children.size());
      std::copy(children.begin(), children.end(), items);
      node->items = {items, children.size()};
    } else {
      YamlEntry* entries = memory_.allocate_object<YamlEntry>(children.size() / 2);
      for (std::size_t i = 0; i < children.size() / 2; ++i) entries[i] = {children[2 * i], children[2 * i + 1]};
      node->entries = {entries, children.size() / 2};
    }
    loose_.resize(first);
  }

  /// The node of an anchor: the last one of that name, which must be complete, or the tree would have a circle.
  const YamlNode* named(const std::string& anchor) {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) throw YamlFault{fmt::format("the alias '*{0}' stands for nothing; expected an anchor '&{0}' before it", anchor), events_.offset()};
    if (std::any_of(open_.begin(), open_.end(), [&](const Open& open) { return open.node == found->second; })) {
      throw YamlFault{fmt::format("the alias '*{0}' stands inside of what it stands for, '&{0}'", anchor), events_.offset()};
    }
    return found->second;
  }

  std::string_view kept(std::string_view text) {
    if (text.empty()) return {};
    char* bytes = memory_.allocate_object<char>(text.size());
    std::copy(text.begin(), text.end(), bytes);
    return {bytes, text.size()};
  }

  Events& events_;
  std::pmr::polymorphic_allocator<> memory_;
  std::vector<Open> open_;
  std::vector<const YamlNode*> loose_;  ///< nodes whose list or mapping is not complete, in order
  std::unordered_map<std::string, const YamlNode*> anchors_;
};

constexpr YamlNode nothing;

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const noexcept {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const YamlEntry& entry) { return entry.key->is_scalar() && entry.key->text == key; });
  return found == entries.end() ? nullptr : found->value;
}

YamlDocument::YamlDocument(std::string_view text) : memory_(text.size() + 1024), root_(&nothing) {
  Events events(text);
  events.next();  // the beginning of the stream
  if (events.next().type == YAML_STREAM_END_EVENT) return;
  root_ = TreeBuilder(events, memory_).read_document();
  events.next();  // the end of the document
  if (events.next().type == YAML_DOCUMENT_START_EVENT) {
    events.next();
    second_ = events.offset();
  }
}

}  // namespace stance::detail
