// The side of a type that only Python sees: members of an enumeration, process_bind_param() and
// process_result_value() of a script's TypeDecorator. The type's JSON names it by a number, "python", of the
// session.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_PYTHON_TYPES_H
#define PYCHARTER_ALEMBIC_OPERATIONS_PYTHON_TYPES_H

#include "alembic/operations/session.h"

namespace pycharter::alembic {

// `type` with its other side: an enumeration's class, or an instance of a TypeDecorator.
json::object with_python_side(Session& session, json::object type, const Value& side);
// What is sent for a value of the type, and what a column of it gives back; the value itself where the type
// has no other side.
Value to_stored(Session& session, const json::object& type, const Value& value);
Value from_stored(Session& session, const json::object& type, const Value& value);

}  // namespace pycharter::alembic

#endif
