// What connection.execute() gives back, as a script sees it: Result, Row, mappings, scalars.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_RESULT_H
#define PYCHARTER_ALEMBIC_OPERATIONS_RESULT_H

#include <functional>
#include <string>
#include <vector>

#include "alembic/operations/session.h"

namespace pycharter::alembic {

// What the cells of a row are put together to: instances of mapped classes in the place of their columns.
struct Assembly {
  std::vector<std::string> columns;  // their names then
  std::function<std::vector<Value>(const std::vector<Value>& cells)> assemble;
};

// `types` of the columns, where the statement knows them: JSON is then parsed, Boolean a bool, and so on.
Value make_result(Session& session, QueryResult result, std::vector<json::object> types,
                  const Assembly* assembly = nullptr);

}  // namespace pycharter::alembic

#endif
