// Parts of JSON columns, as expressions.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_JSON_ITEMS_H
#define PYCHARTER_ALEMBIC_OPERATIONS_JSON_ITEMS_H

#include "alembic/operations/expression.h"

namespace pycharter::alembic {

// column["key"], column[0], column[("a", "b")].
Value make_json_item(Expression& self, const Value& key);
// astext, as_string, …, of such a part; nothing for other expressions and names.
std::optional<Value> json_item_attribute(Expression& self, std::string_view name);

}  // namespace pycharter::alembic

#endif
