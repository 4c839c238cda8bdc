#include "detail/clean_builder.hpp"

#include <algorithm>
#include <utility>

namespace stance {

void CleanTextBuilder::append_run(ByteSpan original, std::size_t clean_size) {
  auto& runs = clean_.runs_;
  const std::size_t clean = clean_.text_.size();
  last_original_ = original.end;
  if (!runs.empty()) {
    auto& last = runs.back();
    const bool verbatim = last.size == last.original_size && clean_size == original.size();
    if (verbatim && last.clean + last.size == clean && last.original + last.original_size == original.begin) {
      last.size += clean_size;
      last.original_size += original.size();
      return;
    }
  }
  runs.push_back({clean, original.begin, clean_size, original.size()});
}

void CleanTextBuilder::begin_block(BlockKind kind, std::size_t original_offset) {
  if (!clean_.text_.empty()) {
    const std::size_t from = std::min(last_original_, original_offset);
    append_run({from, original_offset}, 1);
    clean_.text_ += '\n';
  }
  block_begin_ = clean_.text_.size();
  kind_ = kind;
}

void CleanTextBuilder::end_block() {
  remove_trailing_space();
  if (!at_block_start()) {
    clean_.blocks_.push_back({{block_begin_, clean_.text_.size()}, kind_});
  } else if (block_begin_ > 0) {
    remove_trailing_bytes(1);  // nothing was left of the block: the separator goes too
  }
  block_begin_ = clean_.text_.size();
}

void CleanTextBuilder::copy(ByteSpan original) {
  if (original.empty()) return;
  append_run(original, original.size());
  clean_.text_.append(original_.substr(original.begin, original.size()));
}

void CleanTextBuilder::replace(ByteSpan original, std::string_view with) {
  append_run(original, with.size());
  clean_.text_ += with;
}

void CleanTextBuilder::fold_space(ByteSpan original) {
  if (at_block_start() || ends_with_space()) return;
  replace(original, " ");
}

void CleanTextBuilder::cut(ByteSpan original, CutReason reason) {
  if (original.empty()) return;
  const bool one_stretch = reason == CutReason::reference_list || reason == CutReason::front_matter || reason == CutReason::menu;
  auto& cuts = clean_.cuts_;
  if (!cuts.empty() && cuts.back().reason == reason && cuts.back().span.end <= original.begin) {
    const std::string_view between = original_.substr(cuts.back().span.end, original.begin - cuts.back().span.end);
    const bool adjacent = between.empty() || (one_stretch && between.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos);
    if (adjacent) {
      cuts.back().span.end = original.end;
      return;
    }
  }
  cuts.push_back({original, reason});
}

void CleanTextBuilder::remove_trailing_bytes(std::size_t n) {
  clean_.text_.resize(clean_.text_.size() - n);
  while (n > 0 && !clean_.runs_.empty()) {
    auto& last = clean_.runs_.back();
    if (last.size != last.original_size || last.size <= n) {
      n -= std::min(n, last.size);
      clean_.runs_.pop_back();
    } else {
      last.size -= n;
      last.original_size -= n;
      n = 0;
    }
  }
}

void CleanTextBuilder::remove_trailing_space() {
  if (ends_with_space()) remove_trailing_bytes(1);
}

CleanText CleanTextBuilder::finish() {
  const auto earlier = [](const Cut& a, const Cut& b) { return a.span.begin < b.span.begin; };
  if (!std::is_sorted(clean_.cuts_.begin(), clean_.cuts_.end(), earlier)) std::sort(clean_.cuts_.begin(), clean_.cuts_.end(), earlier);
  return std::move(clean_);
}

}  // namespace stance
