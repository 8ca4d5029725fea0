// Methods and properties of expressions, statements and FROM objects, from tables.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_EXPRESSION_METHODS_H
#define PYCHARTER_ALEMBIC_OPERATIONS_EXPRESSION_METHODS_H

#include <optional>
#include <string_view>

#include "alembic/operations/expression.h"
#include "alembic/operations/parameters.h"
#include "alembic/operations/selectable.h"

namespace pycharter::alembic {

std::optional<Value> expression_attribute(Expression& self, std::string_view name);
std::optional<Value> from_attribute(FromObject& self, std::string_view name);
// Methods of select, insert, update, delete and set operations (statement_methods.cpp); nothing for other
// names.
std::optional<Value> statement_attribute(Expression& self, std::string_view name);

// EXISTS of a select, which grows by where() and select_from().
Value make_exists(Session& session, const Value& select);

// The class that isinstance() and annotations see: "Select", "ColumnElement".
Value expression_class(Session& session, const std::string& name);

}  // namespace pycharter::alembic

#endif
