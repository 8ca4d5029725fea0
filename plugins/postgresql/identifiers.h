// Names and texts inside the store's own statements, which SOCI reads for placeholders.
#ifndef PYCHARTER_POSTGRESQL_IDENTIFIERS_H
#define PYCHARTER_POSTGRESQL_IDENTIFIERS_H

#include <string>
#include <string_view>

namespace pycharter::postgresql {

// U&"…" with everything but ASCII letters, digits and _ escaped: any spelling of a name, and no colon or
// quote in sight.
std::string escaped_identifier(std::string_view name);
// The same as a string constant, U&'…'.
std::string escaped_literal(std::string_view text);

// Throws config for a name that PostgreSQL cannot have: empty, with a NUL, not UTF-8, or over 63 bytes, which
// it would cut.
void check_schema_name(std::string_view name);

}  // namespace pycharter::postgresql

#endif
