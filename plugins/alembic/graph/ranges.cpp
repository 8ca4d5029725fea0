#include "alembic/graph/ranges.h"

#include <algorithm>

#include "alembic/graph/errors.h"
#include "alembic/graph/traversal.h"

namespace pycharter::alembic {

namespace {

enum class Inclusive { no, yes };
enum class ImplicitBase { no, yes };  // yes: what other branches need is included
enum class Overwalk { refuse, stop_at_end };

[[noreturn]] void not_that_many(const RelativeIdentifier& relative) {
  throw RevisionError("Relative revision " + relative.sign_and_steps + " didn't produce " +
                      std::to_string(std::abs(relative.steps)) + " migrations");
}

std::string shown(const Identifiers& identifiers) {
  return identifiers.is_text ? identifiers.ids.front() : join(identifiers.ids);
}

// Where a relative upgrade starts: the rows of the branch, or else the tips of what they imply of it.
std::vector<Point> upgrade_starts(const RevisionGraph& graph, const Identifiers& current,
                                  const std::optional<std::string>& branch) {
  if (!branch) {
    if (current.ids.size() > 1) throw RevisionError("Ambiguous upgrade from multiple current revisions");
    return {current.ids.empty() ? Point() : revision_at(graph, current.ids.front())};
  }
  const RevisionList standing = as_revisions(revisions_at(graph, current));
  RevisionList starts = in_lineage(graph, standing, *branch);
  if (starts.empty()) {
    const RevisionList active =
        in_lineage(graph, reachable(graph, standing, Edges::normalized_down).members(), *branch);
    RevisionSet below(graph.size());
    for (const RevisionIndex index : active)
      for (const RevisionIndex down : graph.links(index).normalized_down)
        below.insert(down);
    for (const RevisionIndex index : active)
      if (!below.contains(index)) starts.push_back(index);
  }
  if (starts.empty()) return {Point()};
  return {starts.begin(), starts.end()};
}

Point walk_from(const RevisionGraph& graph, const RelativeIdentifier& relative, Overwalk overwalk) {
  const bool stop = overwalk == Overwalk::stop_at_end;
  if (relative.steps > 0)
    return walk(graph, revision_at(graph, *relative.symbol), relative.steps, relative.branch, stop);
  const std::string start = relative.branch ? *relative.branch + "@" + *relative.symbol : *relative.symbol;
  return walk(graph, revision_at(graph, start), relative.steps, std::nullopt, stop);
}

std::vector<Point> upgrade_targets(const RevisionGraph& graph, const Identifiers& current,
                                   const Identifiers& target, Overwalk overwalk) {
  auto relative = target.is_text ? parse_relative(target.ids.front()) : std::nullopt;
  if (!relative) return revisions_at(graph, target);
  if (relative->symbol) return {walk_from(graph, *relative, overwalk)};
  if (relative->steps <= 0) {
    relative->sign_and_steps = std::to_string(relative->steps);
    not_that_many(*relative);
  }
  const std::vector<Point> starts = upgrade_starts(graph, current, relative->branch);
  if (starts.size() > 1) throw RevisionError("Ambiguous upgrade from multiple current revisions");
  const Point reached =
      walk(graph, starts.front(), relative->steps, relative->branch, overwalk == Overwalk::stop_at_end);
  if (reached.is_nowhere()) not_that_many(*relative);
  return {reached};
}

struct DowngradeTarget {
  std::optional<std::string> branch;
  Point point;  // base or nowhere: to the base
};

// The row that `-1` starts from; several rows are refused only where a branch was asked for.
std::string downgrade_start(const RevisionGraph& graph, const RelativeIdentifier& relative,
                            const Identifiers& current) {
  if (!relative.branch) {
    if (current.ids.empty()) not_that_many(relative);
    return current.ids.front();
  }
  RevisionList rows = in_lineage(graph, as_revisions(revisions_at(graph, current)), *relative.branch);
  if (rows.empty()) rows = in_lineage(graph, all_current(graph, current), *relative.branch);
  if (rows.size() != 1)
    throw RevisionError("Relative downgrade of branch '" + *relative.branch +
                        "' needs one current revision in it; " + std::to_string(rows.size()) + " found");
  return graph.revision(rows.front()).id;
}

DowngradeTarget downgrade_target(const RevisionGraph& graph, const Identifiers& current,
                                 const std::string& target, Overwalk overwalk) {
  auto relative = parse_relative(target);
  if (!relative) {
    const std::size_t at = target.rfind('@');
    if (at == std::string::npos) return {std::nullopt, revision_at(graph, target)};
    return {at > 0 ? std::optional<std::string>(target.substr(0, at)) : std::nullopt,
            revision_at(graph, target.substr(at + 1))};
  }
  const bool from_current = !relative->symbol;
  if (from_current) {
    if (relative->steps >= 0) not_that_many(*relative);
    relative->symbol = downgrade_start(graph, *relative, current);
    // Only the line of that row goes down.
    if (!relative->branch) relative->branch = relative->symbol;
  }
  const Point reached = walk_from(graph, *relative, overwalk);
  if (reached.is_nowhere()) {
    if (from_current) not_that_many(*relative);
    throw RevisionError("Walked too far");
  }
  return {relative->branch, reached};
}

struct Collected {
  RevisionSet revisions;
  RevisionList heads;
};

Collected collect_downgrade(const RevisionGraph& graph, const Identifiers& upper, const std::string& lower) {
  const DowngradeTarget target = downgrade_target(graph, upper, lower, Overwalk::refuse);
  // Everything that stands on the target goes: find the roots of it.
  RevisionList roots = target.point.is_revision() ? graph.links(target.point.index()).next : graph.bases();
  if (target.branch && roots.size() > 1) {
    const RevisionSet ancestors = reachable(graph, {branch_named(graph, *target.branch)}, Edges::down);
    std::erase_if(roots, [&](RevisionIndex root) { return !ancestors.contains(root); });
    if (roots.empty()) throw RevisionError("Not a valid downgrade target from current heads");
  }
  RevisionList heads = as_revisions(revisions_at(graph, upper));
  RevisionSet going = reachable(graph, roots, Edges::all_next);
  going.intersect(reachable(graph, heads, Edges::normalized_down));
  if (target.point.is_revision() && going.empty() &&
      std::find(heads.begin(), heads.end(), target.point.index()) == heads.end())
    throw RevisionError::not_ancestor("Nothing to drop", shown(upper));
  return {std::move(going), std::move(heads)};
}

// `branch@…` as the lower end: only targets of that branch.
void keep_branch_targets(const RevisionGraph& graph, const Identifiers& lower, RevisionList& targets) {
  if (!lower.is_text) return;
  const std::size_t at = lower.ids.front().find('@');
  if (at == std::string::npos) return;
  std::string branch = lower.ids.front().substr(0, at);
  const Point named = revision_at(graph, branch);
  if (named.is_revision() && graph.revision(named.index()).id == branch) {
    const std::vector<std::string>& labels = graph.links(named.index()).labels;
    if (labels.size() != 1)
      throw RevisionError("Revision " + branch + " does not stand for one named branch");
    branch = labels.front();
  }
  std::erase_if(targets, [&](RevisionIndex target) { return !graph.has_label(target, branch); });
}

Collected collect_upgrade(const RevisionGraph& graph, const Identifiers& upper, Identifiers lower,
                          Inclusive inclusive, ImplicitBase implicit_base, Overwalk overwalk) {
  RevisionList targets = as_revisions(upgrade_targets(graph, lower, upper, overwalk));
  keep_branch_targets(graph, lower, targets);
  RevisionSet needed = reachable_from_distinct(graph, targets, Edges::normalized_down);

  std::vector<Point> standing = revisions_at(graph, lower);
  if (implicit_base == ImplicitBase::no)
    for (const Point& point : standing)
      if (!point.is_nowhere() && !(point.is_revision() && needed.contains(point.index())))
        throw RevisionError::not_ancestor(shown(lower), shown(upper));
  if (!standing.empty() && standing.front().is_nowhere()) {
    // Fewer revisions than the steps asked for.
    const DowngradeTarget from = downgrade_target(graph, upper, lower.ids.front(), overwalk);
    if (from.point.is_revision()) {
      standing = {from.point};
      lower = Identifiers(graph.revision(from.point.index()).id);
    } else {
      standing.clear();
      lower = Identifiers();
    }
  }
  const RevisionList current = as_revisions(standing);
  needed.subtract(reachable_from_distinct(graph, current, Edges::normalized_down));
  if (inclusive == Inclusive::yes)
    for (const RevisionIndex index : current)
      needed.insert(index);
  if (!current.empty() && implicit_base == ImplicitBase::no)
    needed.intersect(reachable_from_distinct(graph, current, Edges::next));
  return {std::move(needed), std::move(targets)};
}

}  // namespace

RevisionList upgrade_path(const RevisionGraph& graph, const std::string& target, const Identifiers& current) {
  GraphWords words;
  words.not_ancestor = "Destination %end is not a valid upgrade target from current head(s)";
  words.end = target;
  return with_words(words, [&] {
    Collected collected =
        collect_upgrade(graph, target, current, Inclusive::no, ImplicitBase::yes, Overwalk::refuse);
    RevisionList path = topological_order(graph, std::move(collected.revisions), collected.heads);
    std::reverse(path.begin(), path.end());
    return path;
  });
}

RevisionList downgrade_path(const RevisionGraph& graph, const std::string& target,
                            const Identifiers& current) {
  GraphWords words;
  words.not_ancestor = "Destination %end is not a valid downgrade target from current head(s)";
  words.end = target;
  return with_words(words, [&] {
    Collected collected = collect_downgrade(graph, current, target);
    return topological_order(graph, std::move(collected.revisions), collected.heads);
  });
}

RevisionList history_range(const RevisionGraph& graph, const Identifiers& base, const Identifiers& head) {
  GraphWords words;
  words.start = shown(base);
  words.end = shown(head);
  return with_words(words, [&] {
    Collected collected =
        collect_upgrade(graph, head, base, Inclusive::yes, ImplicitBase::no, Overwalk::stop_at_end);
    return topological_order(graph, std::move(collected.revisions), collected.heads);
  });
}

RevisionList all_current(const RevisionGraph& graph, const Identifiers& rows) {
  return with_words({}, [&] {
    const RevisionSet active =
        reachable(graph, as_revisions(revisions_at(graph, rows)), Edges::normalized_down);
    RevisionList tips;
    for (const RevisionIndex index : active.members()) {
      const RevisionList& next = graph.links(index).next;
      if (std::none_of(next.begin(), next.end(), [&](RevisionIndex above) { return active.contains(above); }))
        tips.push_back(index);
    }
    return tips;
  });
}

}  // namespace pycharter::alembic
