// What a failed run says: tests/alembic/safety.py sees the same over real databases.
#include <alembic/apply/failure.h>
#include <gtest/gtest.h>

namespace pycharter::alembic {
namespace {

constexpr const char* doing = "upgrade of revision abc";

std::string message(const Kept& kept, ErrorCode code = ErrorCode::migration) {
  return explained(Error(code, "no such table"), doing, kept).message();
}

bool says(const std::string& text, std::string_view words) {
  return text.find(words) != std::string::npos;
}

TEST(FailureTest, NothingKeptIsToldAsSuch) {
  EXPECT_EQ(message({}),
            "Migration failed in upgrade of revision abc: no such table. Everything was rolled back: the "
            "database is as it was");
}

TEST(FailureTest, EarlierTransactionsAreToldWithTheRows) {
  Kept kept;
  kept.committed = true;
  EXPECT_TRUE(says(message(kept), "What was committed before is kept; the version table says base"));
  kept.rows = {"a", "b"};
  EXPECT_TRUE(says(message(kept), "the version table says a, b"));
}

TEST(FailureTest, ARevisionKeptInPartIsNamed) {
  Kept kept;
  kept.committed = true;
  kept.partial_revision = "abc";
  kept.rows = {"first"};
  EXPECT_TRUE(says(message(kept), "What revision abc did before and in its autocommit block is committed"));
  EXPECT_TRUE(says(message(kept), "the version table says first"));
}

TEST(FailureTest, NothingIsPromisedWhereDdlCommitsByItself) {
  Kept kept;
  kept.transactional_ddl = false;
  EXPECT_FALSE(says(message(kept), "Everything was rolled back"));
  EXPECT_TRUE(says(message(kept), "Nothing of this revision was kept"));
  kept.committed_statements = 3;
  EXPECT_TRUE(
      says(message(kept), "Statements 1 to 3 of this revision are committed and cannot be rolled back"));
}

TEST(FailureTest, WhatAnEarlierRunMayHaveLeftIsToldWithTheWayOut) {
  Kept kept;
  kept.transactional_ddl = false;
  const auto told = [&](const char* sqlstate) {
    ErrorFacts facts;
    facts.sqlstate = sqlstate;
    return explained(Error(ErrorCode::migration, "it exists", facts), doing, kept).message();
  };
  EXPECT_TRUE(says(told("42S01"), "db init --force"));
  EXPECT_TRUE(says(told("42S21"), "ended in the middle"));
  EXPECT_FALSE(says(told("42000"), "ended in the middle"));
}

TEST(FailureTest, AConnectionLostDuringCommitIsNoRollback) {
  Kept kept;
  kept.committing = true;
  EXPECT_FALSE(says(message(kept, ErrorCode::connect), "rolled back"));
  EXPECT_TRUE(says(message(kept, ErrorCode::connect), "db current"));
  EXPECT_TRUE(says(message(kept, ErrorCode::conflict), "Everything was rolled back"));
}

TEST(FailureTest, CodesOfCommandsBecomeMigration) {
  for (const ErrorCode code :
       {ErrorCode::usage, ErrorCode::internal, ErrorCode::not_found, ErrorCode::not_initialized})
    EXPECT_EQ(explained(Error(code, "x"), doing, {}).code(), ErrorCode::migration) << to_string(code);
  for (const ErrorCode code : {ErrorCode::conflict, ErrorCode::locked, ErrorCode::cancelled,
                               ErrorCode::script, ErrorCode::connect, ErrorCode::migration})
    EXPECT_EQ(explained(Error(code, "x"), doing, {}).code(), code) << to_string(code);
}

TEST(FailureTest, AnInterruptionIsNoFailureAndFactsStay) {
  ErrorFacts facts;
  facts.statement = "select 1";
  facts.statement_number = 3;
  const Error error = explained(Error(ErrorCode::cancelled, "Interrupted", facts), doing, {});
  EXPECT_TRUE(error.message().starts_with("Interrupted in upgrade of revision abc, statement 3. Everything"));
  EXPECT_EQ(error.facts().statement, "select 1");
}

}  // namespace
}  // namespace pycharter::alembic
