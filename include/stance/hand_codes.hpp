#pragma once
/// @file hand_codes.hpp
/// Hand codes: what readers say about texts, as the measure of what the software says. JSON lines or CSV.
///
/// JSON lines, one object for each row:
///
///     {"id": "s1", "text": "We shall join NATO.", "principal": "GEO", "axes": {"nato_orientation": 1}, "targets": {"NATO": 1, "Russia":
///     0}}
///     {"id": "s2", "document": "speech-7", "start": 120, "end": 184, "coder": "AB", "axes": {"non_alignment": 0.5}}
///
/// - `id` names the row. Several coders give several rows of one id; the text needs to stand in one of them.
/// - `text` is scored as a document of its own. `document` (or `doc`) with `start` and `end` is a place in a document that is given beside
/// the codes:
///   code points, half open; without a span the whole document is meant. A row with both is scored from its text unless the caller wants
///   the context.
/// - `axes` and `targets` give a label for each key: −1, 0 and 1 are classes, numbers between them positions. Under `positions` every
/// number is
///   a position, also −1, 0 and 1. In tables of classes a position counts by its sign. A target may be named by key, name or ISO code. A
///   label that is not given says nothing.
/// - `counts: false`: the row must move nothing (a reference, a quotation that nobody endorses); its labels are not used.
/// - `coder`: default is the name of the file, so that files of several coders can be given together.
/// - `principal` and `language` as for documents; `tags`: a list of names, for tables. Other fields that are no lists or objects
///   (genre, group, year, …) can be asked for in tables.
///
/// CSV has the same fields as columns. Wide: columns `axis:KEY`, `target:KEY` and `position:KEY`, empty where there is no label. Long:
/// columns `key` and `value`, and optionally `kind` (axis, target or position; default: whichever the lexicon knows, axes first); rows of
/// the same id and coder belong together. `tags` are separated by semicolons.
///
/// A row that cannot be used becomes a diagnostic and never loses the others. Codes, which are stable, beside those of reading (read.hpp):
///
/// | code | what |
/// |---|---|
/// | V101 | the row is not a JSON object on a line of its own, or the file is neither JSON lines nor CSV |
/// | V102 | the id is missing, empty, or neither a string nor a number |
/// | V103 | no row of this id has a text or a document |
/// | V104 | the span is incomplete, not of whole numbers, or empty |
/// | V105 | the span ends outside of the document, or does not cut it into text |
/// | V106 | there is no document of this id |
/// | V107 | unknown axis, or a key that is neither axis nor target |
/// | V108 | a target that the lexicon does not know (a warning: the label cannot be compared) |
/// | V109 | the value is no number in [−1, 1] |
/// | V110 | a key has two labels in one row |
/// | V111 | a coder has two rows of the same id |
/// | V112 | rows of the same id have different texts, documents or spans |
/// | V113 | a field has the wrong type |
/// | V114 | the CSV file has no id, or no column of labels |
/// | V115 | an intensity with a negative value (a warning: it has no − pole and counts as 0) |

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "stance/error.hpp"
#include "stance/lexicon.hpp"
#include "stance/read.hpp"

namespace stance {

/// Half-open range of code points.
struct CodePointSpan {
  std::size_t start = 0;
  std::size_t end = 0;
  friend bool operator==(const CodePointSpan&, const CodePointSpan&) = default;
};

/// What a coder says about one axis or target.
struct HandLabel {
  EvidenceKey key;
  double value = 0.0;        ///< in [−1, 1]
  bool is_position = false;  ///< a position, not one of the classes −1, 0, 1
};

/// One row: what one coder says about one text.
struct HandCode {
  std::string id;
  std::string coder;
  std::string text;
  std::string document;  ///< id; empty: the text stands alone
  std::optional<CodePointSpan> span;
  std::string principal;
  std::string language;
  std::vector<HandLabel> labels;  ///< by key, axes first
  bool counts = true;
  std::vector<std::string> tags;
  std::map<std::string, std::string> fields;  ///< the rest of the row
  std::string source;                         ///< "file:line"
};

struct HandCodes {
  std::vector<HandCode> rows;                          ///< in reading order
  std::map<std::string, std::size_t> unknown_targets;  ///< labels that the lexicon does not know, with their number
  std::vector<Diagnostic> diagnostics;
};

/// Reads hand codes from .jsonl, .ndjson, .csv and .tsv files, from folders of them, and JSON lines from "-".
/// @param options  names of the fields of text, id, language and principal; CSV delimiter; what is done with bytes that are not UTF-8
[[nodiscard]] HandCodes read_hand_codes(const std::vector<std::string>& inputs, const Lexicon& lexicon, const ReadOptions& options = {});

}  // namespace stance
