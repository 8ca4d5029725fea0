#include "alembic/operations/connection.h"

#include "alembic/operations/compiled.h"

#include <charconv>

#include "alembic/operations/ddl_statements.h"
#include "alembic/operations/expression_methods.h"
#include "alembic/operations/result.h"
#include "alembic/operations/schema.h"
#include "alembic/operations/to_json.h"

namespace pycharter::alembic {
namespace {

// ---- statements with parameters

// The type of the column or bindparam() that parameter `name` goes to.
const json::object* parameter_type(const Value& statement, const std::string& name) {
  const auto* expression = host_cast_expression(statement);
  if (expression == nullptr) return nullptr;
  if (const auto* table = script::host_cast<FromObject>(expression->table)) return column_type(*table, name);
  const auto* declared = expression->json.if_contains("parameters");
  const auto* bind = declared == nullptr ? nullptr : declared->as_object().if_contains(name);
  const auto* type = bind == nullptr ? nullptr : bind->as_object().if_contains("type");
  return type == nullptr ? nullptr : &type->as_object();
}

json::object parameter_set(Session& session, const Value& statement, const Value& mapping) {
  const auto* dict = mapping.get_if<script::Dict>();
  if (dict == nullptr)
    session.fail("ArgumentError",
                 "List argument must consist only of dictionaries, got " + session.in().type_name(mapping));
  json::object made;
  for (const auto& entry : dict->table.entries()) {
    if (!entry.key.defined()) continue;
    const std::string name = session.in().to_text(entry.key);
    made[name] = to_value(session, entry.value, parameter_type(statement, name));
  }
  return made;
}

json::value statement_json(Session& session, const Value& statement) {
  // Alembic's mock connection takes a str.
  if (session.as_sql())
    if (const auto text = string_of(statement)) return json::value(*text);
  if (const auto text = compiled_text(session, statement)) return json::value(*text);
  if (string_of(statement))
    session.fail("ObjectNotExecutableError", "Not an executable object: " + session.in().to_repr(statement) +
                                                 "; wrap SQL text in sa.text()");
  const auto* expression = host_cast_expression(statement);
  if (expression == nullptr || !(expression->is_statement() || expression->form() == "func"))
    session.fail("ObjectNotExecutableError", "Not an executable object: " + session.in().to_repr(statement));
  return to_statement(session, statement);
}

// The defaults that columns have in Python, for what the statement itself does not set.
void add_defaults(Session& session, const Value& statement, json::object& op) {
  const auto* expression = host_cast_expression(statement);
  const auto* table = expression == nullptr ? nullptr : script::host_cast<FromObject>(expression->table);
  if (table == nullptr || !op.at("statement").is_object()) return;
  auto& made = op["statement"].get_object();
  auto* values = made.if_contains("values");
  if (values == nullptr) return;
  const auto complete = [&](json::object& row, bool inserting) {
    for (auto& [name, value] : column_defaults(session, *table, row, inserting))
      row[name] = std::move(value);
  };
  if (expression->form() == "update" && values->is_object()) complete(values->get_object(), false);
  if (expression->form() == "insert" && values->is_array())
    for (auto& row : values->get_array())
      complete(row.as_object(), true);
}

std::vector<json::object> output_types(const Value& statement) {
  std::vector<json::object> types;
  const auto* expression = host_cast_expression(statement);
  if (expression == nullptr || expression->form() == "func") return types;
  for (auto& column : output_columns(expression->json))
    types.push_back(std::move(column.type));
  return types;
}

Value call_method(Session& session, const Value& object, std::string_view name) {
  return session.in().call(session.in().attribute(object, name));
}

// ---- savepoints

class Savepoint final : public script::HostObject {
 public:
  explicit Savepoint(Session& session)
      : session_(session), name_("sa_savepoint_" + std::to_string(++session.savepoints)) {
    run("SAVEPOINT " + name_);
  }
  std::string type_name() const override { return "NestedTransaction"; }
  std::optional<Value> enter(Interpreter&) override { return Value::of(*this); }
  bool leave(Interpreter&, const Value& exception) override {
    if (open_) finish(exception.is_none());
    return false;
  }
  std::optional<Value> attribute(Interpreter&, std::string_view name) override {
    if (name == "is_active") return Value::boolean(open_);
    if (name != "commit" && name != "rollback") return std::nullopt;
    return make_method(session_, Value::of(*this), name, "",
                       [this, commit = name == "commit"](Session&, const Given&) {
                         if (open_) finish(commit);
                         return Value::none();
                       });
  }

 private:
  void run(const std::string& sql) { session_.apply({{"op", "execute"}, {"statement", sql}}); }
  void finish(bool commit) {
    open_ = false;
    run((commit ? "RELEASE SAVEPOINT " : "ROLLBACK TO SAVEPOINT ") + name_);
  }
  Session& session_;
  const std::string name_;
  bool open_ = true;
};

// `with connection:` and `with engine.connect() as connection:`: the connection stays the run's.
class Connection final : public script::HostObject {
 public:
  explicit Connection(Session& session) : session_(session) {}
  std::string type_name() const override { return session_.as_sql() ? "MockConnection" : "Connection"; }
  Value type(Interpreter&) const override { return connection_class(session_, "Connection"); }
  std::optional<Value> enter(Interpreter&) override { return Value::of(*this); }
  std::optional<Value> attribute(Interpreter& in, std::string_view name) override;

 private:
  std::optional<Value> method(std::string_view name);
  Session& session_;
};

struct Method {
  std::string_view name;
  std::string_view parameters;
  Value (*code)(Session&, const Value& self, const Given&);
  bool offline;  // Alembic's mock connection has it
};

Value execute_method(Session& session, const Value&, const Given& given) {
  return run_statement(session, given["statement"], given.value("parameters"));
}
Value scalar(Session& session, const Value&, const Given& given) {
  return call_method(session, run_statement(session, given["statement"], given.value("parameters")),
                     "scalar");
}
Value scalars(Session& session, const Value&, const Given& given) {
  return call_method(session, run_statement(session, given["statement"], given.value("parameters")),
                     "scalars");
}
Value driver_sql(Session& session, const Value&, const Given& given) {
  if (given.has("parameters"))
    session.in().raise(
        "NotImplementedError",
        "exec_driver_sql() with parameters depends on the driver; use execute(sa.text(…), {…})");
  json::object op{{"op", "execute"},
                  {"statement", json::object{{"expr", "driver_sql"},
                                             {"sql", session.in().text(given["statement"], "statement")}}}};
  return make_result(session, session.query(std::move(op)), {});
}
Value begin_nested(Session& session, const Value&, const Given&) {
  return script::make<Savepoint>(session.in().heap(), session);
}
Value self_method(Session&, const Value& self, const Given&) {
  return self;
}
Value nothing(Session&, const Value&, const Given&) {
  return Value::none();
}
Value in_transaction(Session&, const Value&, const Given&) {
  return Value::boolean(true);
}
Value commit(Session& session, const Value&, const Given&) {
  session.fail(
      "InvalidRequestError",
      "a revision must not commit the migration's own transaction; run statements that need it in `with "
      "op.get_context().autocommit_block():`");
}
Value begin(Session& session, const Value&, const Given&) {
  session.fail(
      "InvalidRequestError",
      "This connection has already initialized a SQLAlchemy Transaction() object via begin() or autobegin; "
      "use begin_nested()");
}

constexpr Method connection_methods[] = {
    {"execute", "statement, parameters=None, *, execution_options=None", execute_method, true},
    {"scalar", "statement, parameters=None, *, execution_options=None", scalar, false},
    {"scalars", "statement, parameters=None, *, execution_options=None", scalars, false},
    {"exec_driver_sql", "statement, parameters=None, execution_options=None", driver_sql, false},
    {"execution_options", "**kw", self_method, true},
    {"connect", "**kw", self_method, true},
    {"begin_nested", "", begin_nested, false},
    {"begin", "", begin, false},
    {"commit", "", commit, false},
    {"rollback", "", commit, false},
    {"in_transaction", "", in_transaction, false},
    {"close", "", nothing, false},
};
std::optional<Value> Connection::method(std::string_view name) {
  const Value self = Value::of(*this);
  for (const auto& row : connection_methods)
    if (row.name == name && (row.offline || !session_.as_sql()))
      return make_method(
          session_, self, row.name, row.parameters,
          [self, code = row.code](Session& s, const Given& given) { return code(s, self, given); });
  return std::nullopt;
}

std::optional<Value> Connection::attribute(Interpreter& in, std::string_view name) {
  if (name == "dialect") return make_dialect(session_);
  if (name == "engine" || name == "bind") return make_connection(session_);
  if (name == "name") return in.str(session_.connected("get_bind").dialect());
  if (name == "info") return in.dict();
  if (name == "closed") return Value::boolean(false);
  return method(name);
}

// ---- dialect

std::vector<Value> version_numbers(const std::string& version) {
  std::vector<Value> made;
  const char* at = version.data();
  const char* end = at + version.size();
  std::int64_t number = 0;
  while (at < end) {
    const auto [rest, problem] = std::from_chars(at, end, number);
    if (problem != std::errc()) break;
    made.push_back(Value::integer(number));
    if (rest == end || *rest != '.') break;
    at = rest + 1;
  }
  return made;
}

// What SQLAlchemy takes where the URL names none.
struct DefaultDriver {
  std::string_view dialect, driver;
};
constexpr DefaultDriver default_drivers[] = {
    {"postgresql", "psycopg"}, {"sqlite", "pysqlite"}, {"mysql", "mysqldb"}, {"mariadb", "mysqldb"}};

std::string driver_of(const OperationSink& sink) {
  if (auto driver = sink.driver(); !driver.empty()) return driver;
  for (const auto& row : default_drivers)
    if (row.dialect == sink.dialect()) return std::string(row.driver);
  return {};
}

class Dialect final : public script::HostObject {
 public:
  explicit Dialect(Session& session) : session_(session) {}
  std::string type_name() const override { return "Dialect"; }
  Value type(Interpreter&) const override {
    return dialect_class(session_, session_.connected("get_bind").dialect());
  }
  std::optional<Value> attribute(Interpreter& in, std::string_view name) override {
    auto& sink = session_.connected("get_bind");
    if (name == "name") return in.str(sink.dialect());
    if (name == "driver") return in.str(driver_of(sink));
    if (name == "dialect_description") return in.str(sink.dialect() + "+" + driver_of(sink));
    if (name == "default_schema_name")
      return sink.default_schema().empty() ? Value::none() : in.str(sink.default_schema());
    if (name == "server_version_info") {
      if (sink.server_version().empty()) return Value::none();
      return in.tuple(version_numbers(sink.server_version()));
    }
    if (name == "is_mariadb")
      return Value::boolean(sink.dialect() == "mariadb" ||
                            sink.server_version().find("MariaDB") != std::string::npos);
    if (name == "identifier_preparer" || name == "preparer") return Value::of(*this);
    if (name == "quote" || name == "quote_identifier" || name == "quote_schema" || name == "format_table")
      return make_method(session_, Value::of(*this), name, "ident", [](Session& s, const Given& given) {
        return s.in().str(s.connected("quote").quote(s.in().to_text(given["ident"])));
      });
    if (name == "has_table")
      return make_method(session_, Value::of(*this), name, "connection, table_name, schema=None, **kw",
                         [](Session& s, const Given& given) {
                           const json::object answer =
                               s.reflect({{"what", "has_table"},
                                          {"schema", to_value(s, given.value("schema"))},
                                          {"name", s.in().text(given["table_name"], "table_name")}});
                           return Value::boolean(answer.at("exists").as_bool());
                         });
    return std::nullopt;
  }

 private:
  Session& session_;
};

}  // namespace

Value run_statement(Session& session, const Value& statement, const Value& parameters,
                    const Assembly* assembly) {
  json::object op = make_execute(session, statement, session.as_sql() ? Value::none() : parameters);
  if (session.as_sql() || ddl_operation(statement) != nullptr) {
    session.apply(std::move(op));
    return Value::none();
  }
  return make_result(session, session.query(std::move(op)), output_types(statement), assembly);
}

json::object make_execute(Session& session, const Value& statement, const Value& parameters) {
  if (const auto* operation = ddl_operation(statement)) return *operation;
  json::object op{{"op", "execute"}, {"statement", statement_json(session, statement)}};
  add_defaults(session, statement, op);
  if (!parameters.defined() || parameters.is_none()) return op;
  if (parameters.is(Kind::list) || parameters.is(Kind::tuple)) {
    json::array sets;
    for (const auto& mapping : session.in().collect(parameters))
      sets.push_back(parameter_set(session, statement, mapping));
    if (!sets.empty()) op["parameters"] = std::move(sets);
  } else {
    op["parameters"] = parameter_set(session, statement, parameters);
  }
  return op;
}

Value make_connection(Session& session) {
  session.connected("get_bind");
  return script::make<Connection>(session.in().heap(), session);
}

Value dialect_class(Session& session, std::string_view dialect) {
  return class_once(session.classes, "Dialect:" + std::string(dialect), [&] {
    return script::make_class(session.in(), "Dialect", "sqlalchemy.dialects." + std::string(dialect),
                              {connection_class(session, "Dialect")});
  });
}

Value make_dialect(Session& session) {
  return script::make<Dialect>(session.in().heap(), session);
}

bool is_connection(const Value& value) {
  return script::host_cast<Connection>(value) != nullptr;
}

Value connection_class(Session& session, const std::string& name) {
  return class_once(session.classes, name,
                    [&] { return script::make_class(session.in(), name, "sqlalchemy.engine"); });
}

}  // namespace pycharter::alembic
