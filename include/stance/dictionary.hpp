#pragma once
/// @file dictionary.hpp
/// Dictionaries of other programs: quanteda (YAML), LIWC (.dic), Lexicoder (.lc3, .lcd), Yoshikoder (.ykd), WordStat (.cat) and word lists
/// in CSV files become lexicons, and lexicons become quanteda dictionaries. Nothing is lost in silence: whatever cannot be said in the
/// other format is a diagnostic with its line, column and reason (codes I1xx to I4xx, lexicons/FORMAT.md), and the counts add up.
///
///     const stance::DictionaryRead read = stance::read_dictionary("laver-garry.cat");
///     const stance::ImportedLexicon imported = stance::import_dictionary(read, {.axes = {{"economy", {"+STATE+"}, {"-STATE-"}}}});
///     stance::analyze(corpus, stance::CompiledLexicon(*imported.lexicon));

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "stance/error.hpp"
#include "stance/lexicon.hpp"

namespace stance {

enum class DictionaryFormat : std::uint8_t { quanteda, liwc, lexicoder, yoshikoder, wordstat, csv };
/// "quanteda", "liwc", "lexicoder", "yoshikoder", "wordstat", "csv".
[[nodiscard]] std::string_view name_of(DictionaryFormat format) noexcept;
/// The format of that name. @throws InvalidArgument with the nearest one
[[nodiscard]] DictionaryFormat parse_dictionary_format(std::string_view name);

/// A word or phrase with the wildcards of its format, or everything in a category.
struct DictionaryItem {
  std::string text;
  std::optional<std::size_t> category;  ///< into Dictionary::categories
};

/// On which side of an entry something must, or must not, stand for the entry to count.
enum class DictionarySide : std::uint8_t { before, behind, near };

struct DictionaryCondition {
  DictionarySide side = DictionarySide::before;
  bool excluded = false;              ///< must not stand there
  std::vector<DictionaryItem> items;  ///< one of these
  std::size_t distance = 1;           ///< in words: 1 is the next word; 0: anywhere in the sentence
};

struct CategoryEntry {
  DictionaryItem item;
  std::vector<DictionaryCondition> conditions;  ///< all must hold
  double weight = 1.0;
  std::optional<double> value;  ///< of word lists with a valence; in any unit
  SourcePosition position;
};

struct DictionaryCategory {
  std::string name;
  std::string path;  ///< names from the top, joined by "/"
  std::optional<std::size_t> parent;
  std::vector<CategoryEntry> entries;
  SourcePosition position;
};

/// What a dictionary file says, in its own terms.
struct Dictionary {
  DictionaryFormat format = DictionaryFormat::quanteda;
  std::string name;                            ///< what it calls itself, else its file's name without folders and extension
  std::string file;                            ///< for messages
  std::string encoding;                        ///< that it was read in
  std::vector<DictionaryCategory> categories;  ///< in the order of the file; a parent before its children
  std::size_t left_out = 0;                    ///< entries that could not even be read (each has a diagnostic)

  [[nodiscard]] std::size_t n_entries() const noexcept;
  /// Categories of that path or name, ignoring letter case where nothing has exactly that one.
  [[nodiscard]] std::vector<std::size_t> find(std::string_view path_or_name) const;
};

struct DictionaryOptions {
  std::optional<DictionaryFormat> format;  ///< default: by the extension and what is in the file
  /// Any name that ICU knows: "latin1", "windows-1254", "utf-16". Default: byte order mark, UTF-8, UTF-16 by its zeros, else Windows-1252.
  std::string encoding;
  std::string separator;  ///< stands between the words of a phrase in place of a space; WordStat's "_" is known
  bool lenient = false;   ///< entries with faults are left out with a warning, and the rest is used
};

struct DictionaryRead {
  std::optional<Dictionary> dictionary;  ///< when there was no error
  std::vector<Diagnostic> diagnostics;
};

/// Read a dictionary file. O(bytes).
/// @throws InvalidArgument for an encoding that nobody knows
[[nodiscard]] DictionaryRead read_dictionary(const std::string& path, const DictionaryOptions& options = {});
/// The same from memory. `file` names it in messages, and its extension tells the format.
[[nodiscard]] DictionaryRead parse_dictionary(std::string_view bytes, const std::string& file, const DictionaryOptions& options = {});

/// Two poles of a dictionary. A category stands for all that is in it and below it.
struct DictionaryAxis {
  std::string key;                    ///< default: the names of both poles, "left_right"
  std::vector<std::string> negative;  ///< names or paths of categories
  std::vector<std::string> positive;
};

struct ImportOptions {
  std::vector<DictionaryAxis> axes;  ///< empty: every category becomes an intensity, with all that is below it
  std::string name;                  ///< of the pack; default: the dictionary's
  std::string version = "1.0.0";
  std::string language = "en";  ///< decides how letters are folded: "az", "en", "ru", "tr"
  std::string licence;
  bool keep_case = false;  ///< capitals ask for capitals in the text; default: letter case does not count, as in these programs
  double scale = 5.0;  ///< of intensities, see Axis::scale
};

/// entries = exact + changed + left_out + unused.
struct ImportCounts {
  std::size_t categories = 0;
  std::size_t entries = 0;   ///< lines of the dictionary, once for each category they are in
  std::size_t exact = 0;     ///< say the same in the lexicon
  std::size_t changed = 0;   ///< say nearly the same; a warning says how
  std::size_t left_out = 0;  ///< could not be carried over; a warning says why
  std::size_t unused = 0;    ///< in categories that are no pole
  std::size_t merged = 0;    ///< patterns that stood on an axis already (also from a category below)
  std::size_t axes = 0;
  std::size_t patterns = 0;  ///< of all axes
};

struct ImportedLexicon {
  std::optional<Lexicon> lexicon;       ///< when there was no error; read from `yaml`
  std::string yaml;                     ///< the pack; behind each pattern, as a comment, where the dictionary has it
  std::vector<Diagnostic> diagnostics;  ///< those of reading, then those of importing
  ImportCounts counts;
};

/// Make a lexicon of a dictionary.
///
/// An entry on a negative pole has value −1, on a positive one +1, in an intensity 1; with a valence, the valence divided by the largest
/// absolute one. Its weight is the dictionary's. Holder is `any`: a dictionary counts a word whoever says it. An entry at both poles of
/// an axis counts as neutral with both weights, which gives the same mean. What differs from counting words: see lexicons/FORMAT.md.
/// Cost: O(entries · axes they are on).
/// @throws InvalidArgument for a category that is not there or could be several, a language without rules, an axis without a pole
[[nodiscard]] ImportedLexicon import_dictionary(const DictionaryRead& read, const ImportOptions& options = {});

struct ExportCounts {
  std::size_t patterns = 0;
  std::size_t exact = 0;
  std::size_t changed = 0;   ///< a warning says how
  std::size_t left_out = 0;  ///< a warning says why
  std::size_t values = 0;    ///< phrases written
};

struct ExportedDictionary {
  std::string yaml;
  std::vector<Diagnostic> diagnostics;
  ExportCounts counts;
};

/// A lexicon's axes as a quanteda dictionary of globs: a bipolar axis gives the keys `negative`, `neutral` and `positive` below its own, an
/// intensity one list. Alternatives, optional words, term sets, names of targets and gaps are written out, up to 1,000 phrases for a
/// pattern. quanteda has no values between the poles, weights, exclusions, smart case, beginnings of sentences, cues with slots or
/// modifiers: each is a diagnostic I4xx.
[[nodiscard]] ExportedDictionary export_quanteda(const Lexicon& lexicon);

}  // namespace stance
