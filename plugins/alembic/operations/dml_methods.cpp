#include "alembic/operations/dml_methods.h"

#include "alembic/operations/selectable.h"
#include "alembic/operations/to_json.h"

namespace pycharter::alembic {
namespace {

std::string column_key(Session& session, const Value& key) {
  if (const auto text = string_of(key)) return *text;
  if (const auto* column = host_cast_expression(key))
    if (const auto* name = column->json.if_contains("name"))
      return name->is_string() ? std::string(name->as_string()) : std::string(name->at("name").as_string());
  session.fail("ArgumentError", "a column or its name is expected, not " + session.in().type_name(key));
}

void set_column(Expression& self, json::object& row, const Value& key, const Value& value) {
  const std::string name = column_key(self.session, key);
  const auto* table = script::host_cast<FromObject>(self.table);
  const auto* type = table == nullptr ? nullptr : column_type(*table, name);
  row[name] = to_expression(self.session, value, type);
}

json::object row_of(Expression& self, const Value& mapping) {
  json::object row;
  if (const auto* dict = mapping.get_if<script::Dict>()) {
    for (const auto& entry : dict->table.entries())
      if (entry.key.defined()) set_column(self, row, entry.key, entry.value);
    return row;
  }
  const auto items = self.session.in().collect(mapping);
  const auto* table = script::host_cast<FromObject>(self.table);
  if (table == nullptr || items.size() > table->columns().columns.size())
    self.session.fail("ArgumentError", "values() takes a dict, or as many values as the table has columns");
  for (std::size_t i = 0; i < items.size(); ++i)
    set_column(self, row, table->columns().columns[i].second, items[i]);
  return row;
}

bool is_rows(const Value& value) {
  const auto* list = value.get_if<script::List>();
  return list != nullptr && !list->items.empty() &&
         (list->items.front().is(Kind::dict) || list->items.front().is(Kind::tuple));
}

json::object merged(json::object row, const json::object& more) {
  for (const auto& [key, value] : more)
    row[key] = value;
  return row;
}

json::object keyword_row(Expression& self, const Given& given) {
  json::object row;
  for (const auto& [name, value] : given.keywords())
    set_column(self, row, self.session.in().str(name), value);
  return row;
}

// Tables that the values of an update mention come into its FROM.
void add_value_froms(Expression& made, const Given& given) {
  for (const auto& mapping : given.rest())
    if (const auto* dict = mapping.get_if<script::Dict>())
      for (const auto& entry : dict->table.entries())
        add_froms(made.froms, froms_of(entry.value));
  for (const auto& [name, value] : given.keywords())
    add_froms(made.froms, froms_of(value));
}

// ---- what dialects add to insert

json::array index_elements(Session& session, const Value& value) {
  json::array made;
  for (const auto& item : session.in().collect(value))
    made.push_back(host_cast_expression(item) == nullptr
                       ? json::value(to_name(session, item, "index_elements"))
                       : json::value(to_expression(session, item)));
  return made;
}

json::object conflict_target(Session& session, const Given& given) {
  json::object made;
  if (given.has("index_elements")) made["index_elements"] = index_elements(session, given["index_elements"]);
  if (given.has("constraint")) made["constraint"] = to_name(session, given["constraint"], "constraint");
  if (given.has("index_where")) made["index_where"] = to_expression(session, given["index_where"]);
  return made;
}

}  // namespace

// values(a=1), values({…}), values([{…}, {…}]) of an insert; a second call adds to the first.
Value insert_values(Expression& self, const Given& given) {
  json::object changed = self.json;
  auto& rows = changed["values"];
  if (given.rest().size() == 1 && is_rows(given.rest().front())) {
    json::array made;
    for (const auto& row : self.session.in().collect(given.rest().front()))
      made.push_back(row_of(self, row));
    rows = std::move(made);
    return make_like(self, std::move(changed));
  }
  json::object row =
      rows.is_array() && !rows.get_array().empty() ? rows.get_array().front().as_object() : json::object();
  for (const auto& mapping : given.rest())
    row = merged(std::move(row), row_of(self, mapping));
  rows = json::array{merged(std::move(row), keyword_row(self, given))};
  return make_like(self, std::move(changed));
}

Value update_values(Expression& self, const Given& given) {
  json::object changed = self.json;
  auto& values = changed["values"];
  json::object row = values.is_object() ? values.get_object() : json::object();
  for (const auto& mapping : given.rest())
    row = merged(std::move(row), row_of(self, mapping));
  values = merged(std::move(row), keyword_row(self, given));
  Value made = make_like(self, std::move(changed));
  add_value_froms(*host_cast_expression(made), given);
  return made;
}

Value from_select(Expression& self, const Given& given) {
  auto& session = self.session;
  json::array columns;
  for (const auto& name : session.in().collect(given["names"]))
    columns.push_back(json::value(column_key(session, name)));
  json::object changed = self.json;
  changed["from_select"] =
      json::object{{"columns", std::move(columns)}, {"select", to_statement(session, given["select"])}};
  return make_like(self, std::move(changed));
}

Value on_conflict_do_nothing(Expression& self, const Given& given) {
  json::object conflict = conflict_target(self.session, given);
  conflict["action"] = "nothing";
  json::object changed = self.json;
  changed["on_conflict"] = std::move(conflict);
  return make_like(self, std::move(changed));
}

Value on_conflict_do_update(Expression& self, const Given& given) {
  json::object conflict = conflict_target(self.session, given);
  conflict["action"] = "update";
  conflict["set"] = given.has("set_") ? row_of(self, given["set_"]) : json::object();
  if (given.has("where")) conflict["where"] = to_expression(self.session, given["where"]);
  json::object changed = self.json;
  changed["on_conflict"] = std::move(conflict);
  return make_like(self, std::move(changed));
}

Value on_duplicate_key_update(Expression& self, const Given& given) {
  json::object row;
  for (const auto& mapping : given.rest())
    row = merged(std::move(row), row_of(self, mapping));
  json::object changed = self.json;
  changed["on_duplicate_key"] = merged(std::move(row), keyword_row(self, given));
  return make_like(self, std::move(changed));
}

// insert.excluded, insert.inserted: the row that was to be inserted.
Value proposed_row(Expression& self, std::string_view name) {
  auto& session = self.session;
  const json::object from{{"expr", "table"}, {"name", name}};
  Value made = script::make<FromObject>(session.in().heap(), session, from);
  if (const auto* table = script::host_cast<FromObject>(self.table))
    for (const auto& [key, column] : table->columns().columns) {
      const auto* expression = host_cast_expression(column);
      json::object proposed = expression->json;
      proposed.erase("schema");
      proposed["table"] = name;
      script::host_cast<FromObject>(made)->columns().add(key, make_expression(session, std::move(proposed)));
    }
  return script::host_cast<FromObject>(made)->collection;
}

}  // namespace pycharter::alembic
