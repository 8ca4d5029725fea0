#include <boost/json.hpp>
#include <future>
#include <thread>

#include "open_database.h"

namespace pycharter::sqlite {
namespace {

using plugin::BeginMode;
using plugin::LockScope;
using plugin::Value;

class ConnectionTest : public SqliteTest {
 protected:
  ErrorCode connect_code(const std::string& url, std::string* message = nullptr, bool may_create = false) {
    auto backend = make();
    plugin::ConnectOptions options;
    options.url = url;
    options.may_create = may_create;
    return code_of([&] { backend->connect(options); }, message);
  }
};

TEST_F(ConnectionTest, AMissingFileIsNeverCreatedUnasked) {
  std::string message;
  EXPECT_EQ(connect_code(folder_.url("none.db"), &message), ErrorCode::not_found);
  EXPECT_NE(message.find(folder_.file("none.db")), std::string::npos);
  EXPECT_NE(message.find("db init"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(folder_.file("none.db")));
}

TEST_F(ConnectionTest, WhatCannotBeADatabaseIsRefusedByName) {
  std::ofstream(folder_.file("text.db")) << "this is no database, and long enough to be read as one's header";
  std::string message;
  EXPECT_EQ(connect_code(folder_.url("text.db"), &message), ErrorCode::connect);
  EXPECT_NE(message.find("text.db"), std::string::npos);
  EXPECT_EQ(connect_code(folder_.url(""), &message, true), ErrorCode::connect);
  EXPECT_EQ(connect_code(folder_.url("missing/x.db"), &message, true), ErrorCode::connect);
  EXPECT_EQ(connect_code("sqlite://host/x.db"), ErrorCode::config);
  EXPECT_EQ(connect_code(folder_.url() + "?cache=shared"), ErrorCode::config);
  EXPECT_EQ(connect_code(folder_.url() + "?timeout=soon"), ErrorCode::config);
}

TEST_F(ConnectionTest, NamesWithBlanksEqualSignsAndPercentOpenAsWritten) {
  for (const auto* name : {"a b.db", "a=b.db", "two  blanks.db", " first.db", "last ", "100%25.db", "it's.db",
                           "so \"called\".db", ":memory:.db"}) {
    auto backend = make();
    plugin::ConnectOptions options;
    options.url = folder_.url(name);
    options.may_create = true;
    backend->connect(options);
    run(*backend, "CREATE TABLE t (a)");
    auto written = std::string(name);
    if (const auto at = written.find("%25"); at != std::string::npos) written.replace(at, 3, "%");
    EXPECT_TRUE(std::filesystem::exists(folder_.file(written))) << name;
  }
}

TEST_F(ConnectionTest, AQueryWithoutRowsTellsItsColumns) {
  auto backend = connect();
  run(*backend, "CREATE TABLE t (a, b)");
  EXPECT_EQ(backend->execute("SELECT a, b AS c FROM t", {}, {}).columns,
            (std::vector<std::string>{"a", "c"}));
  EXPECT_TRUE(backend->execute("UPDATE t SET a = 1", {}, {}).columns.empty());
}

TEST_F(ConnectionTest, AReadOnlyConnectionWritesNothing) {
  run(*connect(), "CREATE TABLE t (a)");
  auto backend = connect(false, "?mode=ro");
  EXPECT_EQ(code_of([&] { run(*backend, "INSERT INTO t VALUES (1)"); }), ErrorCode::unsupported);
}

TEST_F(ConnectionTest, OneStatementOrManyRunWithTypedCells) {
  auto backend = connect();
  run(*backend,
      "CREATE TABLE t (a, b, c, d, e); -- a comment; with a semicolon\n /* ; */ INSERT INTO t VALUES "
      "(1, 1.5, 'x;y', x'00ff', NULL);");
  const auto rows = query(*backend, "SELECT * FROM t");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0][0].integer, 1);
  EXPECT_EQ(rows[0][1].number, 1.5);
  EXPECT_EQ(rows[0][2].text, "x;y");
  EXPECT_EQ(rows[0][3].type, std::uint32_t{PYCHARTER_BYTES});
  EXPECT_EQ(rows[0][3].text, std::string("\0\xff", 2));
  EXPECT_TRUE(rows[0][4].is_null());
}

TEST_F(ConnectionTest, ParametersAreBoundByNumber) {
  auto backend = connect();
  const auto rows = query(*backend, "SELECT $2, $1, $1", {Value::int64(1), Value::of_text("a'b")});
  EXPECT_EQ(rows[0][0].text, "a'b");
  EXPECT_EQ(rows[0][2].integer, 1);
  EXPECT_EQ(code_of([&] { run(*backend, "SELECT :x"); }), ErrorCode::usage);
  EXPECT_EQ(code_of([&] { query(*backend, "SELECT 1", {Value::int64(1)}); }), ErrorCode::usage);
}

TEST_F(ConnectionTest, ExecuteSaysWhatItChanged) {
  auto backend = connect();
  run(*backend, "CREATE TABLE t (id INTEGER PRIMARY KEY, a)");
  const auto inserted = backend->execute("INSERT INTO t (a) VALUES (1), (2)", {}, {});
  EXPECT_EQ(inserted.affected, 2);
  EXPECT_EQ(inserted.last_id, 2);
  EXPECT_EQ(backend->execute("UPDATE t SET a = 1 WHERE id = 77", {}, {}).affected, 0);
  EXPECT_EQ(backend->execute("SELECT 1", {}, {}).affected, -1);
}

TEST_F(ConnectionTest, ErrorsCarrySqlstateAndStatementAndLeaveTheConnectionUsable) {
  auto backend = connect();
  run(*backend, "CREATE TABLE t (a UNIQUE)");
  run(*backend, "INSERT INTO t VALUES (1)");
  try {
    run(*backend, "INSERT INTO t VALUES (1)");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::conflict);
    EXPECT_EQ(error.facts().sqlstate, "23505");
    EXPECT_EQ(error.facts().statement, "INSERT INTO t VALUES (1)");
    EXPECT_EQ(error.facts().backend, "sqlite");
  }
  EXPECT_EQ(code_of([&] { run(*backend, "SELEC 1"); }), ErrorCode::migration);
  backend->ping();
}

TEST_F(ConnectionTest, ASecondWriterIsLocked) {
  auto first = connect();
  auto second = connect(false, "?timeout=0");
  first->begin(BeginMode::write);
  EXPECT_TRUE(first->try_lock("k", LockScope::transaction).acquired);
  EXPECT_EQ(code_of([&] { second->begin(BeginMode::write); }), ErrorCode::locked);
  EXPECT_EQ(second->transaction_state(), plugin::TransactionState::none);
  EXPECT_NE(second->try_lock("k", LockScope::session).holder.find("process "), std::string::npos);
  first->rollback();
  EXPECT_FALSE(std::filesystem::exists(folder_.file("contracts.db-pycharter-lock")));
  second->begin(BeginMode::write);
  second->commit();
}

TEST_F(ConnectionTest, AWriterWaitsForAnotherUntilItsTimeOut) {
  auto first = connect();
  first->begin(BeginMode::write);
  auto impatient = connect(false, "?timeout=1");
  EXPECT_EQ(code_of([&] { impatient->begin(BeginMode::write); }), ErrorCode::locked);
  auto patient = connect(false, "?timeout=600");
  std::promise<void> waits;
  std::thread waiting([&] {
    waits.set_value();
    patient->begin(BeginMode::write);
    patient->commit();
  });
  waits.get_future().wait();
  first->commit();
  waiting.join();
}

TEST_F(ConnectionTest, AMigrationDoesNotWait) {
  auto first = connect();
  first->begin(BeginMode::write);
  auto migration = connect(true, "?timeout=600");
  EXPECT_EQ(code_of([&] { migration->begin(BeginMode::write); }), ErrorCode::locked);
}

TEST_F(ConnectionTest, ALockOfTheTransactionBecomesOneOfTheSession) {
  auto first = connect();
  auto second = connect(false, "?timeout=0");
  first->begin(BeginMode::write);
  EXPECT_TRUE(first->try_lock("k", LockScope::transaction).acquired);
  EXPECT_TRUE(first->try_lock("k", LockScope::session).acquired);
  first->commit();
  EXPECT_FALSE(second->try_lock("k", LockScope::session).acquired);
  first->unlock("k");
  EXPECT_TRUE(second->try_lock("k", LockScope::session).acquired);
}

TEST_F(ConnectionTest, ASessionLockNamesItsHolderAndEndsWithIt) {
  auto first = connect();
  auto second = connect();
  EXPECT_TRUE(first->try_lock("migrations", LockScope::session).acquired);
  EXPECT_TRUE(first->try_lock("migrations", LockScope::session).acquired);
  const auto attempt = second->try_lock("migrations", LockScope::session);
  EXPECT_FALSE(attempt.acquired);
  EXPECT_NE(attempt.holder.find("process " + std::to_string(::getpid())), std::string::npos);
  first->unlock("migrations");
  EXPECT_TRUE(second->try_lock("migrations", LockScope::session).acquired);
  second->disconnect();
  EXPECT_TRUE(first->try_lock("migrations", LockScope::session).acquired);
  first->disconnect();
  EXPECT_FALSE(std::filesystem::exists(folder_.file("contracts.db-pycharter-lock")));
}

TEST_F(ConnectionTest, AMigrationMayRecreateATableThatOthersReferTo) {
  run(*connect(),
      "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p ON DELETE CASCADE);"
      "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1)");
  auto backend = connect(true);
  backend->begin(BeginMode::write);
  run(*backend,
      "CREATE TABLE new (id INTEGER PRIMARY KEY); INSERT INTO new SELECT * FROM p; DROP TABLE p;"
      "ALTER TABLE new RENAME TO p");
  backend->commit();
  EXPECT_EQ(query(*backend, "SELECT count(*) FROM c")[0][0].integer, 1);
}

TEST_F(ConnectionTest, AMigrationThatBreaksAForeignKeyIsNotCommitted) {
  run(*connect(),
      "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p);"
      "INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (1), (2)");
  auto backend = connect(true);
  run(*backend, "DELETE FROM p WHERE id = 2");  // what was broken before is not the migration's fault
  backend->begin(BeginMode::write);
  run(*backend, "CREATE TABLE t (a)");
  backend->commit();
  backend->begin(BeginMode::write);
  run(*backend, "DELETE FROM p");
  std::string message;
  EXPECT_EQ(code_of([&] { backend->commit(); }, &message), ErrorCode::conflict);
  EXPECT_NE(message.find("\"c\""), std::string::npos);
  backend->rollback();
  EXPECT_EQ(query(*backend, "SELECT count(*) FROM p")[0][0].integer, 1);
}

TEST_F(ConnectionTest, ADatabaseInMemoryNeedsNoFile) {
  for (const auto* url : {"sqlite://", "sqlite:///:memory:"}) {
    auto backend = make();
    plugin::ConnectOptions options;
    options.url = url;
    backend->connect(options);
    run(*backend, "CREATE TABLE t (a)");
    EXPECT_EQ(backend->capabilities() & PYCHARTER_CAP_PERSISTENT, 0U);
    EXPECT_TRUE(backend->try_lock("k", LockScope::session).acquired);
  }
}

TEST_F(ConnectionTest, FactsHoldWithoutAConnection) {
  auto backend = make();
  EXPECT_EQ(boost::json::parse(backend->facts()).at("dialect"), "sqlite");
  EXPECT_EQ(backend->quote("order", false), "\"order\"");
  EXPECT_EQ(code_of([&] { backend->ping(); }), ErrorCode::usage);
  EXPECT_TRUE(boost::json::parse(connect()->facts()).as_object().contains("server_version"));
}

}  // namespace
}  // namespace pycharter::sqlite
