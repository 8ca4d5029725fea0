// What a user may write for a revision: full ids, unique prefixes, labels, `head heads base`, `branch@…`,
// `+2`, `-1`, `rev+1`, `branch@rev-1`. All functions throw RevisionError in Alembic's words.
#ifndef PYCHARTER_ALEMBIC_GRAPH_IDENTIFIERS_H
#define PYCHARTER_ALEMBIC_GRAPH_IDENTIFIERS_H

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alembic/graph/revision_graph.h"

namespace pycharter::alembic {

// A place in the history: a revision, `base` (before all of them), or nowhere (walked off the end).
class Point {
 public:
  enum class Kind { nowhere, base, revision };
  Point() = default;
  Point(RevisionIndex index) : kind_(Kind::revision), index_(index) {}  // NOLINT: a revision is a point
  static Point base() {
    Point point;
    point.kind_ = Kind::base;
    return point;
  }

  bool is_revision() const { return kind_ == Kind::revision; }
  bool is_base() const { return kind_ == Kind::base; }
  bool is_nowhere() const { return kind_ == Kind::nowhere; }
  RevisionIndex index() const { return index_; }

 private:
  Kind kind_ = Kind::nowhere;
  RevisionIndex index_ = 0;
};

// One side of a range: a single identifier as the user wrote it, or ids such as those of the version table.
struct Identifiers {
  std::vector<std::string> ids;
  bool is_text = false;  // a single identifier

  Identifiers() = default;
  Identifiers(std::string text) : ids{std::move(text)}, is_text(true) {}  // NOLINT
  Identifiers(std::vector<std::string> list) : ids(std::move(list)) {}    // NOLINT
};

// `identifier` after its branch was split off and its symbol looked up.
struct Resolved {
  std::vector<std::string> ids;
  std::optional<std::string> branch;
};
Resolved resolve_symbol(const RevisionGraph& graph, std::string_view identifier);

// The one revision, or nowhere for `base`. Throws for several heads.
Point revision_at(const RevisionGraph& graph, std::string_view identifier);
// All of them, in order; empty for `base`.
std::vector<Point> revisions_at(const RevisionGraph& graph, std::string_view identifier);
std::vector<Point> revisions_at(const RevisionGraph& graph, const Identifiers& identifiers);

// By id, label or unique prefix; `branch` restricts to its lineage.
RevisionIndex revision_named(const RevisionGraph& graph, const std::string& name,
                             const std::optional<std::string>& branch = {});
// The revision that stands for a branch: by label, or any name of a revision in it.
RevisionIndex branch_named(const RevisionGraph& graph, const std::string& branch);

// Those of `targets` that are ancestors or descendants of what `identifier` names.
RevisionList in_lineage(const RevisionGraph& graph, const RevisionList& targets, std::string_view identifier,
                        bool with_dependencies = false);

// `[branch@][symbol](+|-)steps`.
struct RelativeIdentifier {
  std::optional<std::string> branch;
  std::optional<std::string> symbol;
  std::string sign_and_steps;  // as written: "+2"
  int steps = 0;
};
std::optional<RelativeIdentifier> parse_relative(std::string_view text);

// `steps` up (within `branch`, if given) or down. Past the end: nowhere, or with `stop_at_end` the last place
// reached. Throws where the way forks.
Point walk(const RevisionGraph& graph, Point start, int steps, const std::optional<std::string>& branch = {},
           bool stop_at_end = false);

// The revisions among points. Throws where one is `base` or nowhere.
RevisionList as_revisions(const std::vector<Point>& points);

}  // namespace pycharter::alembic

#endif
