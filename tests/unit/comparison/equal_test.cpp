// What a dialect takes for equal, without a server: the reflected sides are as servers gave them.
#include "sql/comparison/equal.h"

#include <gtest/gtest.h>

#include <array>
#include <boost/json/parse.hpp>
#include <ostream>
#include <string>

#include "pycharter/plugin/error.h"

namespace pycharter::sql::comparison {
namespace {

namespace json = boost::json;

json::value equal(const std::string& dialect, const std::string& kind, const std::string& declared,
                  const std::string& reflected, const AskServer& ask = {}) {
  const json::object pair{{"kind", kind},
                          {"table", "t"},
                          {"declared", json::parse(declared)},
                          {"reflected", json::parse(reflected)}};
  const auto answer =
      equal_pairs({{"what", "equal"}, {"pairs", json::array{pair}}}, ddl::find_dialect(dialect), ask);
  return answer.at("equal").at(0);
}

struct Pair {
  const char* dialect;
  const char* kind;
  const char* declared;
  const char* reflected;
  int equal;  // -1: cannot be told
};

std::ostream& operator<<(std::ostream& out, const Pair& pair) {
  return out << pair.dialect << " " << pair.kind << " " << pair.declared << " " << pair.reflected;
}

class Pairs : public testing::TestWithParam<Pair> {};

TEST_P(Pairs, are_judged) {
  const auto& pair = GetParam();
  const auto answer = equal(pair.dialect, pair.kind, pair.declared, pair.reflected);
  EXPECT_EQ(answer, pair.equal < 0 ? json::value(nullptr) : json::value(pair.equal == 1));
}

constexpr std::array types{
    Pair{"postgresql", "type", R"j({"type": "String", "args": {"length": 50}})j",
         R"j({"type": {"type": "VARCHAR", "args": {"length": 50}}, "type_sql": "character varying(50)"})j",
         1},
    Pair{"postgresql", "type", R"j({"type": "String", "args": {"length": 60}})j",
         R"j({"type": {"type": "VARCHAR", "args": {"length": 50}}, "type_sql": "character varying(50)"})j",
         0},
    // As Alembic has it: what one side leaves open is not compared.
    Pair{"postgresql", "type", R"j({"type": "String"})j",
         R"j({"type": {"type": "VARCHAR", "args": {"length": 50}}, "type_sql": "character varying(50)"})j",
         1},
    Pair{"postgresql", "type", R"j({"type": "Float"})j", R"j({"type": {"type": "DOUBLE_PRECISION"}})j", 1},
    Pair{"postgresql", "type", R"j({"type": "Float", "args": {"precision": 24}})j",
         R"j({"type": {"type": "REAL"}})j", 1},
    Pair{"postgresql", "type", R"j({"type": "Integer"})j", R"j({"type": {"type": "BIGINT"}})j", 0},
    Pair{"postgresql", "type", R"j({"type": "DateTime", "args": {"timezone": true}})j",
         R"j({"type": {"type": "TIMESTAMP", "dialect": "postgresql", "args": {"timezone": false}}})j", 0},
    Pair{
        "postgresql", "type",
        R"j({"type": "ARRAY", "args": {"item_type": {"type": "Integer"}, "dimensions": 2}})j",
        R"j({"type": {"type": "ARRAY", "args": {"item_type": {"type": "INTEGER"}}}, "type_sql": "integer[]"})j",
        1},
    Pair{
        "postgresql", "type", R"j({"type": "Integer"})j",
        R"j({"type": {"type": "ARRAY", "args": {"item_type": {"type": "INTEGER"}}}, "type_sql": "integer[]"})j",
        0},
    Pair{
        "postgresql", "type", R"j({"type": "Enum", "args": {"name": "mood", "values": ["a"]}})j",
        R"j({"type": {"type": "ENUM", "dialect": "postgresql", "args": {"name": "mood", "schema": "s", "values": ["a", "b"]}}})j",
        1},
    Pair{"postgresql", "type", R"j({"type": "Enum", "args": {"name": "mood", "values": ["a"]}})j",
         R"j({"type": {"type": "VARCHAR", "args": {"length": 1}}})j", 0},
    Pair{"postgresql", "type", R"j({"type": "UserDefinedType", "args": {"sql": "VECTOR(3)"}})j",
         R"j({"type": {"type": "NullType"}, "type_sql": "vector(3)"})j", 1},
    Pair{"postgresql", "type", R"j({"type": "Integer"})j",
         R"j({"type": {"type": "NullType"}, "type_sql": "vector(3)"})j", -1},
    Pair{"postgresql", "type",
         R"j({"type": "JSON", "variants": [{"dialects": ["postgresql"], "type": {"type": "JSONB"}}]})j",
         R"j({"type": {"type": "JSONB", "dialect": "postgresql"}})j", 1},
    Pair{"mysql on MariaDB", "type", R"j({"type": "Boolean"})j",
         R"j({"type": {"type": "TINYINT", "dialect": "mysql", "args": {"display_width": 1}}})j", 1},
    Pair{"mysql on MariaDB", "type", R"j({"type": "JSON"})j",
         R"j({"type": {"type": "LONGTEXT", "dialect": "mysql"}})j", 1},
    Pair{"mysql on MariaDB", "type", R"j({"type": "REAL"})j",
         R"j({"type": {"type": "DOUBLE", "dialect": "mysql"}})j", 1},
    Pair{"mysql on MariaDB", "type",
         R"j({"type": "INTEGER", "dialect": "mysql", "args": {"unsigned": true}})j",
         R"j({"type": {"type": "INTEGER", "dialect": "mysql", "args": {"display_width": 11}}})j", 0},
    Pair{"mysql on MariaDB", "type", R"j({"type": "Enum", "args": {"values": ["a", "b"]}})j",
         R"j({"type": {"type": "ENUM", "dialect": "mysql", "args": {"values": ["b", "a"]}}})j", 1},
    Pair{"mysql on MariaDB", "type", R"j({"type": "Enum", "args": {"values": ["a", "b", "c"]}})j",
         R"j({"type": {"type": "ENUM", "dialect": "mysql", "args": {"values": ["a", "b"]}}})j", 0},
    Pair{"mysql on MariaDB", "type", R"j({"type": "Text", "args": {"length": 100000}})j",
         R"j({"type": {"type": "MEDIUMTEXT", "dialect": "mysql"}})j", 1},
    Pair{"sqlite", "type", R"j({"type": "Uuid"})j", R"j({"type": {"type": "CHAR", "args": {"length": 32}}})j",
         1},
    Pair{"sqlite", "type", R"j({"type": "UserDefinedType", "args": {"sql": "POINT"}})j",
         R"j({"type": {"type": "NUMERIC"}, "type_sql": "POINT"})j", 1},
};
INSTANTIATE_TEST_SUITE_P(Types, Pairs, testing::ValuesIn(types));

constexpr std::array defaults{
    Pair{"postgresql", "default", R"j({"name": "a"})j", R"j({"default": null, "type": {"type": "TEXT"}})j",
         1},
    Pair{
        "postgresql", "default",
        R"j({"name": "a", "server_default": {"default": "literal", "text": "it's"}})j",
        R"j({"default": "'it''s'::character varying", "type": {"type": "VARCHAR"}, "type_sql": "character varying"})j",
        1},
    Pair{"postgresql", "default", R"j({"name": "a", "server_default": {"default": "literal", "text": "0"}})j",
         R"j({"default": "0", "type": {"type": "INTEGER"}, "type_sql": "integer"})j", 1},
    Pair{"postgresql", "default", R"j({"name": "a", "server_default": {"default": "literal", "text": "f"}})j",
         R"j({"default": "false", "type": {"type": "BOOLEAN"}, "type_sql": "boolean"})j", 1},
    Pair{
        "postgresql", "default",
        R"j({"name": "a", "server_default": {"default": "expression", "expr": {"expr": "func", "name": "now", "args": []}}})j",
        R"j({"default": "CURRENT_TIMESTAMP", "type": {"type": "TIMESTAMP"}, "type_sql": "timestamp without time zone"})j",
        1},
    Pair{"postgresql", "default", R"j({"name": "a"})j", R"j({"default": "1", "type": {"type": "INTEGER"}})j",
         0},
    Pair{"postgresql", "default", R"j({"name": "a", "server_default": {"default": "literal", "text": "x"}})j",
         R"j({"default": null, "type": {"type": "TEXT"}})j", 0},
    Pair{
        "postgresql", "default", R"j({"name": "id", "primary_key": true})j",
        R"j({"default": "nextval('t_id_seq'::regclass)", "owns_sequence": true, "type": {"type": "INTEGER"}})j",
        1},
    Pair{
        "postgresql", "default",
        R"j({"name": "id", "server_default": {"default": "expression", "expr": {"expr": "text", "sql": "nextval('s')"
    }
}})j",
        R"j({"default": "nextval('s'::regclass)", "type": {"type": "INTEGER"}, "type_sql": "integer"})j", 1},
    Pair{"postgresql", "default", R"j({"name": "id", "identity": {}})j",
         R"j({"default": null, "identity": {"always": false}})j", 1},
    Pair{"mysql on MariaDB", "default",
         R"j({"name": "a", "server_default": {"default": "literal", "text": "1"}})j",
         R"j({"default": "1", "type": {"type": "INTEGER", "dialect": "mysql"}})j", 1},
    Pair{"mysql on MariaDB", "default",
         R"j({"name": "a", "server_default": {"default": "literal", "text": "1"}})j",
         R"j({"default": "1.00", "type": {"type": "DECIMAL", "dialect": "mysql"}})j", 1},
    Pair{
        "mysql on MariaDB", "default",
        R"j({"name": "a", "server_default": {"default": "expression", "expr": {"expr": "text", "sql": "CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP"}}})j",
        R"j({"default": "current_timestamp() ON UPDATE current_timestamp()", "type": {"type": "DATETIME", "dialect": "mysql"}})j",
        1},
    Pair{
        "mysql on MariaDB", "default",
        R"j({"name": "a", "server_default": {"default": "expression", "expr": {"expr": "text", "sql": "CURRENT_TIMESTAMP"}}})j",
        R"j({"default": "current_timestamp() ON UPDATE current_timestamp()", "type": {"type": "DATETIME", "dialect": "mysql"}})j",
        0},
    Pair{
        "mysql on MariaDB", "default",
        R"j({"name": "a", "server_default": {"default": "expression", "expr": {"expr": "text", "sql": "NULL"}}})j",
        R"j({"default": null, "type": {"type": "INTEGER", "dialect": "mysql"}})j", 1},
    Pair{
        "sqlite", "default",
        R"j({"name": "a", "server_default": {"default": "expression", "expr": {"expr": "text", "sql": "5"}}})j",
        R"j({"default": "'5'", "type": {"type": "INTEGER"}})j", 1},
    Pair{"sqlite", "default", R"j({"name": "a", "server_default": {"default": "literal", "text": "x"}})j",
         R"j({"default": "'y'", "type": {"type": "TEXT"}})j", 0},
};
INSTANTIATE_TEST_SUITE_P(Defaults, Pairs, testing::ValuesIn(defaults));

constexpr std::array items{
    Pair{"postgresql", "index", R"j({"columns": [null], "expressions": ["CAST(a AS TEXT)"]})j",
         R"j({"columns": ["a"]})j", -1},
    Pair{"postgresql", "index", R"j({"columns": [null], "expressions": ["CAST(a AS TEXT)"]})j",
         R"j({"columns": [null], "expressions": ["(a)::text"]})j", 1},
    Pair{"postgresql", "check", R"j({"sqltext": "a > 0"})j", R"j({"sqltext": "a > 0::numeric"})j", 1},
    Pair{"postgresql", "check", R"j({"sqltext": "a > 0"})j", R"j({"sqltext": "a > 1"})j", 0},
    Pair{"postgresql", "check", R"j({"sqltext": "a > (SELECT 1)"})j", R"j({"sqltext": "a > 1"})j", -1},
    Pair{"postgresql", "index", R"j({"columns": ["a", "b"], "unique": true})j",
         R"j({"columns": ["a", "b"], "unique": true, "using": "btree"})j", 1},
    Pair{"postgresql", "index", R"j({"columns": ["a", "b"]})j", R"j({"columns": ["b", "a"]})j", 0},
    Pair{"postgresql", "index", R"j({"columns": ["a"], "unique": true})j",
         R"j({"columns": ["a"], "unique": false})j", 0},
    Pair{
        "postgresql", "index", R"j({"columns": [null], "expressions": ["lower(a) DESC"]})j",
        R"j({"columns": [null], "expressions": ["lower((a)::text)"], "sorting": {"lower((a)::text)": ["desc"]}})j",
        1},
    Pair{"postgresql", "index", R"j({"columns": [null], "expressions": ["a text_pattern_ops"]})j",
         R"j({"columns": ["a"], "ops": {"a": "text_pattern_ops"}})j", 1},
    Pair{"postgresql", "index", R"j({"columns": ["a"], "where": "a > 0"})j",
         R"j({"columns": ["a"], "where": "(a > 0)"})j", 1},
    Pair{"postgresql", "index", R"j({"columns": ["a"], "where": "a > 0"})j",
         R"j({"columns": ["a"], "where": null})j", 0},
    Pair{"postgresql", "index", R"j({"columns": ["a"], "using": "gin"})j",
         R"j({"columns": ["a"], "using": "btree"})j", 0},
    Pair{"postgresql", "index", R"j({"columns": ["a"], "dialect": {"postgresql_with": {"fillfactor": 70}}})j",
         R"j({"columns": ["a"], "dialect": {"postgresql_with": {"fillfactor": "70"}}})j", 1},
    Pair{"postgresql", "index", R"j({"columns": ["a"], "include": ["b"]})j", R"j({"columns": ["a"]})j", 0},
    Pair{"postgresql", "unique", R"j({"columns": ["a", "b"]})j", R"j({"columns": ["b", "a"]})j", 1},
    Pair{"postgresql", "unique", R"j({"columns": ["a"], "deferrable": true})j", R"j({"columns": ["a"]})j", 0},
    Pair{"postgresql", "foreign_key",
         R"j({"columns": ["a"], "target_table": "t", "target_columns": ["id"], "ondelete": "NO ACTION"})j",
         R"j({"columns": ["a"], "target_table": "t", "target_columns": ["id"], "ondelete": null})j", 1},
    Pair{"postgresql", "foreign_key",
         R"j({"columns": ["a"], "target_table": "t", "target_columns": ["id"], "ondelete": "RESTRICT"})j",
         R"j({"columns": ["a"], "target_table": "t", "target_columns": ["id"]})j", 0},
    Pair{"mysql on MariaDB", "foreign_key",
         R"j({"columns": ["a"], "target_table": "t", "target_columns": ["id"], "ondelete": "RESTRICT"})j",
         R"j({"columns": ["a"], "target_table": "t", "target_columns": ["id"]})j", 1},
    Pair{"postgresql", "computed", R"j({"computed": {"sqltext": "a + 1"}})j",
         R"j({"computed": {"sqltext": "(a + 1)", "persisted": true}})j", 1},
    Pair{"postgresql", "computed", R"j({"computed": {"sqltext": "a + 1"}})j", R"j({"computed": null})j", 0},
    Pair{"postgresql", "identity", R"j({"identity": {"start": 5}})j",
         R"j({"identity": {"always": false, "start": 5, "increment": 1}})j", 1},
    Pair{"postgresql", "identity", R"j({"identity": {"always": true}})j",
         R"j({"identity": {"always": false}})j", 0},
    Pair{"postgresql", "comment", R"j("")j", "null", 1},
    Pair{"postgresql", "comment", R"j({"comment": "a"})j", R"j({"comment": "b"})j", 0},
    Pair{"sqlite", "comment", R"j("a")j", "null", 1},
};
INSTANTIATE_TEST_SUITE_P(Items, Pairs, testing::ValuesIn(items));

// Reflected, "room WITH =, during WITH &&" of gist.
#define THERE(more)                                                                                         \
  R"j({"name": "ex", "operator_classes": ["gist_int4_ops", "range_ops"], "definition": {"using": "gist",)j" \
  R"j("elements": [[{"expr": "literal_column", "sql": "room"}, "="],)j"                                     \
  R"j([{"expr": "literal_column", "sql": "tsrange(a, b)"}, "&&"]])j" more "}}"

constexpr std::array excludes{
    Pair{
        "postgresql", "exclude",
        R"j({"name": null, "definition": {"elements": [["room", "="], [{"expr": "func", "name": "tsrange", "args":
             [{"expr": "column", "name": "a"}, {"expr": "column", "name": "b"}]}, "&&"]]}})j",
        THERE(""), 1},
    Pair{"postgresql", "exclude",
         R"j({"elements": [["room", "<>"], [{"expr": "literal_column", "sql": "tsrange(a, b)"}, "&&"]]})j",
         THERE(""), 0},
    Pair{"postgresql", "exclude",
         R"j({"elements": [["room", "="], [{"expr": "literal_column", "sql": "tsrange(b, a)"}, "&&"]]})j",
         THERE(""), 0},
    Pair{"postgresql", "exclude", R"j({"elements": [["room", "="]]})j", THERE(""), 0},
    Pair{
        "postgresql", "exclude",
        R"j({"using": "spgist", "elements": [["room", "="], [{"expr": "literal_column", "sql": "tsrange(a, b)"}, "&&"]]})j",
        THERE(""), 0},
    Pair{
        "postgresql", "exclude",
        R"j({"deferrable": true, "elements": [["room", "="], [{"expr": "literal_column", "sql": "tsrange(a, b)"}, "&&"]]})j",
        THERE(""), 0},
    Pair{"postgresql", "exclude",
         R"j({"where": {"expr": "text", "sql": "room > 0"},
             "elements": [["room", "="], [{"expr": "literal_column", "sql": "tsrange(a, b)"}, "&&"]]})j",
         THERE(R"j(, "where": {"expr": "literal_column", "sql": "(room > 0)"})j"), 1},
    Pair{"postgresql", "exclude",
         R"j({"elements": [["room", "="], [{"expr": "literal_column", "sql": "tsrange(a, b)"}, "&&"]]})j",
         THERE(R"j(, "where": {"expr": "literal_column", "sql": "(room > 0)"})j"), 0},
    // A type's own operator class, named, and another one.
    Pair{"postgresql", "exclude",
         R"j({"ops": {"room": "gist_int4_ops"},
             "elements": [["room", "="], [{"expr": "literal_column", "sql": "tsrange(a, b)"}, "&&"]]})j",
         THERE(""), 1},
    Pair{"postgresql", "exclude",
         R"j({"ops": {"room": "gist_int8_ops"},
             "elements": [["room", "="], [{"expr": "literal_column", "sql": "tsrange(a, b)"}, "&&"]]})j",
         THERE(""), 0},
    Pair{"postgresql", "exclude",
         R"j({"elements": [["room", "="], [{"expr": "literal_column", "sql": "tsrange(a, b)"}, "&&"]]})j",
         THERE(R"j(, "ops": {"room": "gist_int8_ops"})j"), 0},
};
#undef THERE

INSTANTIATE_TEST_SUITE_P(Excludes, Pairs, testing::ValuesIn(excludes));

constexpr const char* holiday =
    R"j({"name": "a", "server_default": {"default": "expression", "expr": {"expr": "text", "sql": "DATE '20240101'"}}})j";
constexpr const char* new_year =
    R"j({"default": "'2024-01-01'::date", "type": {"type": "DATE"}, "type_sql": "date"})j";

TEST(Equal, asks_the_server_once_about_all_defaults_that_texts_leave_open) {
  const auto pair = [](const char* declared) {
    return json::object{{"kind", "default"},
                        {"table", "t"},
                        {"declared", json::parse(declared)},
                        {"reflected", json::parse(new_year)}};
  };
  const json::object request{
      {"pairs", json::array{pair(holiday), pair(R"j({"name": "a"})j"), pair(holiday)}}};
  int calls = 0;
  const auto answer = equal_pairs(request, ddl::find_dialect("postgresql"),
                                  [&](std::span<const DefaultVerdict::Question> questions) {
                                    ++calls;
                                    EXPECT_EQ(questions.size(), 2U);
                                    EXPECT_EQ(questions[0].declared, "DATE '20240101'");
                                    EXPECT_EQ(questions[0].type, "date");
                                    return std::vector<std::optional<bool>>{true, std::nullopt};
                                  });
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(answer.at("equal"), (json::array{true, false, false}));
}

TEST(Equal, refuses_pairs_of_another_shape) {
  const auto code = [](const char* pair) {
    try {
      equal_pairs({{"pairs", json::array{json::parse(pair)}}}, ddl::find_dialect("sqlite"), {});
    } catch (const Error& error) {
      return error.code();
    }
    return ErrorCode::internal;
  };
  EXPECT_EQ(code("1"), ErrorCode::invalid_document);
  EXPECT_EQ(code("{}"), ErrorCode::invalid_document);
  EXPECT_EQ(code(R"j({"kind": "colour", "declared": {}, "reflected": {}})j"), ErrorCode::invalid_document);
  EXPECT_EQ(code(R"j({"kind": "type", "declared": {}})j"), ErrorCode::invalid_document);
  EXPECT_EQ(code(R"j({"kind": "type", "declared": 5, "reflected": {}})j"), ErrorCode::invalid_document);
}

}  // namespace
}  // namespace pycharter::sql::comparison
