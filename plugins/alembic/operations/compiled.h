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

// FunctionElement and GenericFunction, from which a script derives its constructs; undefined for other names.
Value function_class(Session& session, std::string_view name);

// Of sqlalchemy.sql.functions: the class of func.now() and others; undefined for other names.
Value generic_function(Session& session, std::string_view name);

// The SQL of an instance of such a class in the run's dialect; nothing for other values.
std::optional<std::string> compiled_text(Session& session, const Value& instance);
// Such an instance as an expression: its SQL in the run's dialect, or, while models are read, in each that it
// has rules for; without any, the function that it names. Nothing for other values.
std::optional<json::object> compiled_expression(Session& session, const Value& instance);
// A type of such a class: `base` with what the rules say of each dialect, as variants.
json::object compiled_type(Session& session, const Value& instance, std::optional<json::object> base);
bool has_compile_rules(Session& session, const Value& instance);

}  // namespace pycharter::alembic

#endif
