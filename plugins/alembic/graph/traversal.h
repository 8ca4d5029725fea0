// Walking the graph: what is reachable, and in which order revisions are applied.
#ifndef PYCHARTER_ALEMBIC_GRAPH_TRAVERSAL_H
#define PYCHARTER_ALEMBIC_GRAPH_TRAVERSAL_H

#include <vector>

#include "alembic/graph/revision_graph.h"

namespace pycharter::alembic {

// A set of revisions of one graph.
class RevisionSet {
 public:
  explicit RevisionSet(std::size_t graph_size) : bits_(graph_size, false) {}

  bool contains(RevisionIndex index) const { return bits_[index]; }
  void insert(RevisionIndex index) { bits_[index] = true; }
  void erase(RevisionIndex index) { bits_[index] = false; }
  void intersect(const RevisionSet& other);
  void subtract(const RevisionSet& other);
  void unite(const RevisionSet& other);
  bool empty() const;
  RevisionList members() const;  // in the order of the files

 private:
  std::vector<bool> bits_;
};

enum class Edges { down, all_down, normalized_down, next, all_next };
const RevisionList& edges_of(const RevisionGraph& graph, RevisionIndex index, Edges edges);

// The start and all that can be reached from it.
RevisionSet reachable(const RevisionGraph& graph, const RevisionList& start, Edges edges);
// The same in the order of a depth-first visit that takes the last edge first, as Alembic's does.
RevisionList visit_order(const RevisionGraph& graph, const RevisionList& start, Edges edges);
// As reachable(). Throws RevisionError when one of several targets can be reached from another.
RevisionSet reachable_from_distinct(const RevisionGraph& graph, const RevisionList& targets, Edges edges);

// `revisions` newest first, in exactly Alembic's order: from the heads down, one line at a time, never a
// revision before those that descend from it or depend on it.
RevisionList topological_order(const RevisionGraph& graph, RevisionSet revisions, const RevisionList& heads);

}  // namespace pycharter::alembic

#endif
