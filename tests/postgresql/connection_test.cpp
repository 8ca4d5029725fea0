#include <boost/json.hpp>
#include <chrono>
#include <thread>

#include "server_test.h"

namespace pycharter::postgresql {
namespace {

using plugin::BeginMode;
using plugin::LockScope;
using plugin::TransactionState;
using plugin::Value;

class ConnectionTest : public ServerTest {
 protected:
  ErrorCode connect_code(const std::string& url, std::string* message) {
    Backend backend{plugin::Host(), {}};
    plugin::ConnectOptions options;
    options.url = url;
    return code_of([&] { backend.connect(options); }, message);
  }
};

TEST_F(ConnectionTest, WhatIsWrongWithAConnectionHasItsOwnCode) {
  std::string message;
  EXPECT_EQ(connect_code("postgresql://ann:s3cret@127.0.0.1:1/x", &message), ErrorCode::connect);
  EXPECT_NE(message.find("user 'ann' at 127.0.0.1:1, database 'x'"), std::string::npos) << message;
  EXPECT_EQ(message.find("s3cret"), std::string::npos);
  const auto base = url_.substr(0, url_.rfind('/'));
  EXPECT_EQ(connect_code(base + "/no_such_database", &message), ErrorCode::connect);
  EXPECT_NE(message.find("create the database first"), std::string::npos) << message;
  const auto at = base.find('@');
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(connect_code("postgresql://nobody_here:s3cret" + base.substr(at) + "/postgres", &message),
            ErrorCode::auth);
  EXPECT_NE(message.find("nobody_here"), std::string::npos);
  EXPECT_EQ(message.find("s3cret"), std::string::npos);
}

TEST_F(ConnectionTest, CellsHaveTheTypesOfTheirColumns) {
  const auto rows =
      query(*admin_,
            "SELECT true, 1::smallint, 9223372036854775807, 'NaN'::float8, 0.10::numeric, '{\"a\": 1}'::json,"
            " '00000000-0000-0000-0000-000000000001'::uuid, '\\x00ff'::bytea, DATE '2020-01-02', NULL, ':x'");
  const auto& row = rows.at(0);
  const std::vector<std::uint32_t> types{PYCHARTER_BOOL,   PYCHARTER_INT64,   PYCHARTER_INT64,
                                         PYCHARTER_DOUBLE, PYCHARTER_DECIMAL, PYCHARTER_JSON,
                                         PYCHARTER_UUID,   PYCHARTER_BYTES,   PYCHARTER_TEMPORAL,
                                         PYCHARTER_NULL,   PYCHARTER_TEXT};
  ASSERT_EQ(row.size(), types.size());
  for (std::size_t i = 0; i < types.size(); ++i)
    EXPECT_EQ(row[i].type, types[i]) << i;
  EXPECT_EQ(row[2].integer, INT64_MAX);
  EXPECT_EQ(row[4].text, "0.10");
  EXPECT_EQ(row[7].text, std::string("\0\xff", 2));
}

TEST_F(ConnectionTest, ParametersKeepTheirValues) {
  run(*admin_, "CREATE TABLE t (a int, b text, c bytea, d float8, e boolean, f json)");
  admin_->execute(
      "INSERT INTO t VALUES ($1, $2, $3, $4, $5, $6)",
      std::vector<Value>{Value::int64(-7), Value::of_text("it's; :x"),
                         Value::of_text(std::string("\0'\\", 3), PYCHARTER_BYTES), Value::real(0.1),
                         Value::boolean(true), Value::of_text("{\"k\": 0.10}", PYCHARTER_JSON)},
      {});
  const auto row = query(*admin_, "SELECT * FROM t").at(0);
  EXPECT_EQ(row[0].integer, -7);
  EXPECT_EQ(row[1].text, "it's; :x");
  EXPECT_EQ(row[2].text, std::string("\0'\\", 3));
  EXPECT_EQ(row[3].number, 0.1);
  EXPECT_EQ(row[4].integer, 1);
  EXPECT_EQ(row[5].text, "{\"k\": 0.10}");
  EXPECT_EQ(code_of([&] { query(*admin_, "SELECT $1::text", {Value::of_text(std::string("a\0b", 3))}); }),
            ErrorCode::invalid_document);
  EXPECT_EQ(code_of([&] { query(*admin_, "SELECT $1::text", {Value::of_text("\xff")}); }),
            ErrorCode::invalid_document);
}

TEST_F(ConnectionTest, SeveralStatementsRunInOneText) {
  run(*admin_, "CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2); SELECT ':x', $$;$$");
  EXPECT_EQ(admin_->execute("UPDATE t SET a = 3", {}, {}).affected, 2);
  EXPECT_EQ(admin_->execute("SELECT * FROM t", {}, {}).affected, -1);
}

TEST_F(ConnectionTest, AStatementThatIsRunAgainAndAgainIsKeptPrepared) {
  const std::string update = "UPDATE t SET a=$1 WHERE a = $2";
  const auto change = [&](const char* to, const char* from) {
    admin_->send(update, std::vector<Value>{Value::of_text(to), Value::of_text(from)});
    return admin_->receive().affected;
  };
  const auto kept = [&] {
    return query(*admin_, "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'UPDATE t%'")
        .at(0)
        .at(0);
  };
  run(*admin_, "CREATE TABLE t (a varchar(3)); INSERT INTO t VALUES ('x')");
  EXPECT_EQ(change("y'", "x"), 1);
  EXPECT_EQ(change("z", "x"), 0);
  run(*admin_, "ALTER TABLE t ADD b int");
  EXPECT_EQ(change("z", "y'"), 1);
  EXPECT_EQ(kept().integer, 1);
  for (const auto* ends : {"DEALLOCATE ALL", "discard all"}) {
    run(*admin_, ends);
    run(*admin_, "SET search_path TO " + quoted());
    EXPECT_EQ(change("z", "z"), 1) << ends;
  }
  try {
    change("too long", "z");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.facts().sqlstate, "22001");
    EXPECT_EQ(error.facts().statement, update);
  }
  EXPECT_EQ(change("a", "z"), 1);
}

TEST_F(ConnectionTest, StatementsThatWereSentRunInOrderBeforeAnythingElse) {
  run(*admin_, "CREATE TABLE t (a int)");
  admin_->begin(BeginMode::write);
  for (int i = 0; i < 40; ++i)
    EXPECT_FALSE(admin_->send("INSERT INTO t VALUES (" + std::to_string(i) + ")", {}));
  EXPECT_EQ(admin_->transaction_state(), TransactionState::open);
  EXPECT_EQ(query(*admin_, "SELECT count(*) FROM t").at(0).at(0).integer, 40);
  admin_->send("DELETE FROM t WHERE a > 20", {});
  for (int i = 0; i < 40; ++i)
    EXPECT_EQ(admin_->receive().affected, 1);
  EXPECT_EQ(admin_->receive().affected, 19);
  EXPECT_EQ(code_of([&] { admin_->receive(); }), ErrorCode::usage);
  admin_->commit();
}

TEST_F(ConnectionTest, AStatementThatWasSentFailsWhenItIsReceived) {
  admin_->begin(BeginMode::write);
  admin_->send("CREATE TABLE t (a int)", {});
  admin_->send("CREATE TABLE t (a int)", {});
  admin_->send("CREATE TABLE u (a int)", {});
  admin_->receive();
  try {
    admin_->receive();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.facts().sqlstate, "42P07");
    EXPECT_EQ(error.facts().statement, "CREATE TABLE t (a int)");
  }
  EXPECT_EQ(code_of([&] { admin_->receive(); }), ErrorCode::migration);
  admin_->rollback();
  EXPECT_TRUE(query(*admin_,
                    "SELECT 1 FROM pg_tables WHERE tablename IN ('t', 'u') AND schemaname = current_schema()")
                  .empty());
}

TEST_F(ConnectionTest, RollbackGivesUpWhatWasSent) {
  admin_->begin(BeginMode::write);
  admin_->send("SELECT pg_sleep(0.1)", {});
  admin_->send("CREATE TABLE t (a int)", {});
  admin_->rollback();
  EXPECT_EQ(admin_->transaction_state(), TransactionState::none);
  EXPECT_EQ(code_of([&] { admin_->receive(); }), ErrorCode::usage);
  EXPECT_TRUE(
      query(*admin_, "SELECT 1 FROM pg_tables WHERE tablename = 't' AND schemaname = current_schema()")
          .empty());
}

TEST_F(ConnectionTest, CopyFromTheClientIsRefusedAndLeavesTheConnectionUsable) {
  run(*admin_, "CREATE TABLE t (a int)");
  EXPECT_EQ(code_of([&] { run(*admin_, "COPY t FROM STDIN"); }), ErrorCode::unsupported);
  EXPECT_EQ(code_of([&] { run(*admin_, "COPY t TO STDOUT"); }), ErrorCode::unsupported);
  admin_->ping();
}

TEST_F(ConnectionTest, CommittingAFailedTransactionIsAnError) {
  admin_->begin(BeginMode::write);
  EXPECT_EQ(admin_->transaction_state(), TransactionState::open);
  try {
    run(*admin_, "SELECT 1/0");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::migration);
    EXPECT_EQ(error.facts().sqlstate, "22012");
    EXPECT_EQ(error.facts().statement, "SELECT 1/0");
  }
  EXPECT_EQ(admin_->transaction_state(), TransactionState::failed);
  EXPECT_EQ(code_of([&] { admin_->commit(); }), ErrorCode::migration);
  EXPECT_EQ(admin_->transaction_state(), TransactionState::none);
  admin_->ping();
}

TEST_F(ConnectionTest, AReadingTransactionAndAReadOnlyConnectionWriteNothing) {
  admin_->begin(BeginMode::read);
  EXPECT_EQ(code_of([&] { run(*admin_, "CREATE TABLE t (a int)"); }), ErrorCode::unsupported);
  admin_->rollback();
  auto reader = connect(true);
  EXPECT_EQ(code_of([&] { run(*reader, "CREATE TABLE t (a int)"); }), ErrorCode::unsupported);
}

TEST_F(ConnectionTest, LocksNameTheirHolder) {
  auto other = connect();
  EXPECT_TRUE(admin_->try_lock("k", LockScope::session).acquired);
  const auto attempt = other->try_lock("k", LockScope::session);
  EXPECT_FALSE(attempt.acquired);
  const auto pid = query(*admin_, "SELECT pg_backend_pid()").at(0).at(0).integer;
  EXPECT_NE(attempt.holder.find("process " + std::to_string(pid) + " (pycharter)"), std::string::npos)
      << attempt.holder;
  EXPECT_NE(attempt.holder.find("since 20"), std::string::npos) << attempt.holder;
  EXPECT_TRUE(other->try_lock("another", LockScope::session).acquired);
  admin_->unlock("k");
  other->begin(BeginMode::write);
  EXPECT_TRUE(other->try_lock("k", LockScope::transaction).acquired);
  EXPECT_FALSE(admin_->try_lock("k", LockScope::session).acquired);
  other->rollback();
  EXPECT_TRUE(admin_->try_lock("k", LockScope::session).acquired);
}

TEST_F(ConnectionTest, CancelStopsWhatRunsFromAnotherThread) {
  std::thread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    admin_->cancel();
  });
  EXPECT_EQ(code_of([&] { run(*admin_, "SELECT pg_sleep(30)"); }), ErrorCode::cancelled);
  canceller.join();
  admin_->ping();
}

TEST_F(ConnectionTest, ALostConnectionIsAConnectError) {
  auto other = connect();
  const auto pid = query(*other, "SELECT pg_backend_pid()").at(0).at(0).integer;
  query(*admin_, "SELECT pg_terminate_backend($1::int, 5000)", {Value::int64(pid)});
  EXPECT_EQ(code_of([&] { other->ping(); }), ErrorCode::connect);
  EXPECT_EQ(code_of([&] { other->info(); }), ErrorCode::connect);
}

TEST_F(ConnectionTest, NoticesReachTheLog) {
  struct Log {
    std::string text;
    static void write(void* context, int32_t, pycharter_str, pycharter_str message) {
      static_cast<Log*>(context)->text += plugin::to_view(message);
    }
  } log;
  pycharter_host table{};
  table.struct_size = sizeof table;
  table.context = &log;
  table.log = &Log::write;
  Backend backend{plugin::Host(&table), {}};
  plugin::ConnectOptions options;
  options.url = url_;
  backend.connect(options);
  run(backend, "DO $$ BEGIN RAISE WARNING 'mind the gap'; END $$");
  EXPECT_EQ(log.text, "mind the gap");
}

TEST_F(ConnectionTest, FactsTellTheServer) {
  const auto facts = boost::json::parse(admin_->facts());
  EXPECT_EQ(facts.at("dialect"), "postgresql");
  const auto schema = boost::json::parse(admin_->reflect(R"({"what": "default_schema"})"));
  EXPECT_EQ(schema.at("name"), boost::json::string(schema_));
  EXPECT_GE(std::stod(std::string(facts.at("server_version").as_string())), 12.0);
}

}  // namespace
}  // namespace pycharter::postgresql
