#include <boost/json.hpp>

#include "cli/tool.h"

namespace pycharter::tests {
namespace {

// Memory lives as long as the process: what is put here is gone for the next command.
class StoreCommands : public Tool {};

TEST_F(StoreCommands, EmptyStoreListsNothing) {
  const auto done = run({"store", "list", "memory://"});
  EXPECT_EQ(done.exit_code, 0) << done.error;
  EXPECT_EQ(done.out, "[]\n");
}

TEST_F(StoreCommands, PutPrintsTheId) {
  const auto done = run({"store", "put", "schema", "user@1.0.0", "-", "memory://"}, R"({"type": "object"})");
  EXPECT_EQ(done.exit_code, 0) << done.error;
  EXPECT_TRUE(boost::json::parse(done.out).at("id").is_string());
}

TEST_F(StoreCommands, SchemaNeedsAVersion) {
  const auto done = run({"store", "put", "schema", "user", "-", "memory://"}, "{}");
  EXPECT_EQ(done.exit_code, 2);
  EXPECT_TRUE(contains(done.error, "user@1.0.0"));
}

TEST_F(StoreCommands, WhatIsNotThereIsExitCodeOne) {
  for (const char* what : {"schema", "coercion", "validation", "governance", "ownership", "metadata"}) {
    const auto done = run({"store", "get", what, "nobody@1", "memory://"});
    EXPECT_EQ(done.exit_code, 1) << what << done.error;
    EXPECT_EQ(done.out, "");
    EXPECT_TRUE(contains(done.error, "nobody"));
  }
  EXPECT_EQ(run_json({"store", "get", "schema", "nobody", "memory://"}, 1).at("error").at("code"),
            "not_found");
}

TEST_F(StoreCommands, BadDocumentsAreRefused) {
  for (const char* document : {"", "{", "[]", "3", "{} {}"}) {
    const auto done = run({"store", "put", "schema", "a@1", "-", "memory://"}, document);
    EXPECT_EQ(done.exit_code, 3) << document;
  }
  const auto missing = run({"store", "put", "schema", "a@1", "missing.json", "memory://"});
  EXPECT_EQ(missing.exit_code, 3);
  EXPECT_TRUE(contains(missing.error, "missing.json"));
  EXPECT_EQ(run({"store", "put", "ownership", "a", "-", "memory://"}, R"({"team": "x"})").exit_code, 3);
}

TEST_F(StoreCommands, CompleteIsForSchemas) {
  EXPECT_EQ(run({"store", "get", "coercion", "a", "--complete", "memory://"}).exit_code, 2);
}

TEST_F(StoreCommands, MissingSqliteFileIsNotMade) {
  const auto done = run({"store", "list", "sqlite:///missing.db"});
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_TRUE(contains(done.error, "missing.db"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "missing.db"));
}

}  // namespace
}  // namespace pycharter::tests
