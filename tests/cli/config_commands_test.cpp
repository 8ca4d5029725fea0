#include <sys/stat.h>

#include <boost/json.hpp>

#include "cli/tool.h"

namespace pycharter::tests {
namespace {

class ConfigCommands : public Tool {};

TEST_F(ConfigCommands, InitWritesAPrivateFileThatListReadsBackMasked) {
  const auto done = run({"config", "init", "--url", "postgresql://u:hunt%40er2@h/d"});
  EXPECT_EQ(done.exit_code, 0) << done.error;
  EXPECT_EQ(done.out, folder_ / "pycharter.cfg\n");
  struct stat info {};
  ASSERT_EQ(stat((folder_ / "pycharter.cfg").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0600U);
  const auto list = run({"config", "list", "--show-origin"});
  EXPECT_TRUE(
      contains(list.out, "sql_alchemy_conn = postgresql://u:***@h/d  ; " + (folder_ / "pycharter.cfg:")));
  EXPECT_TRUE(contains(list.out, "schema_name = pycharter  ; default"));
  EXPECT_EQ(run({"config", "get-value", "database", "sql_alchemy_conn"}).out,
            "postgresql://u:hunt%40er2@h/d\n");
}

TEST_F(ConfigCommands, InitReplacesNothingUnasked) {
  folder_.write("pycharter.cfg", "# mine\n");
  const auto refused = run({"config", "init"});
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_TRUE(contains(refused.error, "--force"));
  EXPECT_EQ(read_file(folder_ / "pycharter.cfg"), "# mine\n");
  EXPECT_EQ(run({"config", "init", "--force"}).exit_code, 0);
  EXPECT_TRUE(contains(read_file(folder_ / "pycharter.cfg"), "[database]"));
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path()))
    files += entry.is_regular_file();
  EXPECT_EQ(files, 1U);
}

TEST_F(ConfigCommands, InitRefusesABadUrl) {
  EXPECT_EQ(run({"config", "init", "--url", "postgresql://u@h:x/d"}).exit_code, 3);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "pycharter.cfg"));
}

TEST_F(ConfigCommands, SetComesBeforeEverything) {
  environment_["PYCHARTER__DATABASE__SCHEMA_NAME"] = "variable";
  EXPECT_EQ(run({"config", "get-value", "database", "schema_name"}).out, "variable\n");
  EXPECT_EQ(run({"config", "--set", "database.schema_name=word", "get-value", "database", "schema_name"}).out,
            "word\n");
  EXPECT_EQ(run({"config", "list", "--set", "nonsense"}).exit_code, 2);
}

TEST_F(ConfigCommands, ValueThatIsNotSetIsExitCodeOne) {
  const auto done = run({"config", "get-value", "database", "schema_nam"});
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_EQ(done.out, "");
  EXPECT_TRUE(contains(done.error, "database.schema_name"));
}

TEST_F(ConfigCommands, UnknownKeyIsAWarningWithItsPlace) {
  folder_.write("pycharter.cfg", "[database]\nschema_nam = x\n");
  const auto done = run({"config", "list"});
  EXPECT_EQ(done.exit_code, 0);
  EXPECT_TRUE(contains(done.error, (folder_ / "pycharter.cfg:2") + ": unknown key 'schema_nam'"));
  EXPECT_TRUE(contains(done.error, "did you mean 'database.schema_name'"));
}

TEST_F(ConfigCommands, JsonHoldsValuesAndOrigins) {
  const auto list = run_json({"config", "list"});
  bool found = false;
  for (const auto& setting : list.at("settings").as_array())
    found = found || (setting.at("key") == "schema_name" && setting.at("origin") == "default");
  EXPECT_TRUE(found);
  EXPECT_EQ(run_json({"config", "get-value", "migrations", "engine"}).at("value"), "alembic");
}

TEST_F(ConfigCommands, ListDoesNotRunCommands) {
  folder_.write("pycharter.cfg", "[database]\nsql_alchemy_conn_cmd = touch ran\n");
  EXPECT_TRUE(contains(run({"config", "list"}).out, "sql_alchemy_conn_cmd = (what a command prints)"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "ran"));
}

}  // namespace
}  // namespace pycharter::tests
