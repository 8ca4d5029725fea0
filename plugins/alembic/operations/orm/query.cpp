#include "alembic/operations/orm/query.h"

#include <algorithm>
#include <span>

#include "alembic/operations/connection.h"
#include "alembic/operations/expression_methods.h"
#include "alembic/operations/orm/relationship.h"
#include "alembic/operations/result.h"
#include "alembic/operations/to_json.h"

namespace pycharter::alembic::orm {
namespace {

class Query final : public script::HostObject {
 public:
  Query(Session& s, std::shared_ptr<UnitOfWork> u, Value q)
      : session(s), unit(std::move(u)), select(std::move(q)) {}
  std::string type_name() const override { return "Query"; }
  std::optional<Value> attribute(Interpreter&, std::string_view name) override;
  std::optional<Value> iterate(Interpreter& in) override { return in.iterate(rows()); }
  std::optional<Value> subscript(Interpreter& in, const Value& key) override;

  const Expression& expression() const { return *host_cast_expression(select); }
  // Of the first entity; null where it is an expression.
  const Model* model() const {
    const auto& entities = expression().entities;
    return entities.empty() ? nullptr : find_model(session, entities.front());
  }
  const Model& required_model(std::string_view what) const {
    const Model* found = model();
    if (found == nullptr)
      session.fail("InvalidRequestError", std::string(what) + "() takes a query of a mapped class");
    return *found;
  }
  Value with(Value changed) const {
    return script::make<Query>(session.in().heap(), session, unit, std::move(changed));
  }
  // One entity that is a class gives instances, everything else rows.
  Value result() const {
    unit->autoflush();
    const Value found = run_select(session, unit, expression(), Value());
    return expression().entities.size() == 1 && model() != nullptr ? call_method(session, found, "scalars")
                                                                   : found;
  }
  Value rows() const { return call_method(session, result(), "all"); }

  Session& session;
  const std::shared_ptr<UnitOfWork> unit;
  const Value select;
};

struct Method {
  std::string_view name;
  std::string_view parameters;
  Value (*code)(Query&, const Given&);
};

Value itself(Query& self, const Given&) {
  return Value::of(self);
}
Value all(Query& self, const Given&) {
  return self.rows();
}
Value first(Query& self, const Given&) {
  auto& s = self.session;
  const Value limited = self.with(call_method(s, self.select, "limit", {Value::integer(1)}));
  return call_method(s, script::host_cast<Query>(limited)->result(), "first");
}
template <const char* name>
Value of_result(Query& self, const Given&) {
  return call_method(self.session, self.result(), name);
}
constexpr char one[] = "one", one_or_none[] = "one_or_none";

Value scalar(Query& self, const Given&) {
  self.unit->autoflush();
  const Value row = call_method(self.session, run_select(self.session, self.unit, self.expression(), Value()),
                                "one_or_none");
  return row.is_none() ? row : self.session.in().subscript(row, Value::integer(0));
}

Value count(Query& self, const Given&) {
  auto& s = self.session;
  self.unit->autoflush();
  const Value counted =
      s.in().call(s.in().attribute(s.in().attribute(s.in().import_module("sqlalchemy"), "func"), "count"));
  const Value outer =
      call_method(s, make_select(s, {counted}), "select_from", {call_method(s, self.select, "subquery")});
  return call_method(s, run_statement(s, outer), "scalar");
}

Value get(Query& self, const Given& given) {
  const Value& key = given["ident"];
  return self.unit->get(self.required_model("get"), key.is(Kind::tuple) || key.is(Kind::list)
                                                        ? self.session.in().collect(key)
                                                        : std::vector<Value>{key});
}

// WHERE of the query, under a statement that changes rows.
Value changing(Query& self, std::string_view form) {
  auto& s = self.session;
  const Model& model = self.required_model(form);
  self.unit->autoflush();
  Value statement = make_dml(s, form, model.table);
  auto& made = *host_cast_expression(statement);
  if (const auto* where = self.expression().json.if_contains("where")) made.json["where"] = *where;
  add_froms(made.froms, self.expression().froms);
  return statement;
}

Value rowcount_of(Query& self, const Value& statement) {
  const Value result = run_statement(self.session, statement);
  self.unit->expire_all(self.model());
  return self.session.in().attribute(result, "rowcount");
}

Value delete_rows(Query& self, const Given&) {
  return rowcount_of(self, changing(self, "delete"));
}

Value update_rows(Query& self, const Given& given) {
  auto& s = self.session;
  const Model& model = self.required_model("update");
  const Value values = s.in().dict();
  for (const auto& entry : given["values"].get<script::Dict>().table.entries()) {
    if (!entry.key.defined()) continue;
    const auto key = string_of(entry.key);
    const auto* column = key ? model.by_key(*key) : nullptr;
    s.in().set_subscript(values, column != nullptr ? s.in().str(column->name) : entry.key, entry.value);
  }
  return rowcount_of(self, call_method(s, changing(self, "update"), "values", {values}));
}

Value filter_by(Query& self, const Given& given) {
  auto& s = self.session;
  std::vector<Value> conditions;
  const Model* model = self.model();
  for (const auto& [name, value] : given.keywords()) {
    Value column;
    if (model != nullptr) {
      column = s.in().attribute(self.expression().entities.front(), name);
    } else if (!self.expression().entities.empty()) {
      const auto* attribute = script::host_cast<MappedAttribute>(self.expression().entities.front());
      if (attribute != nullptr) column = s.in().attribute(attribute->owner, name);
    }
    if (!column.defined()) s.fail("InvalidRequestError", "filter_by() takes a query of a mapped class");
    conditions.push_back(s.in().compare(script::Comparison::equal, column, value));
  }
  return self.with(call_method(s, self.select, "where", conditions));
}

// join(Other), join(Other, condition), join(User.addresses).
Value join_with(Query& self, const Given& given, bool outer) {
  auto& s = self.session;
  Value target = given["target"], condition = given.value("onclause");
  Relationship* along = script::host_cast<Relationship>(target);
  if (along == nullptr && condition.defined()) along = script::host_cast<Relationship>(condition);
  if (along != nullptr) {
    target = along->link().target->cls;
    condition = along->condition();
  }
  Arguments arguments{{target, condition.defined() ? condition : Value::none()}, {}};
  if (outer || (given.has("isouter") && s.in().truth(given["isouter"])))
    arguments.keywords.emplace_back("isouter", Value::boolean(true));
  return self.with(s.in().call(s.in().attribute(self.select, "join"), arguments));
}
Value join(Query& self, const Given& given) {
  return join_with(self, given, false);
}
Value outer_join(Query& self, const Given& given) {
  return join_with(self, given, true);
}

Value exists(Query& self, const Given&) {
  return make_exists(self.session, self.select);
}

constexpr Method methods[] = {
    {"all", "", all},
    {"first", "", first},
    {"one", "", of_result<one>},
    {"one_or_none", "", of_result<one_or_none>},
    {"scalar", "", scalar},
    {"count", "", count},
    {"get", "ident", get},
    {"delete", "synchronize_session='auto', delete_args=None", delete_rows},
    {"update", "values, synchronize_session='auto', update_args=None", update_rows},
    {"filter_by", "**kw", filter_by},
    {"join", "target, onclause=None, *, isouter=False, full=False", join},
    {"outerjoin", "target, onclause=None, *, full=False", outer_join},
    {"exists", "", exists},
    {"options", "*args", itself},
    {"execution_options", "**kw", itself},
    {"populate_existing", "", itself},
    {"enable_eagerloads", "value", itself},
    {"enable_assertions", "value", itself},
    {"autoflush", "setting", itself},
    {"yield_per", "count", itself},
    {"reset_joinpoint", "", itself},
};

// The select's own: the query is the same with that select.
constexpr std::string_view growing[] = {
    "where",       "order_by",  "group_by",    "having",          "limit",
    "offset",      "distinct",  "select_from", "with_for_update", "with_only_columns",
    "add_columns", "correlate", "prefix_with", "union",           "union_all",
    "intersect",   "except_"};
constexpr std::pair<std::string_view, std::string_view> other_names[] = {
    {"filter", "where"},
    {"with_entities", "with_only_columns"},
    {"add_column", "add_columns"},
    {"as_scalar", "scalar_subquery"}};
// What the select gives is no query any more.
constexpr std::string_view giving[] = {"subquery", "scalar_subquery", "cte", "label", "alias", "lateral"};

bool among(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::optional<Value> Query::attribute(Interpreter& in, std::string_view name) {
  const Value self = Value::of(*this);
  for (const auto& row : methods)
    if (row.name == name)
      return make_method(
          session, self, row.name, row.parameters,
          [this, code = row.code](Session&, const Given& given) { return code(*this, given); });
  if (name == "statement" || name == "selectable") return select;
  if (name == "session") return std::nullopt;
  if (name == "slice")
    return make_method(session, self, name, "start, stop", [this](Session& s, const Given& given) {
      return s.in().subscript(Value::of(*this), script::make<script::Slice>(s.in().heap(), given["start"],
                                                                            given["stop"], Value::none()));
    });
  for (const auto& [from, to] : other_names)
    if (from == name) name = to;
  if (among(giving, name)) return in.find_attribute(select, name);
  if (!among(growing, name)) return std::nullopt;
  return script::make_native(in, std::string(name),
                             [self, this, name = std::string(name)](Interpreter& i, const Arguments& given) {
                               Arguments arguments = given;
                               for (Value& argument : arguments.positional)
                                 if (const auto* other = script::host_cast<Query>(argument))
                                   argument = other->select;
                               return with(i.call(i.attribute(select, name), arguments));
                             });
}

std::optional<Value> Query::subscript(Interpreter& in, const Value& key) {
  const auto* slice = key.get_if<script::Slice>();
  const std::int64_t start = slice != nullptr
                                 ? (slice->start.is_none() ? 0 : in.integer(slice->start, "start"))
                                 : in.integer(key, "index");
  Value limited = call_method(session, select, "offset", {Value::integer(start)});
  if (slice == nullptr) {
    limited = call_method(session, limited, "limit", {Value::integer(1)});
    return in.subscript(script::host_cast<Query>(with(limited))->rows(), Value::integer(0));
  }
  if (!slice->stop.is_none())
    limited =
        call_method(session, limited, "limit", {Value::integer(in.integer(slice->stop, "stop") - start)});
  if (start == 0)
    limited = slice->stop.is_none() ? select : call_method(session, select, "limit", {slice->stop});
  return script::host_cast<Query>(with(limited))->rows();
}

// What each entity takes of a row's cells.
struct Entity {
  const Model* model;  // null: one cell as it is
  std::string name;
};

std::string entity_name(const Value& entity, const Model* model) {
  if (model != nullptr) return model->name();
  if (const auto* attribute = script::host_cast<MappedAttribute>(entity)) return attribute->key;
  return {};
}

}  // namespace

Value run_select(Session& session, const std::shared_ptr<UnitOfWork>& unit, const Expression& select,
                 const Value& parameters) {
  const Value statement = Value::of(select);
  std::vector<Entity> entities;
  bool any = false;
  for (const Value& entity : select.entities) {
    const Model* model = find_model(session, entity);
    any = any || model != nullptr;
    if (model == nullptr && from_of(entity).defined()) any = any || false;
    entities.push_back({model, entity_name(entity, model)});
  }
  if (!any) return run_statement(session, statement, parameters);
  Assembly assembly;
  for (const auto& entity : entities)
    assembly.columns.push_back(entity.name);
  assembly.assemble = [&session, unit, entities](const std::vector<Value>& cells) {
    std::vector<Value> made;
    std::size_t at = 0;
    for (const auto& entity : entities) {
      const std::size_t width = entity.model == nullptr ? 1 : entity.model->columns.size();
      const auto first_cell = cells.begin() + static_cast<std::ptrdiff_t>(at);
      const std::vector<Value> own(first_cell, first_cell + static_cast<std::ptrdiff_t>(width));
      made.push_back(entity.model == nullptr ? own.front() : unit->instance_of(*entity.model, own));
      at += width;
    }
    (void)session;
    return made;
  };
  return run_statement(session, statement, parameters, &assembly);
}

Value make_query(Session& session, std::shared_ptr<UnitOfWork> unit, std::vector<Value> entities) {
  return script::make<Query>(session.in().heap(), session, std::move(unit), make_select(session, entities));
}

}  // namespace pycharter::alembic::orm
