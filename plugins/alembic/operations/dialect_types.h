// load_dialect_impl() of a script's own type: what it is stored as on each dialect.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_DIALECT_TYPES_H
#define PYCHARTER_ALEMBIC_OPERATIONS_DIALECT_TYPES_H

#include <vector>

#include "alembic/operations/session.h"

namespace pycharter::alembic {

// `stored` with a variant for each dialect for which the type's own load_dialect_impl() says something else.
json::object with_dialect_types(Session& session, const Value& type, json::object stored);

// A dialect by the name that scripts ask for, and those of it under which variants stand.
struct DialectNames {
  std::string_view name;
  std::vector<std::string_view> names;
};
const std::vector<DialectNames>& known_dialects();
// What a script is given as such a dialect where there is no connection.
Value named_dialect(Session& session, const std::string& name);

}  // namespace pycharter::alembic

#endif
