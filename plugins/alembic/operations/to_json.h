// From the values of a script to the JSON of docs/operations.md: names and plain values. Types, expressions
// and schema items do it in their own files by the same rules.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_TO_JSON_H
#define PYCHARTER_ALEMBIC_OPERATIONS_TO_JSON_H

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alembic/operations/session.h"

namespace pycharter::alembic {

// The text of a str, or of an instance of a subclass of it (op.f's result, a str enumeration); nothing for
// others.
std::optional<std::string> string_of(const Value& value);

// op.f(text) and sqlalchemy.sql.quoted_name(text, quote): a str that remembers what it is.
Value make_convention_name(Session& session, const std::string& text);
Value make_quoted_name(Session& session, const std::string& text, const Value& quote);

// A name of docs/operations.md. Raises TypeError naming `what` when it is none.
json::value to_name(Session& session, const Value& value, std::string_view what);
// The text of such a name.
std::string name_text(const json::value& name);
json::array to_names(Session& session, const Value& values, std::string_view what);

// A value of docs/operations.md. With the `type` of its column where it is known: JSON columns take
// documents.
json::value to_value(Session& session, const Value& value, const json::object* type = nullptr);

// The other way: plain JSON as a script's value.
Value from_json(Session& session, const json::value& value);

// Keywords of a dialect ("postgresql_using") -> object. Raises TypeError, naming `callee`, for others.
json::object to_dialect_keywords(Session& session, const std::vector<std::pair<std::string, Value>>& keywords,
                                 std::string_view callee);
bool is_dialect_keyword(std::string_view name);

}  // namespace pycharter::alembic

#endif
