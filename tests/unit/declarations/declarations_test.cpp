// What is written of a catalog's tables; that it is right, Python says in
// tests/alembic/declared_from_database.py.
#include <alembic/autogenerate/declarations/annotations.h>
#include <alembic/autogenerate/declarations/declarations.h>
#include <alembic/autogenerate/declarations/names.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace pycharter::alembic {
namespace {

namespace json = boost::json;

Declarations declared(std::string_view tables, std::string dialect = "postgresql") {
  RenderOptions options;
  options.dialect = std::move(dialect);
  options.compile = [](const json::object& operation) -> std::vector<std::string> {
    ADD_FAILURE() << "nothing here needs a compiler: " << json::serialize(operation);
    return {};
  };
  return declare(json::parse(tables).as_array(), options);
}

void expect_part(const std::string& text, std::string_view part) {
  EXPECT_NE(text.find(part), std::string::npos) << part << "\nis not in\n" << text;
}

TEST(DeclarationsTest, ATableWithAKeyIsAClass) {
  const auto made = declared(R"JSON([{"name": "order_lines", "schema": null, "comment": "it's", "columns": [
      {"name": "id", "type": {"type": "INTEGER"}, "nullable": false, "default": "nextval('order_lines_id_seq'::regclass)",
       "owns_sequence": true, "primary_key": 1},
      {"name": "class", "type": {"type": "VARCHAR", "args": {"length": 20}}, "nullable": true, "primary_key": 0},
      {"name": "price", "type": {"type": "NUMERIC"}, "nullable": false, "default": "0", "primary_key": 0}],
    "primary_key": {"name": "order_lines_pkey", "columns": ["id"]},
    "unique": [{"name": "once", "columns": ["class"]}], "checks": [{"name": "positive", "sqltext": "price > 0"}],
    "foreign_keys": [], "indexes": [{"name": "ix", "columns": ["price", null], "expressions": ["lower(class)"], "unique": true}]}])JSON");
  EXPECT_EQ(
      made.text,
      "# Written from a database by pycharter-admin; yours to edit.\n"
      "import decimal\n"
      "from typing import Optional\n"
      "\n"
      "import sqlalchemy as sa\n"
      "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n"
      "\n\n"
      "class Base(DeclarativeBase):\n"
      "    pass\n"
      "\n\n"
      "class OrderLines(Base):\n"
      "    __tablename__ = 'order_lines'\n"
      "    __table_args__ = (\n"
      "        sa.PrimaryKeyConstraint('id', name='order_lines_pkey'),\n"
      "        sa.UniqueConstraint('class', name='once'),\n"
      "        sa.CheckConstraint('price > 0', name='positive'),\n"
      "        sa.Index('ix', 'price', sa.text('lower(class)'), unique=True),\n"
      "        {'comment': \"it's\"},\n"
      "    )\n"
      "\n"
      "    id: Mapped[int] = mapped_column(sa.INTEGER(), nullable=False)\n"
      "    class_: Mapped[Optional[str]] = mapped_column('class', sa.VARCHAR(length=20), nullable=True)\n"
      "    price: Mapped[decimal.Decimal] = mapped_column(sa.NUMERIC(), server_default=sa.text('0'), "
      "nullable=False)\n");
  EXPECT_TRUE(made.warnings.empty());
}

constexpr std::string_view without_key = R"JSON([{"name": "log", "schema": "s", "columns": [
    {"name": "at", "type": {"type": "NullType"}, "type_sql": "point", "nullable": true, "primary_key": 0}],
  "primary_key": null, "unique": [], "checks": [], "indexes": [],
  "foreign_keys": [{"name": "fk", "columns": ["at"], "target_schema": null, "target_table": "gone", "target_columns": ["id"]}]}])JSON";

TEST(DeclarationsTest, ATableWithoutAKeyIsATable) {
  const auto made = declared(without_key);
  expect_part(made.text, "log = sa.Table(");
  expect_part(made.text, "    sa.Column('at', Point(), nullable=True),\n");
  expect_part(made.text, "    schema='s',\n");
}

TEST(DeclarationsTest, ATypeThatOnlyItsSqlNamesIsAClass) {
  expect_part(declared(without_key).text, "class Point(sa.types.UserDefinedType):\n");
}

TEST(DeclarationsTest, AForeignKeyToATableThatIsNotDeclaredIsACommentAndAWarning) {
  const auto made = declared(without_key);
  expect_part(
      made.text,
      "    # sa.ForeignKeyConstraint(['at'], ['gone.id'], name='fk'),  # gone is not declared here\n");
  ASSERT_EQ(made.warnings.size(), 1u);
  expect_part(made.warnings.front(), "s.log refers to gone");
}

TEST(DeclarationsTest, AKeyThatDoesNotCountSaysSo) {
  constexpr std::string_view tables = R"JSON([{"name": "t", "schema": null, "columns": [
      {"name": "id", "type": {"type": "INTEGER"}, "nullable": false, "primary_key": 1, "autoincrement": false}],
    "primary_key": {"name": null, "columns": ["id"]}}])JSON";
  expect_part(declared(tables).text, "mapped_column(sa.INTEGER(), autoincrement=False, nullable=False)");
  expect_part(declared(tables, "sqlite").text, "mapped_column(sa.INTEGER(), nullable=False)");
}

TEST(DeclarationsTest, ASequenceStandsBesideTheColumnThatItFills) {
  const auto made = declared(R"JSON([{"name": "t", "schema": null, "columns": [
      {"name": "n", "type": {"type": "INTEGER"}, "nullable": false, "primary_key": 0,
       "default": "nextval('\"Odd \"\"one\".seq'::regclass)"}], "primary_key": null}])JSON");
  expect_part(made.text, R"(sa.Sequence('seq', schema='Odd "one'), server_default=sa.text()");
}

TEST(DeclarationsTest, NamesArePythons) {
  EXPECT_EQ(declarations::class_name("user_group 2"), "UserGroup2");
  EXPECT_EQ(declarations::class_name("2nd"), "Table2nd");
  EXPECT_EQ(declarations::attribute_name("metadata"), "metadata_");
  EXPECT_EQ(declarations::attribute_name("a-b c"), "a_b_c");
  EXPECT_EQ(declarations::attribute_name("2nd"), "column_2nd");
  EXPECT_EQ(declarations::attribute_name("__dunder"), "column__dunder");
  declarations::Names names;
  EXPECT_EQ(names.take("A"), "A");
  EXPECT_EQ(names.take("A"), "A_2");
}

TEST(DeclarationsTest, AnnotationsAreOfWholeTypeNames) {
  EXPECT_EQ(declarations::annotation("INT"), "Any");
  EXPECT_EQ(declarations::annotation("TIMESTAMP"), "datetime.datetime");
}

}  // namespace
}  // namespace pycharter::alembic
