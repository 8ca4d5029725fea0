// Columns that take their values from a sequence of PostgreSQL.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_DECLARATIONS_SEQUENCES_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_DECLARATIONS_SEQUENCES_H

#include <boost/json/object.hpp>

namespace pycharter::alembic::declarations {

// Gives a column whose default is nextval(…) of a sequence the sequence besides, so that the declarations
// create it. A column that owns its sequence and is of the key is SERIAL and needs neither.
void put_sequence(const boost::json::object& column, boost::json::object& definition);

}  // namespace pycharter::alembic::declarations

#endif
