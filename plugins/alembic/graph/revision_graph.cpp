#include "alembic/graph/revision_graph.h"

#include <algorithm>
#include <set>

#include "alembic/graph/errors.h"
#include "alembic/graph/traversal.h"

namespace pycharter::alembic {

namespace {

constexpr std::string_view illegal_characters = "+-:@";

void add_once(RevisionList& list, RevisionIndex index) {
  if (std::find(list.begin(), list.end(), index) == list.end()) list.push_back(index);
}

Error at_file(std::string message, const Revision& revision) {
  ErrorFacts facts;
  facts.file = revision.path;
  facts.revision = revision.id;
  return {ErrorCode::graph, std::move(message), std::move(facts)};
}

std::string described(const Revision& revision) {
  return revision.id + " (" + revision.path + ")";
}

}  // namespace

void verify_revision_id(std::string_view id) {
  if (id.empty()) throw RevisionError("A revision identifier may not be empty");
  std::set<std::string> found;
  for (const char c : id)
    if (illegal_characters.find(c) != std::string_view::npos) found.insert(std::string(1, c));
  if (found.empty()) return;
  throw RevisionError("Character(s) '" + join({found.begin(), found.end()}) +
                      "' not allowed in revision identifier '" + std::string(id) + "'");
}

RevisionGraph::RevisionGraph(std::vector<Revision> revisions) : revisions_(std::move(revisions)) {
  links_.resize(revisions_.size());
  by_name_.reserve(revisions_.size());
  index_ids();
  index_labels();
  link_parents();
  normalize_dependencies();
  find_ends();
  refuse_cycles();
  spread_labels();
}

void RevisionGraph::index_ids() {
  for (RevisionIndex index = 0; index < revisions_.size(); ++index) {
    const Revision& revision = revisions_[index];
    try {
      verify_revision_id(revision.id);
    } catch (const RevisionError& error) {
      throw at_file(error.message() + " in " + revision.path, revision);
    }
    const auto [at, is_new] = by_name_.emplace(revision.id, index);
    if (!is_new)
      throw at_file("Revision " + revision.id + " is present more than once: in " +
                        revisions_[at->second].path + " and in " + revision.path +
                        "; give one of them another id",
                    revision);
    names_.push_back(revision.id);
  }
}

void RevisionGraph::index_labels() {
  for (RevisionIndex index = 0; index < revisions_.size(); ++index) {
    const Revision& revision = revisions_[index];
    for (const std::string& label : revision.branch_labels) {
      const auto [at, is_new] = by_name_.emplace(label, index);
      if (!is_new)
        throw at_file("Branch name '" + label + "' in revision " + described(revision) +
                          " already used by revision " + described(revisions_[at->second]),
                      revision);
      names_.push_back(label);
    }
  }
}

// A dependency may name a branch label, a parent may not.
RevisionIndex RevisionGraph::referenced(RevisionIndex from, const std::string& name,
                                        std::string_view key) const {
  const std::optional<RevisionIndex> found = find(name);
  if (found && (key == "depends_on" || revisions_[*found].id == name)) return *found;
  throw at_file("Revision " + name + " referenced from " + described(revisions_[from]) + " as " +
                    std::string(key) + " is not present; restore its file or correct " + std::string(key),
                revisions_[from]);
}

void RevisionGraph::link_parents() {
  for (RevisionIndex index = 0; index < revisions_.size(); ++index) {
    const Revision& revision = revisions_[index];
    Links& links = links_[index];
    for (const std::string& name : revision.down_revisions) {
      const RevisionIndex parent = referenced(index, name, "down_revision");
      if (parent == index)
        throw at_file("Self-loop is detected in revisions (" + described(revision) + ")", revision);
      add_once(links.down, parent);
    }
    for (const std::string& name : revision.depends_on) {
      const RevisionIndex parent = referenced(index, name, "depends_on");
      if (parent == index)
        throw at_file("Dependency self-loop is detected in revisions (" + described(revision) + ")",
                      revision);
      add_once(links.dependencies, parent);
    }
    links.all_down = links.down;
    for (const RevisionIndex parent : links.dependencies)
      add_once(links.all_down, parent);
    for (const RevisionIndex parent : links.all_down)
      links_[parent].all_next.push_back(index);
    for (const RevisionIndex parent : links.down)
      links_[parent].next.push_back(index);
  }
}

// A dependency that an ancestor already has says nothing about the version table: the ancestor replaced its
// row.
void RevisionGraph::normalize_dependencies() {
  for (RevisionIndex index = 0; index < revisions_.size(); ++index) {
    Links& links = links_[index];
    links.normalized_down = links.down;
    if (links.dependencies.empty()) continue;
    RevisionSet covered(size());
    for (const RevisionIndex ancestor : reachable(*this, {index}, Edges::down).members())
      if (ancestor != index)
        for (const RevisionIndex dependency : links_[ancestor].dependencies)
          covered.insert(dependency);
    for (const RevisionIndex dependency : links.dependencies)
      if (!covered.contains(dependency)) add_once(links.normalized_down, dependency);
  }
}

void RevisionGraph::find_ends() {
  for (RevisionIndex index = 0; index < revisions_.size(); ++index) {
    if (links_[index].next.empty()) heads_.push_back(index);
    if (links_[index].all_next.empty()) effective_heads_.push_back(index);
    if (links_[index].down.empty()) bases_.push_back(index);
  }
}

void RevisionGraph::refuse_cycles() const {
  const auto check = [this](const RevisionList& tops, Edges down, const RevisionList& bottoms, Edges up,
                            const char* kind) {
    const RevisionSet from_tops = reachable(*this, tops, down);
    const RevisionSet from_bottoms = reachable(*this, bottoms, up);
    std::vector<std::string> ids, files;
    for (RevisionIndex index = 0; index < size(); ++index)
      if (!from_tops.contains(index) || !from_bottoms.contains(index)) {
        ids.push_back(revisions_[index].id);
        files.push_back(revisions_[index].path);
      }
    if (ids.empty()) return;
    std::sort(ids.begin(), ids.end());
    throw Error(ErrorCode::graph,
                std::string(kind) + " is detected in revisions (" + join(ids) + "); files: " + join(files));
  };
  RevisionList independent_bases;
  for (const RevisionIndex base : bases_)
    if (links_[base].dependencies.empty()) independent_bases.push_back(base);
  check(heads_, Edges::down, bases_, Edges::next, "Cycle");
  check(effective_heads_, Edges::all_down, independent_bases, Edges::all_next, "Dependency cycle");
}

// A label belongs to its revision, to all that descends from it, and downwards from there until the line
// meets another one.
void RevisionGraph::spread_labels() {
  for (RevisionIndex index = 0; index < revisions_.size(); ++index)
    for (const std::string& label : revisions_[index].branch_labels)
      links_[index].labels.push_back(label);
  for (RevisionIndex index = 0; index < revisions_.size(); ++index) {
    if (revisions_[index].branch_labels.empty()) continue;
    const auto label_too = [&](RevisionIndex other) {
      for (const std::string& label : revisions_[index].branch_labels)
        if (!has_label(other, label)) links_[other].labels.push_back(label);
    };
    RevisionIndex last = index;
    for (const RevisionIndex descendant : visit_order(*this, {index}, Edges::next)) {
      label_too(descendant);
      last = descendant;
    }
    while (links_[last].all_next.size() <= 1 && !is_merge_point(last)) {
      label_too(last);
      if (links_[last].down.empty()) break;
      last = links_[last].down.front();
    }
  }
}

std::optional<RevisionIndex> RevisionGraph::find(std::string_view name) const {
  const auto at = by_name_.find(name);
  if (at == by_name_.end()) return std::nullopt;
  return at->second;
}

bool RevisionGraph::has_label(RevisionIndex index, std::string_view label) const {
  const std::vector<std::string>& labels = links_[index].labels;
  return std::find(labels.begin(), labels.end(), label) != labels.end();
}

std::vector<std::string> RevisionGraph::ids(const RevisionList& list) const {
  std::vector<std::string> result;
  result.reserve(list.size());
  for (const RevisionIndex index : list)
    result.push_back(revisions_[index].id);
  return result;
}

}  // namespace pycharter::alembic
