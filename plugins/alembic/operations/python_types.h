// process_bind_param() and process_result_value() of a script's own TypeDecorator: the type's JSON names it
// by a number, "python", of the session.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_PYTHON_TYPES_H
#define PYCHARTER_ALEMBIC_OPERATIONS_PYTHON_TYPES_H

#include "alembic/operations/session.h"

namespace pycharter::alembic {

// What the decorator stores its values as, with the way back to the decorator.
json::object with_decorator(Session& session, json::object type, const Value& decorator);
// What is sent for a value of the type, and what a column of it gives back; the value itself where no
// decorator is.
Value to_stored(Session& session, const json::object& type, const Value& value);
Value from_stored(Session& session, const json::object& type, const Value& value);

}  // namespace pycharter::alembic

#endif
