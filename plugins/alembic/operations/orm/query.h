// session.query(…), and what a select of mapped classes gives: instances in the place of their columns.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_ORM_QUERY_H
#define PYCHARTER_ALEMBIC_OPERATIONS_ORM_QUERY_H

#include <memory>
#include <vector>

#include "alembic/operations/orm/unit_of_work.h"

namespace pycharter::alembic::orm {

// Runs a select whose entities may be mapped classes; the Result's rows hold instances then.
Value run_select(Session& session, const std::shared_ptr<UnitOfWork>& unit, const Expression& select,
                 const Value& parameters);

Value make_query(Session& session, std::shared_ptr<UnitOfWork> unit, std::vector<Value> entities);

}  // namespace pycharter::alembic::orm

#endif
