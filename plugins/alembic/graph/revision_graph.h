// The revisions of an environment and how they hang together. Immutable once built.
//
// Revisions are numbered in the order they were given (file order), which is also the order Alembic falls
// back to where the graph leaves a choice; every answer is therefore deterministic. All algorithms are
// iterative: a history of any length needs no stack.
#ifndef PYCHARTER_ALEMBIC_GRAPH_REVISION_GRAPH_H
#define PYCHARTER_ALEMBIC_GRAPH_REVISION_GRAPH_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "alembic/graph/revision.h"

namespace pycharter::alembic {

using RevisionIndex = std::uint32_t;
using RevisionList = std::vector<RevisionIndex>;

// The edges of one revision. "Versioned" edges are down_revision alone; the others count depends_on as well.
struct Links {
  RevisionList down;                // down_revision
  RevisionList dependencies;        // depends_on, resolved
  RevisionList all_down;            // down, then dependencies
  RevisionList normalized_down;     // down, then those dependencies that no ancestor has already
  RevisionList next;                // revisions whose down_revision this is
  RevisionList all_next;            // and those that depend on it
  std::vector<std::string> labels;  // own branch labels, then inherited ones
};

class RevisionGraph {
 public:
  RevisionGraph() = default;
  // Throws graph, naming the files: an id twice, a character that an id may not have, a label used twice, a
  // parent or dependency that does not exist, a cycle.
  explicit RevisionGraph(std::vector<Revision> revisions);

  std::size_t size() const { return revisions_.size(); }
  const Revision& revision(RevisionIndex index) const { return revisions_[index]; }
  const Links& links(RevisionIndex index) const { return links_[index]; }

  // By exact id or branch label.
  std::optional<RevisionIndex> find(std::string_view name) const;
  // All ids, then all labels, in order: what a prefix is matched against.
  const std::vector<std::string>& names() const { return names_; }

  const RevisionList& heads() const { return heads_; }
  // Without those that another revision depends on: what the version table holds after a full upgrade.
  const RevisionList& effective_heads() const { return effective_heads_; }
  const RevisionList& bases() const { return bases_; }

  bool is_head(RevisionIndex index) const { return links_[index].next.empty(); }
  bool is_effective_head(RevisionIndex index) const { return links_[index].all_next.empty(); }
  bool is_base(RevisionIndex index) const { return links_[index].down.empty(); }
  bool is_branch_point(RevisionIndex index) const { return links_[index].next.size() > 1; }
  bool is_merge_point(RevisionIndex index) const { return links_[index].down.size() > 1; }
  bool has_label(RevisionIndex index, std::string_view label) const;

  std::vector<std::string> ids(const RevisionList& list) const;

 private:
  void index_ids();
  void index_labels();
  RevisionIndex referenced(RevisionIndex from, const std::string& name, std::string_view key) const;
  void link_parents();
  void normalize_dependencies();
  void find_ends();
  void refuse_cycles() const;
  void spread_labels();

  std::vector<Revision> revisions_;
  std::vector<Links> links_;
  std::unordered_map<std::string_view, RevisionIndex> by_name_;  // views into revisions_
  std::vector<std::string> names_;
  RevisionList heads_, effective_heads_, bases_;
};

// "Character(s) '@' not allowed in revision identifier 'a@b'". Throws graph.
void verify_revision_id(std::string_view id);

}  // namespace pycharter::alembic

#endif
