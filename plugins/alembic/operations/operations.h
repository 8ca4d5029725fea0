// alembic.op.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_OPERATIONS_H
#define PYCHARTER_ALEMBIC_OPERATIONS_OPERATIONS_H

#include <string_view>
#include <vector>

#include "alembic/operations/operation_table.h"
#include "alembic/operations/parameters.h"

namespace pycharter::alembic {

// A function of alembic.op by its name; undefined when there is none.
Value operation_function(Session& session, std::string_view name);
// What alembic.op and batch_op share: execute, f, get_bind, get_context, inline_literal, invoke, run_async.
Value common_operation(Session& session, std::string_view name);

// The operation of a row of the table from its arguments.
json::object make_operation(Session& session, const OperationRow& row, const Given& given);
// op.create_exclude_constraint and batch_op's: `constraint` of it.
json::object make_exclusion(Session& session, const Value& name, const std::vector<Value>& elements,
                            std::vector<std::pair<std::string, Value>> keywords);

}  // namespace pycharter::alembic

#endif
