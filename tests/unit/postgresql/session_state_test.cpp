// What outlives its transaction.
#include "postgresql/session_state.h"

#include <gtest/gtest.h>

namespace pycharter::postgresql {
namespace {

TEST(SessionState, StaysAfterTheTransaction) {
  for (const char* sql :
       {"SET lock_timeout = '4s'", "set search_path to x", "SET ROLE owner", "SET SESSION AUTHORIZATION u",
        "-- why\nSET a = 1", "SELECT 1; SET a = 1", "LISTEN x", "PREPARE p AS SELECT 1", "LOAD 'x'",
        "CREATE TEMP TABLE t (a int)", "create local temporary table t as select 1"})
    EXPECT_TRUE(find_session_state(sql)) << sql;
}

TEST(SessionState, EndsWithTheTransactionOrIsNone) {
  for (const char* sql :
       {"SET LOCAL lock_timeout = '4s'", "set local search_path to x", "SET CONSTRAINTS ALL DEFERRED",
        "SET TRANSACTION READ ONLY", "PREPARE TRANSACTION 'x'", "CREATE TEMP TABLE t (a int) ON COMMIT DROP",
        "UPDATE t SET a = 1", "INSERT INTO t VALUES ('; SET a = 1')", "DO $$ BEGIN SET a = 1; END $$",
        "CREATE TABLE temp (a int)", "SELECT 1", "", ";", "SET a = 'no end"})
    EXPECT_FALSE(find_session_state(sql)) << sql;
}

TEST(SessionState, NamesTheStatementAndWhatToWriteInstead) {
  const auto found = find_session_state("SELECT 1; SET a = 1; SELECT 2");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->statement, "SET a = 1");
  EXPECT_EQ(found->instead, "SET LOCAL");
  EXPECT_EQ(find_session_state("CREATE TEMP TABLE t (a int)")->instead, "ON COMMIT DROP");
  EXPECT_EQ(find_session_state("LISTEN x")->instead, "");
}

}  // namespace
}  // namespace pycharter::postgresql
