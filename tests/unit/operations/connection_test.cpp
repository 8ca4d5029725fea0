// Scripts that execute, read results and look at the catalog.
#include <gtest/gtest.h>

#include "recorder.h"

namespace pycharter::alembic {
namespace {

using plugin::Value;

QueryResult two_users() {
  QueryResult result;
  result.returns_rows = true;
  result.columns = {"id", "name"};
  result.rows = {{Value::int64(1), Value::of_text("ann")}, {Value::int64(2), Value::of_text("bob")}};
  result.rowcount = 2;
  return result;
}

// Runs `body` with the rows of two_users() behind bind.execute(), and gives what it executes as text last.
std::string outcome(const std::string& expression) {
  Recorder sink;
  sink.results = {two_users()};
  run_upgrade(
      "bind = op.get_bind()\nr = bind.execute(sa.text('SELECT id, name FROM users'))\nop.execute(str(" +
          expression + "))",
      sink);
  return std::string(sink.operations.at(0).at("statement").as_string());
}

TEST(Results, GiveRowsInEveryShape) {
  EXPECT_EQ(outcome("[row.name for row in r]"), "['ann', 'bob']");
  EXPECT_EQ(outcome("[(i, n) for i, n in r.fetchall()]"), "[(1, 'ann'), (2, 'bob')]");
  EXPECT_EQ(outcome("r.first()[1]"), "ann");
  EXPECT_EQ(outcome("r.scalar()"), "1");
  EXPECT_EQ(outcome("r.scalars().all()"), "[1, 2]");
  EXPECT_EQ(outcome("r.mappings().all()[1]['name']"), "bob");
  EXPECT_EQ(outcome("r.rowcount"), "2");
  EXPECT_EQ(outcome("r.keys()"), "['id', 'name']");
  EXPECT_EQ(outcome("r.fetchone() == (1, 'ann')"), "True");
  EXPECT_EQ(outcome("r.one_or_none() if False else r.fetchmany(1)[0]._mapping['id']"), "1");
}

TEST(Results, RefuseOneOfMany) {
  Recorder sink;
  sink.results = {two_users()};
  try {
    run_upgrade("op.get_bind().execute(sa.text('SELECT')).scalar_one()", sink);
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.message().find("Multiple rows"), std::string::npos) << error.message();
  }
}

TEST(Results, TypedColumnsComeBackAsPythonsValues) {
  Recorder sink;
  sink.name = "sqlite";
  QueryResult result;
  result.returns_rows = true;
  result.columns = {"doc", "ok"};
  result.rows = {{Value::of_text(R"j({"k": [1, 2]})j"), Value::int64(1)}};
  sink.results = {result};
  run_upgrade(
      "t = sa.table('t', sa.column('doc', sa.JSON), sa.column('ok', sa.Boolean))\n"
      "row = op.get_bind().execute(sa.select(t.c.doc, t.c.ok)).one()\n"
      "op.execute(f\"{row.doc['k'][1]} {row.ok}\")",
      sink);
  EXPECT_EQ(sink.operations.at(0).at("statement"), "2 True");
}

TEST(Connection, PassesParametersAsValues) {
  Recorder sink;
  run_upgrade(
      "import uuid, datetime\nop.get_bind().execute(sa.text('x :a :b :c'), [{'a': uuid.UUID(int=1), 'b': "
      "b'\\x00\\xff', "
      "'c': datetime.date(2024, 2, 29)}])",
      sink);
  EXPECT_EQ(sink.queries.at(0).at("parameters"),
            json_of(R"j([{"a": {"value": "uuid", "text": "00000000-0000-0000-0000-000000000001"},
                         "b": {"value": "bytes", "text": "00ff"}, "c": {"value": "date", "text": "2024-02-29"}}])j"));
}

TEST(Connection, RefusesPlainText) {
  EXPECT_NE(failure_of("op.get_bind().execute('SELECT 1')").find("Not an executable object"),
            std::string::npos);
}

TEST(Connection, FailureOfTheDatabaseIsAnExceptionOfTheScript) {
  Recorder sink;
  sink.failure = Error(ErrorCode::conflict, "duplicate key", ErrorFacts{.sqlstate = "23505"});
  run_upgrade(
      "try:\n    op.get_bind().execute(sa.text('INSERT'))\nexcept sa.exc.IntegrityError as error:\n    pass",
      sink);
  try {
    run_upgrade("op.get_bind().execute(sa.text('INSERT'))", sink);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::conflict);
    EXPECT_EQ(error.facts().sqlstate, "23505");
    EXPECT_GT(error.facts().line, 0);
  }
}

TEST(Connection, ABatchThatNamesWhatIsNotThereRaisesValueError) {
  Recorder sink;
  sink.failure = Error(ErrorCode::unsupported, "No such constraint: 'uq'");
  run_upgrade(
      "try:\n    with op.batch_alter_table('t') as b:\n        b.drop_constraint('uq')\nexcept ValueError:\n "
      "   pass",
      sink);
  sink.failure = Error(ErrorCode::unsupported, "no such type");
  EXPECT_THROW(run_upgrade("try:\n    op.drop_table('t')\nexcept ValueError:\n    pass", sink), Error);
}

TEST(Connection, SavepointsAreReleasedOrRolledBack) {
  Recorder sink;
  run_upgrade(
      "bind = op.get_bind()\nwith bind.begin_nested():\n    pass\n"
      "try:\n    with bind.begin_nested():\n        raise ValueError('x')\nexcept ValueError:\n    pass",
      sink);
  std::vector<std::string> statements;
  for (const auto& op : sink.operations)
    statements.emplace_back(op.at("statement").as_string());
  EXPECT_EQ(statements,
            (std::vector<std::string>{"SAVEPOINT sa_savepoint_1", "RELEASE SAVEPOINT sa_savepoint_1",
                                      "SAVEPOINT sa_savepoint_2", "ROLLBACK TO SAVEPOINT sa_savepoint_2"}));
}

TEST(Connection, MustNotCommitTheMigration) {
  EXPECT_NE(failure_of("op.get_bind().commit()").find("autocommit_block"), std::string::npos);
}

TEST(Offline, ExecutesWithoutResults) {
  Recorder sink;
  sink.offline = true;
  run_upgrade("assert op.get_bind().execute(sa.text('UPDATE t SET a = 1')) is None", sink);
  EXPECT_EQ(sink.operations.at(0).at("statement").at("sql"), "UPDATE t SET a = 1");
  EXPECT_THROW(run_upgrade("op.get_bind().execute(sa.text('SELECT 1')).scalar()", sink), Error);
  EXPECT_THROW(run_upgrade("op.get_bind().scalar(sa.text('SELECT 1'))", sink), Error);
  EXPECT_THROW(run_upgrade("sa.inspect(op.get_bind()).get_table_names()", sink), Error);
}

TEST(Dialect, IsTheSinks) {
  Recorder sink;
  run_upgrade(
      "bind = op.get_bind()\nop.execute(bind.dialect.name + ' ' + bind.engine.name + ' ' + "
      "str(bind.dialect.server_version_info) + ' ' + op.get_context().dialect.name)",
      sink);
  EXPECT_EQ(sink.operations.at(0).at("statement"), "postgresql postgresql (15, 4) postgresql");
}

TEST(Context, KnowsItsVersionTable) {
  Recorder sink;
  ScriptOptions options;
  options.version_table_schema = "apart";
  const std::string ask =
      "c = op.get_context()\nop.execute(c.version_table + ' ' + str(c.version_table_schema))";
  run_upgrade(ask, sink);
  run_upgrade(ask, sink, options);
  EXPECT_EQ(sink.operations.at(0).at("statement"), "alembic_version None");
  EXPECT_EQ(sink.operations.at(1).at("statement"), "alembic_version apart");
}

TEST(Dialect, HasSqlalchemysDefaultDriverWhereNoneIsNamed) {
  Recorder sink;
  run_upgrade("d = op.get_bind().dialect\nop.execute(d.driver + ' ' + d.dialect_description)", sink);
  EXPECT_EQ(sink.operations.at(0).at("statement"), "psycopg postgresql+psycopg");
}

constexpr const char* users_table = R"j({"tables": [{"name": "users", "columns": [
  {"name": "id", "type": {"type": "INTEGER"}, "type_sql": "INTEGER", "nullable": false, "default": null, "primary_key": 1},
  {"name": "tag", "type": {"type": "VARCHAR", "args": {"length": 9}}, "type_sql": "VARCHAR(9)",
                     "nullable" : true, "default" : "'x'", "primary_key" : 0
}],
  "primary_key": {"name": "users_pkey", "columns": ["id"]}, "foreign_keys": [{"name": "fk", "columns": ["tag"],
  "target_schema": null, "target_table": "tags", "target_columns": ["id"], "ondelete": "CASCADE"}],
  "unique": [{"name": "uq", "columns": ["tag"]}], "checks": [], "indexes": [{"name": "ix", "columns": ["tag"], "unique": false}]
}]
})j";

TEST(Inspector, ShowsTheCatalogAsSqlalchemyDoes) {
  Recorder sink;
  sink.answers = {users_table, R"j({"exists": true})j", R"j({"names": ["users"]})j"};
  run_upgrade(
      "i = sa.inspect(op.get_bind())\nc = i.get_columns('users')\nassert [x['name'] for x in c] == ['id', "
      "'tag']\n"
      "assert isinstance(c[1]['type'], sa.String) and c[1]['type'].length == 9 and str(c[1]['type']) == "
      "'VARCHAR(9)'\n"
      "assert isinstance(c[0]['type'], sa.Integer) and c[0]['nullable'] is False\n"
      "assert i.get_pk_constraint('users') == {'constrained_columns': ['id'], 'name': 'users_pkey'}\n"
      "fk = i.get_foreign_keys('users')[0]\nassert fk['referred_table'] == 'tags' and fk['options'] == "
      "{'ondelete': 'CASCADE'}\n"
      "assert i.get_indexes('users')[0]['column_names'] == ['tag']\n"
      "assert i.get_unique_constraints('users') == [{'name': 'uq', 'column_names': ['tag']}]\n"
      "assert i.has_table('users')\nassert 'users' in i.get_table_names()",
      sink);
  EXPECT_EQ(sink.requests.size(), 3u);  // one for all of the table's parts
}

TEST(Inspector, RefusesAMissingTable) {
  Recorder sink;
  sink.answers = {R"j({"tables": []})j"};
  EXPECT_THROW(run_upgrade("sa.inspect(op.get_bind()).get_columns('nope')", sink), Error);
}

TEST(Table, IsReflectedFromTheCatalog) {
  Recorder sink;
  sink.answers = {users_table, users_table};  // the other stands for the table that it refers to
  run_upgrade(
      "bind = op.get_bind()\nt = sa.Table('users', sa.MetaData(), autoload_with=bind)\n"
      "bind.execute(t.update().values(tag='y').where(t.c.id == 1))",
      sink);
  EXPECT_EQ(sink.queries.at(0).at("statement").at("values").at("tag").at("type").at("type"), "VARCHAR");
}

TEST(OrmSession, LeavesTheTransactionToTheMigration) {
  Recorder sink;
  run_upgrade(
      "from sqlalchemy.orm import Session\nwith Session(bind=op.get_bind()) as session:\n"
      "    session.execute(sa.text('UPDATE t SET a = 1'))\n    session.commit()",
      sink);
  EXPECT_EQ(sink.queries.size(), 1u);
  EXPECT_TRUE(sink.operations.empty());
}

}  // namespace
}  // namespace pycharter::alembic
