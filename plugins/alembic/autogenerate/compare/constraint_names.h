// Names for constraints that a model leaves without one. Added to a table that exists they get the name that
// PostgreSQL would give: a downgrade has to say what it drops.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_CONSTRAINT_NAMES_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_CONSTRAINT_NAMES_H

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "alembic/autogenerate/compare/items.h"

namespace pycharter::alembic::compare {

// The definition, named "users_email_key" (table, columns, suffix) unless it has a name.
boost::json::object with_name(boost::json::object definition, const TableName& table,
                              std::string_view suffix);

}  // namespace pycharter::alembic::compare

#endif
