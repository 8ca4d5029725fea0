// What a declared table is expected to look like, on each dialect.
#include "sql/comparison/expected.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "pycharter/plugin/error.h"

namespace pycharter::sql::comparison {
namespace {

namespace json = boost::json;

json::array expected(const std::string& dialect, const std::string& tables) {
  const json::object request{{"what", "expected"}, {"tables", json::parse(tables)}};
  return expected_tables(request, ddl::find_dialect(dialect)).at("tables").as_array();
}

json::object table(const std::string& dialect, const std::string& declared) {
  return expected(dialect, "[" + declared + "]").at(0).as_object();
}

json::array names(const json::object& table, const char* list) {
  json::array all;
  for (const auto& item : table.at(list).as_array())
    all.push_back(item.at("name"));
  return all;
}

const std::string users = R"j({"table": "users", "columns": [
  {"name": "id", "type": {"type": "Integer"}, "primary_key": true},
  {"name": "email", "type": {"type": "String", "args": {"length": 50}}, "unique": true, "nullable": false},
  {"name": "name", "type": {"type": "String", "args": {"length": 20}}, "index": true},
  {"name": "team_id", "type": {"type": "Integer"}, "foreign_keys": [{"target": "teams.id", "ondelete": "CASCADE"}]},
  {"name": "active", "type": {"type": "Boolean", "args": {"create_constraint": true, "name": "ck_active"}},
   "server_default": {"default": "expression", "expr": {"expr": "keyword", "name": "true"}}}]})j";

TEST(Expected, spells_the_flags_of_columns_out) {
  const auto found = table("postgresql", users);
  EXPECT_EQ(found.at("name"), "users");
  EXPECT_EQ(found.at("columns").as_array().size(), 5U);
  EXPECT_EQ(found.at("primary_key").at("columns"), json::array{"id"});
  EXPECT_EQ(found.at("primary_key").at("name"), nullptr);
  EXPECT_EQ(names(found, "indexes"), json::array{"ix_users_name"});
  EXPECT_EQ(names(found, "unique"), json::array{nullptr});
  EXPECT_EQ(found.at("unique").at(0).at("columns"), json::array{"email"});
  const auto& key = found.at("foreign_keys").at(0);
  EXPECT_EQ(key.at("target_table"), "teams");
  EXPECT_EQ(key.at("target_columns"), json::array{"id"});
  EXPECT_EQ(key.at("ondelete"), "CASCADE");
  EXPECT_EQ(key.at("name"), nullptr);
}

TEST(Expected, has_a_check_of_values_only_where_the_type_needs_one) {
  EXPECT_EQ(names(table("postgresql", users), "checks"), json::array{});
  EXPECT_EQ(names(table("sqlite", users), "checks"), json::array{"ck_active"});
  EXPECT_EQ(table("sqlite", users).at("checks").at(0).at("sqltext"), "active IN (0, 1)");
  EXPECT_EQ(table("sqlite", users).at("checks").at(0).at("type_bound"), true);
}

TEST(Expected, writes_types_and_defaults_as_the_dialect_does) {
  const auto column = [](const std::string& dialect) { return table(dialect, users).at("columns").at(4); };
  EXPECT_EQ(column("postgresql").at("type_sql"), "BOOLEAN");
  EXPECT_EQ(column("mysql").at("type_sql"), "BOOL");
  EXPECT_EQ(column("postgresql").at("default"), "true");
  EXPECT_EQ(column("sqlite").at("default"), "1");
}

TEST(Expected, knows_which_column_counts_and_which_may_be_null) {
  const auto found = table("postgresql", users);
  const auto& columns = found.at("columns").as_array();
  EXPECT_EQ(columns[0].at("autoincrement"), true);
  EXPECT_EQ(columns[0].at("primary_key"), 1);
  EXPECT_EQ(columns[0].at("nullable"), false);
  EXPECT_EQ(columns[1].at("nullable"), false);
  EXPECT_EQ(columns[2].at("nullable"), true);
  EXPECT_EQ(columns[2].at("autoincrement"), false);
}

TEST(Expected, gives_the_definition_to_create_each_part_by) {
  const auto found = table("postgresql", users);
  EXPECT_EQ(
      found.at("columns").at(1).at("definition"),
      json::parse(
          R"j({"name": "email", "type": {"type": "String", "args": {"length": 50}}, "nullable": false})j"));
  EXPECT_EQ(found.at("foreign_keys").at(0).at("definition"),
            json::parse(R"j({"constraint": "foreign_key", "columns": ["team_id"], "target_table": "teams",
                            "target_columns": ["id"], "ondelete": "CASCADE"})j"));
  EXPECT_EQ(found.at("indexes").at(0).at("definition"),
            json::parse(R"j({"name": {"name": "ix_users_name", "convention": true}, "table": "users",
                            "columns": ["name"], "unique": false})j"));
}

TEST(Expected, applies_naming_conventions_and_shortens_as_sqlalchemy_does) {
  const auto found = table("postgresql", R"j({"table": "a_table_with_quite_a_long_name_in_it",
    "naming_convention": {"uq": "uq_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"},
    "columns": [{"name": "a_column_with_a_long_name_too", "type": {"type": "Integer"}, "primary_key": true, "unique": true}]})j");
  EXPECT_EQ(found.at("primary_key").at("name"), "pk_a_table_with_quite_a_long_name_in_it");
  // As SQLAlchemy 2.1.9 cuts it for PostgreSQL: 55 characters, and the end of an MD5 sum.
  const auto name = found.at("unique").at(0).at("name").as_string();
  EXPECT_EQ(name, "uq_a_table_with_quite_a_long_name_in_it_a_column_with_a_7341");
  EXPECT_EQ(found.at("unique").at(0).at("definition").at("name").at("convention"), true);
}

TEST(Expected, takes_a_missing_type_from_the_column_that_a_key_refers_to) {
  const auto tables = expected("postgresql", R"j([
    {"table": "c", "columns": [{"name": "b_id", "type": {"type": "NullType"}, "foreign_keys": [{"target": "b.a_id"}]}]},
    {"table": "b", "columns": [{"name": "a_id", "type": {"type": "NullType"}, "foreign_keys": [{"target": "a.id"}]}]},
    {"table": "a", "columns": [{"name": "id", "type": {"type": "BigInteger"}, "primary_key": true}]}])j");
  for (const auto& found : tables)
    EXPECT_EQ(found.at("columns").at(0).at("type"), json::parse(R"j({"type": "BigInteger"})j"));
}

TEST(Expected, keys_that_refer_to_each_other_leave_the_type_open) {
  const auto tables = expected("postgresql", R"j([
    {"table": "a", "columns": [{"name": "x", "type": {"type": "NullType"}, "foreign_keys": [{"target": "b.y"}]}]},
    {"table": "b", "columns": [{"name": "y", "type": {"type": "NullType"}, "foreign_keys": [{"target": "a.x"}]}]}])j");
  EXPECT_EQ(tables.at(0).at("columns").at(0).at("type_sql"), nullptr);
}

TEST(Expected, lists_the_named_enums_that_columns_use) {
  const std::string declared = R"j({"table": "t", "schema": "s", "columns": [
    {"name": "a", "type": {"type": "Enum", "args": {"values": ["x", "y"], "name": "mood", "inherit_schema": true}}},
    {"name": "b", "type": {"type": "ARRAY", "args": {"item_type": {"type": "Enum", "args": {"values": ["1"], "name": "digit"}}}}},
    {"name": "c", "type": {"type": "Enum", "args": {"values": ["x"], "native_enum": false, "name": "n"}}}]})j";
  const auto found = table("postgresql", declared);
  ASSERT_EQ(found.at("enums").as_array().size(), 2U);
  EXPECT_EQ(found.at("enums").at(0).at("name"), "mood");
  EXPECT_EQ(found.at("enums").at(0).at("schema"), "s");
  EXPECT_EQ(found.at("enums").at(0).at("labels"), (json::array{"x", "y"}));
  EXPECT_EQ(found.at("enums").at(1).at("schema"), nullptr);
}

TEST(Expected, tells_expressions_orders_and_options_of_indexes) {
  const auto found =
      table("postgresql", R"j({"table": "t", "columns": [{"name": "a", "type": {"type": "Text"}}],
    "indexes": [{"name": "ix", "table": "t", "columns": [
        {"expr": "unary", "op": "desc", "of": {"expr": "column", "name": "a"}},
        {"expr": "func", "name": "lower", "args": [{"expr": "column", "name": "a"}]}],
      "unique": true, "dialect": {"postgresql_where": {"expr": "text", "sql": "a > 'b'"}, "postgresql_using": "btree",
      "postgresql_ops": {"a": "text_pattern_ops"}, "postgresql_include": ["a"], "mysql_length": 10}}]})j");
  const auto& index = found.at("indexes").at(0);
  EXPECT_EQ(index.at("columns"), (json::array{"a", nullptr}));
  EXPECT_EQ(index.at("expressions"), (json::array{"a", "lower(a)"}));
  EXPECT_EQ(index.at("sorting"), json::parse(R"j({"a": ["desc"]})j"));
  EXPECT_EQ(index.at("where"), "a > 'b'");
  EXPECT_EQ(index.at("ops"), json::parse(R"j({"a": "text_pattern_ops"})j"));
  EXPECT_EQ(index.at("include"), json::array{"a"});
  EXPECT_FALSE(index.as_object().contains("dialect"));
}

TEST(Expected, leaves_out_what_the_dialect_has_not) {
  const std::string declared = R"j({"table": "t", "columns": [
    {"name": "a", "type": {"type": "Integer"}, "foreign_keys": [{"target": "other.t.a"}]}]})j";
  EXPECT_EQ(table("sqlite", declared).at("foreign_keys").as_array().size(), 0U);
  EXPECT_EQ(table("postgresql", declared).at("foreign_keys").at(0).at("target_schema"), "other");
}

TEST(Expected, says_where_a_column_is_that_the_dialect_cannot_have) {
  try {
    table("sqlite", R"j({"table": "t", "at": {"file": "models.py", "line": 7, "column": 3},
                        "columns": [{"name": "a", "type": {"type": "HSTORE"}}]})j");
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::unsupported);
    EXPECT_NE(error.message().find("t.a: "), std::string::npos) << error.message();
    EXPECT_EQ(error.facts().file, "models.py");
    EXPECT_EQ(error.facts().line, 7);
  }
}

TEST(Expected, refuses_another_shape) {
  const json::object request{{"what", "expected"}, {"tables", json::array{1}}};
  EXPECT_THROW(expected_tables(request, ddl::find_dialect("sqlite")), Error);
}

TEST(Expected, gives_sequences_what_the_server_would) {
  const json::object request{{"what", "expected"}, {"tables", json::array()}, {"sequences", json::parse(R"j([
        {"name": "plain"}, {"name": "down", "schema": "s", "increment": -2, "data_type": {"type": "SmallInteger"}},
        {"name": "from", "minvalue": 10, "cycle": true, "cache": 5, "data_type": {"type": "Integer"}}])j")}};
  const auto& dialect = ddl::find_dialect("postgresql");
  EXPECT_EQ(expected_tables(request, dialect).at("sequences"), json::parse(R"j([
      {"name": "plain", "schema": null, "start": 1, "increment": 1, "minvalue": 1, "maxvalue": 9223372036854775807,
       "cache": 1, "cycle": false, "data_type": "bigint"},
      {"name": "down", "schema": "s", "start": -1, "increment": -2, "minvalue": -32768, "maxvalue": -1,
       "cache": 1, "cycle": false, "data_type": "smallint"},
      {"name": "from", "schema": null, "start": 10, "increment": 1, "minvalue": 10, "maxvalue": 2147483647,
       "cache": 5, "cycle": true, "data_type": "integer"}])j"));
  const json::object text{{"what", "expected"},
                          {"tables", json::array()},
                          {"sequences", json::parse(R"j([{"name": "s", "data_type": {"type": "Text"}}])j")}};
  EXPECT_THROW(expected_tables(text, dialect), Error);
}

}  // namespace
}  // namespace pycharter::sql::comparison
