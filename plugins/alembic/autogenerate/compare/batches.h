// Which alterations a database that cannot ALTER has to make by a new table.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_BATCHES_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_BATCHES_H

#include <boost/json/array.hpp>

namespace pycharter::alembic::compare {

// Whether SQLite could not run one of a table's operations but in a batch. Indexes, and columns that it can
// add as they are, need none.
bool needs_batch(const boost::json::array& operations);

}  // namespace pycharter::alembic::compare

#endif
