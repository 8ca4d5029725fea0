// Naming conventions of SQLAlchemy's MetaData: names for constraints and indexes that the script left
// unnamed.
#ifndef PYCHARTER_SQL_DDL_NAMING_H
#define PYCHARTER_SQL_DDL_NAMING_H

#include "sql/ddl/schema.h"

namespace pycharter::sql::ddl {

// `convention` maps "ix", "uq", "ck", "fk", "pk" to templates such as "uq_%(table_name)s_%(column_0_name)s".
// Indexes have a convention even where none is given. Throws Error (invalid_document) for a token that is not
// known.
void apply_naming(Table& table, const json::object& convention);
void apply_naming(Constraint& constraint, const TableName& table, const json::object& convention);
void apply_naming(Index& index, const TableName& table, const json::object& convention);

}  // namespace pycharter::sql::ddl

#endif
