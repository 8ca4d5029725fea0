#include "alembic/operations/orm/session.h"

#include <memory>

#include "alembic/operations/connection.h"
#include "alembic/operations/orm/query.h"
#include "alembic/operations/parameters.h"
#include "alembic/operations/to_json.h"

namespace pycharter::alembic::orm {
namespace {

using Unit = std::shared_ptr<UnitOfWork>;

class OrmSession final : public script::HostObject {
 public:
  OrmSession(Session& s, Unit u) : session(s), unit(std::move(u)) {}
  std::string type_name() const override { return "Session"; }
  Value type(Interpreter&) const override { return session_class(session); }
  std::optional<Value> attribute(Interpreter&, std::string_view name) override;
  std::optional<Value> enter(Interpreter&) override { return Value::of(*this); }
  std::optional<bool> contains(Interpreter&, const Value& instance) override { return unit->holds(instance); }
  // scoped_session: calling it gives the session.
  std::optional<Value> call(Interpreter&, const Arguments&) override { return Value::of(*this); }

  void require_database(std::string_view what) const {
    if (session.as_sql())
      session.fail("InvalidRequestError",
                   "Session." + std::string(what) + "() needs a database to ask; with --sql there is none");
  }
  Session& session;
  const Unit unit;
};

// `with session.begin():` flushes at its end, `with session.no_autoflush:` does not flush within.
class SessionBlock final : public script::HostObject {
 public:
  SessionBlock(Value owner, bool flushes) : owner_(std::move(owner)), flushes_(flushes) {}
  std::string type_name() const override { return "SessionTransaction"; }
  std::optional<Value> enter(Interpreter&) override {
    if (!flushes_) unit().autoflushes = false;
    return owner_;
  }
  bool leave(Interpreter&, const Value& exception) override {
    if (!flushes_) unit().autoflushes = true;
    if (flushes_ && exception.is_none()) unit().flush();
    return false;
  }

 private:
  UnitOfWork& unit() const { return *script::host_cast<OrmSession>(owner_)->unit; }
  const Value owner_;
  const bool flushes_;
};

const Model& model_of(Session& session, const Value& value) {
  const Model* model = find_model(session, value);
  if (model == nullptr)
    session.fail("ArgumentError", "a mapped class is expected, not " + session.in().to_repr(value));
  return *model;
}

struct Method {
  std::string_view name;
  std::string_view parameters;
  Value (*code)(OrmSession&, const Given&);
  bool offline;
};

Value execute(OrmSession& self, const Given& given) {
  auto& s = self.session;
  if (!s.as_sql()) self.unit->autoflush();
  const Value& statement = given["statement"];
  const auto* expression = host_cast_expression(statement);
  if (expression != nullptr && !s.as_sql() && !expression->entities.empty())
    return run_select(s, self.unit, *expression, given.value("params"));
  Value result = run_statement(s, statement, given.value("params"));
  const bool changes =
      expression != nullptr && (expression->form() == "update" || expression->form() == "delete");
  if (changes && !s.as_sql()) self.unit->expire_all();
  return result;
}
Value scalar(OrmSession& self, const Given& given) {
  return call_method(self.session, execute(self, given), "scalar");
}
Value scalars(OrmSession& self, const Given& given) {
  return call_method(self.session, execute(self, given), "scalars");
}
Value query(OrmSession& self, const Given& given) {
  self.require_database("query");
  return make_query(self.session, self.unit, given.rest());
}
Value get(OrmSession& self, const Given& given) {
  const Value& key = given["ident"];
  const bool several = key.is(Kind::tuple) || key.is(Kind::list);
  return self.unit->get(model_of(self.session, given["entity"]),
                        several ? self.session.in().collect(key) : std::vector<Value>{key});
}
Value add(OrmSession& self, const Given& given) {
  self.unit->add(given["instance"]);
  return Value::none();
}
Value add_all(OrmSession& self, const Given& given) {
  for (const Value& instance : self.session.in().collect(given["instances"]))
    self.unit->add(instance);
  return Value::none();
}
Value remove(OrmSession& self, const Given& given) {
  self.unit->remove(given["instance"]);
  return Value::none();
}
Value flush(OrmSession& self, const Given&) {
  if (!self.session.as_sql()) self.unit->flush();
  return Value::none();
}
Value commit(OrmSession& self, const Given& given) {
  flush(self, given);
  self.unit->expire_all();
  return Value::none();
}
Value rollback(OrmSession& self, const Given&) {
  self.unit->clear();
  self.session.roll_back();
  return Value::none();
}
Value close(OrmSession& self, const Given&) {
  self.unit->clear();
  return Value::none();
}
Value expire(OrmSession& self, const Given& given) {
  if (Entry* entry = self.unit->find(given["instance"])) self.unit->expire(*entry);
  return Value::none();
}
Value refresh(OrmSession& self, const Given& given) {
  self.unit->autoflush();
  expire(self, given);
  self.unit->load_missing(given["instance"]);
  return Value::none();
}
Value expire_all(OrmSession& self, const Given&) {
  self.unit->expire_all();
  return Value::none();
}
Value expunge(OrmSession& self, const Given& given) {
  self.unit->forget(given["instance"]);
  return Value::none();
}

// The instance of the same row that is held or in the database takes the given one's values; else a copy is
// added.
Value merge(OrmSession& self, const Given& given) {
  auto& s = self.session;
  const Value& instance = given["instance"];
  if (self.unit->holds(instance)) return instance;
  const Model& model = model_of(s, instance);
  std::vector<Value> key;
  for (const auto index : model.primary_key)
    key.push_back(s.in().attribute(instance, model.columns[index].key));
  Value target = key.front().is_none() ? Value::none() : self.unit->get(model, key);
  const bool added = target.is_none();
  if (added) target = script::make<script::Instance>(s.in().heap(), model.cls);
  for (const auto& column : model.columns)
    if (const Value* value = std::as_const(instance.get<script::Instance>().attributes).find(column.key))
      s.in().set_attribute(target, column.key, *value);
  if (added) self.unit->add(target);
  return target;
}

Value bulk_insert(OrmSession& self, const Given& given) {
  const Model& model = model_of(self.session, given["mapper"]);
  for (const Value& mapping : self.session.in().collect(given["mappings"]))
    self.unit->insert_row(model, mapping);
  return Value::none();
}
Value bulk_update(OrmSession& self, const Given& given) {
  const Model& model = model_of(self.session, given["mapper"]);
  for (const Value& mapping : self.session.in().collect(given["mappings"]))
    self.unit->update_row(model, mapping);
  return Value::none();
}
Value bulk_save(OrmSession& self, const Given& given) {
  auto& s = self.session;
  for (const Value& instance : s.in().collect(given["objects"])) {
    if (self.unit->holds(instance)) continue;
    const Model& model = model_of(s, instance);
    const Value mapping = s.in().dict();
    for (const auto& column : model.columns)
      if (const Value* value = std::as_const(instance.get<script::Instance>().attributes).find(column.key))
        s.in().set_subscript(mapping, s.in().str(column.key), *value);
    self.unit->insert_row(model, mapping);
  }
  self.unit->flush();
  return Value::none();
}

Value begin(OrmSession& self, const Given&) {
  return script::make<SessionBlock>(self.session.in().heap(), Value::of(self), true);
}
Value begin_nested(OrmSession& self, const Given&) {
  self.unit->flush();
  return call_method(self.session, make_connection(self.session), "begin_nested");
}
Value connection(OrmSession& self, const Given&) {
  return make_connection(self.session);
}
Value in_transaction(OrmSession&, const Given&) {
  return Value::boolean(true);
}
Value is_modified(OrmSession& self, const Given& given) {
  const Entry* entry = self.unit->find(given["instance"]);
  return Value::boolean(entry != nullptr && self.unit->is_changed(*entry));
}

constexpr std::string_view execute_parameters =
    "statement, params=None, *, execution_options=None, bind_arguments=None";
constexpr Method methods[] = {
    {"execute", execute_parameters, execute, true},
    {"exec", execute_parameters, execute, true},
    {"scalar", execute_parameters, scalar, false},
    {"scalars", execute_parameters, scalars, false},
    {"query", "*entities", query, false},
    {"get", "entity, ident, **kw", get, false},
    {"add", "instance", add, false},
    {"add_all", "instances", add_all, false},
    {"delete", "instance", remove, false},
    {"merge", "instance, **kw", merge, false},
    {"flush", "objects=None", flush, true},
    {"commit", "", commit, true},
    {"rollback", "", rollback, false},
    {"close", "", close, true},
    {"remove", "", close, true},
    {"expire", "instance, attribute_names=None", expire, false},
    {"refresh", "instance, attribute_names=None, with_for_update=None", refresh, false},
    {"expire_all", "", expire_all, true},
    {"expunge", "instance", expunge, false},
    {"expunge_all", "", close, true},
    {"bulk_insert_mappings", "mapper, mappings, return_defaults=False, render_nulls=False", bulk_insert,
     false},
    {"bulk_update_mappings", "mapper, mappings", bulk_update, false},
    {"bulk_save_objects", "objects, return_defaults=False, update_changed_only=True, preserve_order=True",
     bulk_save, false},
    {"begin", "nested=False", begin, true},
    {"begin_nested", "", begin_nested, false},
    {"connection", "**kw", connection, true},
    {"get_bind", "**kw", connection, true},
    {"in_transaction", "", in_transaction, true},
    {"is_modified", "instance, include_collections=True", is_modified, false},
};

std::optional<Value> OrmSession::attribute(Interpreter& in, std::string_view name) {
  const Value self = Value::of(*this);
  for (const auto& row : methods)
    if (row.name == name)
      return make_method(session, self, row.name, row.parameters, [this, &row](Session&, const Given& given) {
        if (!row.offline) require_database(row.name);
        return row.code(*this, given);
      });
  if (name == "bind") return make_connection(session);
  if (name == "no_autoflush") return script::make<SessionBlock>(in.heap(), self, false);
  if (name == "is_active") return Value::boolean(true);
  if (name == "autoflush") return Value::boolean(unit->autoflushes);
  if (name == "info") return in.dict();
  if (name == "new") return in.list(unit->instances(Entry::Status::pending));
  if (name == "deleted") return in.list(unit->instances(Entry::Status::deleted));
  if (name == "dirty") return in.list(unit->touched());
  return std::nullopt;
}

// Session(bind), and sessionmaker(bind)(): options of the second call go before those of the first.
Value open_session(Session& session, const Value& bind, const Value& autoflush) {
  if (!is_connection(bind)) session.fail("ArgumentError", "Session() takes op.get_bind() as its bind");
  auto unit = std::make_shared<UnitOfWork>(session);
  if (autoflush.defined()) unit->autoflushes = session.in().truth(autoflush);
  registry(session).units.push_back(unit);
  return script::make<OrmSession>(session.in().heap(), session, std::move(unit));
}

constexpr std::string_view session_parameters = "bind=None, autoflush=True, **kw";

Value sessionmaker(Session& session, const Given& given) {
  const Value bind = given.value("bind"), autoflush = given.value("autoflush");
  return make_function(
      session, "sessionmaker", session_parameters, [bind, autoflush](Session& s, const Given& later) {
        return open_session(s, later.has("bind") ? later["bind"] : bind,
                            later.value("autoflush").defined() ? later["autoflush"] : autoflush);
      });
}

}  // namespace

Value session_class(Session& session) {
  return class_once(session.classes, "Session", [&] {
    auto parameters = std::make_shared<Parameters>("Session.__init__", session_parameters);
    return script::make_class(session.in(), "Session", "sqlalchemy.orm", {},
                              [&session, parameters](Interpreter& in, const Arguments& arguments) {
                                const Given given = parameters->bind(in, arguments);
                                return open_session(session, given.value("bind"), given.value("autoflush"));
                              });
  });
}

Value session_member(Session& session, std::string_view name) {
  // Without a database there is none to hold; who reads models has no use for it.
  if (session.in().reads_sources() && (name == "sessionmaker" || name == "scoped_session"))
    return nothing_of_tables(session, "sqlalchemy.orm." + std::string(name));
  if (name == "Session") return session_class(session);
  if (name == "sessionmaker") return make_function(session, name, session_parameters, sessionmaker);
  if (name == "scoped_session")
    return make_function(
        session, name, "session_factory, scopefunc=None",
        [](Session& s, const Given& given) { return s.in().call(given["session_factory"]); });
  return Value();
}

}  // namespace pycharter::alembic::orm
