#include "alembic/operations/inspector.h"

#include <algorithm>
#include <map>

#include "alembic/operations/connection.h"
#include "alembic/operations/parameters.h"
#include "alembic/operations/to_json.h"
#include "alembic/operations/type_object.h"

namespace pycharter::alembic {
namespace {

Value text_or_none(Session& session, const json::object& object, std::string_view key) {
  const auto* found = object.if_contains(key);
  return found == nullptr ? Value::none() : from_json(session, *found);
}

Value make_dict(Session& session, std::initializer_list<std::pair<std::string_view, Value>> items) {
  Value made = session.in().dict();
  for (const auto& [key, value] : items)
    made.get<script::Dict>().put(key, value);
  return made;
}

const json::array& list_of(const json::object& table, std::string_view key) {
  static const json::array empty;
  const auto* found = table.if_contains(key);
  return found == nullptr || !found->is_array() ? empty : found->get_array();
}

Value column_dict(Session& session, const json::object& column) {
  const auto* sql = column.if_contains("type_sql");
  const auto& json = column.at("type").as_object();
  // What the catalog calls it is all that is known of a type that is none of SQLAlchemy's.
  const bool unknown = json.at("type") == "NullType" && sql != nullptr && sql->is_string();
  const Value type = make_type(session, json, unknown ? std::string(sql->as_string()) : std::string());
  Value made = make_dict(session, {{"name", text_or_none(session, column, "name")},
                                   {"type", type},
                                   {"nullable", text_or_none(session, column, "nullable")},
                                   {"default", text_or_none(session, column, "default")},
                                   {"autoincrement", text_or_none(session, column, "autoincrement")},
                                   {"comment", text_or_none(session, column, "comment")}});
  for (const std::string_view key : {"computed", "identity"})
    if (const auto* found = column.if_contains(key); found != nullptr && !found->is_null())
      made.get<script::Dict>().put(key, from_json(session, *found));
  if (session.sink->dialect() == "sqlite")
    made.get<script::Dict>().put("primary_key", text_or_none(session, column, "primary_key"));
  return made;
}

Value foreign_key_dict(Session& session, const json::object& key) {
  Value options = session.in().dict();
  for (const std::string_view name : {"ondelete", "onupdate", "deferrable", "initially", "match"})
    if (const auto* found = key.if_contains(name); found != nullptr && !found->is_null())
      options.get<script::Dict>().put(name, from_json(session, *found));
  return make_dict(session, {{"name", text_or_none(session, key, "name")},
                             {"constrained_columns", text_or_none(session, key, "columns")},
                             {"referred_schema", text_or_none(session, key, "target_schema")},
                             {"referred_table", text_or_none(session, key, "target_table")},
                             {"referred_columns", text_or_none(session, key, "target_columns")},
                             {"options", options}});
}

Value index_dict(Session& session, const json::object& index) {
  const auto* options = index.if_contains("dialect");
  Value made = make_dict(session, {{"name", text_or_none(session, index, "name")},
                                   {"column_names", text_or_none(session, index, "columns")},
                                   {"unique", text_or_none(session, index, "unique")},
                                   {"dialect_options", options == nullptr ? session.in().dict()
                                                                          : from_json(session, *options)}});
  if (const auto& expressions = list_of(index, "expressions"); !expressions.empty())
    made.get<script::Dict>().put("expressions", from_json(session, expressions));
  return made;
}

Value unique_dict(Session& session, const json::object& unique) {
  Value made = make_dict(session, {{"name", text_or_none(session, unique, "name")},
                                   {"column_names", text_or_none(session, unique, "columns")}});
  if (const auto* index = unique.if_contains("duplicates_index"); index != nullptr)
    made.get<script::Dict>().put("duplicates_index", from_json(session, *index));
  return made;
}
Value check_dict(Session& session, const json::object& check) {
  return make_dict(session, {{"name", text_or_none(session, check, "name")},
                             {"sqltext", text_or_none(session, check, "sqltext")}});
}

// One kind of object of a table: the method, the key of the reflection, and how an entry looks.
struct TableList {
  std::string_view method;
  std::string_view key;
  Value (*entry)(Session&, const json::object&);
};
constexpr TableList table_lists[] = {
    {"get_columns", "columns", column_dict},         {"get_foreign_keys", "foreign_keys", foreign_key_dict},
    {"get_indexes", "indexes", index_dict},          {"get_unique_constraints", "unique", unique_dict},
    {"get_check_constraints", "checks", check_dict},
};

// Names of one kind in a schema: the method, and what the reflection calls them.
struct NameList {
  std::string_view method;
  std::string_view what;
};
constexpr NameList name_lists[] = {
    {"get_table_names", "table_names"},
    {"get_view_names", "view_names"},
    {"get_materialized_view_names", "materialized_view_names"},
    {"get_sequence_names", "sequence_names"},
};

constexpr std::string_view table_parameters = "table_name, schema=None, **kw";

class Inspector final : public script::HostObject {
 public:
  explicit Inspector(Session& session) : session_(session) {}
  std::string type_name() const override { return "Inspector"; }
  Value type(Interpreter&) const override { return inspector_class(session_); }

  std::optional<Value> attribute(Interpreter& in, std::string_view name) override;

 private:
  struct Method {
    std::string_view name;
    std::string_view parameters;
    Value (Inspector::*code)(const Given&);
  };
  static const Method methods[];

  Value method(std::string_view name, std::string_view parameters, MethodCode code) {
    return make_method(session_, Value::of(*this), name, parameters, std::move(code));
  }
  json::value schema(const Given& given) const { return to_value(session_, given.value("schema")); }
  std::string name_of(const Given& given) const {
    return session_.in().text(given["table_name"], "table_name");
  }

  // An Inspector keeps what it has read, as SQLAlchemy's does.
  const json::object& table(const Given& given) {
    const std::string name = name_of(given);
    const json::value in_schema = schema(given);
    const auto key = json::serialize(in_schema) + "." + name;
    if (const auto found = tables_.find(key); found != tables_.end()) return found->second;
    const json::object answer =
        session_.reflect({{"what", "tables"}, {"schema", in_schema}, {"names", json::array{name}}});
    const auto& found = answer.at("tables").as_array();
    if (found.empty()) session_.fail("NoSuchTableError", name);
    return tables_.emplace(key, found.front().as_object()).first->second;
  }

  Value entries(const TableList& list, const Given& given) {
    std::vector<Value> made;
    for (const auto& entry : list_of(table(given), list.key))
      made.push_back(list.entry(session_, entry.as_object()));
    return session_.in().list(std::move(made));
  }

  Value primary_key(const Given& given) {
    const auto* key = table(given).if_contains("primary_key");
    if (key == nullptr || !key->is_object())
      return make_dict(session_, {{"constrained_columns", session_.in().list({})}, {"name", Value::none()}});
    return make_dict(session_, {{"constrained_columns", text_or_none(session_, key->as_object(), "columns")},
                                {"name", text_or_none(session_, key->as_object(), "name")}});
  }
  Value comment(const Given& given) {
    return make_dict(session_, {{"text", text_or_none(session_, table(given), "comment")}});
  }
  Value enums(const Given& given) {
    return from_json(session_, session_.reflect({{"what", "enums"}, {"schema", schema(given)}}).at("enums"));
  }
  Value schema_names(const Given& given) { return names("schema_names", given); }
  Value names(std::string_view what, const Given& given) {
    return from_json(session_, session_.reflect({{"what", what}, {"schema", schema(given)}}).at("names"));
  }

  Value has_table(const Given& given) {
    const json::object answer =
        session_.reflect({{"what", "has_table"}, {"schema", schema(given)}, {"name", name_of(given)}});
    return Value::boolean(answer.at("exists").as_bool());
  }
  Value has_index(const Given& given) {
    const json::value wanted(session_.in().text(given["index_name"], "index_name"));
    const auto& indexes = list_of(table(given), "indexes");
    return Value::boolean(std::any_of(indexes.begin(), indexes.end(), [&](const json::value& index) {
      return index.as_object().at("name") == wanted;
    }));
  }
  Value has_sequence(const Given& given) {
    return has_name("sequence_names", schema(given), given, "sequence_name");
  }
  Value has_schema(const Given& given) { return has_name("schema_names", nullptr, given, "schema_name"); }
  Value has_name(std::string_view what, const json::value& schema, const Given& given,
                 std::string_view parameter) {
    const auto answer = session_.reflect({{"what", what}, {"schema", schema}});
    const auto& names = answer.at("names").as_array();
    const json::value name(session_.in().text(given[parameter], parameter));
    return Value::boolean(std::find(names.begin(), names.end(), name) != names.end());
  }

  Value clear_cache(const Given&) {
    tables_.clear();
    return Value::none();
  }

  Session& session_;
  std::map<std::string, json::object> tables_;
};

const Inspector::Method Inspector::methods[] = {
    {"get_pk_constraint", table_parameters, &Inspector::primary_key},
    {"get_table_comment", table_parameters, &Inspector::comment},
    {"get_enums", "schema=None, **kw", &Inspector::enums},
    {"get_schema_names", "**kw", &Inspector::schema_names},
    {"has_table", table_parameters, &Inspector::has_table},
    {"has_index", "table_name, index_name, schema=None, **kw", &Inspector::has_index},
    {"has_sequence", "sequence_name, schema=None, **kw", &Inspector::has_sequence},
    {"has_schema", "schema_name, **kw", &Inspector::has_schema},
    {"clear_cache", "", &Inspector::clear_cache},
};

std::optional<Value> Inspector::attribute(Interpreter& in, std::string_view name) {
  for (const auto& row : table_lists)
    if (row.method == name)
      return method(name, table_parameters,
                    [this, &row](Session&, const Given& given) { return entries(row, given); });
  for (const auto& row : name_lists)
    if (row.method == name)
      return method(name, "schema=None, **kw",
                    [this, &row](Session&, const Given& given) { return names(row.what, given); });
  if (name == "get_enums" && session_.sink->dialect() != "postgresql") return std::nullopt;
  for (const auto& row : methods)
    if (row.name == name)
      return method(name, row.parameters,
                    [this, code = row.code](Session&, const Given& given) { return (this->*code)(given); });
  if (name == "default_schema_name") {
    const auto found = session_.connected("inspect").default_schema();
    return found.empty() ? Value::none() : in.str(found);
  }
  if (name == "dialect") return make_dialect(session_);
  if (name == "bind" || name == "engine") return make_connection(session_);
  return std::nullopt;
}

}  // namespace

Value inspect(Session& session, const Value& subject) {
  if (session.as_sql() || !is_connection(subject))
    session.fail("NoInspectionAvailable",
                 "No inspection system is available for object of type " + session.in().type_name(subject) +
                     (session.as_sql() ? "; with --sql there is no database to inspect" : ""));
  return script::make<Inspector>(session.in().heap(), session);
}

Value inspector_class(Session& session) {
  return class_once(session.classes, "Inspector", [&] {
    Value made = script::make_class(session.in(), "Inspector", "sqlalchemy.engine.reflection", {},
                                    [&session](Interpreter& in, const Arguments& arguments) {
                                      if (arguments.positional.size() != 1)
                                        in.raise("TypeError", "Inspector() takes a connection");
                                      return inspect(session, arguments.positional.front());
                                    });
    script::define_static(session.in(), made.get<script::Class>(), "from_engine", "bind",
                          [&session](Interpreter&, Bindings& given) { return inspect(session, given[0]); });
    return made;
  });
}

}  // namespace pycharter::alembic
