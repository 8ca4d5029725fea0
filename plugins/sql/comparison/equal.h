// Whether what is declared and what a database has are equal in this dialect's eyes: the answer to
// {"what": "equal"} of docs/operations.md, "Reflection".
#ifndef PYCHARTER_SQL_COMPARISON_EQUAL_H
#define PYCHARTER_SQL_COMPARISON_EQUAL_H

#include <boost/json/object.hpp>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "sql/comparison/defaults.h"

namespace pycharter::sql::comparison {

// Asks the server about all of them; an answer is missing where it has none. May be empty: nobody to ask.
using AskServer =
    std::function<std::vector<std::optional<bool>>(std::span<const DefaultVerdict::Question> questions)>;

// {"equal": [true|false|null…]}, an answer for each of the request's pairs. Throws Error (invalid_document)
// for a pair of another shape.
boost::json::object equal_pairs(const boost::json::object& request, const ddl::Dialect& dialect,
                                const AskServer& ask);

}  // namespace pycharter::sql::comparison

#endif
