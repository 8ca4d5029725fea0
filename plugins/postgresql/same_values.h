// Defaults that differ in their texts but may have one value: '2024-01-01'::date and DATE '20240101'.
#ifndef PYCHARTER_POSTGRESQL_SAME_VALUES_H
#define PYCHARTER_POSTGRESQL_SAME_VALUES_H

#include <libpq-fe.h>

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sql/comparison/defaults.h"

namespace pycharter::postgresql {

// One query for all; where a text is not valid to the server, more of them to find out which. An answer is
// missing for such a one, and where a function is called whose value changes from call to call: it may be one
// that writes, such as nextval(). Everything runs read-only, within a transaction or savepoint of its own.
// Throws Error where the connection is lost.
std::vector<std::optional<bool>> same_values(
    PGconn* connection, std::span<const sql::comparison::DefaultVerdict::Question> questions);

// The query's text.
std::string same_values_query(std::span<const sql::comparison::DefaultVerdict::Question> questions);

}  // namespace pycharter::postgresql

#endif
