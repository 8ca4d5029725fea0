// The lines in which Alembic's commands show a revision.
#ifndef PYCHARTER_ALEMBIC_GRAPH_FORMAT_H
#define PYCHARTER_ALEMBIC_GRAPH_FORMAT_H

#include <string>

#include "alembic/graph/revision_graph.h"

namespace pycharter::alembic {

struct LineOptions {
  bool verbose = false;  // the whole entry, many lines
  bool branches = false;
  bool doc = false;
  bool parents = false;
  bool tree_indicators = true;
  bool is_current = false;  // append "(current)"
};

// "1111aaaa -> 2222bbbb (head), add col"; with verbose the entry that ends in a newline of its own.
std::string format_revision(const RevisionGraph& graph, RevisionIndex revision, const LineOptions& options);
std::string log_entry(const RevisionGraph& graph, RevisionIndex revision, bool is_current = false);

}  // namespace pycharter::alembic

#endif
