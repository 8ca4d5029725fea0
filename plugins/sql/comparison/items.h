// Whether constraints, indexes and the values that a server makes agree in everything but their names.
// Each takes a declared and a reflected item of docs/operations.md, "Reflection"; a missing answer means that
// it cannot be told.
#ifndef PYCHARTER_SQL_COMPARISON_ITEMS_H
#define PYCHARTER_SQL_COMPARISON_ITEMS_H

#include <optional>
#include <string>

#include "sql/comparison/tools.h"

namespace pycharter::sql::comparison {

std::optional<bool> same_check(const json::object& declared, const json::object& found, const Tools& tools);
std::optional<bool> same_index(const json::object& declared, const json::object& found, const Tools& tools);
std::optional<bool> same_unique(const json::object& declared, const json::object& found, const Tools& tools);
std::optional<bool> same_foreign_key(const json::object& declared, const json::object& found,
                                     const Tools& tools);
std::optional<bool> same_exclude(const json::object& declared, const json::object& found, const Tools& tools);
// Of columns.
std::optional<bool> same_computed(const json::object& declared, const json::object& found,
                                  const Tools& tools);
std::optional<bool> same_identity(const json::object& declared, const json::object& found,
                                  const Tools& tools);
// "deferred", "deferrable" or empty: PostgreSQL alone tells it of unique constraints; MySQL has no such
// thing.
std::string deferral(const json::object& constraint);
// Of tables or columns; an empty comment is none.
bool same_comment(const json::value& declared, const json::value& found, const Tools& tools);

}  // namespace pycharter::sql::comparison

#endif
