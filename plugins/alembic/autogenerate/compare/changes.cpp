#include "alembic/autogenerate/compare/changes.h"

#include <array>
#include <utility>

#include "alembic/autogenerate/compare/definitions.h"

namespace pycharter::alembic::compare {

namespace json = boost::json;

namespace {

// What drop_constraint calls the kinds; it has no word for others.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> drop_types{
    {{kind::primary_key, "primary"},
     {kind::unique, "unique"},
     {kind::foreign_key, "foreignkey"},
     {kind::check, "check"}}};

json::value drop_type(const json::object& definition) {
  const std::string of = text_at(definition, "constraint");
  for (const auto& [constraint, type] : drop_types)
    if (constraint == of) return json::value(type);
  return nullptr;
}

json::value name_or_null(const json::object& item) {
  const json::value* name = given(item, "name");
  return name != nullptr ? *name : json::value(nullptr);
}

}  // namespace

Change add_column(const TableName& table, const json::object& definition) {
  json::object add = operation("add_column", table), drop = operation("drop_column", table);
  add["column"] = definition;
  drop["column"] = name_or_null(definition);
  return {std::move(add), std::move(drop)};
}

Change create_index(const TableName& table, const json::object& definition) {
  json::object drop = operation("drop_index", table);
  drop["name"] = name_or_null(definition);
  if (const json::object& dialect = object_at(definition, "dialect"); !dialect.empty())
    drop["dialect"] = dialect;
  return {{{"op", "create_index"}, {"index", definition}}, std::move(drop)};
}

Change create_constraint(const TableName& table, const json::object& definition) {
  json::object create = operation("create_constraint", table), drop = operation("drop_constraint", table);
  create["constraint"] = definition;
  drop["name"] = name_or_null(definition);
  drop["type"] = drop_type(definition);
  return {std::move(create), std::move(drop)};
}

Change create_table(const json::object& op) {
  json::object drop{{"op", "drop_table"}, {"table", op.at("table")}};
  if (const json::value* schema = given(op, "schema")) drop["schema"] = *schema;
  return {op, std::move(drop)};
}

Change remark(std::string text) {
  return {{{"op", "comment"}, {"text", std::move(text)}}, {}};
}

Change remark(json::object operation) {
  return {{{"op", "comment"}, {"operation", std::move(operation)}}, {}};
}

}  // namespace pycharter::alembic::compare
