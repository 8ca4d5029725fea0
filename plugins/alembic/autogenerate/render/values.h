// Values and SQL expressions of docs/operations.md in Python.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_RENDER_VALUES_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_RENDER_VALUES_H

#include <string>

#include "alembic/autogenerate/render/context.h"

namespace pycharter::alembic::revision_text {

// A value: plain, an expression (as sa.text()), a list or a dict of such. Throws unsupported for others.
std::string python_value(Context& context, const json::value& value);

// sa.text('…'). A string is text.
std::string text_element(Context& context, const json::value& expression);
// The same in the place of a server default: SQLite's are in parentheses unless they are constants.
std::string default_element(Context& context, const json::value& expression);
// '…', where the callee makes text() of a string: CheckConstraint, Computed, op.execute.
std::string text_string(Context& context, const json::value& expression);
// An expression of an index: sa.literal_column('…'), or 'a' for a column.
std::string index_element(Context& context, const json::value& expression);

// SQL as a string that text() takes for the same SQL: a colon that would name a bind gets a backslash.
std::string sql_string(std::string_view sql);

// dialect keywords: postgresql_where=sa.text('…')
void add_keywords(Context& context, const json::object& owner, Call& call);

}  // namespace pycharter::alembic::revision_text

#endif
