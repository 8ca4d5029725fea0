#include "alembic/graph/traversal.h"

#include <algorithm>

#include "alembic/graph/errors.h"

namespace pycharter::alembic {

void RevisionSet::intersect(const RevisionSet& other) {
  for (std::size_t i = 0; i < bits_.size(); ++i)
    bits_[i] = bits_[i] && other.bits_[i];
}

void RevisionSet::subtract(const RevisionSet& other) {
  for (std::size_t i = 0; i < bits_.size(); ++i)
    bits_[i] = bits_[i] && !other.bits_[i];
}

void RevisionSet::unite(const RevisionSet& other) {
  for (std::size_t i = 0; i < bits_.size(); ++i)
    bits_[i] = bits_[i] || other.bits_[i];
}

bool RevisionSet::empty() const {
  return std::find(bits_.begin(), bits_.end(), true) == bits_.end();
}

RevisionList RevisionSet::members() const {
  RevisionList list;
  for (RevisionIndex index = 0; index < bits_.size(); ++index)
    if (bits_[index]) list.push_back(index);
  return list;
}

const RevisionList& edges_of(const RevisionGraph& graph, RevisionIndex index, Edges edges) {
  const Links& links = graph.links(index);
  switch (edges) {
    case Edges::down:
      return links.down;
    case Edges::all_down:
      return links.all_down;
    case Edges::normalized_down:
      return links.normalized_down;
    case Edges::next:
      return links.next;
    case Edges::all_next:
      return links.all_next;
  }
  throw Error(ErrorCode::internal, "unknown kind of edge");
}

namespace {

// Visits what `target` reaches and `seen` does not hold yet; `on_pop` sees every node popped, also known
// ones.
template <typename OnPop, typename OnNew>
void visit(const RevisionGraph& graph, RevisionIndex target, Edges edges, RevisionSet& seen, OnPop on_pop,
           OnNew on_new) {
  RevisionList todo{target};
  while (!todo.empty()) {
    const RevisionIndex index = todo.back();
    todo.pop_back();
    on_pop(index);
    if (seen.contains(index)) continue;
    seen.insert(index);
    on_new(index);
    for (const RevisionIndex next : edges_of(graph, index, edges))
      todo.push_back(next);
  }
}

constexpr auto ignore = [](RevisionIndex) {};

}  // namespace

RevisionSet reachable(const RevisionGraph& graph, const RevisionList& start, Edges edges) {
  RevisionSet seen(graph.size());
  for (const RevisionIndex target : start)
    visit(graph, target, edges, seen, ignore, ignore);
  return seen;
}

RevisionList visit_order(const RevisionGraph& graph, const RevisionList& start, Edges edges) {
  RevisionSet seen(graph.size());
  RevisionList order;
  for (const RevisionIndex target : start)
    visit(graph, target, edges, seen, ignore, [&](RevisionIndex index) { order.push_back(index); });
  return order;
}

RevisionSet reachable_from_distinct(const RevisionGraph& graph, const RevisionList& targets, Edges edges) {
  RevisionSet seen(graph.size());
  for (const RevisionIndex target : targets) {
    RevisionSet popped(graph.size());
    visit(
        graph, target, edges, seen, [&](RevisionIndex index) { popped.insert(index); }, ignore);
    RevisionList overlaps;
    for (const RevisionIndex other : targets)
      if (other != target && popped.contains(other)) overlaps.push_back(other);
    if (!overlaps.empty())
      throw RevisionError("Requested revision " + graph.revision(target).id +
                          " overlaps with other requested revisions " + join(graph.ids(overlaps)));
  }
  return seen;
}

namespace {

// One line that is being walked down: where it stands, and what lies below that.
struct Line {
  RevisionIndex head;
  RevisionSet ancestors;
};

class TopologicalWalk {
 public:
  TopologicalWalk(const RevisionGraph& graph, RevisionSet revisions, const RevisionList& heads)
      : graph_(graph), todo_(std::move(revisions)) {
    RevisionSet starts(graph.size());
    for (const RevisionIndex head : heads)
      if (todo_.contains(head)) starts.insert(head);
    for (const RevisionIndex head : starts.members())
      lines_.push_back(line(head));
  }

  RevisionList run() {
    RevisionList order;
    while (!lines_.empty()) {
      const RevisionIndex candidate = lines_[current_].head;
      if (const auto blocking = line_above(candidate)) {
        current_ = *blocking;
        continue;
      }
      if (todo_.contains(candidate)) {
        order.push_back(candidate);
        todo_.erase(candidate);
      }
      descend(candidate);
    }
    if (!todo_.empty())
      throw Error(ErrorCode::internal,
                  "revisions are not reachable from the heads they were collected from: " +
                      join(graph_.ids(todo_.members())));
    return order;
  }

 private:
  Line line(RevisionIndex head) const { return {head, reachable(graph_, {head}, Edges::normalized_down)}; }

  // Another line that still has to come down past the candidate.
  std::optional<std::size_t> line_above(RevisionIndex candidate) const {
    for (std::size_t i = 0; i < lines_.size(); ++i)
      if (i != current_ && lines_[i].ancestors.contains(candidate)) return i;
    return std::nullopt;
  }

  bool is_line_head(RevisionIndex index) const {
    return std::any_of(lines_.begin(), lines_.end(),
                       [index](const Line& other) { return other.head == index; });
  }

  void descend(RevisionIndex candidate) {
    RevisionList below;
    for (const RevisionIndex parent : graph_.links(candidate).normalized_down)
      if (todo_.contains(parent) && !is_line_head(parent)) below.push_back(parent);
    if (below.empty()) {
      lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(current_));
      current_ = current_ > 0 ? current_ - 1 : 0;
      return;
    }
    if (graph_.links(candidate).normalized_down.size() == 1) {
      // Plain movement down a line: what lies below is what lay below, without the candidate.
      lines_[current_].head = below.front();
      lines_[current_].ancestors.erase(candidate);
      return;
    }
    lines_[current_] = line(below.front());
    for (std::size_t i = 1; i < below.size(); ++i)
      lines_.push_back(line(below[i]));
  }

  const RevisionGraph& graph_;
  RevisionSet todo_;
  std::vector<Line> lines_;
  std::size_t current_ = 0;
};

}  // namespace

RevisionList topological_order(const RevisionGraph& graph, RevisionSet revisions, const RevisionList& heads) {
  return TopologicalWalk(graph, std::move(revisions), heads).run();
}

}  // namespace pycharter::alembic
