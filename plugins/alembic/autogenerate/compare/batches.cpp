#include "alembic/autogenerate/compare/batches.h"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <string_view>
#include <vector>

#include "alembic/autogenerate/compare/items.h"

namespace pycharter::alembic::compare {

namespace json = boost::json;

namespace {

constexpr std::array<std::string_view, 4> plain{"create_index", "drop_index", "drop_column", "comment"};

// ALTER TABLE … ADD COLUMN takes a constant default, and NOT NULL only with one.
bool can_be_added(const json::object& column) {
  if (given(column, "computed") != nullptr || given(column, "identity") != nullptr) return false;
  const json::object& value = object_at(column, "server_default");
  if (value.empty()) return flag_at(column, "nullable", true);
  return text_at(value, "default") == "literal";
}

}  // namespace

bool needs_batch(const json::array& operations) {
  return std::any_of(operations.begin(), operations.end(), [](const json::value& value) {
    const json::object& operation = value.as_object();
    const std::string kind = text_at(operation, "op");
    if (kind == "add_column") return !can_be_added(object_at(operation, "column"));
    return std::find(plain.begin(), plain.end(), kind) == plain.end();
  });
}

bool is_needed(const json::object& table, const std::string& column) {
  const auto holds = [&](const json::object& item) {
    const std::vector<std::string> names = names_at(item, "columns");
    return std::find(names.begin(), names.end(), column) != names.end();
  };
  const auto mentions = [&](const json::object& item) {
    return text_at(item, "sqltext").find(column) != std::string::npos;
  };
  if (holds(object_at(table, "primary_key"))) return true;
  for (const char* key : {"unique", "foreign_keys"})
    for (const json::value& item : list_at(table, key))
      if (holds(item.as_object())) return true;
  for (const json::value& check : list_at(table, "checks"))
    if (mentions(check.as_object())) return true;
  for (const json::value& other : list_at(table, "columns"))
    if (mentions(object_at(other.as_object(), "computed"))) return true;
  return false;
}

bool is_used(const json::object& table, const std::string& column) {
  const json::array& indexes = list_at(table, "indexes");
  return is_needed(table, column) ||
         std::any_of(indexes.begin(), indexes.end(), [&](const json::value& index) {
           return json::serialize(index).find(column) != std::string::npos;
         });
}

}  // namespace pycharter::alembic::compare
