#include "alembic/operations/dml_methods.h"
#include "alembic/operations/expression_methods.h"
#include "alembic/operations/to_json.h"

namespace pycharter::alembic {
namespace {

using Code = Value (*)(Expression& self, const Given& given);

Value own(Expression& self) {
  return Value::of(self);
}

// order_by("n"), desc("n"): SQLAlchemy takes such a name for the column of the select that has it.
json::value resolved(const json::value& columns, json::value expression) {
  if (!expression.is_object() || !columns.is_array()) return expression;
  auto& e = expression.get_object();
  if (e.at("expr") == "unary") {
    e["of"] = resolved(columns, e.at("of"));
    return expression;
  }
  if (e.at("expr") != "text" || !e.contains("label")) return expression;
  for (const auto& column : columns.get_array()) {
    const auto& candidate = column.as_object();
    const auto* name = candidate.if_contains("name");
    if (name == nullptr || name_text(*name) != e.at("sql").as_string()) continue;
    if (candidate.at("expr") == "label") return json::object{{"expr", "column"}, {"name", *name}};
    if (candidate.at("expr") == "column") return column;
  }
  return expression;
}

json::value label_or_expression(const Expression& self, const Value& value) {
  auto made = to_text_or_expression(self.session, value);
  if (string_of(value)) made.as_object()["label"] = true;
  const auto* columns = self.json.if_contains("columns");
  return columns == nullptr ? made : resolved(*columns, std::move(made));
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
    list.get_array().push_back(text_allowed ? label_or_expression(self, value)
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
    const Value from = from_of(value);
    if (const auto* table = script::host_cast<FromObject>(from))
      for (const auto& [name, column] : table->columns().columns)
        columns.push_back(column);
    else
      columns.push_back(value);
  }
  return appended(self, "returning", columns);
}

Value add_columns(Expression& self, const Given& given) {
  const Value more = make_select(self.session, given.rest());
  const auto& selected = *host_cast_expression(more);
  json::object changed = self.json;
  for (const auto& column : selected.json.at("columns").as_array())
    changed["columns"].as_array().push_back(column);
  Value made = make_like(self, std::move(changed));
  auto& grown = *host_cast_expression(made);
  add_froms(grown.froms, selected.froms);
  grown.entities.insert(grown.entities.end(), selected.entities.begin(), selected.entities.end());
  return made;
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
    from = json::array{*self.froms.front()};
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
Value lateral(Expression& self, const Given& given) {
  return make_subquery(self.session, self, "lateral", given.value("name"));
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
    const json::object from = self.froms.empty() ? json::object{{"expr", "table"}} : *self.froms.front();
    conditions.push_back(make_binary(session, value.is_none() ? "is" : "=",
                                     make_from_column(session, from, json::value(name), nullptr), value));
  }
  return appended(self, "where", conditions);
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
    {"lateral", "name=None", lateral, queries},
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
      return make_function(self.session, name, "",
                           [keep = own(self)](Session& s, const Given&) { return make_select(s, {keep}); });
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

}  // namespace pycharter::alembic
