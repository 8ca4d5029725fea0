// What a catalog holds, as the parts of operations that would make it: a downgrade re-creates what was from
// them, an upgrade what the models declare.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_DEFINITIONS_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_DEFINITIONS_H

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "alembic/autogenerate/compare/items.h"

namespace pycharter::alembic::compare {

// The kinds of constraints, in docs/operations.md's words.
namespace kind {
inline constexpr std::string_view primary_key = "primary_key";
inline constexpr std::string_view unique = "unique";
inline constexpr std::string_view foreign_key = "foreign_key";
inline constexpr std::string_view check = "check";
inline constexpr std::string_view exclude = "exclude";
}  // namespace kind

// Each takes an item of the answer to {"what": "tables"} or {"what": "expected"}; one that comes from a model
// has its definition already.
boost::json::object column_definition(const boost::json::object& column);
boost::json::object constraint_definition(std::string_view kind, const boost::json::object& item);
boost::json::object index_definition(const TableName& table, const boost::json::object& index,
                                     std::string_view dialect);

// SQL of the server as a text() expression, in which a colon before a word would be a parameter.
boost::json::object sql_text(std::string_view sql);

// The default of a column as alter_column has it: server_default, computed or identity; null for none.
boost::json::value default_of(const boost::json::object& definition);

}  // namespace pycharter::alembic::compare

#endif
