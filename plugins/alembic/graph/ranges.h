// Which revisions a command touches, and in which order. Alembic's rules; throws Error graph in the words of
// its commands.
#ifndef PYCHARTER_ALEMBIC_GRAPH_RANGES_H
#define PYCHARTER_ALEMBIC_GRAPH_RANGES_H

#include "alembic/graph/identifiers.h"

namespace pycharter::alembic {

// From where the database stands to `target`, oldest first.
RevisionList upgrade_path(const RevisionGraph& graph, const std::string& target, const Identifiers& current);
// From where the database stands down to `target`, newest first.
RevisionList downgrade_path(const RevisionGraph& graph, const std::string& target,
                            const Identifiers& current);
// `base`:`head`, both inclusive, newest first.
RevisionList history_range(const RevisionGraph& graph, const Identifiers& base, const Identifiers& head);
// Heads of all that the version rows imply: the rows and, of what they depend on, the tips of other branches.
RevisionList all_current(const RevisionGraph& graph, const Identifiers& rows);

}  // namespace pycharter::alembic

#endif
