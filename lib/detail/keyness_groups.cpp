#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <set>
#include <unordered_map>

#include "stance/date.hpp"
#include "stance/error.hpp"
#include "stance/keyness.hpp"

// Who is compared with whom.

namespace stance {
namespace {

enum class Place { target, reference, neither, unknown };

/// Rows by where a document belongs.
Groups placed(const std::vector<std::string>& documents, const std::function<Place(std::size_t)>& place_of) {
  Groups out;
  for (std::size_t row = 0; row < documents.size(); ++row) {
    switch (place_of(row)) {
      case Place::target: out.target.push_back(row); break;
      case Place::reference: out.reference.push_back(row); break;
      case Place::unknown: out.left_out.push_back(documents[row]); break;
      case Place::neither: break;
    }
  }
  return out;
}

/// A few names, and how many more there are.
std::string listed(const std::set<std::string>& names) {
  constexpr std::size_t shown = 12;
  std::vector<std::string> head(names.begin(), std::next(names.begin(), static_cast<std::ptrdiff_t>(std::min(shown, names.size()))));
  const std::string list = fmt::format("'{}'", fmt::join(head, "', '"));
  if (names.empty()) return "none";
  return names.size() > shown ? fmt::format("{} and {} more", list, names.size() - shown) : list;
}

const Document& document_of(const Corpus& corpus, const std::string& id) {
  if (const Document* const found = corpus.find(id)) return *found;
  throw InvalidArgument(fmt::format("keyness: the matrix has a document '{}' that the corpus has not", id));
}

/// Empty: the document does not have it.
const std::string& variable_of(const Document& document, const std::string& variable) {
  static const std::string none;
  const auto found = document.variables.find(variable);
  if (found != document.variables.end()) return found->second;
  if (variable == "principal") return document.principal;
  if (variable == "language") return document.language;
  return none;
}

enum class When { before, from, unknown };
/// A date that is less precise than the cut and holds it may be on either side.
When when(const Date& date, const Date& cut) {
  if (date.year != cut.year) return date.year < cut.year ? When::before : When::from;
  if (cut.month == 0) return When::from;
  if (date.month == 0) return When::unknown;
  if (date.month != cut.month) return date.month < cut.month ? When::before : When::from;
  if (cut.day == 0) return When::from;
  if (date.day == 0) return When::unknown;
  return date.day < cut.day ? When::before : When::from;
}

}  // namespace

Groups groups_by_name(const std::vector<std::string>& documents, const std::vector<std::string>& target,
                      const std::vector<std::string>& reference) {
  if (target.empty()) throw InvalidArgument("target: expected one document or more, got none");
  const std::set<std::string> there(documents.begin(), documents.end());
  const std::set<std::string> on_target(target.begin(), target.end());
  const std::set<std::string> on_reference(reference.begin(), reference.end());
  const auto check = [&](const char* side, const std::set<std::string>& names) {
    for (const std::string& name : names) {
      if (!there.contains(name))
        throw InvalidArgument(fmt::format("{}: there is no document '{}'{}; there are {}", side, name, suggestion(name, documents), listed(there)));
    }
  };
  check("target", on_target);
  check("reference", on_reference);
  for (const std::string& name : on_target) {
    if (on_reference.contains(name)) throw InvalidArgument(fmt::format("target and reference: document '{}' is on both sides", name));
  }
  Groups out = placed(documents, [&](std::size_t row) {
    if (on_target.contains(documents[row])) return Place::target;
    return on_reference.empty() || on_reference.contains(documents[row]) ? Place::reference : Place::neither;
  });
  if (out.reference.empty())
    throw InvalidArgument("reference: expected one document or more; all documents are in the target");
  out.target_name = fmt::format("{}", fmt::join(target, ", "));
  out.reference_name = reference.empty() ? "all others" : fmt::format("{}", fmt::join(reference, ", "));
  return out;
}

Groups groups_by_variable(const std::vector<std::string>& documents, const Corpus& corpus, const std::string& variable,
                          const std::vector<std::string>& target, const std::vector<std::string>& reference) {
  if (target.empty()) throw InvalidArgument("target: expected one value or more, got none");
  std::set<std::string> values;
  const auto among = [](const std::vector<std::string>& list, const std::string& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
  };
  for (const std::string& value : target) {
    if (among(reference, value)) throw InvalidArgument(fmt::format("target and reference: value '{}' is on both sides", value));
  }
  Groups out = placed(documents, [&](std::size_t row) {
    const std::string& value = variable_of(document_of(corpus, documents[row]), variable);
    if (value.empty()) return Place::unknown;
    values.insert(value);
    if (among(target, value)) return Place::target;
    return reference.empty() || among(reference, value) ? Place::reference : Place::neither;
  });
  const auto require = [&](const std::vector<std::size_t>& rows, const char* side, const std::vector<std::string>& wanted) {
    if (rows.empty())
      throw InvalidArgument(fmt::format("{}: no document has {} '{}'; its values are {}", side, variable,
                                        wanted.empty() ? "another value than the target's" : fmt::format("{}", fmt::join(wanted, "' or '")),
                                        listed(values)));
  };
  require(out.target, "target", target);
  require(out.reference, "reference", reference);
  out.target_name = fmt::format("{} {}", variable, fmt::join(target, ", "));
  out.reference_name = reference.empty() ? "all others" : fmt::format("{} {}", variable, fmt::join(reference, ", "));
  return out;
}

Groups groups_by_date(const std::vector<std::string>& documents, const Corpus& corpus, const std::string& variable,
                      const std::string& cut) {
  const std::optional<Date> limit = parse_date(cut);
  if (!limit || limit->to_string() != cut)
    throw InvalidArgument(fmt::format("cut: expected a date as 2008, 2008-08 or 2008-08-08, got '{}'", cut));
  Groups out = placed(documents, [&](std::size_t row) {
    const std::optional<Date> date = parse_date(variable_of(document_of(corpus, documents[row]), variable));
    const When time = date ? when(*date, *limit) : When::unknown;
    return time == When::from ? Place::target : time == When::before ? Place::reference : Place::unknown;
  });
  if (out.target.empty() || out.reference.empty())
    throw InvalidArgument(fmt::format(
        "cut: {} documents have a {} of {} or later, {} an earlier one, {} none that can be told; expected some on either side",
        out.target.size(), variable, cut, out.reference.size(), out.left_out.size()));
  out.target_name = fmt::format("from {}", cut);
  out.reference_name = fmt::format("before {}", cut);
  return out;
}

SentenceGroups sentences_as_rows(const SentenceCounts& sentences, const Groups& groups) {
  std::vector<std::string> names;
  std::vector<Eigen::Triplet<double>> cells;
  std::vector<std::size_t> begin;  // by document: its first new row
  for (std::size_t d = 0; d < sentences.n_documents(); ++d) {
    begin.push_back(names.size());
    for (std::size_t s = sentences.first[d]; s < sentences.first[d + 1]; ++s) {
      const auto row = static_cast<Eigen::Index>(names.size());
      bool any = false;
      for (Dfm::Matrix::InnerIterator cell(sentences.matrix, static_cast<Eigen::Index>(s)); cell; ++cell) {
        cells.emplace_back(row, cell.col(), cell.value());
        any = true;
      }
      if (any) names.push_back(fmt::format("{}:{}", sentences.documents[d], s - sentences.first[d] + 1));
    }
  }
  begin.push_back(names.size());
  Dfm::Matrix matrix(static_cast<Eigen::Index>(names.size()), sentences.matrix.cols());
  matrix.setFromTriplets(cells.begin(), cells.end());
  Groups rows = groups;
  rows.target.clear();
  rows.reference.clear();
  const auto add = [&](const std::vector<std::size_t>& chosen, std::vector<std::size_t>& to) {
    for (const std::size_t document : chosen) {
      if (document >= sentences.n_documents())
        throw InvalidArgument(fmt::format("sentences_as_rows: expected documents below {}, got {}", sentences.n_documents(), document));
      for (std::size_t row = begin[document]; row < begin[document + 1]; ++row) to.push_back(row);
    }
  };
  add(groups.target, rows.target);
  add(groups.reference, rows.reference);
  return {Dfm(std::move(matrix), std::move(names), sentences.features, Weighting::counts), std::move(rows)};
}

}  // namespace stance
