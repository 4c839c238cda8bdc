#include "stance/evidence.hpp"

#include <cereal/archives/binary.hpp>
#include <string>
#include <utility>

#include "detail/evidence_build.hpp"
#include "detail/lexicon_archive.hpp"

namespace stance {

struct CompiledLexicon::Impl {
  Lexicon lexicon;
  detail::ScanPatterns scan;
  detail::StancePatterns stance;
  explicit Impl(Lexicon data, std::istream* saved = nullptr) : lexicon(std::move(data)), scan(lexicon, saved), stance(lexicon, saved) {}
};

namespace {

Lexicon saved_lexicon(std::istream& saved, std::vector<LexiconFile> files) {
  Lexicon out;
  out.files = std::move(files);
  try {
    cereal::BinaryInputArchive archive(saved);
    archive(out);
  } catch (const cereal::Exception& fault) {
    throw Error(std::string("saved lexicon: ") + fault.what());
  }
  return out;
}

}  // namespace

CompiledLexicon::CompiledLexicon(Lexicon lexicon) : impl_(std::make_unique<Impl>(std::move(lexicon))) {}
CompiledLexicon::CompiledLexicon(std::istream& saved, std::vector<LexiconFile> files) : impl_(std::make_unique<Impl>(saved_lexicon(saved, std::move(files)), &saved)) {}
void CompiledLexicon::save(std::ostream& out) const {
  cereal::BinaryOutputArchive archive(out);
  archive(impl_->lexicon);
  impl_->scan.save(out);
  impl_->stance.save(out);
}
CompiledLexicon::~CompiledLexicon() = default;
CompiledLexicon::CompiledLexicon(CompiledLexicon&&) noexcept = default;
CompiledLexicon& CompiledLexicon::operator=(CompiledLexicon&&) noexcept = default;
const Lexicon& CompiledLexicon::lexicon() const noexcept { return impl_->lexicon; }

struct EvidenceExtractor::Impl {
  const CompiledLexicon::Impl* lexicon;
  EvidenceOptions options;
  detail::Scanner scanner;
  MatchWorkspace stance;
  detail::Linker linker;
  detail::EvidenceBuilder builder;
  detail::Scan scan;
  std::vector<Match> matches;

  Impl(const CompiledLexicon::Impl* l, const Vocabulary& vocabulary, EvidenceOptions o)
      : lexicon(l), options(o), scanner(l->scan, vocabulary), stance(l->stance.matcher, vocabulary), linker(l->lexicon, l->scan, vocabulary, o.noun_phrases),
        builder(l->lexicon, l->stance, vocabulary, options, linker) {}
};

EvidenceExtractor::EvidenceExtractor(const CompiledLexicon& lexicon, const Vocabulary& vocabulary, EvidenceOptions options)
    : impl_(std::make_unique<Impl>(lexicon.impl_.get(), vocabulary, options)) {}
EvidenceExtractor::~EvidenceExtractor() = default;
EvidenceExtractor::EvidenceExtractor(EvidenceExtractor&&) noexcept = default;
EvidenceExtractor& EvidenceExtractor::operator=(EvidenceExtractor&&) noexcept = default;

DocumentEvidence EvidenceExtractor::operator()(const CleanText& text, const Tokens& tokens, std::string_view principal) {
  const Lexicon& lexicon = impl_->lexicon->lexicon;
  DocumentEvidence out;
  out.n_tokens = static_cast<std::uint32_t>(tokens.words.size());
  out.n_sentences = static_cast<std::uint32_t>(tokens.sentences.size());
  impl_->scanner.run(tokens, impl_->scan);
  if (!principal.empty()) {
    const std::optional<std::size_t> found = lexicon.find_target(principal);
    if (!found) throw InvalidArgument("principal: expected a target of the lexicon (key, name or ISO code), got '" + std::string(principal) + "'");
    out.principal = static_cast<std::uint32_t>(*found);
  } else {
    out.principal = detail::infer_principal(lexicon, tokens, impl_->scan);
    out.principal_inferred = out.principal.has_value();
  }
  impl_->scanner.resolve_references(tokens, lexicon, out.principal, impl_->scan);
  const std::vector<detail::Voice> voice = detail::VoiceReader(tokens, impl_->scan, impl_->lexicon->scan, out.principal).run();
  impl_->stance.find({&tokens.words, &impl_->scan.before, &impl_->scan.mentions}, impl_->matches);
  for (const Match& match : impl_->matches) {
    const std::uint32_t cue = impl_->lexicon->stance.entries[match.entry].cue;
    const std::uint32_t first = match.tokens.begin;
    const bool noun = first > 0 && impl_->scan.before[first] == Boundary::none && impl_->scan.is(first - 1, ModifierKind::determiner);  // "our associates"
    if (cue != detail::none && lexicon.cues[cue].type == CueType::verb && !noun) impl_->scan.verbal[first] = true;
  }
  impl_->linker.start(tokens, impl_->scan, out.principal);
  impl_->builder.build({&text, &tokens, &impl_->scan, &voice, out.principal}, impl_->matches, out);
  return out;
}

std::string_view to_string(Standing standing) noexcept {
  switch (standing) {
    case Standing::counted: return "counted";
    case Standing::other_voice: return "other_voice";
    case Standing::third_party: return "third_party";
    case Standing::title: return "title";
    case Standing::announcement: return "announcement";
    case Standing::history: return "history";
    case Standing::question: return "question";
    case Standing::negated: return "negated";
    case Standing::superseded: return "superseded";
  }
  return "counted";
}

}  // namespace stance
