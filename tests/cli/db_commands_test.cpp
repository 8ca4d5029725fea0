// The db commands over an engine that answers what the test tells it: words, streams, requests and exit
// codes.
#include <boost/json.hpp>

#include "cli/tool.h"

namespace pycharter::tests {
namespace {

class DbCommands : public Tool {
 protected:
  DbCommands() {
    environment_["PYCHARTER__MIGRATIONS__ENGINE"] = "scripted";
    // An empty file is an empty SQLite database.
    folder_.write("x.db", "");
    environment_["PYCHARTER_DATABASE_URL"] = "sqlite:///x.db";
  }

  void answer(const std::string& what, const std::string& text) {
    environment_["PYCHARTER__SCRIPTED__" + what] = text;
  }
};

constexpr const char* done_at_head = R"({"status":"done","steps":[],"heads":["ac3d8fcc3e60"]})";

TEST_F(DbCommands, InitSaysWhatItFound) {
  const struct {
    const char* status;
    int exit_code;
    const char* words;
  } cases[] = {{"created", 0, "✓ Database initialized successfully!\n"},
               {"repaired", 0, "✓ Database initialized successfully!\n"},
               {"already", 0, "⚠ Database is already initialized.\n"},
               {"behind", 1, "pycharter-admin db upgrade"},
               {"untracked", 1, "pycharter-admin db stamp"}};
  for (const auto& [status, exit_code, words] : cases) {
    answer("APPLY", std::string(R"({"status":")") + status + R"(","steps":[],"heads":[]})");
    const auto done = run({"db", "init"});
    EXPECT_EQ(done.exit_code, exit_code) << status << done.error;
    EXPECT_TRUE(contains(done.out, words));
    EXPECT_EQ(run_json({"db", "init"}, exit_code).at("status"), status);
  }
}

TEST_F(DbCommands, InitNamesForceWhereTablesHaveNoVersion) {
  answer("APPLY", R"({"status":"untracked","steps":[],"heads":[]})");
  EXPECT_TRUE(contains(run({"db", "init"}).out, "--force"));
}

TEST_F(DbCommands, ForceIsForTheContractStoreOnly) {
  folder_.write("alembic.ini", "[alembic]\nscript_location = .\n");
  answer("APPLY", done_at_head);
  const auto done = run({"db", "init", "--force"});
  EXPECT_EQ(done.exit_code, 3);
  EXPECT_TRUE(contains(done.error, "db stamp"));
}

TEST_F(DbCommands, UpgradeAndDowngradePassTheirOptions) {
  answer("APPLY", done_at_head);
  const auto up =
      run({"db", "upgrade", "--revision", "+1", "--lock-timeout", "7", "--transaction-per-migration"});
  EXPECT_EQ(up.exit_code, 0) << up.error;
  EXPECT_EQ(up.out, "✓ Database upgraded successfully!\n");
  EXPECT_TRUE(contains(up.error, R"("action":"upgrade","target":"+1")"));
  EXPECT_TRUE(contains(up.error, R"("lock_timeout":7)"));
  EXPECT_TRUE(contains(up.error, R"("transaction_per_migration":true)"));
  const auto down = run({"db", "downgrade", "--revision", "-1"});
  EXPECT_EQ(down.out, "✓ Database downgraded successfully!\n");
  EXPECT_TRUE(contains(down.error, R"("action":"downgrade","target":"-1")"));
  EXPECT_EQ(run({"db", "downgrade"}).exit_code, 2);
  EXPECT_EQ(run({"db", "upgrade", "--lock-timeout", "soon"}).exit_code, 2);
}

TEST_F(DbCommands, LogLinesAreAlembicsAndOnStderr) {
  answer("APPLY", done_at_head);
  const auto done = run({"db", "upgrade"});
  EXPECT_TRUE(
      contains(done.error, "INFO  [alembic.runtime.migration] Running upgrade  -> 1111aaaa, create users\n"));
  EXPECT_TRUE(
      contains(done.error, "alembic.ini (installed)\n"));  // a command that writes names the environment
  EXPECT_EQ(run({"-q", "db", "upgrade"}).error, "");
}

TEST_F(DbCommands, CurrentShowsALinePerHead) {
  answer("CURRENT", R"({"initialized":true,"at_head":false,"script_heads":["ccc"],"heads":[)"
                    R"({"revision":"aaa","is_head":false,"known":true,"line":"aaa"},)"
                    R"json({"revision":"bbb","is_head":true,"known":true,"line":"bbb (head)"}]})json");
  const auto done = run({"db", "current"});
  EXPECT_EQ(done.exit_code, 0);
  EXPECT_EQ(done.out, "Current database revision: aaa\nCurrent database revision: bbb (head)\n");
  EXPECT_EQ(run({"db", "current", "--check-heads"}).exit_code, 1);
  EXPECT_EQ(run_json({"db", "current"}).at("heads").as_array().size(), 2U);
}

TEST_F(DbCommands, CurrentOfAnEmptyOrMissingDatabaseSaysInitAndMakesNoFile) {
  answer("CURRENT", R"({"initialized":false,"heads":[],"script_heads":[],"at_head":false})");
  for (const char* url : {"sqlite:///x.db", "sqlite:///missing.db"}) {
    const auto done = run({"db", "current", url});
    EXPECT_EQ(done.exit_code, 1);
    EXPECT_EQ(done.out, "Database is not initialized. Run 'pycharter-admin db init' first.\n");
    EXPECT_FALSE(run_json({"db", "current", url}, 1).at("initialized").as_bool());
  }
  EXPECT_FALSE(std::filesystem::exists(folder_ / "missing.db"));
}

TEST_F(DbCommands, GraphCommandsPrintTheEnginesLinesAndNeedNoDatabase) {
  environment_["PYCHARTER_DATABASE_URL"] = "";
  answer("QUERY", R"({"lines":["1111aaaa -> 2222bbbb (head), add col"],"revisions":[]})");
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"db", "history"}, {"db", "heads"}, {"db", "branches"}, {"db", "show", "head"}}) {
    const auto done = run(words);
    EXPECT_EQ(done.exit_code, 0) << done.error;
    EXPECT_EQ(done.out, "1111aaaa -> 2222bbbb (head), add col\n");
  }
  const auto done = run({"db", "history", "-v", "-r", "a:b", "--reverse", "--limit", "3"});
  EXPECT_TRUE(contains(done.error, R"("verbose":true,"reverse":true,"range":"a:b","limit":3)"));
  EXPECT_EQ(run({"db", "history", "-r", "a"}).exit_code, 2);
}

TEST_F(DbCommands, StampNamesTheRevision) {
  answer("APPLY", done_at_head);
  const auto done = run({"db", "stamp"});
  EXPECT_EQ(done.out, "✓ Database stamped successfully with revision: ac3d8fcc3e60\n");
  EXPECT_TRUE(contains(done.error, R"("action":"stamp","target":"head")"));
  EXPECT_TRUE(contains(run({"db", "stamp", "base", "--purge"}).error, R"("target":"base","purge":true)"));
}

TEST_F(DbCommands, SqlIsPrintedAsItIsAndConnectsToNothing) {
  answer("RENDER", "BEGIN;\n\nCREATE USER u PASSWORD 'x';\n");
  for (const auto& words :
       std::vector<std::vector<std::string>>{{"db", "upgrade", "--sql", "sqlite:///missing.db"},
                                             {"db", "downgrade", "--sql", "--revision", "b:a"},
                                             {"db", "stamp", "--sql"}}) {
    const auto done = run(words);
    EXPECT_EQ(done.exit_code, 0) << done.error;
    EXPECT_EQ(done.out, "BEGIN;\n\nCREATE USER u PASSWORD 'x';\n");
  }
  EXPECT_EQ(run_json({"db", "upgrade", "--sql"}).at("sql"), "BEGIN;\n\nCREATE USER u PASSWORD 'x';\n");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "missing.db"));
}

TEST_F(DbCommands, DryRunShowsStatements) {
  answer("PLAN",
         R"({"status":"done","heads":[],"steps":[{"revision":"aaa","down_revision":[],"direction":"upgrade",)"
         R"json("doc":"first","statements":["CREATE TABLE a (id INTEGER);"]}]})json");
  const auto done = run({"db", "upgrade", "--dry-run"});
  EXPECT_EQ(done.out, "-- upgrade base -> aaa, first\nCREATE TABLE a (id INTEGER);\n");
}

TEST_F(DbCommands, RevisionAndMergePrintThePath) {
  folder_.write("alembic.ini", "[alembic]\nscript_location = .\n");
  answer("WRITE", R"({"path":"/v/aaa_x.py","paths":["/v/aaa_x.py"]})");
  const auto done =
      run({"db", "revision", "-m", "add x", "--depends-on", "a", "--depends-on", "b", "--rev-id", "aaa"});
  EXPECT_EQ(done.out, "/v/aaa_x.py\n");
  EXPECT_TRUE(contains(done.error, R"("message":"add x")"));
  EXPECT_TRUE(contains(done.error, R"("depends_on":["a","b"])"));
  EXPECT_TRUE(contains(run({"db", "merge", "a", "b", "-m", "x"}).error, R"("revisions":["a","b"])"));
}

TEST_F(DbCommands, InstalledEnvironmentIsNotWrittenTo) {
  answer("WRITE", R"({"path":"/v/aaa_x.py","paths":[]})");
  EXPECT_EQ(run({"db", "revision", "-m", "x"}).exit_code, 2);
  EXPECT_EQ(run({"db", "merge", "-m", "x"}).exit_code, 2);
}

TEST_F(DbCommands, ErrorsOfTheEngineKeepTheirCodes) {
  answer("APPLY", "error locked another migration runs since noon");
  const auto done = run({"db", "upgrade"});
  EXPECT_EQ(done.exit_code, 3);
  EXPECT_TRUE(contains(done.error, "error: another migration runs since noon"));
  EXPECT_EQ(run_json({"db", "upgrade"}, 3).at("error").at("code"), "locked");
}

TEST_F(DbCommands, SecretsInTheEnginesWordsAreMasked) {
  answer("APPLY", "error migration can't reach postgresql://u:hunter2@h/d");
  const auto done = run({"db", "upgrade"});
  EXPECT_TRUE(contains(done.error, "postgresql://u:***@h/d"));
  EXPECT_FALSE(contains(done.out + done.error, "hunter2"));
}

TEST_F(DbCommands, BackendWithoutSqlHasNothingToMigrate) {
  const auto done = run({"db", "upgrade", "memory://"});
  EXPECT_EQ(done.exit_code, 0) << done.error;
  EXPECT_EQ(done.out, "Nothing to apply: the memory backend keeps no revisions.\n");
  EXPECT_EQ(run_json({"db", "upgrade", "--dry-run", "memory://"}).at("status"), "nothing");
  const auto rendered = run({"db", "upgrade", "--sql", "memory://"});
  EXPECT_EQ(rendered.exit_code, 3);
  EXPECT_TRUE(contains(rendered.error, "has no SQL to migrate"));
}

TEST_F(DbCommands, BackendWithoutSqlShowsItsStore) {
  const auto done = run({"db", "current", "memory://"});
  EXPECT_EQ(done.exit_code, 0) << done.error;
  EXPECT_EQ(done.out, "Schema initialized: True; the memory backend keeps no revisions.\n");
  const auto json = run_json({"db", "current", "memory://"});
  EXPECT_TRUE(json.at("initialized").as_bool());
  EXPECT_TRUE(json.at("heads").as_array().empty());
  EXPECT_EQ(run({"db", "init", "memory://"}).out,
            "⚠ Database is already initialized: there was nothing to make.\n");
}

TEST_F(DbCommands, WaitEndsWhenTheDatabaseAnswersOrTheTimeIsOver) {
  EXPECT_EQ(run({"db", "wait"}).exit_code, 0);
  EXPECT_EQ(run({"db", "wait", "--timeout", "-5"}).exit_code, 2);
}

TEST_F(DbCommands, NoDatabaseListsThePlacesLookedAt) {
  environment_["PYCHARTER_DATABASE_URL"] = "";
  answer("APPLY", done_at_head);
  const auto done = run({"db", "upgrade"});
  EXPECT_EQ(done.exit_code, 3);
  for (const char* place :
       {"PYCHARTER__DATABASE__SQL_ALCHEMY_CONN", "PYCHARTER_DATABASE_URL", "pycharter.cfg", "alembic.ini"})
    EXPECT_TRUE(contains(done.error, place));
}

TEST_F(DbCommands, TerminationStopsAtASafePoint) {
  answer("APPLY", "wait");
  // The tool's own child would be hidden by a shell: timeout sends the signal to the tool itself.
  auto environment = environment_;
  const auto done =
      tests::run({{"timeout", "--preserve-status", "-s", "TERM", "1", program(), "db", "upgrade"},
                  folder_.path(),
                  environment,
                  {}});
  EXPECT_EQ(done.exit_code, 130) << done.error;
  EXPECT_TRUE(contains(done.error, "stopped before revision 1111aaaa"));
}

}  // namespace
}  // namespace pycharter::tests
