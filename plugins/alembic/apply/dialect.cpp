#include "alembic/apply/dialect.h"

#include <array>
#include <boost/json.hpp>

namespace pycharter::alembic {

namespace {

namespace json = boost::json;

struct Habits {
  std::string_view name, impl;
  InsertReturning insert_returning;
  bool has_schemas, enforces_length, locks_rows, alters_constraints, indexes_foreign_keys, keeps_comments,
      has_named_types;
  std::string_view speaks = {};  // another dialect that it understands
};

constexpr std::array<Habits, 4> known{{
    {"postgresql", "PostgresqlImpl", InsertReturning::qualified_column, true, true, true, true, false, true,
     true},
    {"sqlite", "SQLiteImpl", InsertReturning::column, false, false, false, false, false, false, false},
    {"mysql", "MySQLImpl", InsertReturning::none, false, true, true, true, true, true, false},
    {"mariadb", "MariaDBImpl", InsertReturning::qualified_column, false, true, true, true, true, true, false,
     "mysql"},
}};

std::string text_of(const json::object& facts, const char* key, std::string_view absent = {}) {
  const json::value* value = facts.if_contains(key);
  return value && value->is_string() ? std::string(value->as_string()) : std::string(absent);
}

}  // namespace

Dialect read_dialect(plugin::SqlClient& database) {
  const json::object facts = json::parse(database.facts()).as_object();
  const std::string name = text_of(facts, "dialect");
  for (const Habits& habits : known) {
    if (habits.name != name) continue;
    Dialect dialect;
    dialect.name = name;
    dialect.script_names = {name};
    if (!habits.speaks.empty()) dialect.script_names.emplace_back(habits.speaks);
    dialect.impl = habits.impl;
    dialect.insert_returning = habits.insert_returning;
    dialect.has_schemas = habits.has_schemas;
    dialect.enforces_length = habits.enforces_length;
    dialect.locks_rows = habits.locks_rows;
    dialect.alters_constraints = habits.alters_constraints;
    dialect.indexes_foreign_keys = habits.indexes_foreign_keys;
    dialect.keeps_comments = habits.keeps_comments;
    dialect.has_named_types = habits.has_named_types;
    if (const json::value* value = facts.if_contains("transactional_ddl"); value && value->is_bool())
      dialect.offline_transaction = value->as_bool();
    dialect.transactional_ddl = database.has(PYCHARTER_CAP_TRANSACTIONAL_DDL);
    dialect.server_version = text_of(facts, "server_version");
    if (facts.contains("default_schema")) dialect.default_schema = text_of(facts, "default_schema");
    dialect.begin = text_of(facts, "begin", dialect.begin);
    dialect.commit = text_of(facts, "commit", dialect.commit);
    dialect.terminator = text_of(facts, "terminator", dialect.terminator);
    return dialect;
  }
  throw Error(ErrorCode::unsupported,
              "Migrations need a database of PostgreSQL, MySQL, MariaDB or SQLite; the " + database.name() +
                  " backend speaks '" + name + "'",
              {.backend = database.name()});
}

std::string read_default_schema(plugin::SqlClient& database, const Dialect& dialect) {
  if (dialect.default_schema) return *dialect.default_schema;
  if (!dialect.has_schemas || !database.connected()) return {};
  return text_of(json::parse(database.reflect(R"({"what": "default_schema"})")).as_object(), "name");
}

std::vector<std::string> dialect_names() {
  std::vector<std::string> names;
  for (const Habits& habits : known)
    names.emplace_back(habits.name);
  return names;
}

}  // namespace pycharter::alembic
