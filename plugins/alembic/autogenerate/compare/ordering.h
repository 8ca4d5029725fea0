// An order in which tables can be made: each after those that its foreign keys refer to.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_ORDERING_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_ORDERING_H

#include <boost/json/object.hpp>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "alembic/autogenerate/compare/items.h"

namespace pycharter::alembic::compare {

// Items of "tables", by name.
using Tables = std::map<TableName, const boost::json::object*>;

struct TableOrder {
  std::vector<TableName> tables;
  // (table, the one it refers to): references that a cycle keeps from being made with their table.
  std::set<std::pair<TableName, TableName>> in_cycles;
};

// That of SQLAlchemy's MetaData.sorted_tables, by name where nothing else decides.
TableOrder order_by_references(const Tables& tables);

}  // namespace pycharter::alembic::compare

#endif
