// What insert and update are given: values, SELECT, and what dialects add for conflicts.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_DML_METHODS_H
#define PYCHARTER_ALEMBIC_OPERATIONS_DML_METHODS_H

#include "alembic/operations/expression.h"
#include "alembic/operations/parameters.h"

namespace pycharter::alembic {

// Each gives a changed copy of `self`.
Value insert_values(Expression& self, const Given& given);
Value update_values(Expression& self, const Given& given);
Value from_select(Expression& self, const Given& given);
Value on_conflict_do_nothing(Expression& self, const Given& given);
Value on_conflict_do_update(Expression& self, const Given& given);
Value on_duplicate_key_update(Expression& self, const Given& given);
// insert.excluded and insert.inserted: the columns of the row that was to be inserted.
Value proposed_row(Expression& self, std::string_view name);

}  // namespace pycharter::alembic

#endif
