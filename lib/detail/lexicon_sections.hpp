#pragma once
/// The sections of a pack: one function each, from a YAML node into the Lexicon.

#include "detail/lexicon_yaml.hpp"
#include "stance/lexicon.hpp"

namespace stance::detail {

void read_meta(YamlFile& file, const YamlNode& node, Lexicon& lexicon);
void read_terms(YamlFile& file, const YamlNode& node, Lexicon& lexicon);
void read_targets(YamlFile& file, const YamlNode& node, Lexicon& lexicon);
void read_cues(YamlFile& file, const YamlNode& node, Lexicon& lexicon);
void read_axes(YamlFile& file, const YamlNode& node, Lexicon& lexicon);
void read_modifiers(YamlFile& file, const YamlNode& node, Lexicon& lexicon);
void read_learned(YamlFile& file, const YamlNode& node, Lexicon& lexicon);

}  // namespace stance::detail
