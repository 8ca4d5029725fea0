// Reading the JSON of reflection and of operations (docs/operations.md).
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_ITEMS_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_COMPARE_ITEMS_H

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace pycharter::alembic::compare {

// The value of a key, or null where it is absent or JSON null.
const boost::json::value* given(const boost::json::object& item, std::string_view key);
// An empty list or object where it is absent.
const boost::json::array& list_at(const boost::json::object& item, std::string_view key);
const boost::json::object& object_at(const boost::json::object& item, std::string_view key);
// "users" of a name in either of its forms; empty where there is none.
std::string text_at(const boost::json::object& item, std::string_view key);
bool flag_at(const boost::json::object& item, std::string_view key, bool absent = false);
// Names of columns; an entry that is no name (an expression) is empty.
std::vector<std::string> names_at(const boost::json::object& item, std::string_view key);

// A table, by the name that revisions give it: without a schema where it is in the connection's own.
struct TableName {
  std::string schema;
  std::string name;

  std::string label() const { return schema.empty() ? name : schema + "." + name; }
  auto operator<=>(const TableName&) const = default;
};

// {"op": kind, "table": …, "schema": …}
boost::json::object operation(std::string_view kind, const TableName& table);

}  // namespace pycharter::alembic::compare

#endif
