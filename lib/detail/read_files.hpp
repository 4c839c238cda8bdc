#pragma once
/// @file read_files.hpp
/// Which files the inputs stand for.

#include <filesystem>
#include <string>
#include <vector>

#include "stance/read.hpp"

namespace stance::detail {

enum class FileKind : unsigned char { text, json_lines, csv, tsv, standard_input };

struct InputFile {
  std::filesystem::path path;
  std::string name;  ///< as the user named it, for messages
  std::string stem;  ///< first part of the ids: unique among the inputs unless two are the same path
  FileKind kind = FileKind::text;
};

/// Files in reading order; what cannot be found or opened goes to `diagnostics`.
[[nodiscard]] std::vector<InputFile> list_files(const std::vector<std::string>& inputs, const ReadOptions& options, std::vector<Diagnostic>& diagnostics);

[[nodiscard]] Diagnostic read_fault(std::string code, std::string file, std::size_t line, std::string message);

}  // namespace stance::detail
