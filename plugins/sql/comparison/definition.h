// Parts of a table back in the form of docs/operations.md: what an operation that creates them carries.
#ifndef PYCHARTER_SQL_COMPARISON_DEFINITION_H
#define PYCHARTER_SQL_COMPARISON_DEFINITION_H

#include "sql/comparison/tools.h"

namespace pycharter::sql::comparison {

// Names are as the database will know them; those that a convention made are marked as such (op.f()).
json::object definition_of(const ddl::Constraint& constraint, const Tools& tools);
json::object definition_of(const ddl::Index& index, const ddl::TableName& table, const Tools& tools);
// Without index, unique and foreign keys, which are items of their own.
json::object definition_of(const ddl::Column& column);

// A name in the end, or null for none.
json::value final_name(const std::optional<ddl::Name>& name, const Tools& tools);
json::array names_of(const std::vector<ddl::Name>& names);

}  // namespace pycharter::sql::comparison

#endif
