#include "alembic/operations/context.h"

#include "alembic/operations/connection.h"
#include "alembic/operations/parameters.h"
#include "alembic/operations/to_json.h"

namespace pycharter::alembic {
namespace {

class AutocommitBlock final : public script::HostObject {
 public:
  explicit AutocommitBlock(Session& session) : session_(session) {}
  std::string type_name() const override { return "_GeneratorContextManager"; }
  std::optional<Value> enter(Interpreter&) override {
    session_.connected("autocommit_block").begin_autocommit();
    return Value::none();
  }
  bool leave(Interpreter&, const Value&) override {
    session_.connected("autocommit_block").end_autocommit();
    return false;
  }

 private:
  Session& session_;
};

// MigrationContext, and its `impl`, which scripts ask for the same few things.
class MigrationContext final : public script::HostObject {
 public:
  explicit MigrationContext(Session& session) : session_(session) {}
  std::string type_name() const override { return "MigrationContext"; }
  std::optional<Value> attribute(Interpreter& in, std::string_view name) override {
    if (name == "dialect") return make_dialect(session_);
    if (name == "as_sql") return Value::boolean(session_.connected("get_context").as_sql());
    if (name == "bind" || name == "connection") return make_connection(session_);
    if (name == "impl") return Value::of(*this);
    if (name == "transactional_ddl")
      return Value::boolean(session_.connected("get_context").dialect() == "postgresql");
    if (name == "version_table") return in.str(session_.options.version_table);
    if (name == "version_table_schema") {
      const auto& schema = session_.options.version_table_schema;
      return schema ? in.str(*schema) : Value::none();
    }
    if (name == "opts" || name == "config") return in.dict();
    if (name == "autocommit_block")
      return make_method(session_, Value::of(*this), name, "", [](Session& s, const Given&) {
        return script::make<AutocommitBlock>(s.in().heap(), s);
      });
    if (name == "execute")
      return make_method(session_, Value::of(*this), name, "sql, execution_options=None",
                         [](Session& s, const Given& given) {
                           const auto text = string_of(given["sql"]);
                           s.apply(text ? json::object{{"op", "execute"}, {"statement", *text}}
                                        : make_execute(s, given["sql"], Value::none()));
                           return Value::none();
                         });
    return std::nullopt;
  }

 private:
  Session& session_;
};

Value is_offline_mode(Session& session, const Given&) {
  return Value::boolean(session.connected("is_offline_mode").as_sql());
}

Value get_x_argument(Session& session, const Given& given) {
  auto& in = session.in();
  const bool as_dictionary = given.has("as_dictionary") && in.truth(given["as_dictionary"]);
  std::vector<Value> items;
  Value pairs = in.dict();
  for (const auto& argument : session.options.x_arguments) {
    items.push_back(in.str(argument));
    const auto equals = argument.find('=');
    pairs.get<script::Dict>().put(
        argument.substr(0, equals),
        in.str(equals == std::string::npos ? std::string() : argument.substr(equals + 1)));
  }
  return as_dictionary ? pairs : in.list(std::move(items));
}

Value get_context(Session& session, const Given&) {
  return make_migration_context(session);
}
Value get_bind(Session& session, const Given&) {
  return make_connection(session);
}

struct Function {
  std::string_view name;
  std::string_view parameters;
  Value (*code)(Session&, const Given&);
};
constexpr Function functions[] = {
    {"is_offline_mode", "", is_offline_mode},
    {"get_x_argument", "as_dictionary=False", get_x_argument},
    {"get_context", "", get_context},
    {"get_bind", "", get_bind},
    {"get_impl", "", get_context},  // its `impl` is itself here
};

}  // namespace

Value make_migration_context(Session& session) {
  session.connected("get_context");
  return script::make<MigrationContext>(session.in().heap(), session);
}

Value context_member(Session& session, std::string_view name) {
  for (const auto& row : functions)
    if (row.name == name) return make_function(session, row.name, row.parameters, row.code);
  return Value();
}

}  // namespace pycharter::alembic
