// The type of what an expression gives, as SQLAlchemy infers it: it decides what Python's value of a cell is.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_RESULT_TYPES_H
#define PYCHARTER_ALEMBIC_OPERATIONS_RESULT_TYPES_H

#include <boost/json/object.hpp>

namespace pycharter::alembic {

// Empty where nothing is known.
boost::json::object result_type(const boost::json::object& expression);

}  // namespace pycharter::alembic

#endif
