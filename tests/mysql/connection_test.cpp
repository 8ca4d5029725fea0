#include <boost/json.hpp>
#include <chrono>
#include <thread>

#include "server_test.h"

namespace pycharter::mysql {
namespace {

using plugin::BeginMode;
using plugin::LockScope;
using plugin::TransactionState;
using plugin::Value;

class ConnectionTest : public ServerTest {};

TEST_F(ConnectionTest, WhatIsWrongWithAConnectionHasItsOwnCode) {
  std::string message;
  EXPECT_EQ(code_of([] { connect("mysql://ann:s3cret@127.0.0.1:1/x"); }, &message), ErrorCode::connect);
  EXPECT_NE(message.find("user 'ann' at 127.0.0.1:1, database 'x'"), std::string::npos) << message;
  EXPECT_EQ(message.find("s3cret"), std::string::npos);
  EXPECT_EQ(code_of([&] { connect(url_ + "_missing"); }, &message), ErrorCode::connect);
  EXPECT_NE(message.find("create the database first"), std::string::npos) << message;
  const auto at = url_.find('@');
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(code_of([&] { connect("mysql://nobody_here:s3cret" + url_.substr(at)); }, &message),
            ErrorCode::auth);
  EXPECT_EQ(message.find("s3cret"), std::string::npos);
}

TEST_F(ConnectionTest, PasswordsOfAnySpellingArePassedOn) {
  const std::string user = database_ + "_user";
  run(*admin_, "CREATE USER '" + user + "'@'%' IDENTIFIED BY 'it''s \\\\ \\\" x=1;é'");
  run(*admin_, "GRANT ALL ON " + database_ + ".* TO '" + user + "'@'%'");
  const auto at = url_.find('@');
  EXPECT_NO_THROW(connect("mysql://" + user + ":it%27s%20%5C%20%22%20x%3D1%3B%C3%A9" + url_.substr(at)));
  run(*admin_, "DROP USER '" + user + "'@'%'");
}

TEST_F(ConnectionTest, CellsHaveTheTypesOfTheirColumns) {
  run(*admin_,
      "CREATE TABLE t (a tinyint(1), b bigint unsigned, c double, d decimal(10,2), e datetime(6), f blob,"
      " g text CHARACTER SET utf8mb4, h date, i varchar(5))");
  run(*admin_,
      "INSERT INTO t VALUES (1, 18446744073709551615, 0.1, 0.10, '2020-01-02 03:04:05.5', X'00ff', "
      "':x 😀', '2020-01-02', NULL)");
  const auto row = query(*admin_, "SELECT * FROM t").at(0);
  const std::vector<std::uint32_t> types{PYCHARTER_INT64,   PYCHARTER_DECIMAL,  PYCHARTER_DOUBLE,
                                         PYCHARTER_DECIMAL, PYCHARTER_TEMPORAL, PYCHARTER_BYTES,
                                         PYCHARTER_TEXT,    PYCHARTER_TEMPORAL, PYCHARTER_NULL};
  ASSERT_EQ(row.size(), types.size());
  for (std::size_t i = 0; i < types.size(); ++i)
    EXPECT_EQ(row[i].type, types[i]) << i;
  EXPECT_EQ(row[1].text, "18446744073709551615");
  EXPECT_EQ(row[3].text, "0.10");
  EXPECT_EQ(row[4].text, "2020-01-02 03:04:05.500000");
  EXPECT_EQ(row[5].text, std::string("\0\xff", 2));
  EXPECT_EQ(row[6].text, ":x 😀");
}

TEST_F(ConnectionTest, ParametersKeepTheirValues) {
  run(*admin_, "CREATE TABLE t (a bigint, b longtext CHARACTER SET utf8mb4, c longblob, d double, e bool)");
  const std::string text = "it's \\ \" $1 :x ? % \n 😀";
  const std::string bytes("\0'\\\xff", 4);
  admin_->execute(
      "INSERT INTO t VALUES ($1, $2, $3, $4, $5)",
      std::vector<Value>{Value::int64(INT64_MIN), Value::of_text(text),
                         Value::of_text(bytes, PYCHARTER_BYTES), Value::real(0.1), Value::boolean(true)},
      {});
  const auto row = query(*admin_, "SELECT * FROM t").at(0);
  EXPECT_EQ(row[0].integer, INT64_MIN);
  EXPECT_EQ(row[1].text, text);
  EXPECT_EQ(row[2].text, bytes);
  EXPECT_EQ(row[3].number, 0.1);
  EXPECT_EQ(row[4].integer, 1);
}

TEST_F(ConnectionTest, RowsThatAnUpdateFindsCountThoughNothingChanges) {
  run(*admin_, "CREATE TABLE t (a int)");
  run(*admin_, "INSERT INTO t VALUES (1), (2)");
  EXPECT_EQ(admin_->execute("UPDATE t SET a = a", {}, {}).affected, 2);
}

TEST_F(ConnectionTest, ImplicitCommitsAreReported) {
  admin_->begin(BeginMode::write);
  EXPECT_EQ(admin_->transaction_state(), TransactionState::open);
  run(*admin_, "CREATE TABLE t (a int) ENGINE=InnoDB");
  EXPECT_EQ(admin_->transaction_state(), TransactionState::none);
  run(*admin_, "INSERT INTO t VALUES (1)");
  EXPECT_EQ(admin_->transaction_state(), TransactionState::open);
  EXPECT_ANY_THROW(run(*admin_, "CREATE TABLE t (a int)"));
  EXPECT_EQ(admin_->transaction_state(), TransactionState::none);
  run(*admin_, "INSERT INTO t VALUES (2)");
  admin_->rollback();
  EXPECT_EQ(query(*admin_, "SELECT count(*) FROM t").at(0).at(0).integer, 1);
  run(*admin_, "INSERT INTO t VALUES (3)");  // autocommit is on again
  EXPECT_EQ(query(*connect(), "SELECT count(*) FROM t").at(0).at(0).integer, 2);
}

TEST_F(ConnectionTest, SeveralStatementsInOneTextAreRefused) {
  EXPECT_EQ(code_of([&] { run(*admin_, "CREATE TABLE a (x int); CREATE TABLE b (x int)"); }),
            ErrorCode::migration);
}

TEST_F(ConnectionTest, APacketThatIsTooLargeNamesTheServersLimit) {
  const auto limit =
      static_cast<std::size_t>(query(*admin_, "SELECT @@max_allowed_packet").at(0).at(0).integer);
  std::string message;
  EXPECT_EQ(code_of([&] { run(*connect(), "SELECT length('" + std::string(limit, 'x') + "')"); }, &message),
            ErrorCode::invalid_document);
  EXPECT_NE(message.find("raise the server's max_allowed_packet"), std::string::npos) << message;
}

TEST_F(ConnectionTest, AReadOnlyConnectionWritesNothing) {
  run(*admin_, "CREATE TABLE t (a int)");
  const auto reader = connect(url_, true);
  EXPECT_EQ(code_of([&] { run(*reader, "INSERT INTO t VALUES (1)"); }), ErrorCode::unsupported);
}

TEST_F(ConnectionTest, LocksExcludeOthersAndNameTheirHolder) {
  const auto other = connect();
  EXPECT_TRUE(admin_->try_lock("key", LockScope::session).acquired);
  const auto refused = other->try_lock("key", LockScope::session);
  EXPECT_FALSE(refused.acquired);
  EXPECT_NE(refused.holder.find("connection "), std::string::npos) << refused.holder;
  EXPECT_NE(refused.holder.find(", since 20"), std::string::npos) << refused.holder;
  EXPECT_TRUE(other->try_lock("Key", LockScope::session).acquired);
  EXPECT_TRUE(connect(server_)->try_lock("key", LockScope::session).acquired) << "another database";
  admin_->unlock("key");
  EXPECT_TRUE(other->try_lock("key", LockScope::session).acquired);
}

TEST_F(ConnectionTest, ALockOfATransactionEndsWithIt) {
  const auto other = connect();
  for (const bool commits : {true, false}) {
    admin_->begin(BeginMode::write);
    EXPECT_TRUE(admin_->try_lock("key", LockScope::transaction).acquired);
    EXPECT_FALSE(other->try_lock("key", LockScope::session).acquired);
    if (commits)
      admin_->commit();
    else
      admin_->rollback();
    EXPECT_TRUE(other->try_lock("key", LockScope::session).acquired);
    other->unlock("key");
  }
}

TEST_F(ConnectionTest, CancelEndsTheRunningStatement) {
  admin_->begin(BeginMode::write);
  std::thread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    admin_->cancel();
  });
  const auto began = std::chrono::steady_clock::now();
  // Unlike sleep() and benchmark() this fails when it is killed.
  const std::string endless =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT count(*) FROM n "
      "a, n b, "
      "n c, n d";
  EXPECT_EQ(code_of([&] { run(*admin_, endless); }), ErrorCode::cancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(10));
  canceller.join();
  admin_->rollback();
  EXPECT_EQ(query(*admin_, "SELECT 1").size(), 1U);
}

TEST_F(ConnectionTest, TlsIsUsedWhereAnAuthorityIsGiven) {
  const char* authority = std::getenv("PYCHARTER_TEST_MYSQL_CA");
  if (authority == nullptr) GTEST_SKIP() << "the server was given, and its authority was not";
  const auto secure = connect(url_ + "?ssl_ca=" + authority);
  EXPECT_NE(query(*secure, "SHOW SESSION STATUS LIKE 'Ssl_cipher'").at(0).at(1).text, "");
  EXPECT_EQ(code_of([&] { connect(url_ + "?ssl_ca=/etc/hostname"); }), ErrorCode::connect);
}

}  // namespace
}  // namespace pycharter::mysql
