// sqlalchemy.ext.compiler: what a script says its own types and constructs are in SQL.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_COMPILED_H
#define PYCHARTER_ALEMBIC_OPERATIONS_COMPILED_H

#include <optional>
#include <string>
#include <string_view>

#include "alembic/operations/session.h"

namespace pycharter::alembic {

// `compiles(cls, *dialects)` as a decorator; undefined for other names.
Value compiler_member(Session& session, std::string_view name);

// The SQL of an instance of such a class in the run's dialect; nothing for other values.
std::optional<std::string> compiled_text(Session& session, const Value& instance);
// A type of such a class: `base` with what the rules say of each dialect, as variants.
json::object compiled_type(Session& session, const Value& instance, std::optional<json::object> base);
bool has_compile_rules(Session& session, const Value& instance);

}  // namespace pycharter::alembic

#endif
