// What SQLAlchemy's Core expressions become.
#include <gtest/gtest.h>

#include "recorder.h"

namespace pycharter::alembic {
namespace {

struct Case {
  const char* expression;
  const char* json;
};

class Expression : public ::testing::TestWithParam<Case> {};

// The expression stands as an UPDATE's only condition.
TEST_P(Expression, BecomesItsJson) {
  const auto op = operation_of(
      "t = sa.table('t', sa.column('a', sa.String), sa.column('n', sa.Integer))\n"
      "op.execute(t.delete().where(" +
      std::string(GetParam().expression) + "))");
  ASSERT_TRUE(op.is_object());
  const auto& where = op.at("statement").at("where").at(0);
  EXPECT_EQ(where, json_of(GetParam().json)) << boost::json::serialize(where);
}

#define COLUMN_N R"({"expr": "column", "name": "n", "table": "t", "type": {"type": "Integer"}})"
#define COLUMN_A R"({"expr": "column", "name": "a", "table": "t", "type": {"type": "String"}})"
#define INTEGER(value) R"({"expr": "literal", "value": )" value R"(, "type": {"type": "Integer"}})"

const Case cases[] = {
    {"t.c.n == 3", R"({"expr": "binary", "op": "=", "left": )" COLUMN_N R"(, "right": )" INTEGER("3") "}"},
    {"t.c.n == None", R"({"expr": "binary", "op": "is", "left": )" COLUMN_N
                      R"(, "right": {"expr": "keyword", "name": "null"}})"},
    {"t.c.n.isnot(None)", R"({"expr": "binary", "op": "is not", "left": )" COLUMN_N
                          R"(, "right": {"expr": "keyword", "name": "null"}})"},
    {"~(t.c.n == 3)",
     R"({"expr": "binary", "op": "!=", "left": )" COLUMN_N R"(, "right": )" INTEGER("3") "}"},
    {"sa.not_(t.c.n.in_([1, 2]))",
     R"({"expr": "binary", "op": "not in", "left": )" COLUMN_N
     R"(, "right": {"expr": "list", "items": [)" INTEGER("1") ", " INTEGER("2") "]}}"},
    {"(t.c.n > 1) & (t.c.n < 3) & (t.c.n != 2)",
     R"({"expr": "and", "items": [{"expr": "binary", "op": ">", "left": )" COLUMN_N R"(, "right": )" INTEGER(
         "1") R"(}, {"expr": "binary", "op": "<", "left": )" COLUMN_N
              R"(, "right": )" INTEGER("3") R"(}, {"expr": "binary", "op": "!=", "left": )" COLUMN_N
                                            R"(, "right": )" INTEGER("2") "}]}"},
    {"t.c.n.between(1, 2)",
     R"({"expr": "between", "of": )" COLUMN_N R"(, "low": )" INTEGER("1") R"(, "high": )" INTEGER("2") "}"},
    {"t.c.a.like('x%', escape='/')",
     R"({"expr": "binary", "op": "like", "left": )" COLUMN_A
     R"(, "right": {"expr": "literal", "value": "x%", "type": {"type": "String"}}, "escape": "/"})"},
    {"(t.c.a + 'x').is_(sa.null())",
     R"({"expr": "binary", "op": "is", "left": {"expr": "binary", "op": "||", "left": )" COLUMN_A
     R"(, "right": {"expr": "literal", "value": "x", "type": {"type": "String"}}}, "right": {"expr": "keyword", "name": "null"}})"},
    {"t.c.a.op('~')('^a')",
     R"({"expr": "binary", "op": "~", "left": )" COLUMN_A
     R"(, "right": {"expr": "literal", "value": "^a", "type": {"type": "String"}}, "custom": true})"},
    {"sa.func.pg_catalog.length(t.c.a)",
     R"({"expr": "func", "name": "length", "args": [)" COLUMN_A R"(], "package": ["pg_catalog"]})"},
    {"sa.cast(t.c.n, sa.Boolean)", R"({"expr": "cast", "of": )" COLUMN_N R"(, "type": {"type": "Boolean"}})"},
    {"sa.case((t.c.n == 1, sa.true()), else_=sa.false())",
     R"({"expr": "case", "whens": [[{"expr": "binary", "op": "=", "left": )" COLUMN_N
     R"(, "right": )" INTEGER(
         "1") R"(}, {"expr": "keyword", "name": "true"}]], "else": {"expr": "keyword", "name": "false"}})"},
    {"sa.exists().where(t.c.n == 1)",
     R"({"expr": "unary", "op": "exists", "of": {"expr": "select", "columns": [{"expr": "literal_column", "sql": "*"}],
         "where": [{"expr": "binary", "op": "=", "left": )" COLUMN_N
     R"(, "right": )" INTEGER("1") R"(}], "from": [{"expr": "table", "name": "t"}]}})"},
};
INSTANTIATE_TEST_SUITE_P(Core, Expression, ::testing::ValuesIn(cases));

boost::json::value statement_of(const std::string& expression) {
  const auto op = operation_of(
      "a = sa.table('a', sa.column('id', sa.Integer), sa.column('doc', sa.JSON))\n"
      "b = sa.table('b', sa.column('id'), schema='s')\nop.execute(" +
      expression + ")");
  return op.is_object() ? op.at("statement") : op;
}

TEST(Select, TakesItsTablesFromColumnsAndConditions) {
  const auto select =
      statement_of("sa.select(a.c.id).where(a.c.id == b.c.id).order_by(a.c.id.desc()).limit(5)");
  EXPECT_EQ(select.at("from"),
            json_of(R"([{"expr": "table", "name": "a"}, {"expr": "table", "name": "b", "schema": "s"}])"));
  EXPECT_EQ(select.at("limit").at("value"), 5);
  EXPECT_EQ(select.at("order_by").at(0).at("op"), "desc");
}

TEST(Select, JoinReplacesTheTablesItNames) {
  const auto select = statement_of("sa.select(a.c.id, b.c.id).select_from(a.join(b, a.c.id == b.c.id))");
  ASSERT_EQ(select.at("from").as_array().size(), 1u);
  EXPECT_EQ(select.at("from").at(0).at("expr"), "join");
}

TEST(Select, SubqueryColumnsAreAddressedByItsAlias) {
  const auto select = statement_of("sa.select(sa.select(a.c.id).subquery('x').c.id)");
  EXPECT_EQ(select.at("columns").at(0).at("table"), "x");
  EXPECT_EQ(select.at("from").at(0).at("expr"), "subquery");
  EXPECT_EQ(select.at("from").at(0).at("of").at("from").at(0).at("name"), "a");
}

TEST(Select, DoesNotChangeWhatItWasMadeFrom) {
  Recorder sink;
  sink.offline = true;
  run_upgrade("s = sa.select(sa.column('x'))\ns.where(sa.column('y') == 1)\nop.execute(s)", sink);
  EXPECT_FALSE(sink.operations.at(0).at("statement").as_object().contains("where"));
}

TEST(Update, ValuesTakeTheTypesOfTheirColumns) {
  const auto update = statement_of("a.update().values(doc={'k': 1}).where(a.c.id == 1)");
  EXPECT_EQ(update.at("values").at("doc").at("value").at("text"), R"({"k": 1})");
  EXPECT_FALSE(update.as_object().contains("from"));
}

TEST(Update, OtherTablesOfItsConditionStandInFrom) {
  const auto update = statement_of("sa.update(a).values(id=b.c.id).where(a.c.id == b.c.id)");
  EXPECT_EQ(update.at("from"), json_of(R"([{"expr": "table", "name": "b", "schema": "s"}])"));
}

TEST(Insert, TakesRowsSelectsAndConflictClauses) {
  EXPECT_EQ(statement_of("sa.insert(a).values([{'id': 1}, {'id': 2}])").at("values").as_array().size(), 2u);
  EXPECT_EQ(statement_of("a.insert().from_select(['id'], sa.select(b.c.id))").at("from_select").at("columns"),
            json_of(R"(["id"])"));
  const auto conflict =
      statement_of("postgresql.insert(a).values(id=1).on_conflict_do_nothing(index_elements=['id'])");
  EXPECT_EQ(conflict.at("on_conflict"), json_of(R"({"index_elements": ["id"], "action": "nothing"})"));
}

boost::json::value type_of(const std::string& type) {
  return operation_of("op.alter_column('t', 'c', type_=" + type + ")").at("type");
}

TEST(Types, KeepTheirArgumentsByName) {
  EXPECT_EQ(type_of("sa.Numeric(10, scale=2)"),
            json_of(R"({"type": "Numeric", "args": {"precision": 10, "scale": 2}})"));
  EXPECT_EQ(
      type_of("postgresql.ARRAY(sa.Text())"),
      json_of(R"({"type": "ARRAY", "dialect": "postgresql", "args": {"item_type": {"type": "Text"}}})"));
  EXPECT_EQ(
      type_of("mysql.TINYINT(1, unsigned=True)"),
      json_of(R"({"type": "TINYINT", "dialect": "mysql", "args": {"display_width": 1, "unsigned": true}})"));
  EXPECT_EQ(
      type_of("sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"),
      json_of(
          R"({"type": "JSON", "variants": [{"dialects": ["postgresql"], "type": {"type": "JSONB", "dialect": "postgresql"}}]})"));
  EXPECT_EQ(type_of("postgresql.UUID(as_uuid=True)"),
            json_of(R"({"type": "UUID", "args": {"as_uuid": true}})"));
}

TEST(Types, OfAScriptAppearAsTheirImpl) {
  Recorder sink;
  const std::string text =
      "import sqlalchemy as sa\nfrom alembic import op\n"
      "class Money(sa.types.TypeDecorator):\n    impl = sa.Numeric(10, 2)\n    cache_ok = True\n"
      "def upgrade():\n    op.add_column('t', sa.Column('a', Money()))\n";
  RevisionScript::from_text(text, "a.py").run(Direction::upgrade, sink);
  EXPECT_EQ(sink.operations.at(0).at("column").at("type").at("type"), "Numeric");
}

TEST(Types, OfSqlmodelRenderLikeStrings) {
  Recorder sink;
  const std::string text =
      "import sqlalchemy as sa\nimport sqlmodel\nfrom alembic import op\n"
      "def upgrade():\n    op.add_column('t', sa.Column('a', sqlmodel.sql.sqltypes.AutoString(length=9)))\n";
  RevisionScript::from_text(text, "a.py").run(Direction::upgrade, sink);
  EXPECT_EQ(sink.operations.at(0).at("column").at("type"),
            json_of(R"({"type": "String", "args": {"length": 9}})"));
}

}  // namespace
}  // namespace pycharter::alembic
