// The answers to questions about graph and database, as JSON: docs/migrations-interface.md, "query" and
// "current".
#ifndef PYCHARTER_ALEMBIC_ANSWERS_H
#define PYCHARTER_ALEMBIC_ANSWERS_H

#include <boost/json/object.hpp>

#include "alembic/apply/run.h"
#include "alembic/graph/revision_graph.h"
#include "alembic/request.h"

namespace pycharter::alembic {

boost::json::object answer_query(const RevisionGraph& graph, const Request& request);
boost::json::object answer_current(const RevisionGraph& graph, const DatabaseSession& session, bool verbose);
// "steps" and "heads" of a run or a plan.
boost::json::object answer_run(const RevisionGraph& graph, const RunResult& result);

}  // namespace pycharter::alembic

#endif
