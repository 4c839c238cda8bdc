#include "stance/read.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "folder_test.hpp"

namespace stance {
namespace {

namespace fs = std::filesystem;

class Read : public FolderTest {};

std::vector<std::string> ids_of(const Corpus& corpus) {
  std::vector<std::string> ids;
  for (const Document& document : corpus) ids.push_back(document.id);
  return ids;
}

ReadResult read_stdin(const std::string& bytes, const ReadOptions& options = {}) {
  std::istringstream stream(bytes);
  DocumentReader reader({"-"}, options, stream);
  ReadResult result;
  Document document;
  while (reader.next(document, result.diagnostics)) result.corpus.add(document);
  EXPECT_TRUE(document.id.empty());
  return result;
}

using Strings = std::vector<std::string>;
using Variables = std::map<std::string, std::string>;

TEST_F(Read, FolderIsWalkedInByteOrder) {
  write("b.txt", "Text b.");
  write("B.md", "Text B.");
  write("a/c.TXT", "Text c.");
  write("a/d.markdown", "Text d.");
  write("skipped.pdf", "%PDF");
  write(".hidden.txt", "no");
  write("rows.jsonl", "{\"text\":\"one\"}\n{\"id\":7,\"text\":\"two\"}\n");
  const ReadResult result = read_corpus({root_.string()});
  EXPECT_EQ(ids_of(result.corpus), (Strings{"B", "c", "d", "b", "rows:1", "7"}));
  EXPECT_TRUE(result.diagnostics.empty());
  EXPECT_EQ(result.corpus[4].source, path("rows.jsonl") + ":1");
  ReadOptions top;
  top.folders = FolderWalk::top_level;
  EXPECT_EQ(read_corpus({root_.string()}, top).corpus.size(), 4U);
}

TEST_F(Read, SharedFileNamesAreToldApartByPath) {
  write("x/same.txt", "One.");
  write("y/same.txt", "Two.");
  write("other.txt", "Three.");
  EXPECT_EQ(ids_of(read_corpus({root_.string()}).corpus), (Strings{"other", "x/same.txt", "y/same.txt"}));
  EXPECT_EQ(ids_of(read_corpus({path("x/same.txt"), path("x/../x/same.txt")}).corpus), (Strings{"same"}));
}

TEST_F(Read, TextFilesKeepTheirBytes) {
  const std::string bytes = "\xEF\xBB\xBFOne.\r\n\r\nTwo.\r\n";
  ReadOptions options;
  options.default_language = "en";
  options.default_principal = "Georgia";
  const ReadResult result = read_corpus({write("speech.unknown", bytes)}, options);
  ASSERT_EQ(result.corpus.size(), 1U);
  EXPECT_EQ(result.corpus[0].text, bytes);
  EXPECT_EQ(result.corpus[0].id, "speech");
  EXPECT_EQ(result.corpus[0].language, "en");
  EXPECT_EQ(result.corpus[0].principal, "Georgia");
}

TEST_F(Read, OneBadFileNeverLosesTheOthers) {
  write("1.txt", "Good.");
  write("2.txt", "");
  write("3.txt", std::string("PK\0\1", 4));
  write("4.txt", "One.\nTw\xE9.");
  write("5.txt", "\xEF\xBB\xBF \r\n");
  write("6.txt", "Good too.");
  const ReadResult result = read_corpus({root_.string(), path("missing")});
  EXPECT_EQ(ids_of(result.corpus), (Strings{"1", "6"}));
  EXPECT_EQ(codes_of(result.diagnostics), (Strings{"T102:0", "T104:0", "T105:0", "T106:2", "T104:0"}));
  EXPECT_EQ(result.diagnostics[3].position, (SourcePosition{2, 3, 7}));
  EXPECT_EQ(result.diagnostics[3].file, path("4.txt"));
  EXPECT_EQ(result.diagnostics[1].severity, Severity::warning);
}

TEST_F(Read, FilesOfOtherFormatsAreNoTexts) {
  // What each format begins with: RFC 8259, RFC 8118 (PDF), the HTML standard ("13.1 Writing HTML documents"), XML 1.0, the RTF
  // specification 1.9.1, APPNOTE.TXT of PKWARE (zip), [MS-CFB] (old Office files), RFC 2781 (UTF-16).
  const std::vector<std::pair<std::string, std::string>> formats = {
      {"<!DOCTYPE html>\n<html><body>We shall join NATO.</body></html>", "HTML"},
      {"\xEF\xBB\xBF\n <HTML lang=\"en\"><script>x</script>", "HTML"},
      {"<?xml version=\"1.0\"?><p>We</p>", "XML"},
      {"{\\rtf1 We shall join NATO.\\par}", "RTF"},
      {"%PDF-1.7\n1 0 obj", "PDF"},
      {std::string("PK\x03\x04\x14\0\6\0", 8), "zip"},
      {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "Office"},
      {std::string("\xFF\xFEW\0e\0", 6), "UTF-16"},
      {std::string("\xFE\xFF\0W\0e", 6), "UTF-16"},
      {"{\"text\": \"We shall join NATO.\"}", ".jsonl"},
      {"[\n  {\"text\": \"We shall join NATO.\"}\n]", "JSON array"},
  };
  for (std::size_t i = 0; i < formats.size(); ++i) write("bad" + std::to_string(10 + i) + ".txt", formats[i].first);
  // Prose and Markdown that begin a little like them.
  const Strings texts = {"<b>Speech</b> to the Assembly.", "[1] We agree.", "{We} shall join.", "PK is no zip.", "50 %PDF-files",
                         "<htmlless> is no tag, but <p>this</p> is one.", "We write <!DOCTYPE html> and {\"text\": 1}.", "\"{\" opens."};
  for (std::size_t i = 0; i < texts.size(); ++i) write("good" + std::to_string(i) + ".txt", texts[i]);
  for (const InvalidUtf8 invalid : {InvalidUtf8::report, InvalidUtf8::repair}) {
    ReadOptions options;
    options.invalid_utf8 = invalid;
    const ReadResult result = read_corpus({root_.string()}, options);
    ASSERT_EQ(result.diagnostics.size(), formats.size());
    for (std::size_t i = 0; i < formats.size(); ++i) {
      EXPECT_EQ(result.diagnostics[i].code, "T105") << i;
      EXPECT_EQ(result.diagnostics[i].severity, Severity::error);
      EXPECT_NE(result.diagnostics[i].message.find(formats[i].second), std::string::npos) << result.diagnostics[i].message;
    }
    ASSERT_EQ(result.corpus.size(), texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) EXPECT_EQ(result.corpus[i].text, texts[i]);
  }
  EXPECT_EQ(codes_of(read_stdin(" [ {\"text\": \"x\"}]").diagnostics), (Strings{"T105:0"}));
}

TEST_F(Read, RepairKeepsInvalidFilesAndMendsRows) {
  ReadOptions options;
  options.invalid_utf8 = InvalidUtf8::repair;
  write("a.txt", "Tw\xE9.");
  write("b.jsonl", "{\"text\":\"Tw\xE9.\"}");
  const ReadResult result = read_corpus({root_.string()}, options);
  ASSERT_EQ(result.corpus.size(), 2U);
  EXPECT_EQ(result.corpus[0].text, "Tw\xE9.");
  EXPECT_EQ(result.corpus[1].text, "Tw\xEF\xBF\xBD.");
}

TEST_F(Read, NothingToRead) {
  EXPECT_EQ(codes_of(read_corpus({}).diagnostics), (Strings{"T101:0"}));
  EXPECT_EQ(codes_of(read_corpus({root_.string()}).diagnostics), (Strings{"T101:0"}));
  EXPECT_EQ(codes_of(read_corpus({path("none")}).diagnostics), (Strings{"T102:0"}));
}

/// Root may read everything; while this lives, the process is nobody instead. Does nothing for other users.
class WithoutPrivileges {
 public:
  WithoutPrivileges() : was_(::geteuid()), dropped_(was_ == 0 && ::seteuid(65534) == 0) {}
  ~WithoutPrivileges() {
    if (dropped_ && ::seteuid(was_) != 0) std::abort();
  }
  WithoutPrivileges(const WithoutPrivileges&) = delete;
  WithoutPrivileges& operator=(const WithoutPrivileges&) = delete;

 private:
  ::uid_t was_;
  bool dropped_;
};

TEST_F(Read, FolderWithoutPermission) {
  write("a.txt", "One.");
  fs::permissions(root_, fs::perms::none);
  const WithoutPrivileges nobody;
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything, and may not become another user here (no CAP_SETUID)";
  EXPECT_EQ(codes_of(read_corpus({root_.string()}).diagnostics), (Strings{"T103:0"}));
}

TEST_F(Read, AFileWithoutPermissionDoesNotLoseTheOthers) {
  write("a.txt", "One.");
  fs::permissions(write("b.txt", "Two."), fs::perms::none);
  const WithoutPrivileges nobody;
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything, and may not become another user here (no CAP_SETUID)";
  const ReadResult result = read_corpus({root_.string()});
  EXPECT_EQ(ids_of(result.corpus), (Strings{"a"}));
  EXPECT_EQ(result.diagnostics.size(), 1U);
}

struct RowCase {
  const char* name;
  std::string row;
  std::string code;  ///< empty: good
  Variables variables;
};

const std::vector<RowCase> row_cases = {
    {"plain", R"({"text":"A."})", "", {}},
    {"variables", R"({"text":"A.","year":1995,"w":1.50e3,"ok":true,"no":null,"list":[1, {"a":"b"}],"s":"\u018fli"})", "",
     {{"year", "1995"}, {"w", "1.50e3"}, {"ok", "true"}, {"list", R"([1, {"a":"b"}])"}, {"s", "Əli"}}},
    {"string id", R"({"id":"x","text":"A."})", "", {}},
    {"number id", R"({"id":12.0,"text":"A."})", "", {}},
    {"null id", R"({"id":null,"text":"A."})", "T109", {}},
    {"array id", R"({"id":[1],"text":"A."})", "T109", {}},
    {"empty id", R"({"id":"","text":"A."})", "T109", {}},
    {"no text", R"({"id":"x"})", "T108", {}},
    {"number as text", R"({"text":5})", "T108", {}},
    {"empty text", R"({"text":" \n"})", "T104", {}},
    {"language of wrong type", R"({"text":"A.","language":5})", "T113", {}},
    {"null language", R"({"text":"A.","language":null})", "", {}},
    {"not closed", R"({"text":"A.")", "T107", {}},
    {"array", R"(["text"])", "T107", {}},
    {"text behind", R"({"text":"A."} x)", "T107", {}},
    {"two objects", R"({"text":"A."}{"text":"B."})", "T107", {}},
    {"bad number", R"({"text":"A.","n":01x})", "T107", {}},
    {"bad literal", R"({"text":"A.","n":nul})", "T107", {}},
    {"lone surrogate", R"({"text":"\ud800"})", "T107", {}},
    {"invalid bytes", "{\"text\":\"\xFF\"}", "T106", {}},
};

TEST_F(Read, JsonRows) {
  std::size_t n_checked = 0;
  for (const RowCase& row : row_cases) {
    SCOPED_TRACE(row.name);
    const ReadResult result = read_corpus({write("rows.jsonl", "\n" + row.row + "\n{\"id\":\"last\",\"text\":\"Z.\"}")});
    const bool good = row.code.empty();
    EXPECT_EQ(codes_of(result.diagnostics), good ? Strings{} : Strings{row.code + ":2"});
    ASSERT_EQ(result.corpus.size(), good ? 2U : 1U);
    EXPECT_EQ(result.corpus.documents().back().id, "last");
    if (good) {
      EXPECT_EQ(result.corpus[0].variables, row.variables);
    }
    ++n_checked;
  }
  EXPECT_EQ(n_checked, 20U);
}

TEST_F(Read, JsonLinesWithMarkCrlfAndBlankLines) {
  const std::string rows = "\xEF\xBB\xBF{\"text\":\"A.\",\"language\":\"az\",\"principal\":\"Iran\"}\r\n\r\n{\"id\":\"q\",\"text\":\"B.\"}\r\n{\"id\":\"q\",\"text\":\"C.\"}";
  const ReadResult result = read_corpus({write("rows.ndjson", rows)});
  EXPECT_EQ(ids_of(result.corpus), (Strings{"rows:1", "q"}));
  EXPECT_EQ(result.corpus[0].language, "az");
  EXPECT_EQ(result.corpus[0].principal, "Iran");
  EXPECT_EQ(codes_of(result.diagnostics), (Strings{"T110:4"}));
  EXPECT_NE(result.diagnostics[0].message.find("rows.ndjson:3"), std::string::npos) << result.diagnostics[0].message;
}

TEST_F(Read, AnIdThatIsUsedTwiceIsToldWithItsFirstPlace) {
  write("a.txt", "A text.");
  write("b.csv", "id,text\nx,First.\na,\"Taken by\na file.\"\n");
  write("c.jsonl", "{\"id\":\"x\",\"text\":\"Taken by a row.\"}\n{\"id\":\"X\",\"text\":\"Another id.\"}\n");
  const ReadResult result = read_corpus({path("a.txt"), path("b.csv"), path("c.jsonl")});
  EXPECT_EQ(ids_of(result.corpus), (Strings{"a", "x", "X"}));
  EXPECT_EQ(codes_of(result.diagnostics), (Strings{"T110:3", "T110:1"}));
  EXPECT_NE(result.diagnostics[0].message.find("\"a\" was already used by " + path("a.txt") + ";"), std::string::npos) << result.diagnostics[0].message;
  EXPECT_NE(result.diagnostics[1].message.find("\"x\" was already used by " + path("b.csv") + ":2;"), std::string::npos) << result.diagnostics[1].message;
}

TEST_F(Read, VeryLongRow) {
  const std::string text(20'000'000, 'x');
  const ReadResult result = read_corpus({write("rows.jsonl", "{\"text\":\"" + text + "\"}\n{\"text\":\"B.\"}\n")});
  ASSERT_EQ(result.corpus.size(), 2U);
  EXPECT_EQ(result.corpus[0].text.size(), text.size());
}

TEST_F(Read, Csv) {
  const std::string rows =
      "\xEF\xBB\xBFid,text,year,language\r\n"
      "a,\"One, \"\"two\"\",\nthree.\",1995,tr\r\n"
      "b,Four.\r\n"
      "c,\"Five.\",,\r\n"
      "\r\n"
      "d,Si\"x.,1,en\r\n"
      ",Seven.,1,en\r\n"
      "e,,1,en\r\n"
      "f,Eight.,2001,en";
  const ReadResult result = read_corpus({write("rows.csv", rows)});
  EXPECT_EQ(ids_of(result.corpus), (Strings{"a", "c", "f"}));
  EXPECT_EQ(result.corpus[0].text, "One, \"two\",\nthree.");
  EXPECT_EQ(result.corpus[0].variables, (Variables{{"year", "1995"}}));
  EXPECT_EQ(result.corpus[0].language, "tr");
  EXPECT_EQ(result.corpus[1].variables, Variables{});
  EXPECT_EQ(result.corpus[0].source, path("rows.csv") + ":2");
  EXPECT_EQ(result.corpus[2].source, path("rows.csv") + ":10");
  EXPECT_EQ(codes_of(result.diagnostics), (Strings{"T111:4", "T112:7", "T109:8", "T104:9"}));
}

TEST_F(Read, CsvColumnsAndDelimiters) {
  ReadOptions options;
  options.text_field = "speech";
  options.csv_delimiter = ';';
  EXPECT_EQ(ids_of(read_corpus({write("a.csv", "speech;who\nHi, you.;me\n")}, options).corpus), (Strings{"a:1"}));
  EXPECT_EQ(ids_of(read_corpus({write("b.tsv", "id\ttext\nx\tHi, you.\n")}).corpus), (Strings{"x"}));
  EXPECT_EQ(codes_of(read_corpus({write("c.csv", "id,body\nx,Hi.\n")}).diagnostics), (Strings{"T108:1"}));
  const auto advice = [&](const std::string& name, const std::string& header) {
    const std::vector<Diagnostic> got = read_corpus({write(name, header + "\nx\n")}).diagnostics;
    return got.empty() ? "" : got[0].message.substr(got[0].message.find(';') + 2);
  };
  EXPECT_EQ(advice("d.csv", "id,body"), "name the column that holds the text (--text-column, ReadOptions::text_field); there are id, body");
  EXPECT_EQ(advice("e.csv", "id;text"), "its columns seem to be separated by semicolons; say so (--csv-delimiter, ReadOptions::csv_delimiter)");
  EXPECT_EQ(advice("f.csv", "id\ttext"), "its columns seem to be separated by tabs; say so (--csv-delimiter, ReadOptions::csv_delimiter)");
  EXPECT_EQ(advice("g.tsv", "id,text"), "its columns seem to be separated by commas; say so (--csv-delimiter, ReadOptions::csv_delimiter)");
  EXPECT_EQ(advice("h.csv", "a,b,c,d,e,f,g,h,i,j,k,l,m"),
            "name the column that holds the text (--text-column, ReadOptions::text_field); there are a, b, c, d, e, f, g, h, i, j, k, l, …");
  EXPECT_EQ(codes_of(read_corpus({write("d.csv", "text,text\nx,Hi.\n")}).diagnostics), (Strings{"T112:1"}));
  EXPECT_EQ(codes_of(read_corpus({write("e.csv", "id,text\nx,Hi.\ny,\"open\nz,lost\n")}).diagnostics), (Strings{"T112:3"}));
  EXPECT_EQ(codes_of(read_corpus({write("f.csv", "")}).diagnostics), (Strings{"T104:0"}));
}

TEST_F(Read, StandardInput) {
  const ReadResult text = read_stdin("\n  A text {with} braces.\n");
  ASSERT_EQ(text.corpus.size(), 1U);
  EXPECT_EQ(text.corpus[0].id, "stdin");
  EXPECT_EQ(text.corpus[0].text, "\n  A text {with} braces.\n");
  const ReadResult rows = read_stdin("\n \n{\"text\":\"A.\"}\n{\"text\":5}\n");
  EXPECT_EQ(ids_of(rows.corpus), (Strings{"stdin:1"}));
  EXPECT_EQ(rows.corpus[0].source, "stdin:3");
  EXPECT_EQ(codes_of(rows.diagnostics), (Strings{"T108:4"}));
  EXPECT_EQ(codes_of(read_stdin("").diagnostics), (Strings{"T104:0"}));
}

}  // namespace
}  // namespace stance
