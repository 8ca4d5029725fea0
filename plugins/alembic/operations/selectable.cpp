#include "alembic/operations/selectable.h"

#include <algorithm>

#include "alembic/operations/expression_methods.h"
#include "alembic/operations/parameters.h"
#include "alembic/operations/result_types.h"
#include "alembic/operations/schema.h"
#include "alembic/operations/to_json.h"

namespace pycharter::alembic {
namespace {

// Whether `item` already stands in a FROM entry: itself, or as a side of a join.
bool stands_in(const json::object& entry, const json::object& item) {
  if (entry == item) return true;
  if (entry.at("expr") != "join") return false;
  return stands_in(entry.at("left").as_object(), item) || stands_in(entry.at("right").as_object(), item);
}

bool stands_in(const json::array& entries, const json::object& item) {
  return std::any_of(entries.begin(), entries.end(),
                     [&](const json::value& entry) { return stands_in(entry.as_object(), item); });
}

// The name under which columns of this FROM object are addressed.
json::object column_origin(const json::object& from) {
  json::object made;
  if (const auto* alias = from.if_contains("alias"); alias != nullptr && !alias->is_null()) {
    made["table"] = *alias;
    return made;
  }
  if (const auto* name = from.if_contains("name")) made["table"] = *name;
  if (const auto* schema = from.if_contains("schema")) made["schema"] = *schema;
  return made;
}

json::value alias_name(Session& session, const Value& name, std::string_view stem) {
  if (name.defined() && !name.is_none()) return to_name(session, name, "name");
  return json::value(std::string(stem) + "_" + std::to_string(++session.anonymous));
}

Value columns_of_output(Session& session, const json::object& from, const std::vector<OutputColumn>& output) {
  Value made = script::make<FromObject>(session.in().heap(), session, from);
  auto& columns = script::host_cast<FromObject>(made)->columns();
  for (const auto& column : output)
    if (!column.name.empty())
      columns.add(column.name, make_from_column(session, from, json::value(column.name),
                                                column.type.empty() ? nullptr : &column.type));
  return made;
}

// What an insert needs to know of a column.
json::object name_type_and_key(const json::object& column) {
  json::object made;
  for (const auto* key : {"name", "type", "primary_key"})
    if (const auto* found = column.if_contains(key)) made[key] = *found;
  return made;
}

OutputColumn output_column(const json::object& expression) {
  OutputColumn made;
  if (const auto* name = expression.if_contains("name"))
    if (expression.at("expr") == "column" || expression.at("expr") == "label" ||
        expression.at("expr") == "func")
      made.name = name_text(*name);
  made.type = result_type(expression);
  return made;
}

}  // namespace

// ---- columns

const Value* ColumnCollection::find(std::string_view name) const {
  for (const auto& [key, column] : columns)
    if (key == name) return &column;
  // key= of a column names it here, in the place of its name in the database.
  for (const auto& [key, column] : columns)
    if (const auto* own = script::host_cast<ColumnObject>(column); own != nullptr && own->key == name)
      return &column;
  return nullptr;
}

void ColumnCollection::add(std::string name, Value column) {
  for (auto& [key, existing] : columns) {
    if (key != name) continue;
    existing = std::move(column);
    return;
  }
  columns.emplace_back(std::move(name), std::move(column));
}

std::optional<Value> ColumnCollection::attribute(Interpreter& in, std::string_view name) {
  if (const auto* column = find(name)) return *column;
  const Value self = Value::of(*this);
  if (name == "keys" || name == "values" || name == "items")
    return make_method(session_, self, name, "", [this, which = std::string(name)](Session& s, const Given&) {
      std::vector<Value> made;
      for (const auto& [key, column] : columns) {
        const Value text = s.in().str(key);
        made.push_back(which == "keys" ? text : which == "values" ? column : s.in().tuple({text, column}));
      }
      return s.in().list(std::move(made));
    });
  if (name == "get")
    return make_method(session_, self, name, "key, default=None", [this](Session& s, const Given& given) {
      const auto* column = find(s.in().text(given["key"], "key"));
      return column != nullptr ? *column : given.has("default") ? given["default"] : Value::none();
    });
  in.raise("AttributeError", std::string(name));
}

std::optional<Value> ColumnCollection::subscript(Interpreter& in, const Value& key) {
  if (key.is(Kind::integer)) {
    const auto index =
        key.as_int() < 0 ? key.as_int() + static_cast<std::int64_t>(columns.size()) : key.as_int();
    if (index < 0 || index >= static_cast<std::int64_t>(columns.size()))
      in.raise("IndexError", std::to_string(index));
    return columns[static_cast<std::size_t>(index)].second;
  }
  const std::string name = in.text(key, "key");
  if (const auto* column = find(name)) return *column;
  in.raise("KeyError", name);
}

std::optional<bool> ColumnCollection::contains(Interpreter& in, const Value& name) {
  if (const auto text = string_of(name)) return find(*text) != nullptr;
  return std::any_of(columns.begin(), columns.end(),
                     [&](const auto& entry) { return entry.second.same(name); }) ||
         (in.step(), false);
}

std::optional<Value> ColumnCollection::iterate(Interpreter& in) {
  return script::make_iterator(
      in.heap(),
      [self = Value::of(*this), this, index = std::size_t{0}](Interpreter&) mutable -> std::optional<Value> {
        if (index >= columns.size()) return std::nullopt;
        return columns[index++].second;
      });
}

// ---- FROM objects

FromObject::FromObject(Session& s, json::object f)
    : session(s), from(std::move(f)), collection(script::make<ColumnCollection>(s.in().heap(), s)) {}

std::string FromObject::type_name() const {
  const std::string_view form = from.at("expr").as_string();
  if (form == "table") return "TableClause";
  return form == "join" ? "Join" : form == "cte" ? "CTE" : form == "values" ? "Values" : "Subquery";
}

Value FromObject::type(Interpreter&) const {
  return expression_class(session, type_name());
}

std::optional<Value> FromObject::attribute(Interpreter&, std::string_view name) {
  return from_attribute(*this, name);
}

Value from_of(const Value& value) {
  if (script::host_cast<FromObject>(value) != nullptr) return value;
  if (const auto* selectable = script::host_cast<Selectable>(value)) return selectable->selectable();
  if (!value.is(Kind::cls)) return Value();
  const Value* table = value.get<script::Class>().find("__table__");
  return table != nullptr && script::host_cast<FromObject>(*table) != nullptr ? *table : Value();
}

Value make_from_column(Session& session, const json::object& from, const json::value& name,
                       const json::object* type) {
  json::object column{{"expr", "column"}, {"name", name}};
  for (auto& [key, value] : column_origin(from))
    column[key] = std::move(value);
  if (type != nullptr) column["type"] = *type;
  return make_expression(session, std::move(column), {from});
}

Value make_join(Session& session, const Value& left, const Value& right, const Value& on, bool outer,
                bool full) {
  if (!on.defined() || on.is_none())
    session.fail("InvalidRequestError",
                 "a join without an ON clause needs foreign keys, which tables of a script seldom have; give "
                 "the onclause");
  json::object made{{"expr", "join"},
                    {"left", to_statement(session, left)},
                    {"right", to_statement(session, right)},
                    {"on", to_expression(session, on)},
                    {"outer", outer || full}};
  if (full) made["full"] = true;
  Value join = script::make<FromObject>(session.in().heap(), session, std::move(made));
  auto& columns = script::host_cast<FromObject>(join)->columns();
  for (const Value* side : {&left, &right})
    if (const auto* from = script::host_cast<FromObject>(from_of(*side)))
      for (const auto& [name, column] : from->columns().columns)
        columns.add(name, column);
  return join;
}

Value make_alias(Session& session, const FromObject& of, const Value& name) {
  json::object from = of.from;
  const auto* own = from.if_contains("name");
  from["alias"] = alias_name(session, name, own != nullptr ? name_text(*own) : "anon");
  Value made = script::make<FromObject>(session.in().heap(), session, from);
  auto& columns = script::host_cast<FromObject>(made)->columns();
  for (const auto& [key, column] : of.columns().columns) {
    const auto* expression = host_cast_expression(column);
    const auto* type = expression->json.if_contains("type");
    columns.add(key, make_from_column(session, from, expression->json.at("name"),
                                      type == nullptr ? nullptr : &type->as_object()));
  }
  return made;
}

Value make_values(Session& session, const std::vector<Value>& columns, const Value& name) {
  return make_values(session, {{"expr", "values"},
                               {"columns", to_expressions(session, columns)},
                               {"rows", json::array()},
                               {"name", alias_name(session, name, "anon")}});
}

Value make_values(Session& session, json::object from) {
  std::vector<OutputColumn> output;
  for (const auto& column : from.at("columns").as_array())
    output.push_back(output_column(column.as_object()));
  return columns_of_output(session, from, output);
}

Value make_subquery(Session& session, const Expression& select, std::string_view form, const Value& name) {
  json::object statement = completed(select);
  const auto output = output_columns(statement);
  json::object from{
      {"expr", form}, {"of", std::move(statement)}, {"alias", alias_name(session, name, "anon")}};
  return columns_of_output(session, from, output);
}

json::object completed(const Expression& expression) {
  json::object made = expression.json;
  const auto form = expression.form();
  const bool is_select = form == "select";
  if (!is_select && form != "update" && form != "delete") return made;
  auto* stated = made.if_contains("from");
  json::array from = stated == nullptr ? json::array() : stated->as_array();
  for (const auto& item : expression.froms) {
    const auto* target = script::host_cast<FromObject>(expression.table);
    const bool own_table = !is_select && target != nullptr && *item == target->from;
    if (!own_table && !stands_in(from, *item)) from.push_back(*item);
  }
  if (!from.empty()) made["from"] = std::move(from);
  return made;
}

std::vector<OutputColumn> output_columns(const json::object& statement) {
  std::vector<OutputColumn> made;
  const std::string_view form = statement.at("expr").as_string();
  if (form == "set") return output_columns(statement.at("items").as_array().front().as_object());
  const auto* columns = statement.if_contains(form == "select" || form == "text" ? "columns" : "returning");
  if (columns == nullptr) return made;
  for (const auto& column : columns->as_array())
    made.push_back(output_column(column.as_object()));
  return made;
}

const json::object* column_type(const FromObject& table, std::string_view name) {
  const auto* column = table.columns().find(name);
  const auto* expression = column == nullptr ? nullptr : host_cast_expression(*column);
  return expression == nullptr ? nullptr : expression->known_type();
}

Value make_dml(Session& session, std::string_view form, const Value& subject, std::string_view dialect) {
  const Value table = from_of(subject);
  if (!table.defined())
    session.fail("ArgumentError", "subject table for an INSERT, UPDATE or DELETE expected, got " +
                                      session.in().to_repr(subject));
  json::object target = to_statement(session, table);
  json::array columns;
  for (const auto& [name, column] : script::host_cast<FromObject>(table)->columns().columns)
    columns.push_back(name_type_and_key(to_column(session, column)));
  if (!columns.empty()) target["columns"] = std::move(columns);
  json::object made{{"expr", form}, {"table", std::move(target)}};
  if (!dialect.empty()) made["dialect"] = dialect;
  Value statement = make_expression(session, std::move(made));
  host_cast_expression(statement)->table = table;
  return statement;
}

namespace {

// A table stands for all of its columns.
void add_selected(Session& session, const Value& entity, json::array& columns, FromList& froms,
                  std::vector<Value>& entities) {
  const Value table = from_of(entity);
  if (const auto* from = script::host_cast<FromObject>(table)) {
    for (const auto& [name, column] : from->columns().columns) {
      columns.push_back(to_expression(session, column));
      if (table.same(entity)) entities.push_back(column);
    }
    if (!table.same(entity)) entities.push_back(entity);
  } else {
    entities.push_back(entity);
    columns.push_back(entity.is(Kind::string) ? text_expression(*string_of(entity))
                                              : to_expression(session, entity));
  }
  add_froms(froms, froms_of(entity));
}

}  // namespace

Value make_select(Session& session, const std::vector<Value>& entities) {
  json::array columns;
  FromList froms;
  std::vector<Value> selected;
  for (const auto& entity : entities) {
    // The list of SQLAlchemy 1.3: select([a, b]).
    if (entity.is(Kind::list))
      session.fail(
          "ArgumentError",
          "select() takes its columns one by one, not as a list: select(a, b) instead of select([a, b])");
    add_selected(session, entity, columns, froms, selected);
  }
  Value made =
      make_expression(session, {{"expr", "select"}, {"columns", std::move(columns)}}, std::move(froms));
  host_cast_expression(made)->entities = std::move(selected);
  return made;
}

}  // namespace pycharter::alembic
