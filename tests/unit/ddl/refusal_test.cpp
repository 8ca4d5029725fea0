// Input that no dialect may turn into SQL.
#include <gtest/gtest.h>

#include "pycharter/plugin/error.h"
#include "support.h"

namespace pycharter::sql::ddl {
namespace {

ErrorCode refusal(const std::string& dialect, const std::string& operation) {
  try {
    statements(dialect, operation);
  } catch (const Error& error) {
    return error.code();
  }
  ADD_FAILURE() << "accepted: " << operation;
  return ErrorCode::internal;
}

TEST(Refusal, WhatIsNotAnOperationIsInvalid) {
  for (
      const auto* operation :
      {"", "{", "[]", "null", "7", "{}", R"({"op": 5})", R"({"op": "drop_table"})",
       R"({"op": "drop_table", "table": 1})", R"({"op": "create_table", "table": "t", "columns": {}})",
       R"({"op": "create_table", "table": "t", "columns": [1]})", R"({"op": "add_column", "table": "t"})",
       R"({"op": "execute"})",
       R"({"op": "create_table", "table": "t", "columns": [{"name": "a", "type": {"type": "String", "args": {"length": "x"}}}]})",
       R"({"op": "create_table", "table": "t", "columns": [{"name": "a", "type": {"type": "String", "args": {"length": 1.5}}}]})"}) {
    EXPECT_EQ(refusal("postgresql", operation), ErrorCode::invalid_document) << operation;
  }
}

TEST(Refusal, UnknownOperationsTypesAndOperatorsAreUnsupported) {
  for (const auto* operation :
       {R"({"op": "drop_database"})",
        R"({"op": "add_column", "table": "t", "column": {"name": "a", "type": {"type": "Money"}}})",
        R"({"op": "execute", "statement": {"expr": "magic"}})",
        R"({"op": "execute", "statement": {"expr": "binary", "op": "; --", "left": "a", "right": "b"}})",
        R"({"op": "add_column", "table": "t", "column": {"name": "a"}})"}) {
    EXPECT_EQ(refusal("postgresql", operation), ErrorCode::unsupported) << operation;
  }
}

TEST(Refusal, DeepNestingIsRefusedAndDoesNotExhaustTheStack) {
  std::string expression = R"("x")";
  for (int i = 0; i < 5000; ++i) {
    expression = R"({"expr":"unary","op":"-","of":)" + expression + "}";
  }
  EXPECT_EQ(refusal("sqlite", R"({"op":"execute","statement":)" + expression + "}"),
            ErrorCode::invalid_document);
}

TEST(Refusal, PhrasesHoldKeywordsOnly) {
  EXPECT_EQ(
      refusal(
          "postgresql",
          R"({"op": "create_constraint", "table": "t", "constraint": {"constraint": "foreign_key", "columns": ["a"],
                       "target_table": "u", "target_columns": ["b"], "ondelete": "CASCADE; DROP TABLE u"}})"),
      ErrorCode::unsupported);
}

TEST(Refusal, ATextWithoutItsBindNamesTheBind) {
  try {
    statements("postgresql", R"({"op": "execute", "statement": {"expr": "text", "sql": "SELECT :who"}})");
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_NE(error.message().find("'who'"), std::string::npos) << error.message();
  }
}

TEST(Refusal, SqliteSaysToUseABatchForConstraints) {
  try {
    statements("sqlite", R"({"op": "drop_constraint", "table": "t", "name": "uq", "type": "unique",
                            "at": {"file": "a.py", "line": 7, "column": 3}})");
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::unsupported);
    EXPECT_NE(error.message().find("batch"), std::string::npos);
    EXPECT_EQ(error.facts().file, "a.py");
    EXPECT_EQ(error.facts().line, 7);
    EXPECT_EQ(error.facts().column, 3);
  }
}

TEST(Refusal, AnUnknownDialectIsAnError) {
  EXPECT_THROW(make_compiler("oracle"), Error);
}

}  // namespace
}  // namespace pycharter::sql::ddl
