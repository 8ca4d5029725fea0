// A table that goes and one that comes, of the same columns, may be one that was renamed.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_TABLE_RENAMES_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_TABLE_RENAMES_H

#include <utility>
#include <vector>

#include "alembic/autogenerate/compare/changes.h"
#include "alembic/autogenerate/compare/ordering.h"

namespace pycharter::alembic::compare {

// Pairs whose columns have the same names, where no other table has those; a table of one column tells
// nothing.
std::vector<std::pair<TableName, TableName>> renamed_tables(const Tables& removed, const Tables& added);

std::vector<Change> rename_remarks(const TableName& from, const TableName& to);

}  // namespace pycharter::alembic::compare

#endif
