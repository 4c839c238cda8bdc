#pragma once
/// @file documents.hpp
/// Documents on their way through the analysis, with progress on standard error.

#include <functional>
#include <memory>
#include <vector>

#include "command.hpp"

namespace program {

/// A bar on standard error, when that is a terminal and the work is long.
class Progress {
 public:
  /// @param bytes  of all inputs
  Progress(std::uintmax_t bytes, bool wanted);
  ~Progress();
  void add(std::size_t bytes);

 private:
  struct Bar;
  std::unique_ptr<Bar> bar_;
};
/// Bytes of the files behind the inputs; standard input counts as 0.
[[nodiscard]] std::uintmax_t size_of(const std::vector<std::string>& inputs);

/// Reads, analyses and hands out document after document; what went wrong is printed.
/// @return faults of documents that could not be read or analysed
std::vector<stance::Diagnostic> stream(const Common& common, const stance::CompiledLexicon& lexicon, Reporter& reporter,
                                       const std::function<void(const stance::Document&, stance::DocumentAnalysis&&)>& sink);
/// The same, through a writer, which is finished with the faults: what it writes is made in the threads that analyse.
/// @param documents  counts those that were analysed
void stream(const Common& common, const stance::CompiledLexicon& lexicon, Reporter& reporter, stance::ScoreWriter& writer, std::size_t& documents);

}  // namespace program
