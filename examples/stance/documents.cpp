#include "documents.hpp"

#include <unistd.h>

#include <boost/timer/progress_display.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>

namespace program {
namespace {

constexpr std::uintmax_t long_work = 8U * 1024U * 1024U;  ///< bytes from which a bar is shown

}  // namespace

struct Progress::Bar {
  boost::timer::progress_display display;
  std::uintmax_t left;
  explicit Bar(std::uintmax_t bytes) : display(bytes, std::cerr), left(bytes) {}
};

Progress::Progress(std::uintmax_t bytes, bool wanted) {
  if (wanted && bytes >= long_work && isatty(STDERR_FILENO) != 0) bar_ = std::make_unique<Bar>(bytes);
}

Progress::~Progress() {
  if (bar_ && bar_->left > 0) bar_->display += bar_->left;
}

void Progress::add(std::size_t bytes) {
  if (!bar_) return;
  const std::uintmax_t step = std::min<std::uintmax_t>(bytes, bar_->left);
  bar_->left -= step;
  if (step > 0) bar_->display += step;
}

std::uintmax_t size_of(const std::vector<std::string>& inputs) {
  namespace fs = std::filesystem;
  std::uintmax_t sum = 0;
  std::error_code fault;
  const auto add = [&](const fs::path& path) {
    const std::uintmax_t size = fs::file_size(path, fault);
    if (!fault) sum += size;
  };
  for (const std::string& input : inputs) {
    if (!fs::is_directory(input, fault)) {
      if (input != "-") add(input);
      continue;
    }
    for (fs::recursive_directory_iterator at(input, fs::directory_options::skip_permission_denied, fault), end; !fault && at != end;
         at.increment(fault)) {
      if (at->is_regular_file(fault)) add(at->path());
    }
  }
  return sum;
}

namespace {

/// Reads documents for `analyse`, and prints what went wrong.
template <typename Analyse>
std::vector<stance::Diagnostic> read_and(const Common& common, Reporter& reporter, const Analyse& analyse) {
  stance::DocumentReader reader(common.inputs, common.read);
  Progress progress(size_of(common.inputs), isatty(STDOUT_FILENO) == 0 || common.format == "table" || common.format == "md");
  std::vector<stance::Diagnostic> faults;
  const auto next = [&](stance::Document& document) {
    std::vector<stance::Diagnostic> found;
    const bool more = reader.next(document, found);
    reporter.print(found);
    std::copy_if(found.begin(), found.end(), std::back_inserter(faults),
                 [](const stance::Diagnostic& d) { return d.severity == stance::Severity::error; });
    progress.add(document.text.size());
    return more;
  };
  const std::vector<stance::Diagnostic> failed = analyse(next);
  reporter.print(failed);
  faults.insert(faults.end(), failed.begin(), failed.end());
  return faults;
}

}  // namespace

std::vector<stance::Diagnostic> stream(const Common& common, const stance::CompiledLexicon& lexicon, Reporter& reporter,
                                       const std::function<void(const stance::Document&, stance::DocumentAnalysis&&)>& sink) {
  return read_and(common, reporter, [&](const auto& next) { return stance::analyze_stream(next, lexicon, common.analysis, sink); });
}

void stream(const Common& common, const stance::CompiledLexicon& lexicon, Reporter& reporter, stance::ScoreWriter& writer, std::size_t& documents) {
  const auto render = [&](const stance::Document& document, const stance::DocumentAnalysis& result) { return writer.render(document, result); };
  const auto write = [&](std::string&& rendered) {
    ++documents;
    writer.write(rendered);
    check_output();
  };
  writer.finish(read_and(common, reporter, [&](const auto& next) { return stance::analyze_stream(next, lexicon, common.analysis, render, write); }));
}

}  // namespace program
