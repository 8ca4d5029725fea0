// A difference, as the operation that removes it and the one that takes that back.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_CHANGES_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_CHANGES_H

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "alembic/autogenerate/compare/items.h"

namespace pycharter::alembic::compare {

struct Change {
  boost::json::object upgrade, downgrade;  // one that is empty does nothing in its direction

  Change reversed() const { return {downgrade, upgrade}; }
};

// Alterations of one table, which a script may write as a batch.
struct TableChanges {
  TableName table;
  std::vector<Change> changes;
};

// Definitions are those of definitions.h.
Change add_column(const TableName& table, const boost::json::object& definition);
Change create_index(const TableName& table, const boost::json::object& definition);
Change create_constraint(const TableName& table, const boost::json::object& definition);
Change create_table(const boost::json::object& operation);
// A remark for the reader, in the upgrade alone.
Change remark(std::string text);
// The same of an operation that is offered instead.
Change remark(boost::json::object operation);

}  // namespace pycharter::alembic::compare

#endif
