#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <utility>

#include "command.hpp"
#include "terminal.hpp"

namespace program {
namespace {

using stance::PageBlock;
using stance::Run;
using stance::Tone;

struct ShowOptions {
  std::string lexicon = "geopolitics.en";
  bool targets = false;
  std::string format = "table";
  std::string color = "auto";
};

/// What authors of packs wrote may have line breaks, which pages have not.
Run run_of(std::string text, Tone tone) {
  std::replace_if(text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; }, ' ');
  return {std::move(text), tone};
}

void add_text(stance::Page& page, PageBlock::Kind kind, std::string text) {
  PageBlock block;
  block.kind = kind;
  block.runs.push_back(run_of(std::move(text), Tone::plain));
  page.blocks.push_back(std::move(block));
}

/// A table whose first column is what commands take.
void add_table(stance::Page& page, const std::vector<std::string>& titles, const std::vector<std::vector<std::string>>& rows) {
  PageBlock block;
  block.kind = PageBlock::Kind::table;
  for (const std::string& title : titles) block.table.columns.push_back({title, {}});
  for (const std::vector<std::string>& row : rows) {
    std::vector<Run>& cells = block.table.rows.emplace_back();
    for (const std::string& text : row) cells.push_back(run_of(text, cells.empty() ? Tone::strong : Tone::plain));
  }
  page.blocks.push_back(std::move(block));
}

void add_axes(stance::Page& page, const stance::Lexicon& lexicon) {
  std::vector<std::vector<std::string>> bipolar, intensities;
  for (const stance::Axis& axis : lexicon.axes) {
    if (axis.kind == stance::AxisKind::bipolar) bipolar.push_back({axis.key, axis.negative, axis.positive});
    else intensities.push_back({axis.key, axis.positive});
  }
  if (!bipolar.empty()) {
    add_text(page, PageBlock::Kind::heading, "Positions, −1 to +1");
    add_table(page, {"axis", "−1", "+1"}, bipolar);
  }
  if (!intensities.empty()) {
    add_text(page, PageBlock::Kind::heading, "Emphasis, 0 to 1");
    add_table(page, {"axis", "1"}, intensities);
  }
}

void add_targets(stance::Page& page, const stance::Lexicon& lexicon) {
  std::vector<std::vector<std::string>> rows;
  for (const stance::Target& target : lexicon.targets) rows.push_back({target.key, target.iso3, target.kind + (target.historic ? ", historic" : "")});
  add_text(page, PageBlock::Kind::heading, "Stance toward others, −1 to +1");
  if (!rows.empty()) add_table(page, {"target", "ISO code", "kind"}, rows);
}

stance::Page page_of(const stance::Lexicon& lexicon, bool with_targets) {
  stance::Page page;
  add_text(page, PageBlock::Kind::text,
           fmt::format("{} {} ({}): {} axes, {} targets", lexicon.meta.name, lexicon.meta.version, lexicon.meta.language, lexicon.axes.size(),
                       lexicon.targets.size()));
  if (!lexicon.meta.description.empty()) add_text(page, PageBlock::Kind::text, lexicon.meta.description);
  if (!lexicon.meta.bias.empty()) add_text(page, PageBlock::Kind::text, "Bias: " + lexicon.meta.bias);
  add_axes(page, lexicon);
  if (with_targets) add_targets(page, lexicon);
  return page;
}

}  // namespace

void add_lexicon_show(CLI::App& command) {
  auto options = std::make_shared<ShowOptions>();
  CLI::App* const showing = command.add_subcommand("show", "The axes of a pack and what their ends mean; its targets");
  showing->add_option("PACK", options->lexicon, "Name of a bundled pack, or path of a YAML file")->type_name("")->capture_default_str();
  showing->add_flag("--targets", options->targets, "With the keys of the targets, which --target and --principal take");
  showing->add_option("--format", options->format, "table or md")->check(CLI::IsMember({"table", "md"}))->type_name("FORMAT")->capture_default_str();
  showing->add_option("--color", options->color, "auto, always or never; NO_COLOR is respected")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN")
      ->capture_default_str();
  showing->footer("Examples:\n  stance lexicon show\n  stance lexicon show my-pack.yaml --targets --format md");
  showing->callback([options] {
    require_pack(options->lexicon);
    const stance::Page page = page_of(stance::load_lexicon(options->lexicon), options->targets);
    if (options->format == "md") {
      stance::write_markdown(std::cout, page);
    } else {
      std::cout << laid_out(page, style_of_output(options->color));
    }
    check_output();
  });
}

}  // namespace program
