// sa.Table: made, found again, extended and reflected.
#include <algorithm>

#include "alembic/operations/schema.h"
#include "alembic/operations/to_json.h"
#include "alembic/script/evaluator.h"
#include "alembic/script/unknown.h"

namespace pycharter::alembic {
namespace {

constexpr std::string_view table_parameters =
    "name, metadata=None, *args, schema=None, autoload_with=None, **kw";

// Puts the table into `tables`, and with `follow` those that it refers to.
Value reflect_into(Session& session, const Value& tables, const std::string& name, const Value& schema,
                   bool follow) {
  std::vector<std::string> targets;
  Value made = reflect_table(session, name, schema, &targets);
  session.in().set_subscript(tables, session.in().str(name), made);
  for (const auto& target : targets)
    if (follow && !session.in().contains(tables, session.in().str(target)))
      reflect_into(session, tables, target, schema, true);
  return made;
}

// "schema.name", as MetaData.tables has it.
std::string table_key(const std::string& name, const json::object& options) {
  const auto* schema = options.if_contains("schema");
  return schema == nullptr || schema->is_null() ? name : name_text(*schema) + "." + name;
}

bool is_set(Session& session, const Given& given, std::string_view keyword) {
  return std::any_of(given.keywords().begin(), given.keywords().end(), [&](const auto& given_keyword) {
    return given_keyword.first == keyword && session.in().truth(given_keyword.second);
  });
}

// extend_existing=True: columns of the same name take the place of those that were there.
Value extend_table(Session& session, const Value& known, const std::vector<Value>& items) {
  auto& table = *script::host_cast<TableObject>(known);
  const TableParts parts = split_table_arguments(session, items);
  for (const auto& column : parts.columns)
    table.add_column(column);
  table.constraints.insert(table.constraints.end(), parts.constraints.begin(), parts.constraints.end());
  table.indexes.insert(table.indexes.end(), parts.indexes.begin(), parts.indexes.end());
  return known;
}

[[noreturn]] void refuse_second_table(Session& session, const TableObject& first, const std::string& key) {
  std::string place;
  if (first.at.file != nullptr)
    place = " It is defined first in " + *first.at.file + ", line " + std::to_string(first.at.position.line) +
            ".";
  session.fail("InvalidRequestError", "Table '" + key +
                                          "' is already defined for this MetaData instance. Specify "
                                          "'extend_existing=True' to redefine options and columns on an "
                                          "existing Table object." +
                                          place);
}

Value construct_table(Session& session, const Given& given) {
  auto* metadata = script::host_cast<MetaDataObject>(given.value("metadata"));
  if (metadata == nullptr)
    session.fail("ArgumentError", "Table() takes a MetaData object as its second argument");
  if (session.in().reads_sources() && (given.has("autoload_with") || is_set(session, given, "autoload")))
    refuse_reflection(session, "Table(…, autoload_with=…) makes columns");
  if (given.has("autoload_with")) {
    const bool follow =
        std::none_of(given.keywords().begin(), given.keywords().end(), [&](const auto& keyword) {
          return keyword.first == "resolve_fks" && !session.in().truth(keyword.second);
        });
    return reflect_into(session, metadata->tables, session.in().text(given["name"], "name"),
                        given.value("schema"), follow);
  }
  json::object options = table_options(session, given.keywords());
  if (given.has("schema"))
    options["schema"] = to_name(session, given["schema"], "schema");
  else if (!metadata->schema.is_null())
    options["schema"] = metadata->schema;
  if (!metadata->naming_convention.empty()) options["naming_convention"] = metadata->naming_convention;
  const Value key = session.in().str(table_key(name_text(to_name(session, given["name"], "name")), options));
  if (session.in().contains(metadata->tables, key)) {
    Value known = session.in().subscript(metadata->tables, key);
    // A name without columns is the table that the metadata already knows.
    if (given.rest().empty() || is_set(session, given, "keep_existing")) return known;
    auto* table = script::host_cast<TableObject>(known);
    if (table != nullptr && is_set(session, given, "extend_existing"))
      return extend_table(session, known, given.rest());
    refuse_second_table(session, *table, session.in().to_text(key));
  }
  Value made = make_table(session, given["name"], options, split_table_arguments(session, given.rest()));
  session.in().set_subscript(metadata->tables, key, made);
  attach_loose_items(session);
  return made;
}

// A table that cannot be made is never passed over, whatever module it is in.
Value construct_checked_table(Session& session, const Given& given) {
  try {
    return construct_table(session, given);
  } catch (...) {
    session.in().state().declaration_failed = true;
    throw;
  }
}

}  // namespace

Value table_class(Session& session) {
  return make_schema_class(session, "Table", table_parameters, construct_checked_table);
}

std::optional<Value> TableObject::attribute(Interpreter& in, std::string_view name) {
  if (name == "create" || name == "drop")
    return make_method(session, Value::of(*this), name, "bind=None, checkfirst=True",
                       [this, create = name == "create"](Session& s, const Given& given) {
                         const bool check =
                             !s.as_sql() && (!given.has("checkfirst") || s.in().truth(given["checkfirst"]));
                         json::object op = create ? definition() : json::object{{"table", from.at("name")}};
                         if (const auto* schema = from.if_contains("schema")) op["schema"] = *schema;
                         op["op"] = create ? "create_table" : "drop_table";
                         if (check) op[create ? "if_not_exists" : "if_exists"] = true;
                         s.apply(std::move(op));
                         return Value::none();
                       });
  if (name == "append_column")
    return make_method(session, Value::of(*this), name, "column, replace_existing=False",
                       [this](Session& s, const Given& given) {
                         if (script::host_cast<ColumnObject>(given["column"]) == nullptr)
                           s.fail("ArgumentError", "append_column() takes a Column");
                         add_column(given["column"]);
                         return Value::none();
                       });
  if (name == "append_constraint")
    return make_method(session, Value::of(*this), name, "constraint", [this](Session& s, const Given& given) {
      const TableParts parts = split_table_arguments(s, {given["constraint"]});
      constraints.insert(constraints.end(), parts.constraints.begin(), parts.constraints.end());
      return Value::none();
    });
  return FromObject::attribute(in, name);
}

const SharedFrom& TableObject::shared_from() const {
  if (!shared_from_ || **shared_from_ != from) shared_from_.emplace(from);
  return *shared_from_;
}

void TableObject::add_column(const Value& value) {
  auto& column = *script::host_cast<ColumnObject>(value);
  column.attach(*this);
  columns().add(name_text(column.json.at("name")), value);
}

ColumnObject* TableObject::column(std::string_view key) const {
  for (const auto& [name, value] : columns().columns) {
    auto* column = script::host_cast<ColumnObject>(value);
    if (column != nullptr && (column->key.empty() ? name : column->key) == key) return column;
  }
  return nullptr;
}

json::object TableObject::definition() const {
  json::object made{{"table", from.at("name")}};
  json::array definitions;
  for (const auto& [name, column] : columns().columns)
    definitions.push_back(script::host_cast<ColumnObject>(column)->definition);
  made["columns"] = std::move(definitions);
  made["constraints"] = constraints;
  if (!indexes.empty()) made["indexes"] = indexes;
  for (const auto& [key, value] : options)
    made[key] = value;
  return made;
}

json::object TableObject::take_definition() {
  json::object made{{"table", from.at("name")}};
  json::array definitions;
  definitions.reserve(columns().columns.size());
  for (const auto& [name, column] : columns().columns)
    definitions.push_back(std::move(script::host_cast<ColumnObject>(column)->definition));
  made["columns"] = std::move(definitions);
  made["constraints"] = std::move(constraints);
  if (!indexes.empty()) made["indexes"] = std::move(indexes);
  for (auto& [key, value] : options)
    made[key] = std::move(value);
  return made;
}

TableParts split_table_arguments(Session& session, const std::vector<Value>& items) {
  TableParts parts;
  for (const auto& value : items) {
    if (value.is_none()) continue;
    if (script::host_cast<ColumnObject>(value) != nullptr) {
      parts.columns.push_back(value);
      continue;
    }
    if (const auto* unknown = script::as_unknown(value)) refuse_unknown(session.in(), *unknown, "the table");
    auto* item = host_cast_item(value);
    if (item != nullptr && item->role == SchemaItem::Role::sequence) continue;  // an object of its own
    if (item == nullptr ||
        (item->role != SchemaItem::Role::constraint && item->role != SchemaItem::Role::index))
      session.fail("ArgumentError",
                   "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got " +
                       session.in().to_repr(value));
    item->attached = true;
    (item->role == SchemaItem::Role::index ? parts.indexes : parts.constraints).push_back(item->json);
  }
  return parts;
}

json::object table_options(Session& session, const std::vector<std::pair<std::string, Value>>& keywords) {
  json::object made;
  std::vector<std::pair<std::string, Value>> dialect;
  for (const auto& [name, value] : keywords) {
    if (is_python_only(name) || value.is_none()) continue;
    if (name == "schema")
      made["schema"] = to_name(session, value, name);
    else if (name == "comment")
      made["comment"] = session.in().text(value, name);
    else if (name == "prefixes")
      made["prefixes"] = to_keyword(session, value);
    else if (name == "quote" || name == "quote_schema")
      made[name] = session.in().truth(value);
    else
      dialect.emplace_back(name, value);
  }
  if (auto options = to_dialect_keywords(session, dialect, "Table"); !options.empty())
    made["dialect"] = std::move(options);
  return made;
}

Value make_table(Session& session, const Value& name, const json::object& options, const TableParts& parts) {
  json::object from{{"expr", "table"}, {"name", to_name(session, name, "name")}};
  if (const auto* schema = options.if_contains("schema")) from["schema"] = *schema;
  Value made = script::make<TableObject>(session.in().heap(), session, from);
  auto& table = *script::host_cast<TableObject>(made);
  for (const auto& value : parts.columns) {
    auto* column = script::host_cast<ColumnObject>(value);
    if (!column->json.contains("name"))
      session.fail("ArgumentError",
                   "Column must be constructed with a non-blank name or assign a non-blank .name before "
                   "adding to a Table.");
    table.add_column(value);
  }
  table.at = session.site();
  table.constraints = parts.constraints;
  table.indexes = parts.indexes;
  table.options = options;
  return made;
}

namespace {

json::value schema_of(const json::object& key) {
  const auto* schema = key.if_contains("target_schema");
  return schema == nullptr ? json::value() : *schema;
}

json::array keys_of(const json::object& table) {
  const auto* keys = table.if_contains("foreign_keys");
  return keys != nullptr && keys->is_array() ? keys->get_array() : json::array();
}

}  // namespace

Value reflect_table(Session& session, const std::string& name, const Value& schema,
                    std::vector<std::string>* targets) {
  if (session.as_sql())
    session.fail("NoInspectionAvailable",
                 "the table \"" + name + "\" cannot be reflected with --sql: there is no database");
  const json::value in_schema = to_value(session, schema.defined() ? schema : Value::none());
  const json::object answer =
      session.reflect({{"what", "tables"}, {"schema", in_schema}, {"names", json::array{name}}});
  const auto& tables = answer.at("tables").as_array();
  if (tables.empty()) session.fail("NoSuchTableError", name);
  TableParts parts;
  for (const auto& item : tables.front().at("columns").as_array()) {
    const auto& found = item.as_object();
    json::object definition{
        {"name", found.at("name")}, {"type", found.at("type")}, {"nullable", found.at("nullable")}};
    if (const auto* key = found.if_contains("primary_key"); key != nullptr && *key != 0)
      definition["primary_key"] = true;
    if (const auto* text = found.if_contains("default"); text != nullptr && text->is_string())
      definition["server_default"] =
          json::object{{"default", "expression"}, {"expr", text_expression(std::string(text->as_string()))}};
    json::object expression{{"expr", "column"}, {"name", found.at("name")}, {"type", found.at("type")}};
    parts.columns.push_back(script::make<ColumnObject>(session.in().heap(), session, std::move(expression),
                                                       std::move(definition)));
  }
  if (targets != nullptr)
    for (const auto& key : keys_of(tables.front().as_object()))
      if (schema_of(key.as_object()) == in_schema) targets->emplace_back(key.at("target_table").as_string());
  json::object options;
  if (!in_schema.is_null()) options["schema"] = in_schema;
  return make_table(session, session.in().str(name), options, parts);
}

}  // namespace pycharter::alembic
