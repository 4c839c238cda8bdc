#include "stance/clean.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "detail/clean_characters.hpp"
#include "stance/read.hpp"
#include "unit/cpu_seconds.hpp"

namespace stance {
namespace {

/// "P text", "H text", "L text" for each block.
std::vector<std::string> blocks_of(const CleanText& text) {
  std::vector<std::string> blocks;
  for (const Block& block : text.blocks()) {
    const char kind = block.kind == BlockKind::heading ? 'H' : block.kind == BlockKind::list_item ? 'L' : 'P';
    blocks.push_back(std::string(1, kind) + ' ' + text.text().substr(block.span.begin, block.span.size()));
  }
  return blocks;
}

/// "reason: bytes" for each cut that took more than marks.
std::vector<std::string> cuts_of(std::string_view original, const CleanText& text) {
  std::vector<std::string> cuts;
  for (const Cut& cut : text.cuts()) {
    if (cut.reason == CutReason::markup) continue;
    cuts.push_back(std::string(to_string(cut.reason)) + ": " + std::string(original.substr(cut.span.begin, cut.span.size())));
  }
  return cuts;
}

bool is_space_at(std::string_view text, std::size_t at) {
  for (std::size_t i = 0; i <= std::min<std::size_t>(at, 2); ++i) {
    const detail::CodePoint point = detail::decode_at(text, at - i);
    if (point.length > i && detail::is_white_space(point.value)) return true;
  }
  return false;
}

/// Is the clean byte part of a U+FFFD?
bool is_replacement_at(std::string_view text, std::size_t at) {
  constexpr std::string_view replacement = "\xEF\xBF\xBD";
  for (std::size_t i = 0; i < replacement.size(); ++i) {
    if (at >= i && text.substr(at - i, replacement.size()) == replacement) return true;
  }
  return false;
}

/// The promises of the map: copied bytes are the original's, spans grow, nothing is lost without being listed.
void check_map(std::string_view original, const CleanText& clean_text) {
  const std::string& text = clean_text.text();
  std::vector<bool> covered(original.size(), false);
  std::size_t last = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const ByteSpan span = clean_text.to_original({i, i + 1});
    ASSERT_LE(span.end, original.size());
    ASSERT_GE(span.end, last) << "at clean byte " << i;
    last = span.end;
    if (text[i] == ' ' || text[i] == '\n') continue;
    if (span.size() == 1 && !is_replacement_at(text, i)) {
      ASSERT_EQ(original[span.begin], text[i]) << "at clean byte " << i;
    }
    for (std::size_t k = span.begin; k < span.end; ++k) covered[k] = true;
  }
  for (const Cut& cut : clean_text.cuts()) {
    ASSERT_LE(cut.span.end, original.size());
    ASSERT_LT(cut.span.begin, cut.span.end);
    for (std::size_t k = cut.span.begin; k < cut.span.end; ++k) covered[k] = true;
  }
  for (std::size_t k = 0; k < original.size(); ++k) {
    ASSERT_TRUE(covered[k] || is_space_at(original, k)) << "lost byte " << k << ": " << original.substr(k > 20 ? k - 20 : 0, 40);
  }
  const auto earlier = [](const Cut& a, const Cut& b) { return a.span.begin < b.span.begin; };
  ASSERT_TRUE(std::is_sorted(clean_text.cuts().begin(), clean_text.cuts().end(), earlier));
}

struct CleanCase {
  const char* name;
  std::string original;
  std::vector<std::string> blocks;
  std::vector<std::string> cuts;  ///< without markup
};

const std::string long_half = "The ministry said in its yearly report that the state will keep its distance from both blocs and the";
const std::string closed_paragraph = "The government keeps its doors open to every partner in the region and beyond it, whoever that may be.";

const std::vector<CleanCase> clean_cases = {
    {"nothing", "", {}, {}},
    {"white space", " \n\t\r\n \xC2\xA0 \n", {}, {}},
    {"one line is a paragraph", "Neutral and proud", {"P Neutral and proud"}, {}},
    {"one line marked as heading", "# Neutral and proud", {"H Neutral and proud"}, {}},
    {"line ends", "One.\r\n\r\nTwo.\r\rThree.\n", {"P One.", "P Two.", "P Three."}, {}},
    {"byte order mark", "\xEF\xBB\xBFOne.", {"P One."}, {"byte_order_mark: \xEF\xBB\xBF"}},
    {"spaces fold", "One  two\t three\xC2\xA0" "four \xE2\x80\xAF five.", {"P One two three four five."}, {}},
    {"invisible characters", "Neu\xC2\xADtral\xE2\x80\x8B state\x01.\xE2\x80\x8B\n",
     {"P Neutral state."}, {"control: \xC2\xAD", "control: \xE2\x80\x8B", "control: \x01", "control: \xE2\x80\x8B"}},
    {"joiners stay", "\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE\xD9\x88", {"P \xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE\xD9\x88"}, {}},
    {"emphasis and links", "A **bold** and *leaning* word, _both_ snake_case, 2*3, a * b, [a *site*](http://x.y) &c.",
     {"P A bold and leaning word, both snake_case, 2*3, a * b, a site &c."}, {}},
    {"html marks and addresses", "Line<br>two <b>bold</b> H<sub>2</sub>O <!-- no --> see <https://x.y/z> x < y.",
     {"P Line two bold H2O see https://x.y/z x < y."}, {}},
    {"escapes", "Five \\* six \\# seven C:\\dir.", {"P Five * six # seven C:\\dir."}, {}},
    {"headings", "# First\n\nText one.\n\n**Second part**\n\nText two.\n\nTHIRD PART\n\nText three.\n\nFourth part\n\nText four.\n\nFifth\n-----\nText five.",
     {"H First", "P Text one.", "H Second part", "P Text two.", "H THIRD PART", "P Text three.", "H Fourth part", "P Text four.", "H Fifth", "P Text five."}, {}},
    {"lists", "We shall:\n- join the league;\n* guard the coast;\n\n1. First aim\n2. Second aim\n(a) one way\n• another\n",
     {"P We shall:", "L join the league;", "L guard the coast;", "L 1. First aim", "L 2. Second aim", "L (a) one way", "L another"}, {}},
    {"numbers inside a sentence stay", "There are ways: (1) careful steps; (2) bold steps.", {"P There are ways: (1) careful steps; (2) bold steps."}, {}},
    {"numbered heading above text", closed_paragraph + "\n\n2. Energy policy\n\n" + closed_paragraph,
     {"P " + closed_paragraph, "H 2. Energy policy", "P " + closed_paragraph}, {}},
    {"hyphenation", "The govern-\nment of a non-\naligned land in the Euro-\nAtlantic area keeps a well-known and a well-\nknown course.",
     {"P The government of a non-aligned land in the Euro-Atlantic area keeps a well-known and a well-known course."}, {"hyphenation: -\n"}},
    {"hyphen kept where the text writes it", "A north-south road and a north-\nsouth line. Trans-\nport of oil-\n gas by 2021-\n2025.",
     {"P A north-south road and a north-south line. Transport of oilgas by 2021-2025."}, {"hyphenation: -\n", "hyphenation: -\n "}},
    {"soft hyphen at the line end", "The govern\xC2\xAD\nment said so.", {"P The government said so."}, {"hyphenation: \xC2\xAD\n"}},
    {"sentence over a page break", long_half + "\n\nneighbours alike.\n\nNext.", {"P " + long_half + " neighbours alike.", "P Next."}, {}},
    {"word over a page break", "It is the task of every foreign minis-\n\n\ntry to talk.", {"P It is the task of every foreign ministry to talk."}, {"hyphenation: -\n\n\n"}},
    {"headings and items are not joined", "Our aims\n\nmatter to us.\n\n- first\n\n- second", {"P Our aims matter to us.", "L first", "L second"}, {}},
    {"lines of one paragraph each", closed_paragraph + "\n" + closed_paragraph + "\nMr. President,\nThank you.",
     {"P " + closed_paragraph, "P " + closed_paragraph, "P Mr. President,", "P Thank you."}, {}},
    {"wrapped lines",
     "The country lies between two seas and three powers, and it\nhas learned that friends change. Its policy since the days\n"
     "of independence has been to talk to all of them. The new\nDoctrine says so in its first article, and nobody has ever\nasked for another one.\n\n"
     "A second paragraph begins here and it is wrapped like the\nfirst one was.",
     {"P The country lies between two seas and three powers, and it has learned that friends change. Its policy since the days of independence has been "
      "to talk to all of them. The new Doctrine says so in its first article, and nobody has ever asked for another one.",
      "P A second paragraph begins here and it is wrapped like the first one was."}, {}},
    {"footnote between the halves", "The league was founded in 1950\xC2\xB9 and " + long_half + "\n\n\xC2\xB9 Qeyd: see the archive of the league.\n\nNeighbours of its members.",
     {"P The league was founded in 1950 and " + long_half + " Neighbours of its members."}, {"note_mark: \xC2\xB9", "footnote: \xC2\xB9 Qeyd: see the archive of the league."}},
    {"footnotes with tags, several paragraphs", long_half + " league<sup>4</sup> of\n\n<sup>4</sup> First paragraph of the note.\n\nSecond paragraph of the note.\n\nneighbours. It ends.",
     {"P " + long_half + " league of neighbours. It ends."},
     {"note_mark: <sup>4</sup>", "footnote: <sup>4</sup> First paragraph of the note.", "footnote: Second paragraph of the note."}},
    {"footnote with a bare number", long_half + " pact12 of\n\n12 Протокол заседания, с. 4.\n\nneighbours was signed.",
     {"P " + long_half + " pact of neighbours was signed."}, {"note_mark: 12", "footnote: 12 Протокол заседания, с. 4."}},
    {"markdown footnote", "The pact[^1] was signed.\n\n[^1]: By whom, nobody knows.", {"P The pact was signed."}, {"note_mark: [^1]", "footnote: [^1]: By whom, nobody knows."}},
    {"powers and hours are no notes", "The area is 86 km² and x² m³ at 13⁰⁰ or 10⁶.", {"P The area is 86 km² and x² m³ at 13⁰⁰ or 10⁶."}, {}},
    {"a paragraph that begins with a number", closed_paragraph + "\n\n27 states have signed it.\n\n" + closed_paragraph,
     {"P " + closed_paragraph, "P 27 states have signed it.", "P " + closed_paragraph}, {}},
    {"references to the end", closed_paragraph + "\n\nReferences:\n\n1. Doe J. (2001) On pacts. Oslo. 12 p.\n2. Roe R. (2004) On seas. pp. 3-9.\n",
     {"P " + closed_paragraph}, {"reference_list: References:\n\n1. Doe J. (2001) On pacts. Oslo. 12 p.\n2. Roe R. (2004) On seas. pp. 3-9."}},
    {"references to the next heading", "## Ədəbiyyat\n\nDoe, J. On pacts // Journal. 2001. s. 3-9\n\n## Annex\n\nText of the annex.",
     {"H Annex", "P Text of the annex."}, {"reference_list: ## Ədəbiyyat\n\nDoe, J. On pacts // Journal. 2001. s. 3-9"}},
    {"a heading like references without a list", "Notes\n\nWe note that peace is near.", {"H Notes", "P We note that peace is near."}, {}},
    {"captions inside a sentence", long_half + "\n\n*Ministers at the table.\nPhoto by N. Doe*\n\nOpening of the port. 1921\n\nneighbours alike.",
     {"P " + long_half + " neighbours alike."}, {"caption: *Ministers at the table.\nPhoto by N. Doe*", "caption: Opening of the port. 1921"}},
    {"a paragraph between two open ends is no caption", "Doe, John, the author of all that follows here, who lives in the port of the old\n\n" + long_half + "\n\nneighbours alike.",
     {"P Doe, John, the author of all that follows here, who lives in the port of the old", "P " + long_half + " neighbours alike."}, {}},
    {"short lines are no titles of each other", "We want peace\nWe want bread\nSoon", {"P We want peace", "P We want bread", "P Soon"}, {}},
    {"captions between paragraphs", closed_paragraph + "\n\n*Ministers at the table. Town hall, 1999*\n\nTable 3. Exports by year\n\n" + closed_paragraph + "\n\nTable 3 shows exports.",
     {"P " + closed_paragraph, "P " + closed_paragraph, "P Table 3 shows exports."}, {"caption: *Ministers at the table. Town hall, 1999*", "caption: Table 3. Exports by year"}},
    {"pull quote", closed_paragraph + " We say that small states must never put all their eggs into the basket of one great power.\n\n"
     "*Small states must never put all their eggs in the basket of one great power.*\n\n" + closed_paragraph + "\n\n*This sentence in italics is said only once, and it is text.*",
     {"P " + closed_paragraph + " We say that small states must never put all their eggs into the basket of one great power.", "P " + closed_paragraph,
      "P This sentence in italics is said only once, and it is text."},
     {"pull_quote: *Small states must never put all their eggs in the basket of one great power.*"}},
    {"page numbers", closed_paragraph + "\n\n12\n\n" + long_half + "\n\nPage 13 of 20\n\nneighbours.\n\n- 14 -\n\n1995\n\nThat year.",
     {"P " + closed_paragraph, "P " + long_half + " neighbours.", "H 1995", "P That year."}, {"page_number: 12", "page_number: Page 13 of 20", "page_number: - 14 -"}},
    {"running heads", closed_paragraph + "\n\nYearbook of the Ministry 7\n\n" + closed_paragraph + "\n\nYearbook of the Ministry 8\n\n" + closed_paragraph +
     "\n\nYearbook of the Ministry 9\n\nThe end.",
     {"P " + closed_paragraph, "P " + closed_paragraph, "P " + closed_paragraph, "P The end."},
     {"running_head: Yearbook of the Ministry 7", "running_head: Yearbook of the Ministry 8", "running_head: Yearbook of the Ministry 9"}},
    {"articles and speakers are no running heads", "Article 1\n\nOne.\n\nArticle 2\n\nTwo.\n\nArticle 3\n\nThree.\n\nMinister Doe\n\nYes.\n\nMinister Doe\n\nNo.\n\nMinister Doe\n\nPerhaps.",
     {"H Article 1", "P One.", "H Article 2", "P Two.", "H Article 3", "P Three.", "H Minister Doe", "P Yes.", "H Minister Doe", "P No.", "H Minister Doe", "P Perhaps."}, {}},
    {"menu", "Menu\n\nSearch\n\n" + closed_paragraph + "\n\nRelated articles\n\nHome | About us | Contact",
     {"P " + closed_paragraph}, {"menu: Menu\n\nSearch", "menu: Related articles\n\nHome | About us | Contact"}},
    {"one menu word may be a heading", "News\n\n" + closed_paragraph, {"H News", "P " + closed_paragraph}, {}},
    {"front matter", "# Of small states\n\nJane Q. Doe,\n\nLecturer, University of the Sea\n\nORCID ID: 0000-0001\n\njane@sea.example\n\nDOI 10.1/2\n\nAbstract. " + closed_paragraph +
     "\n\nKey words: states, seas.\n\n" + closed_paragraph,
     {"H Of small states", "P Abstract. " + closed_paragraph, "P " + closed_paragraph},
     {"front_matter: Jane Q. Doe,\n\nLecturer, University of the Sea\n\nORCID ID: 0000-0001\n\njane@sea.example\n\nDOI 10.1/2", "front_matter: Key words: states, seas."}},
    {"thesis", "REPUBLIC OF SEALAND\n\nOn the rights of the manuscript\n\n**THE FLEETS OF SMALL STATES**\n\nScientific supervisor: Doctor of Law\nJohn Roe\n\nI. GENERAL PART\n\n" + closed_paragraph +
     closed_paragraph + closed_paragraph + "\n\nPrinted: 01.02.2003\nPaper format: A5\nNumber of copies: 20",
     {"H THE FLEETS OF SMALL STATES", "H I. GENERAL PART", "P " + closed_paragraph + closed_paragraph + closed_paragraph},
     {"front_matter: REPUBLIC OF SEALAND\n\nOn the rights of the manuscript", "front_matter: Scientific supervisor: Doctor of Law\nJohn Roe",
      "front_matter: Printed: 01.02.2003\nPaper format: A5\nNumber of copies: 20"}},
};

TEST(Clean, Cases) {
  std::size_t n_checked = 0;
  for (const CleanCase& row : clean_cases) {
    SCOPED_TRACE(row.name);
    const std::vector<char> exact(row.original.begin(), row.original.end());
    const std::string_view original(exact.data(), exact.size());
    const CleanText text = clean(original);
    EXPECT_EQ(blocks_of(text), row.blocks);
    EXPECT_EQ(cuts_of(original, text), row.cuts);
    check_map(original, text);
    ++n_checked;
  }
  EXPECT_EQ(n_checked, 45U);
}

TEST(Clean, BlocksTileTheTextBetweenLineFeeds) {
  for (const CleanCase& row : clean_cases) {
    SCOPED_TRACE(row.name);
    const CleanText text = clean(row.original);
    std::size_t expected = 0;
    for (const Block& block : text.blocks()) {
      EXPECT_EQ(block.span.begin, expected);
      EXPECT_FALSE(block.span.empty());
      if (block.span.end < text.text().size()) {
        EXPECT_EQ(text.text()[block.span.end], '\n');
      }
      expected = block.span.end + 1;
    }
    if (!text.blocks().empty()) {
      EXPECT_EQ(text.blocks().back().span.end, text.text().size());
    }
  }
}

TEST(Clean, HalvesThatCannotBeTold) {
  // Two boxes read in the wrong order: which half belongs to which cannot be known, so no sentence is made up.
  const std::string second_half = "part of what the law asks for, and the ministry has always said so in public.";
  const std::string text = long_half + " sea and its shore is\n\n- An item stands between them.\n\nThe other " + long_half + "\n\n" + second_half + "\n\n- Another item.\n\n" +
                           "beyond the reach of all that was agreed on in the winter of that year by both.";
  const std::vector<std::string> blocks = blocks_of(clean(text));
  ASSERT_EQ(blocks.size(), 6U);
  EXPECT_EQ(blocks[2], "P The other " + long_half);
  EXPECT_EQ(blocks[3], "P " + second_half);
}

struct SwitchCase {
  const char* name;
  bool CleanOptions::*option;
  std::string original;
  CutReason reason;
  std::string kept;  ///< in the clean text when the option is off, and not when it is on
};

const std::vector<SwitchCase> switch_cases = {
    {"notes", &CleanOptions::notes, "A pact\xC2\xB9 here.\n\n\xC2\xB9 Note text.", CutReason::footnote, "Note text."},
    {"note marks", &CleanOptions::notes, "A pact\xC2\xB9 here.\n\n\xC2\xB9 Note text.", CutReason::note_mark, "pact\xC2\xB9"},
    {"references", &CleanOptions::references, closed_paragraph + "\n\nReferences\n\n1. Doe J. (2001) On pacts. 12 p.", CutReason::reference_list, "On pacts"},
    {"page numbers", &CleanOptions::running_heads, closed_paragraph + "\n\nPage 77\n\n" + closed_paragraph, CutReason::page_number, "Page 77"},
    {"running heads", &CleanOptions::running_heads, "One.\n\nYearbook of It 1\n\nTwo.\n\nYearbook of It 2\n\nThree.\n\nYearbook of It 3\n\nFour.", CutReason::running_head, "Yearbook of It 2"},
    {"captions", &CleanOptions::captions, closed_paragraph + "\n\nFigure 2. A port\n\n" + closed_paragraph, CutReason::caption, "A port"},
    {"menus", &CleanOptions::menus, "Home\n\nSearch\n\n" + closed_paragraph, CutReason::menu, "Search"},
    {"pull quotes", &CleanOptions::pull_quotes, closed_paragraph + "\n\n*The government keeps its doors open to every partner in the region.*\n\nEnd.", CutReason::pull_quote, "partner in the region."},
    {"front matter", &CleanOptions::front_matter, "# Title\n\nKey words: sea, land.\n\n" + closed_paragraph, CutReason::front_matter, "Key words"},
    {"markup", &CleanOptions::markup, "A **bold** word.", CutReason::markup, "**bold**"},
    {"hyphenation", &CleanOptions::rejoin, "The govern-\nment.", CutReason::hyphenation, "govern-\nment."},
};

TEST(Clean, EverySwitchKeepsItsText) {
  std::size_t n_checked = 0;
  for (const SwitchCase& row : switch_cases) {
    SCOPED_TRACE(row.name);
    const auto has_reason = [&](const CleanText& text) {
      return std::any_of(text.cuts().begin(), text.cuts().end(), [&](const Cut& cut) { return cut.reason == row.reason; });
    };
    CleanOptions off;
    off.*row.option = false;
    const CleanText with = clean(row.original);
    const CleanText without = clean(row.original, off);
    EXPECT_TRUE(has_reason(with));
    EXPECT_EQ(with.text().find(row.kept), std::string::npos) << with.text();
    EXPECT_FALSE(has_reason(without));
    EXPECT_NE(without.text().find(row.kept), std::string::npos) << without.text();
    check_map(row.original, without);
    EXPECT_NE(clean(row.original, CleanOptions::none()).text().find(row.kept), std::string::npos);
    ++n_checked;
  }
  EXPECT_EQ(n_checked, 11U);
}

TEST(Clean, InvalidUtf8IsAnErrorWithItsPlace) {
  try {
    static_cast<void>(clean("One.\r\nT\xC9\x99" "wo \xFF three."));
    FAIL() << "accepted";
  } catch (const ParseError& error) {
    ASSERT_EQ(error.diagnostics().size(), 1U);
    const Diagnostic& diagnostic = error.diagnostics().front();
    EXPECT_EQ(diagnostic.code, "T106");
    EXPECT_EQ(diagnostic.position, (SourcePosition{2, 6, 12}));
  }
}

TEST(Clean, RepairPutsReplacementCharactersAndListsThem) {
  CleanOptions options;
  options.repair_utf8 = true;
  const std::string original = "A\xFF\xE2\x82 b\xC3.";
  const CleanText text = clean(original, options);
  EXPECT_EQ(text.text(), "A\xEF\xBF\xBD\xEF\xBF\xBD b\xEF\xBF\xBD.");
  ASSERT_EQ(text.cuts().size(), 2U);  // neighbouring faults are one cut
  EXPECT_EQ(text.cuts()[0], (Cut{{1, 4}, CutReason::invalid_utf8}));
  EXPECT_EQ(text.cuts()[1], (Cut{{6, 7}, CutReason::invalid_utf8}));
  EXPECT_EQ(text.to_original({1, 4}), (ByteSpan{1, 2}));
  EXPECT_EQ(text.to_original({4, 7}), (ByteSpan{2, 4}));
  check_map(original, text);
}

TEST(CleanText, SpansGoBackThroughCutsAndMultiByteLetters) {
  const std::string original = "\xEF\xBB\xBF“Şəki” e\xCC\x81 😀 **NATO**\nmember-\nship\xC2\xB9 ok.\n\n\xC2\xB9 Note.";
  const CleanText text = clean(original);
  ASSERT_EQ(text.text(), "“Şəki” e\xCC\x81 😀 NATO membership ok.");
  const auto quote = [&](std::string_view words) {
    const std::size_t at = text.text().find(words);
    const ByteSpan span = text.to_original({at, at + words.size()});
    return original.substr(span.begin, span.size());
  };
  EXPECT_EQ(quote("Şəki"), "Şəki");
  EXPECT_EQ(quote("😀"), "😀");
  EXPECT_EQ(quote("NATO"), "NATO");
  EXPECT_EQ(quote("membership"), "member-\nship");
  EXPECT_EQ(quote("membership ok."), "member-\nship\xC2\xB9 ok.");
  EXPECT_EQ(quote("😀 NATO"), "😀 **NATO");
}

TEST(CleanText, EmptySpansAndEmptyTexts) {
  EXPECT_EQ(clean("").to_original({0, 0}), (ByteSpan{0, 0}));
  const CleanText text = clean("ab");
  EXPECT_EQ(text.to_original({1, 1}), (ByteSpan{1, 1}));
  EXPECT_EQ(text.to_original({2, 2}), (ByteSpan{2, 2}));
}

/// Pieces of all the noise there is, in any order.
std::string random_text(std::mt19937& random) {
  static const std::vector<std::string> pieces = {
      "the ", "state ", "NATO ", "Şəki ", "“quoted” ", "e\xCC\x81 ", "😀", "govern-\n", "ment ", "end. ", "\n", "\n\n", "\r\n", "\r", "\f", "*", "**", "_", "#", "# ", "- ", "1. ",
      "(a) ", "\xC2\xB9", "²", "<sup>3</sup>", "<sup>", "[^1]", "[^1]: ", "[a](b)", "[", "](", "\\*", "\\", "<br>", "<b", "12 ", "12\n\n", "Page 3\n\n", "\xC2\xAD", "\xE2\x80\x8B",
      "\xC2\xA0", "\xE2\x80\xAF", "\t", "  ", "\xEF\xBB\xBF", "†", "Figure 1. ", "References\n\n", "Menu\n\n", "Home Search\n\n", "---\n", "ABCD\n\n", ", ", ": ", "; ", "(", ")", "> ",
      "• ", "Doe J. (2001) pp. 1-2\n", "\x01", "the foreign and defense policy of the republic stays with us and is\n\n", "www.x.y ", "a@b.c\n\n", std::string(1, '\0')};
  std::uniform_int_distribution<std::size_t> pick(0, pieces.size() - 1);
  std::uniform_int_distribution<int> length(0, 60);
  std::string text;
  for (int i = length(random); i > 0; --i) text += pieces[pick(random)];
  return text;
}

TEST(CleanProperties, MapHoldsOnRandomNoise) {
  std::mt19937 random(20240501);
  for (int round = 0; round < 4000; ++round) {
    const std::string original = random_text(random);
    SCOPED_TRACE(testing::PrintToString(original));
    check_map(original, clean(original));
    check_map(original, clean(original, CleanOptions::none()));
    if (HasFatalFailure()) return;
  }
}

TEST(CleanProperties, RepairHoldsOnRandomBytes) {
  std::mt19937 random(7);
  CleanOptions options;
  options.repair_utf8 = true;
  for (int round = 0; round < 2000; ++round) {
    std::string original = random_text(random);
    for (std::size_t i = 0; i < original.size(); i += 1 + random() % 9) original[i] = static_cast<char>(random() % 256);
    SCOPED_TRACE(testing::PrintToString(original));
    const CleanText text = clean(original, options);
    EXPECT_EQ(find_invalid_utf8(text.text()), std::string_view::npos);
    check_map(original, text);
    if (HasFatalFailure() || HasNonfatalFailure()) return;
  }
}

TEST(CleanProperties, CleanTextIsCleanAlready) {
  // Plain prose comes out as it went in, and a second time too.
  const std::string prose = closed_paragraph + "\nIn 1995, 27 states met (see A/50/PV.4). They said: “We are friends.”\n" + closed_paragraph;
  const CleanText once = clean(prose);
  EXPECT_EQ(once.text(), prose);
  EXPECT_TRUE(once.cuts().empty());
  EXPECT_EQ(clean(once.text()).text(), prose);
}

TEST(CleanProperties, HostileTextsTakeLinearTime) {
  const std::vector<std::string> units = {"\n", "*", "* a\n", "[", "[a](", "<a", "<sup>", "_a ", "\\", "a\n", "A\n\n", "\xC2\xB9 a\n", "1 A\n\n", "a-\n", "1\n\n", "References\n\n", "*a\na\n", "> ", "\xE2\x80\x8B"};
  for (const std::string& unit : units) {
    SCOPED_TRACE(testing::PrintToString(unit));
    const auto seconds = [&](std::size_t size) {
      std::string text;
      while (text.size() < size) text += unit;
      return cpu_seconds([&] { static_cast<void>(clean(text)); });
    };
    // Sixteen times the text: a quadratic pass would take 256 times as long.
    const double small = std::max(seconds(20'000), 0.002);
    EXPECT_LT(seconds(320'000), small * 100);
  }
}

/// Real texts that may not be in the repository: a folder with seeds/ and ungdc/ that the environment names.
class CleanSharedData : public testing::Test {
 protected:
  void SetUp() override {
    const char* const folder = std::getenv("STANCE_SHARED_DATA");
    if (folder == nullptr) GTEST_SKIP() << "STANCE_SHARED_DATA names no folder with seeds/ and ungdc/; their texts may not be in this repository";
    folder_ = folder;
  }
  std::string folder_;
};

TEST_F(CleanSharedData, SpeechesComeOutUntouched) {
  const ReadResult speeches = read_corpus({folder_ + "/ungdc/speeches.jsonl"});
  EXPECT_TRUE(speeches.diagnostics.empty());
  EXPECT_EQ(speeches.corpus.size(), 1597U);
  std::size_t n_cuts = 0;
  for (const Document& speech : speeches.corpus) {
    const CleanText cleaned = clean(speech.text);
    check_map(speech.text, cleaned);
    for (const Cut& cut : cleaned.cuts()) EXPECT_EQ(cut.reason, CutReason::markup) << speech.id;
    n_cuts += cleaned.cuts().size();
  }
  EXPECT_EQ(n_cuts, 3U);  // three bullets
}

TEST_F(CleanSharedData, FoundingDocumentsLoseTheirNoise) {
  const ReadResult seeds = read_corpus({folder_ + "/seeds"});
  ASSERT_EQ(seeds.corpus.size(), 5U);
  using Counts = std::map<CutReason, std::size_t>;
  const std::vector<Counts> expected = {
      {{CutReason::front_matter, 3}, {CutReason::reference_list, 1}},
      {{CutReason::caption, 9}},
      {{CutReason::front_matter, 1}, {CutReason::footnote, 2}, {CutReason::note_mark, 1}, {CutReason::pull_quote, 4}},
      {{CutReason::menu, 2}},
      {{CutReason::front_matter, 3}, {CutReason::footnote, 28}, {CutReason::note_mark, 28}, {CutReason::reference_list, 1}}};
  for (std::size_t i = 0; i < seeds.corpus.size(); ++i) {
    SCOPED_TRACE(seeds.corpus[i].id);
    const CleanText cleaned = clean(seeds.corpus[i].text);
    check_map(seeds.corpus[i].text, cleaned);
    Counts counts;
    for (const Cut& cut : cleaned.cuts()) {
      if (cut.reason != CutReason::markup) ++counts[cut.reason];
    }
    EXPECT_EQ(counts, expected[i]);
  }
}

}  // namespace
}  // namespace stance
