#include "alembic/graph/steps.h"

#include <algorithm>

#include "alembic/graph/errors.h"
#include "alembic/graph/traversal.h"

namespace pycharter::alembic {

namespace {

using Kind = RowChange::Kind;

bool contains(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

RowChange insertion(const std::string& id) {
  return {Kind::insert_row, {}, id};
}
RowChange deletion(const std::string& id) {
  return {Kind::delete_row, id, {}};
}
RowChange replacement(const std::string& from, const std::string& to) {
  return {Kind::update_row, from, to};
}

// Several rows become one: all but the last go, the last is updated.
std::vector<RowChange> merged(const std::vector<std::string>& from, const std::string& to) {
  std::vector<RowChange> changes;
  for (std::size_t i = 0; i + 1 < from.size(); ++i)
    changes.push_back(deletion(from[i]));
  changes.push_back(replacement(from.back(), to));
  return changes;
}

// One row becomes several: all but the last are inserted, the row is updated to the last.
std::vector<RowChange> unmerged(const std::string& from, const std::vector<std::string>& to) {
  std::vector<RowChange> changes;
  for (std::size_t i = 0; i + 1 < to.size(); ++i)
    changes.push_back(insertion(to[i]));
  changes.push_back(replacement(from, to.back()));
  return changes;
}

}  // namespace

const char* to_string(StepKind kind) {
  static constexpr const char* names[] = {"upgrade", "downgrade", "stamp_revision"};
  return names[static_cast<std::size_t>(kind)];
}

Step upgrade_step(const RevisionGraph& graph, RevisionIndex revision) {
  return {StepKind::upgrade, revision, graph.ids(graph.links(revision).down), {graph.revision(revision).id}};
}

Step downgrade_step(const RevisionGraph& graph, RevisionIndex revision) {
  return {
      StepKind::downgrade, revision, {graph.revision(revision).id}, graph.ids(graph.links(revision).down)};
}

std::string short_log(const Step& step) {
  return std::string(to_string(step.kind)) + " " + join(step.from) + " -> " + join(step.to);
}

std::string log_line(const RevisionGraph& graph, const Step& step) {
  const std::string summary = step.revision ? graph.revision(*step.revision).summary() : std::string();
  return short_log(step) + (summary.empty() ? "" : ", " + summary);
}

// ---- stamp
// ---------------------------------------------------------------------------------------------------------

namespace {

Step stamp(std::vector<std::string> from, std::vector<std::string> to, bool upwards, bool branch_move) {
  return {StepKind::stamp, std::nullopt, std::move(from), std::move(to), upwards, branch_move};
}

bool any_in(const RevisionSet& set, const RevisionList& list) {
  return std::any_of(list.begin(), list.end(), [&](RevisionIndex index) { return set.contains(index); });
}

}  // namespace

std::vector<Step> stamp_steps(const RevisionGraph& graph, const std::vector<std::string>& targets,
                              const std::vector<std::string>& rows) {
  GraphWords words;
  words.multiple_heads = "Multiple heads are present; please specify a single target revision";
  return with_words(words, [&] {
    const RevisionList standing = as_revisions(revisions_at(graph, Identifiers(rows)));
    RevisionList concerned;
    for (const std::string& target : targets)
      for (const RevisionIndex row : in_lineage(graph, standing, target, true))
        if (std::find(concerned.begin(), concerned.end(), row) == concerned.end()) concerned.push_back(row);

    std::vector<Step> steps;
    const RevisionList destinations = as_revisions(revisions_at(graph, Identifiers(targets)));
    if (destinations.empty())  // base: the rows go
      for (const RevisionIndex row : concerned)
        steps.push_back(stamp({graph.revision(row).id}, {}, false, true));
    for (const RevisionIndex destination : destinations) {
      if (std::find(concerned.begin(), concerned.end(), destination) != concerned.end()) continue;
      const std::string& id = graph.revision(destination).id;
      if (any_in(reachable(graph, {destination}, Edges::all_next), concerned))
        steps.push_back(stamp(graph.ids(concerned), {id}, false, false));
      else if (any_in(reachable(graph, {destination}, Edges::normalized_down), concerned))
        steps.push_back(stamp(graph.ids(concerned), {id}, true, false));
      else
        steps.push_back(stamp({}, {id}, true, true));
    }
    return steps;
  });
}

// ---- rows
// ----------------------------------------------------------------------------------------------------------

bool VersionRows::has(const std::string& id) const {
  return contains(rows_, id);
}

// Everything that the rows but those excluded stand on.
RevisionSet VersionRows::implied_without(const std::vector<std::string>& excluded) const {
  std::vector<std::string> others;
  for (const std::string& row : rows_)
    if (!contains(excluded, row)) others.push_back(row);
  const RevisionList standing =
      with_words({}, [&] { return as_revisions(revisions_at(graph_, Identifiers(others))); });
  return reachable(graph_, standing, Edges::normalized_down);
}

std::vector<RowChange> VersionRows::changes_of_upgrade(RevisionIndex revision) const {
  const std::string& id = graph_.revision(revision).id;
  const std::vector<std::string> parents = graph_.ids(graph_.links(revision).normalized_down);
  std::vector<std::string> present;
  for (const std::string& parent : parents)
    if (has(parent)) present.push_back(parent);
  if (present.empty()) return {insertion(id)};
  if (present.size() == 1) return {replacement(present.front(), id)};
  const RevisionSet implied = implied_without(parents);
  std::vector<std::string> from;
  for (const std::string& parent : parents)
    if (!implied.contains(*graph_.find(parent))) from.push_back(parent);
  if (from.empty())
    throw RevisionError("Nothing to merge into " + id + ": other revisions stand on its parents");
  return merged(from, id);
}

std::vector<RowChange> VersionRows::changes_of_downgrade(RevisionIndex revision) const {
  const std::string& id = graph_.revision(revision).id;
  const RevisionList& parents = graph_.links(revision).normalized_down;
  if (!has(id)) throw RevisionError("Revision " + id + " is not among the current revisions " + join(rows_));
  if (parents.empty()) return {deletion(id)};

  RevisionSet implied = implied_without({id});
  if (rows_.size() == 1)
    for (const RevisionIndex parent : parents) {
      RevisionSet below = reachable(graph_, {parent}, Edges::normalized_down);
      below.erase(parent);
      implied.unite(below);
    }
  std::vector<std::string> remaining;
  for (const RevisionIndex parent : parents)
    if (!implied.contains(parent)) remaining.push_back(graph_.revision(parent).id);
  if (remaining.empty()) return {deletion(id)};
  return unmerged(id, remaining);
}

std::vector<RowChange> VersionRows::changes_of_stamp(const Step& step) const {
  if (!step.upwards && step.branch_move) return {deletion(step.from.front())};
  const bool from_missing =
      std::any_of(step.from.begin(), step.from.end(), [this](const std::string& id) { return !has(id); });
  if (step.upwards && (step.branch_move || from_missing) && !has(step.to.front()))
    return {insertion(step.to.front())};
  if (step.from.size() > 1) return merged(step.from, step.to.front());
  if (step.from.size() == 1 && step.to.size() == 1) return {replacement(step.from.front(), step.to.front())};
  throw RevisionError("Cannot stamp " + join(step.to) + " over " + join(rows_));
}

std::vector<RowChange> VersionRows::advance(const Step& step) {
  std::vector<RowChange> changes = step.kind == StepKind::stamp     ? changes_of_stamp(step)
                                   : step.kind == StepKind::upgrade ? changes_of_upgrade(*step.revision)
                                                                    : changes_of_downgrade(*step.revision);
  for (const RowChange& change : changes)
    apply(change);
  return changes;
}

void VersionRows::apply(const RowChange& change) {
  const auto at = std::find(rows_.begin(), rows_.end(), change.from);
  if (change.kind == Kind::insert_row) {
    if (has(change.to))
      throw RevisionError("Revision " + change.to + " is among the current revisions already");
    rows_.push_back(change.to);
    return;
  }
  if (at == rows_.end())
    throw RevisionError("Revision " + change.from + " is not among the current revisions " + join(rows_));
  if (change.kind == Kind::delete_row)
    rows_.erase(at);
  else
    *at = change.to;
}

}  // namespace pycharter::alembic
