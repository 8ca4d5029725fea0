// What each operation of alembic.op becomes.
#include <gtest/gtest.h>

#include "recorder.h"

namespace pycharter::alembic {
namespace {

struct Case {
  const char* script;
  const char* json;
};

class Operation : public ::testing::TestWithParam<Case> {};

TEST_P(Operation, BecomesItsJson) {
  EXPECT_EQ(operation_of(GetParam().script), json_of(GetParam().json))
      << boost::json::serialize(operation_of(GetParam().script));
}

const Case cases[] = {
    {"op.drop_table('users', schema='app', if_exists=True)",
     R"j({"op": "drop_table", "table": "users", "schema": "app", "if_exists": true})j"},
    {"op.rename_table('a', 'b')", R"j({"op": "rename_table", "table": "a", "new_name": "b"})j"},
    {"op.add_column('users', sa.Column('age', sa.Integer(), server_default='0', nullable=False), "
     "if_not_exists=True)",
     R"j({"op": "add_column", "table": "users", "column": {"name": "age", "type": {"type": "Integer"}, "nullable": false,
         "server_default": {"default": "literal", "text": "0"}}, "if_not_exists": true})j"},
    {"op.drop_column('users', 'age', mssql_drop_check=True)",
     R"j({"op": "drop_column", "table": "users", "column": "age", "dialect": {"mssql_drop_check": true}})j"},
    {"op.alter_column('t', 'c', server_default=None, nullable=True, existing_type=sa.String(5), "
     "new_column_name='d')",
     R"j({"op": "alter_column", "table": "t", "column": "c", "nullable": true, "server_default": null, "new_name": "d",
         "existing_type": {"type": "String", "args": {"length": 5}}})j"},
    {"op.alter_column('t', 'c', type_=sa.Text, comment=None, autoincrement=True, postgresql_using='c::text')",
     R"j({"op": "alter_column", "table": "t", "column": "c", "comment": null, "type": {"type": "Text"},
         "autoincrement": true, "dialect": {"postgresql_using": "c::text"}})j"},
    {"op.create_index(op.f('ix_t_c'), 't', ['c', sa.text('lower(d)')], unique=True, "
     "postgresql_where=sa.text('c > 0'))",
     R"j({"op": "create_index", "index": {"name": {"name": "ix_t_c", "convention": true}, "table": "t",
         "columns": ["c", {"expr": "text", "sql": "lower(d)"}], "unique": true,
         "dialect": {"postgresql_where": {"expr": "text", "sql": "c > 0"}}}
})j"},
    {"op.drop_index('ix', table_name='t')", R"j({"op": "drop_index", "name": "ix", "table": "t"})j"},
    {"op.create_primary_key('pk', 't', ['a', 'b'])",
     R"j({"op": "create_constraint", "table": "t", "constraint": {"constraint": "primary_key", "name": "pk", "columns": ["a", "b"]}})j"},
    {"op.create_unique_constraint('uq', 't', ['a'], deferrable=True)",
     R"j({"op": "create_constraint", "table": "t",
         "constraint": {"constraint": "unique", "name": "uq", "columns": ["a"], "deferrable": true}})j"},
    {"op.create_check_constraint('ck', 't', sa.column('n') > 3)",
     R"j({"op": "create_constraint", "table": "t", "constraint": {"constraint": "check", "name": "ck", "sqltext":
         {"expr": "binary", "op": ">", "left": {"expr": "column", "name": "n"}, "right": {"expr": "literal", "value": 3}}}})j"},
    {"op.create_foreign_key(None, 'a', 'b', ['x'], ['y'], ondelete='CASCADE', referent_schema='s')",
     R"j({"op": "create_constraint", "table": "a", "constraint": {"constraint": "foreign_key", "target_table": "b",
         "columns": ["x"], "target_columns": ["y"], "ondelete": "CASCADE", "target_schema": "s"}})j"},
    {"op.create_exclude_constraint('ex', 't', ('period', '&&'), using='gist', where='a > 0')",
     R"j({"op": "create_constraint", "table": "t", "constraint": {"constraint": "exclude",
         "elements": [["period", "&&"]], "using": "gist", "where": {"expr": "text", "sql": "a > 0"}, "name": "ex"}})j"},
    {"op.drop_constraint('fk', 't', type_='foreignkey')",
     R"j({"op": "drop_constraint", "name": "fk", "table": "t", "type": "foreignkey"})j"},
    {"op.create_table_comment('t', 'about t')",
     R"j({"op": "create_table_comment", "table": "t", "comment": "about t"})j"},
    {"op.drop_table_comment('t')", R"j({"op": "drop_table_comment", "table": "t"})j"},
    {"op.execute('SELECT 1')", R"j({"op": "execute", "statement": "SELECT 1"})j"},
    {"op.execute(sa.text('UPDATE t SET a = :a').bindparams(a=1))",
     R"j({"op": "execute", "statement": {"expr": "text", "sql": "UPDATE t SET a = :a", "binds": {"a": 1}}})j"},
    {"t = sa.table('t', sa.column('a', sa.JSON), sa.column('b'))\nop.bulk_insert(t, [{'a': {'k': [1]}, 'b': "
     "None}])",
     R"j({"op": "bulk_insert", "table": "t", "columns": [{"name": "a", "type": {"type": "JSON"}}, {"name": "b", "type": {"type": "NullType"}}],
         "rows": [{"a": {"value": "json", "text": "{\"k\": [1]}"}, "b": null}], "multiinsert": true})j"},
    {"with op.batch_alter_table('t', recreate='always') as batch_op:\n"
     "    batch_op.add_column(sa.Column('a', sa.Date()), insert_after='b')\n"
     "    batch_op.create_index('ix', ['a'])\n"
     "    batch_op.drop_constraint(batch_op.f('uq'), type_='unique')",
     R"j({"op": "batch_alter_table", "table": "t", "recreate": "always", "operations": [
         {"op": "add_column", "column": {"name": "a", "type": {"type": "Date"}}, "insert_after": "b", "table": "t"},
         {"op": "create_index", "index": {"name": "ix", "columns": ["a"], "table": "t"}},
         {"op": "drop_constraint", "name": {"name": "uq", "convention": true}, "type": "unique", "table": "t"}]})j"},
    {"op.create_table('t', sa.Column('id', sa.Integer(), sa.Identity(start=5), primary_key=True),\n"
     "    sa.Column('kind', sa.Enum('a', 'b', name='kind')),\n"
     "    sa.Column('owner', sa.Uuid(), sa.ForeignKey('users.id', ondelete='SET NULL')),\n"
     "    sa.UniqueConstraint('kind', name='uq'), sa.Index('ix', 'kind'), comment='c', "
     "mysql_engine='InnoDB')",
     R"j({"table": "t", "columns": [
          {"name": "id", "type": {"type": "Integer"}, "identity": {"always": false, "start": 5}, "primary_key": true},
          {"name": "kind", "type": {"type": "Enum", "args": {"values": ["a", "b"], "name": "kind"}}},
          {"name": "owner", "type": {"type": "Uuid"}, "foreign_keys": [{"target": "users.id", "ondelete": "SET NULL"}]}],
         "constraints": [{"constraint": "unique", "columns": ["kind"], "name": "uq"}],
         "indexes": [{"columns": ["kind"], "name": "ix"}], "comment": "c", "dialect": {"mysql_engine": "InnoDB"},
         "op": "create_table"})j"},
    {"sa.Enum('x', name='e').create(op.get_bind(), checkfirst=True)",
     R"j({"op": "create_type", "type": {"type": "Enum", "args": {"values": ["x"], "name": "e"}}, "checkfirst": false})j"},
};
INSTANTIATE_TEST_SUITE_P(AlembicOp, Operation, ::testing::ValuesIn(cases));

TEST(Operations, CarryTheirPlace) {
  Recorder sink;
  run_upgrade("pass\nop.drop_table('t')", sink);
  ASSERT_EQ(sink.places.size(), 1u);
  EXPECT_EQ(sink.places[0].at("file"), "versions/a_test.py");
  EXPECT_EQ(sink.places[0].at("line"), 6);
}

TEST(Operations, RefuseWrongArgumentsInPythonsWords) {
  EXPECT_NE(failure_of("op.drop_table()").find("missing 1 required positional argument: 'table_name'"),
            std::string::npos);
  EXPECT_NE(failure_of("op.rename_table('a', 'b', to='c')").find("unexpected keyword argument 'to'"),
            std::string::npos);
  EXPECT_NE(failure_of("op.create_unique_constraint('u', 't', 'ab')").find("must be a list of str"),
            std::string::npos);
  EXPECT_NE(failure_of("sa.String(size=3)").find("unexpected keyword argument 'size'"), std::string::npos);
  EXPECT_NE(failure_of("sa.Column('a', sa.Integer, 5)").find("'SchemaItem' object"), std::string::npos);
  EXPECT_NE(failure_of("op.run_async(None)").find("event loop"), std::string::npos);
}

TEST(Operations, RefuseUnknownMembersByName) {
  EXPECT_NE(failure_of("op.create_tabel('t')").find("create_tabel"), std::string::npos);
  EXPECT_NE(failure_of("sa.Strin(3)").find("Strin"), std::string::npos);
}

TEST(Operations, OutsideUpgradeAreRefused) {
  EXPECT_THROW(RevisionScript::from_text("from alembic import op\nop.drop_table('t')\n", "a.py"), Error);
}

TEST(Operations, FailingBatchBlockSendsNothing) {
  Recorder sink;
  EXPECT_THROW(
      run_upgrade("with op.batch_alter_table('t') as b:\n    b.drop_column('a')\n    raise ValueError('no')",
                  sink),
      Error);
  EXPECT_TRUE(sink.operations.empty());
}

TEST(Operations, AutocommitBlockEndsWhenItsBodyFails) {
  Recorder sink;
  EXPECT_THROW(run_upgrade("with op.get_context().autocommit_block():\n    raise ValueError('no')", sink),
               Error);
  ASSERT_EQ(sink.operations.size(), 2u);
  EXPECT_EQ(sink.operations[1].at("op"), "end_autocommit");
}

TEST(Operations, NamingConventionGoesWithThem) {
  ScriptOptions options;
  options.naming_convention = {{"uq", "uq_%(table_name)s"}};
  Recorder sink;
  run_upgrade("op.create_unique_constraint(None, 't', ['a'])", sink, options);
  ASSERT_EQ(sink.operations.size(), 1u);
  EXPECT_EQ(sink.operations[0].at("naming_convention").at("uq"), "uq_%(table_name)s");
}

TEST(ForeignPackages, AreRefusedWithTheLineToAdd) {
  const std::string text = "from app.types import Money\ndef upgrade():\n    pass\n";
  try {
    RevisionScript::from_text(text, "a.py").run(Direction::upgrade, *std::make_unique<Recorder>());
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.message().find("app.types.Money = "), std::string::npos) << error.message();
    EXPECT_EQ(error.facts().line, 1);
  }
}

TEST(ForeignPackages, StandForWhatTheConfigurationSays) {
  ScriptOptions options;
  options.foreign_names = {{"app.types.Money", "sa.Numeric(10, 2)"}, {"app.SIZE", "40"}};
  Recorder sink;
  const std::string text =
      "import sqlalchemy as sa\nfrom alembic import op\nfrom app.types import Money\nfrom app import SIZE\n"
      "def upgrade():\n    op.add_column('t', sa.Column('a', Money(5)))\n    op.add_column('t', "
      "sa.Column('b', sa.String(SIZE)))\n";
  RevisionScript::from_text(text, "a.py", options).run(Direction::upgrade, sink);
  ASSERT_EQ(sink.operations.size(), 2u);
  EXPECT_EQ(sink.operations[0].at("column").at("type"),
            json_of(R"j({"type": "Numeric", "args": {"precision": 10, "scale": 2}})j"));
  EXPECT_EQ(sink.operations[1].at("column").at("type"),
            json_of(R"j({"type": "String", "args": {"length": 40}})j"));
}

TEST(ForeignPackages, AreAddedToAModuleThatIsKnown) {
  ScriptOptions options;
  options.foreign_names = {{"sqlmodel.sql.sqltypes.Money", "sa.Numeric(10, 2)"}};
  Recorder sink;
  const std::string text =
      "import sqlalchemy as sa\nimport sqlmodel\nfrom alembic import op\n"
      "def upgrade():\n    op.add_column('t', sa.Column('a', sqlmodel.sql.sqltypes.Money()))\n"
      "    op.add_column('t', sa.Column('b', sqlmodel.sql.sqltypes.types.Uuid()))\n";
  RevisionScript::from_text(text, "a.py", options).run(Direction::upgrade, sink);
  ASSERT_EQ(sink.operations.size(), 2u);
  EXPECT_EQ(sink.operations[0].at("column").at("type").at("type"), "Numeric");
  EXPECT_EQ(sink.operations[1].at("column").at("type").at("type"), "Uuid");
}

TEST(DdlStatements, AreExecutedAsTheirOperations) {
  EXPECT_EQ(
      operation_of("op.execute(sa.schema.CreateSequence(sa.Sequence('s', start=3), if_not_exists=True))"),
      json_of(
          R"j({"op": "create_sequence", "sequence": {"name": "s", "start": 3}, "stated": true, "checkfirst": true})j"));
  EXPECT_EQ(
      operation_of("op.get_bind().execute(sa.schema.DropSequence(sa.Sequence('s', schema='x')))"),
      json_of(
          R"j({"op": "drop_sequence", "sequence": {"name": "s", "schema": "x"}, "stated": true, "checkfirst": false})j"));
  EXPECT_EQ(
      operation_of("op.execute(sa.schema.DropSchema('x', cascade=True))"),
      json_of(
          R"j({"op": "drop_schema", "name": "x", "stated": true, "checkfirst": false, "cascade": true})j"));
}

}  // namespace
}  // namespace pycharter::alembic
