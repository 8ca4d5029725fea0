// Making tables that are not there, in an order that works. Dropping tables is the same, taken back.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_CREATION_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_CREATION_H

#include <functional>
#include <vector>

#include "alembic/autogenerate/compare/changes.h"
#include "alembic/autogenerate/compare/context.h"
#include "alembic/autogenerate/compare/ordering.h"

namespace pycharter::alembic::compare {

// Changes that stand together in a script: of a table that is there, or one that makes it.
struct Entry {
  TableName table;
  std::vector<Change> changes;
  bool is_alteration = true;
  bool needs_batch = false;  // whatever its operations are

  Entry reversed() const;
};

struct Creation {
  std::vector<Entry> entries;   // each table and its indexes
  std::vector<Entry> deferred;  // foreign keys that have to wait for other tables
};

// `waits` says of a table that is there already that foreign keys to it have to wait. `traits` gives what a
// table has besides its columns and constraints: comment, dialect, prefixes.
using Waits = std::function<bool(const TableName& target)>;
using Traits = std::function<const boost::json::object&(const TableName& table)>;
Creation plan_creation(const Tables& tables, const DialectHabits& dialect, const Waits& waits,
                       const Traits& traits);

// The definition of a column for create_table and add_column: whole, keys and constraints apart.
boost::json::object plain_column(const boost::json::object& column);

}  // namespace pycharter::alembic::compare

#endif
