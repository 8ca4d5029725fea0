// Columns, constraints and indexes of a declared table in the shape of docs/operations.md, "Reflection".
#ifndef PYCHARTER_SQL_COMPARISON_EXPECTED_ITEMS_H
#define PYCHARTER_SQL_COMPARISON_EXPECTED_ITEMS_H

#include "sql/comparison/tools.h"

namespace pycharter::sql::comparison {

json::object column_item(const ddl::Column& column, const ddl::Table& table, const Tools& tools);
json::object constraint_item(const ddl::Constraint& constraint, const Tools& tools);
json::object index_item(const ddl::Index& index, const ddl::TableName& table, const Tools& tools);

// The list of a reflected table that constraints of this kind stand in; empty for a primary key.
std::string_view list_of(ddl::Constraint::Kind kind);

}  // namespace pycharter::sql::comparison

#endif
