#include "alembic/graph/identifiers.h"

#include <pycharter/plugin/suggest.h>

#include <algorithm>
#include <charconv>

#include "alembic/graph/errors.h"
#include "alembic/graph/traversal.h"

namespace pycharter::alembic {

namespace {

constexpr int most_steps = 1'000'000'000;  // further than any history: the walk ends at its end anyway
constexpr std::size_t shortest_prefix = 4;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

int number(std::string_view digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc::result_out_of_range ? most_steps : std::min(value, most_steps);
}

// "-3", alone: so many steps down from the heads.
std::optional<int> negative_number(std::string_view text) {
  if (text.size() < 2 || text.front() != '-' || !std::all_of(text.begin() + 1, text.end(), is_digit))
    return std::nullopt;
  const int value = number(text.substr(1));
  return value == 0 ? std::nullopt : std::optional<int>(-value);
}

std::optional<RelativeIdentifier> parse_symbol_and_steps(std::string_view text) {
  std::size_t sign = 0;
  while (sign < text.size() && is_word(text[sign]))
    ++sign;
  if (sign == text.size() || (text[sign] != '+' && text[sign] != '-')) return std::nullopt;
  std::size_t end = sign + 1;
  while (end < text.size() && is_digit(text[end]))
    ++end;
  if (end == sign + 1) return std::nullopt;
  RelativeIdentifier relative;
  if (sign > 0) relative.symbol = std::string(text.substr(0, sign));
  relative.sign_and_steps = std::string(text.substr(sign, end - sign));
  relative.steps = number(text.substr(sign + 1, end - sign - 1)) * (text[sign] == '-' ? -1 : 1);
  return relative;
}

bool shares_lineage(const RevisionGraph& graph, RevisionIndex target, const RevisionList& others,
                    bool with_dependencies = false) {
  RevisionSet lineage = reachable(graph, {target}, with_dependencies ? Edges::all_next : Edges::next);
  lineage.unite(reachable(graph, {target}, with_dependencies ? Edges::normalized_down : Edges::down));
  return std::any_of(others.begin(), others.end(),
                     [&](RevisionIndex other) { return lineage.contains(other); });
}

RevisionIndex revision_with_prefix(const RevisionGraph& graph, const std::string& prefix,
                                   const std::optional<std::string>& branch) {
  std::vector<std::string> names;
  for (const std::string& name : graph.names())
    if (!prefix.empty() && name.size() >= shortest_prefix && name.compare(0, prefix.size(), prefix) == 0)
      names.push_back(name);
  if (branch)
    std::erase_if(names, [&](const std::string& name) {
      return in_lineage(graph, {*graph.find(name)}, *branch).empty();
    });
  if (names.empty())
    throw RevisionError::resolution(
        "No such revision or branch '" + prefix + "'" +
            (prefix.size() < shortest_prefix ? "; please ensure at least four characters are present for "
                                               "partial revision identifier matches"
                                             : plugin::did_you_mean(prefix, graph.names())),
        prefix);
  if (names.size() > 1) {
    if (names.size() > 3) names.resize(3);
    throw RevisionError::resolution(
        "Multiple revisions start with '" + prefix + "': '" + join(names, "', '") + "'...", prefix);
  }
  return *graph.find(names.front());
}

std::string current_head(const RevisionGraph& graph, const std::optional<std::string>& branch) {
  const RevisionList heads = branch ? in_lineage(graph, graph.heads(), *branch) : graph.heads();
  if (heads.size() > 1)
    throw RevisionError::multiple_heads(graph.ids(heads), branch ? *branch + "@head" : "head");
  return heads.empty() ? std::string() : graph.revision(heads.front()).id;
}

}  // namespace

std::optional<RelativeIdentifier> parse_relative(std::string_view text) {
  // A branch name ends at the first @ after which the rest reads as steps.
  for (std::size_t at = text.find('@', 1); at != std::string_view::npos; at = text.find('@', at + 1))
    if (auto relative = parse_symbol_and_steps(text.substr(at + 1))) {
      relative->branch = std::string(text.substr(0, at));
      return relative;
    }
  return parse_symbol_and_steps(text);
}

Resolved resolve_symbol(const RevisionGraph& graph, std::string_view identifier) {
  Resolved resolved;
  if (const std::size_t at = identifier.find('@'); at != std::string_view::npos) {
    resolved.branch = std::string(identifier.substr(0, at));
    identifier.remove_prefix(at + 1);
    if (resolved.branch->empty()) resolved.branch.reset();
  }
  if (identifier == "heads") {
    resolved.ids = graph.ids(resolved.branch ? in_lineage(graph, graph.heads(), *resolved.branch)
                                             : graph.effective_heads());
  } else if (identifier == "head") {
    if (std::string head = current_head(graph, resolved.branch); !head.empty())
      resolved.ids.push_back(std::move(head));
  } else if (identifier != "base") {
    resolved.ids.emplace_back(identifier);
  }
  return resolved;
}

RevisionIndex branch_named(const RevisionGraph& graph, const std::string& branch) {
  if (const auto found = graph.find(branch)) return *found;
  try {
    return revision_named(graph, branch);
  } catch (const RevisionError& error) {
    if (error.kind() != RevisionError::Kind::resolution) throw;
    throw RevisionError::resolution(
        "No such branch: '" + branch + "'" + plugin::did_you_mean(branch, graph.names()), branch);
  }
}

RevisionIndex revision_named(const RevisionGraph& graph, const std::string& name,
                             const std::optional<std::string>& branch) {
  const std::optional<RevisionIndex> branch_revision =
      branch ? std::optional<RevisionIndex>(branch_named(graph, *branch)) : std::nullopt;
  const std::optional<RevisionIndex> exact = graph.find(name);
  const RevisionIndex found = exact ? *exact : revision_with_prefix(graph, name, branch);
  if (branch_revision && !shares_lineage(graph, found, {*branch_revision}))
    throw RevisionError::resolution(
        "Revision " + graph.revision(found).id + " is not a member of branch '" + *branch + "'", name);
  return found;
}

Point revision_at(const RevisionGraph& graph, std::string_view identifier) {
  const Resolved resolved = resolve_symbol(graph, identifier);
  if (resolved.ids.size() > 1) throw RevisionError::multiple_heads(resolved.ids, std::string(identifier));
  if (resolved.ids.empty()) {
    if (resolved.branch) branch_named(graph, *resolved.branch);
    return {};
  }
  return revision_named(graph, resolved.ids.front(), resolved.branch);
}

std::vector<Point> revisions_at(const RevisionGraph& graph, std::string_view identifier) {
  const Resolved resolved = resolve_symbol(graph, identifier);
  std::vector<Point> points;
  if (resolved.ids.size() == 1) {
    if (const auto steps = negative_number(resolved.ids.front())) {
      for (const RevisionIndex head : graph.effective_heads())
        if (!resolved.branch || graph.has_label(head, *resolved.branch))
          points.push_back(walk(graph, head, *steps));
      return points;
    }
  }
  for (const std::string& id : resolved.ids)
    points.emplace_back(revision_named(graph, id, resolved.branch));
  return points;
}

std::vector<Point> revisions_at(const RevisionGraph& graph, const Identifiers& identifiers) {
  std::vector<Point> points;
  for (const std::string& id : identifiers.ids) {
    const std::vector<Point> more = revisions_at(graph, std::string_view(id));
    points.insert(points.end(), more.begin(), more.end());
  }
  return points;
}

RevisionList in_lineage(const RevisionGraph& graph, const RevisionList& targets, std::string_view identifier,
                        bool with_dependencies) {
  const Resolved resolved = resolve_symbol(graph, identifier);
  RevisionList against;
  if (resolved.branch) against.push_back(revision_named(graph, *resolved.branch));
  for (const std::string& id : resolved.ids)
    against.push_back(revision_named(graph, id));
  if (against.empty()) return targets;
  RevisionList sharing;
  for (const RevisionIndex target : targets)
    if (shares_lineage(graph, target, against, with_dependencies)) sharing.push_back(target);
  return sharing;
}

Point walk(const RevisionGraph& graph, Point start, int steps, const std::optional<std::string>& branch,
           bool stop_at_end) {
  Point at = start;
  for (int remaining = steps < 0 ? -steps : steps; remaining > 0; --remaining) {
    std::vector<Point> ways;
    if (steps > 0) {
      RevisionList up = at.is_revision() ? graph.links(at.index()).next : graph.bases();
      if (branch) up = in_lineage(graph, up, *branch);
      ways.assign(up.begin(), up.end());
    } else if (!at.is_base()) {
      const RevisionList& down = at.is_revision() ? graph.links(at.index()).down : graph.heads();
      ways.assign(down.begin(), down.end());
      if (ways.empty()) ways.push_back(Point::base());
    }
    if (ways.empty()) return stop_at_end ? at : Point();
    if (ways.size() > 1) throw RevisionError("Ambiguous walk");
    at = ways.front();
  }
  return at;
}

RevisionList as_revisions(const std::vector<Point>& points) {
  RevisionList list;
  for (const Point& point : points) {
    if (!point.is_revision()) throw RevisionError("Walked too far");
    list.push_back(point.index());
  }
  return list;
}

}  // namespace pycharter::alembic
