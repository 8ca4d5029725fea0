#include "alembic/operations/expression_methods.h"
#include "alembic/operations/to_json.h"

namespace pycharter::alembic {
namespace {

using Code = Value (*)(Expression& self, const Given& given);

Value own(Expression& self) {
  return Value::of(self);
}

// A copy of `self` to which `more` was appended under `key`, with the tables that came along.
Value appended(Expression& self, std::string_view key, const std::vector<Value>& more,
               bool text_allowed = false) {
  auto& session = self.session;
  json::object changed = self.json;
  auto& list = changed[key];
  if (!list.is_array()) list = json::array();
  FromList froms;
  for (const auto& value : more) {
    if (value.is_none()) continue;  // order_by(None) takes the order away
    list.get_array().push_back(text_allowed ? to_text_or_expression(session, value)
                                            : json::value(to_expression(session, value)));
    add_froms(froms, froms_of(value));
  }
  Value made = make_like(self, std::move(changed));
  add_froms(host_cast_expression(made)->froms, froms);
  return made;
}

Value where(Expression& self, const Given& given) {
  return appended(self, "where", given.rest());
}
Value having(Expression& self, const Given& given) {
  return appended(self, "having", given.rest());
}
Value order_by(Expression& self, const Given& given) {
  return appended(self, "order_by", given.rest(), true);
}
Value group_by(Expression& self, const Given& given) {
  return appended(self, "group_by", given.rest(), true);
}
Value returning(Expression& self, const Given& given) {
  std::vector<Value> columns;
  for (const auto& value : given.rest()) {
    if (const auto* table = script::host_cast<FromObject>(value))
      for (const auto& [name, column] : table->columns().columns)
        columns.push_back(column);
    else
      columns.push_back(value);
  }
  return appended(self, "returning", columns);
}

Value add_columns(Expression& self, const Given& given) {
  return appended(self, "columns", given.rest());
}

Value with_only_columns(Expression& self, const Given& given) {
  Value made = make_select(self.session, given.rest());
  auto& changed = *host_cast_expression(made);
  json::object json = self.json;
  json["columns"] = changed.json.at("columns");
  changed.json = std::move(json);
  add_froms(changed.froms, self.froms);
  return made;
}

Value select_from(Expression& self, const Given& given) {
  json::object changed = self.json;
  auto& from = changed["from"];
  if (!from.is_array()) from = json::array();
  for (const auto& value : given.rest())
    from.get_array().push_back(to_statement(self.session, value));
  return make_like(self, std::move(changed));
}

// Joins to the first table of FROM, as select(a).join(b, …) means.
Value join_with(Expression& self, const Given& given, bool outer) {
  auto& session = self.session;
  json::object changed = self.json;
  auto& from = changed["from"];
  if (!from.is_array() || from.get_array().empty()) {
    if (self.froms.empty()) session.fail("InvalidRequestError", "there is no table to join from");
    from = json::array{self.froms.front()};
  }
  auto& last = from.get_array().back();
  const Value left = script::make<FromObject>(session.in().heap(), session, last.as_object());
  const bool full = given.has("full") && session.in().truth(given["full"]);
  const bool is_outer = outer || (given.has("isouter") && session.in().truth(given["isouter"]));
  const Value joined = make_join(session, left, given["target"], given.value("onclause"), is_outer, full);
  last = script::host_cast<FromObject>(joined)->from_json();
  return make_like(self, std::move(changed));
}
Value join(Expression& self, const Given& given) {
  return join_with(self, given, false);
}
Value outerjoin(Expression& self, const Given& given) {
  return join_with(self, given, true);
}

Value join_from(Expression& self, const Given& given) {
  auto& session = self.session;
  const bool outer = given.has("isouter") && session.in().truth(given["isouter"]);
  json::object changed = self.json;
  auto& from = changed["from"];
  if (!from.is_array()) from = json::array();
  const Value joined =
      make_join(session, given["from_"], given["target"], given.value("onclause"), outer, false);
  from.get_array().push_back(script::host_cast<FromObject>(joined)->from_json());
  return make_like(self, std::move(changed));
}

template <const char* key>
Value single(Expression& self, const Given& given) {
  json::object changed = self.json;
  changed[key] = to_expression(self.session, given[key]);
  return make_like(self, std::move(changed));
}
constexpr char limit_key[] = "limit", offset_key[] = "offset";

Value distinct(Expression& self, const Given& given) {
  json::object changed = self.json;
  changed["distinct"] = true;
  if (!given.rest().empty()) changed["distinct_on"] = to_expressions(self.session, given.rest());
  return make_like(self, std::move(changed));
}

Value prefix_with(Expression& self, const Given& given) {
  json::object changed = self.json;
  auto& prefixes = changed["prefixes"];
  if (!prefixes.is_array()) prefixes = json::array();
  for (const auto& value : given.rest()) {
    const auto* expression = host_cast_expression(value);
    prefixes.get_array().push_back(expression != nullptr
                                       ? json::value(expression->json.at("sql"))
                                       : json::value(self.session.in().text(value, "prefix")));
  }
  return make_like(self, std::move(changed));
}

Value with_for_update(Expression& self, const Given& given) {
  json::object options;
  for (const auto* key : {"nowait", "read", "skip_locked", "key_share"})
    if (given.has(key) && self.session.in().truth(given[key])) options[key] = true;
  json::object changed = self.json;
  changed["for_update"] = std::move(options);
  return make_like(self, std::move(changed));
}

Value correlate(Expression& self, const Given& given) {
  json::object changed = self.json;
  json::array tables;
  for (const auto& value : given.rest())
    if (!value.is_none()) tables.push_back(to_statement(self.session, value));
  changed["correlate"] = std::move(tables);
  return make_like(self, std::move(changed));
}

Value scalar_subquery(Expression& self, const Given&) {
  json::object statement = completed(self);
  json::object made{{"expr", "scalar_subquery"}};
  const auto output = output_columns(statement);
  if (output.size() == 1 && !output.front().type.empty()) made["type"] = output.front().type;
  made["of"] = std::move(statement);
  return make_expression(self.session, std::move(made));
}

Value label(Expression& self, const Given& given) {
  return make_expression(self.session,
                         {{"expr", "label"},
                          {"of", json::object{{"expr", "scalar_subquery"}, {"of", completed(self)}}},
                          {"name", to_name(self.session, given["name"], "name")}});
}

Value subquery(Expression& self, const Given& given) {
  return make_subquery(self.session, self, "subquery", given.value("name"));
}
Value cte(Expression& self, const Given& given) {
  if (given.has("recursive") && self.session.in().truth(given["recursive"]))
    self.session.in().raise(
        "NotImplementedError",
        "recursive common table expressions are not supported; write the statement as text()");
  return make_subquery(self.session, self, "cte", given.value("name"));
}

Value exists(Expression& self, const Given&) {
  return make_exists(self.session, own(self));
}

Value itself(Expression& self, const Given&) {
  return own(self);
}

template <const char* op>
Value set_with(Expression& self, const Given& given) {
  json::array items{completed(self)};
  for (const auto& other : given.rest())
    items.push_back(to_statement(self.session, other));
  return make_expression(self.session, {{"expr", "set"}, {"op", op}, {"items", std::move(items)}});
}
constexpr char union_op[] = "union", union_all_op[] = "union all", except_op[] = "except",
               intersect_op[] = "intersect";

Value filter_by(Expression& self, const Given& given) {
  auto& session = self.session;
  std::vector<Value> conditions;
  for (const auto& [name, value] : given.keywords()) {
    const json::object from = self.froms.empty() ? json::object{{"expr", "table"}} : self.froms.front();
    conditions.push_back(make_binary(session, value.is_none() ? "is" : "=",
                                     make_from_column(session, from, json::value(name), nullptr), value));
  }
  return appended(self, "where", conditions);
}

// ---- values

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

// Tables that the values of an update mention come into its FROM.
void add_value_froms(Expression& made, const Given& given) {
  for (const auto& mapping : given.rest())
    if (const auto* dict = mapping.get_if<script::Dict>())
      for (const auto& entry : dict->table.entries())
        add_froms(made.froms, froms_of(entry.value));
  for (const auto& [name, value] : given.keywords())
    add_froms(made.froms, froms_of(value));
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

struct Method {
  std::string_view name;
  std::string_view parameters;
  Code code;
  std::string_view forms;  // separated by blanks
};
constexpr std::string_view queries = " select set ";
constexpr std::string_view changes = " insert update delete ";
constexpr Method methods[] = {
    {"where", "*whereclause", where, " select update delete "},
    {"filter", "*criterion", where, " select update delete "},
    {"filter_by", "**kw", filter_by, " select "},
    {"having", "*having", having, " select "},
    {"order_by", "*clauses", order_by, queries},
    {"group_by", "*clauses", group_by, " select "},
    {"limit", "limit", single<limit_key>, queries},
    {"offset", "offset", single<offset_key>, queries},
    {"distinct", "*expr", distinct, " select "},
    {"select_from", "*froms", select_from, " select "},
    {"join", "target, onclause=None, *, isouter=False, full=False", join, " select "},
    {"outerjoin", "target, onclause=None, *, full=False", outerjoin, " select "},
    {"join_from", "from_, target, onclause=None, *, isouter=False, full=False", join_from, " select "},
    {"add_columns", "*entities", add_columns, " select "},
    {"column", "*column", add_columns, " select "},
    {"with_only_columns", "*entities, maintain_column_froms=False", with_only_columns, " select "},
    {"with_for_update", "*, nowait=False, read=False, of=None, skip_locked=False, key_share=False",
     with_for_update, queries},
    {"correlate", "*fromclauses", correlate, " select "},
    {"scalar_subquery", "", scalar_subquery, queries},
    {"as_scalar", "", scalar_subquery, queries},
    {"label", "name", label, queries},
    {"subquery", "name=None", subquery, queries},
    {"alias", "name=None, flat=False", subquery, queries},
    {"cte", "name=None, recursive=False, nesting=False", cte, queries},
    {"exists", "", exists, queries},
    {"union", "*other", set_with<union_op>, queries},
    {"union_all", "*other", set_with<union_all_op>, queries},
    {"except_", "*other", set_with<except_op>, queries},
    {"intersect", "*other", set_with<intersect_op>, queries},
    {"prefix_with", "*prefixes, dialect=None", prefix_with, " select insert update delete "},
    {"values", "*args, **kwargs", insert_values, " insert "},
    {"values", "*args, **kwargs", update_values, " update "},
    {"from_select", "names, select, include_defaults=True", from_select, " insert "},
    {"returning", "*cols, sort_by_parameter_order=False", returning, changes},
    {"inline", "", itself, " insert update "},
    {"execution_options", "**kw", itself, " select set insert update delete "},
    {"on_conflict_do_nothing", "constraint=None, index_elements=None, index_where=None",
     on_conflict_do_nothing, " insert "},
    {"on_conflict_do_update", "constraint=None, index_elements=None, index_where=None, set_=None, where=None",
     on_conflict_do_update, " insert "},
    {"on_duplicate_key_update", "*args, **kw", on_duplicate_key_update, " insert "},
};

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

bool applies(std::string_view forms, std::string_view form) {
  return forms.find(" " + std::string(form) + " ") != std::string_view::npos;
}

}  // namespace

Value make_exists(Session& session, const Value& select) {
  const auto* inner = host_cast_expression(select);
  Value made = make_expression(session, {{"expr", "unary"}, {"op", "exists"}, {"of", completed(*inner)}});
  host_cast_expression(made)->table = select;
  return made;
}

namespace {

bool is_exists(const Expression& self) {
  return self.form() == "unary" && self.json.at("op") == "exists" && self.table.defined();
}

// exists(…).where(…): grows the select inside.
Value grow_exists(Expression& self, std::string_view name) {
  return script::make_native(
      self.session.in(), std::string(name),
      [self_value = own(self), &self, name = std::string(name)](Interpreter& in, const Arguments& given) {
        return make_exists(self.session, in.call(in.attribute(self.table, name), given));
      });
}

}  // namespace

std::optional<Value> statement_attribute(Expression& self, std::string_view name) {
  if (is_exists(self)) {
    if (name == "where" || name == "filter" || name == "select_from" || name == "correlate")
      return grow_exists(self, name);
    if (name == "select")
      return make_function(self.session, name, "", [&self, keep = own(self)](Session& s, const Given&) {
        return make_select(s, {keep});
      });
    return std::nullopt;
  }
  for (const auto& row : methods)
    if (row.name == name && applies(row.forms, self.form()))
      return make_method(
          self.session, own(self), row.name, row.parameters,
          [&self, code = row.code](Session&, const Given& given) { return code(self, given); });
  if (self.form() == "insert" && (name == "excluded" || name == "inserted")) return proposed_row(self, name);
  if (self.form() == "select" && (name == "c" || name == "selected_columns" || name == "columns")) {
    const Value subquery = make_subquery(self.session, self, "subquery", Value());
    return script::host_cast<FromObject>(subquery)->collection;
  }
  return std::nullopt;
}

namespace {

struct FromMethod {
  std::string_view name;
  std::string_view parameters;
  Value (*code)(FromObject& self, const Given& given);
};
Value select_of(FromObject& self, const Given&) {
  return make_select(self.session, {Value::of(self)});
}
Value insert_of(FromObject& self, const Given& given) {
  Value made = make_dml(self.session, "insert", Value::of(self));
  if (!given.has("values")) return made;
  return self.session.in().call(self.session.in().attribute(made, "values"),
                                Arguments{{given["values"]}, {}});
}
Value update_of(FromObject& self, const Given&) {
  return make_dml(self.session, "update", Value::of(self));
}
Value delete_of(FromObject& self, const Given&) {
  return make_dml(self.session, "delete", Value::of(self));
}
Value alias_of(FromObject& self, const Given& given) {
  return make_alias(self.session, self, given.value("name"));
}
Value join_of(FromObject& self, const Given& given) {
  auto& in = self.session.in();
  const auto flag = [&](std::string_view name) { return given.has(name) && in.truth(given[name]); };
  return make_join(self.session, Value::of(self), given["right"], given.value("onclause"), flag("isouter"),
                   flag("full"));
}
Value outerjoin_of(FromObject& self, const Given& given) {
  return make_join(self.session, Value::of(self), given["right"], given.value("onclause"), true, false);
}
constexpr FromMethod from_methods[] = {
    {"select", "*arguments", select_of},
    {"insert", "values=None", insert_of},
    {"update", "", update_of},
    {"delete", "", delete_of},
    {"alias", "name=None, flat=False", alias_of},
    {"join", "right, onclause=None, isouter=False, full=False", join_of},
    {"outerjoin", "right, onclause=None, full=False", outerjoin_of},
};

}  // namespace

std::optional<Value> from_attribute(FromObject& self, std::string_view name) {
  if (name == "c" || name == "columns") return self.collection;
  for (const auto& row : from_methods)
    if (row.name == name)
      return make_method(
          self.session, Value::of(self), row.name, row.parameters,
          [&self, code = row.code](Session&, const Given& given) { return code(self, given); });
  if (name == "name" || name == "schema" || name == "fullname") {
    const auto* found = self.from.if_contains(name == "fullname" ? "name" : name);
    if (found == nullptr) return Value::none();
    return from_json(self.session, found->is_object() ? found->as_object().at("name") : *found);
  }
  return std::nullopt;
}

}  // namespace pycharter::alembic
