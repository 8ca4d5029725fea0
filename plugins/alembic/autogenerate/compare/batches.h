// Which alterations a database that cannot ALTER has to make by a new table.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_BATCHES_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_BATCHES_H

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>

namespace pycharter::alembic::compare {

// Whether SQLite could not run one of a table's operations but in a batch. Indexes, columns that it can add
// as they are, and columns that nothing needs go without.
bool needs_batch(const boost::json::array& operations);

// Whether something of a reflected table needs a column, so that it could not be dropped by itself.
bool is_needed(const boost::json::object& table, const std::string& column);
// The same, or an index has it.
bool is_used(const boost::json::object& table, const std::string& column);

}  // namespace pycharter::alembic::compare

#endif
