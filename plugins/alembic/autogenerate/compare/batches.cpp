#include "alembic/autogenerate/compare/batches.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "alembic/autogenerate/compare/items.h"

namespace pycharter::alembic::compare {

namespace json = boost::json;

namespace {

constexpr std::array<std::string_view, 3> plain{"create_index", "drop_index", "comment"};

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

}  // namespace pycharter::alembic::compare
