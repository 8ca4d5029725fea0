// str(expression) and expression.compile(dialect=…): the SQL of the small expressions that scripts put into
// text of their own.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_COMPILE_TEXT_H
#define PYCHARTER_ALEMBIC_OPERATIONS_COMPILE_TEXT_H

#include <optional>
#include <string>
#include <string_view>

#include "alembic/operations/expression.h"

namespace pycharter::alembic {

// For a dialect by its name, empty: SQLAlchemy's default one. Nothing where an expression is more than a
// keyword, text, a column, a literal or a function of such.
std::optional<std::string> compile_text(Session& session, const json::object& expression,
                                        std::string_view dialect);
// The method: compile(bind), compile(dialect=…, compile_kwargs=…).
Value compile_expression(Expression& self, const Arguments& arguments);

}  // namespace pycharter::alembic

#endif
