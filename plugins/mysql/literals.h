// Values as SQL text: the client library binds none to a statement that is sent as text.
#ifndef PYCHARTER_MYSQL_LITERALS_H
#define PYCHARTER_MYSQL_LITERALS_H

#include <mysql.h>
#include <pycharter/plugin/types.h>

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace pycharter::mysql {

// Escapes the inside of a string literal as the open connection's character set and mode need it.
using Escape = std::function<std::string(std::string_view text)>;

// A value as PyMySQL writes it. Throws usage for a number that SQL has no literal for.
std::string literal(const plugin::Value& value, const Escape& escape);

// Puts literals in the place of $1, $2, …, outside of strings, quoted names and comments. Throws usage for a
// number that no parameter has.
std::string substitute(std::string_view sql, std::span<const plugin::Value> parameters, const Escape& escape);

// The same with the connection's own escaping.
std::string with_values(MYSQL* handle, std::string_view sql, std::span<const plugin::Value> parameters);

}  // namespace pycharter::mysql

#endif
