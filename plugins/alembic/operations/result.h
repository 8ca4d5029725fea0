// What connection.execute() gives back, as a script sees it: Result, Row, mappings, scalars.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_RESULT_H
#define PYCHARTER_ALEMBIC_OPERATIONS_RESULT_H

#include <vector>

#include "alembic/operations/session.h"

namespace pycharter::alembic {

// `types` of the columns, where the statement knows them: JSON is then parsed, Boolean a bool, and so on.
Value make_result(Session& session, QueryResult result, std::vector<json::object> types);

}  // namespace pycharter::alembic

#endif
