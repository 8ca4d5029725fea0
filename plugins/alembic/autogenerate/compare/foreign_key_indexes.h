// MySQL keeps an index for each foreign key: it makes one where there is none, lets that go once another
// serves, and refuses to drop the last (error 1553).
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_FOREIGN_KEY_INDEXES_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_FOREIGN_KEY_INDEXES_H

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "alembic/autogenerate/compare/changes.h"
#include "alembic/autogenerate/compare/context.h"

namespace pycharter::alembic::compare {

// Whether an index of those columns serves a foreign key of these: it begins with them.
bool serves(const std::vector<std::string>& index, const std::vector<std::string>& key);

// An index that the database made for a foreign key by itself.
bool is_implied(const boost::json::object& index);

// Puts an index of the key's own beside the changes of a table's indexes wherever they would leave one of
// `keys`, foreign keys of the database that stay, without any: for as long as it is needed, which may be for
// good; in a downgrade that may be the key made anew. `expected` and `reflected` are the table.
void keep_foreign_keys_indexed(const TableName& table, const boost::json::object& expected,
                               const boost::json::object& reflected,
                               const std::vector<const boost::json::object*>& keys,
                               const DialectHabits& dialect, std::vector<Change>& changes);

}  // namespace pycharter::alembic::compare

#endif
