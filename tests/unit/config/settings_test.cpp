#include "config/settings.h"

#include <sys/stat.h>

#include <gtest/gtest.h>

#include "support/error_of.h"
#include "support/temporary_folder.h"

namespace pycharter::config {
namespace {

using tests::error_of;
using tests::TemporaryFolder;

struct World {
  TemporaryFolder folder;
  Sources sources;

  World() {
    std::filesystem::create_directories(folder / "project/sub");
    std::filesystem::create_directories(folder / "home/.pycharter");
    sources.working_directory = folder / "project/sub";
    sources.home = folder / "home";
  }
  Settings load() const { return Settings::load(sources); }
};

TEST(Settings, DatabaseUrlComesFromTheFirstPlaceThatNamesOne) {
  World world;
  world.folder.write("project/alembic.ini", "[alembic]\nsqlalchemy.url = sqlite:///ini.db\n");
  EXPECT_EQ(world.load().database_url().value, "sqlite:///ini.db");
  EXPECT_EQ(world.load().database_url().origin.to_string(), (world.folder / "project/alembic.ini") + ":2");
  world.folder.write("project/pycharter.cfg", "[database]\nsql_alchemy_conn = sqlite:///root.db\n");
  EXPECT_EQ(world.load().database_url().value, "sqlite:///root.db");
  world.folder.write("home/.pycharter/pycharter.cfg", "[database]\nsql_alchemy_conn = sqlite:///home.db\n");
  EXPECT_EQ(world.load().database_url().value, "sqlite:///home.db");
  world.folder.write("project/sub/pycharter.cfg", "[database]\nsql_alchemy_conn = sqlite:///cwd.db\n");
  EXPECT_EQ(world.load().database_url().value, "sqlite:///cwd.db");
  world.sources.environment["PYCHARTER_DATABASE_URL"] = "sqlite:///simple.db";
  EXPECT_EQ(world.load().database_url().origin.to_string(), "environment PYCHARTER_DATABASE_URL");
  world.sources.environment["PYCHARTER__DATABASE__SQL_ALCHEMY_CONN"] = "sqlite:///airflow.db";
  EXPECT_EQ(world.load().database_url().value, "sqlite:///airflow.db");
  world.sources.overrides = {"database.sql_alchemy_conn=sqlite:///set.db"};
  EXPECT_EQ(world.load().database_url().origin.to_string(), "argument");
  EXPECT_EQ(world.load().database_url("sqlite:///argument.db").value, "sqlite:///argument.db");
}

TEST(Settings, IniNamedByConfigRanksAfterTheVariables) {
  World world;
  world.sources.alembic_config =
      world.folder.write("other.ini", "[alembic]\nsqlalchemy.url = sqlite:///named.db\n");
  EXPECT_EQ(world.load().database_url().value, "sqlite:///named.db");
  world.sources.environment["PYCHARTER_DATABASE_URL"] = "sqlite:///simple.db";
  EXPECT_EQ(world.load().database_url().value, "sqlite:///simple.db");
}

TEST(Settings, PlaceholderAndEmptyValuesCountAsNotSet) {
  World world;
  world.folder.write("project/alembic.ini",
                     "[alembic]\nsqlalchemy.url = driver://user:pass@localhost/dbname\n");
  world.folder.write("project/pycharter.cfg", "[database]\nsql_alchemy_conn =\n");
  world.sources.environment["PYCHARTER_DATABASE_URL"] = "";
  const auto error = error_of([&] { world.load().database_url(); });
  EXPECT_EQ(error.code(), ErrorCode::config);
  for (const char* place :
       {"PYCHARTER__DATABASE__SQL_ALCHEMY_CONN: not set", "PYCHARTER_DATABASE_URL: not set",
        "sub/pycharter.cfg [database] sql_alchemy_conn: no such file", "home/.pycharter/pycharter.cfg",
        "project/pycharter.cfg [database] sql_alchemy_conn: not set",
        "alembic.ini [alembic] sqlalchemy.url: the placeholder"})
    EXPECT_NE(error.message().find(place), std::string::npos) << place << "\n" << error.message();
}

TEST(Settings, EachKeyIsTakenFromTheFirstPlaceThatSetsIt) {
  World world;
  world.folder.write("project/sub/pycharter.cfg", "[database]\nsql_alchemy_conn = sqlite:///cwd.db\n");
  world.folder.write("home/.pycharter/pycharter.cfg",
                     "[database]\nsql_alchemy_conn = sqlite:///home.db\nschema_name = mine\n");
  const auto settings = world.load();
  EXPECT_EQ(settings.get("database", "sql_alchemy_conn"), "sqlite:///cwd.db");
  EXPECT_EQ(settings.get("database", "schema_name"), "mine");
  EXPECT_EQ(settings.find("database", "schema_name")->origin.line, 3);
  EXPECT_EQ(settings.get("migrations", "engine"), "alembic");
  EXPECT_EQ(settings.find("migrations", "engine")->origin.to_string(), "default");
  EXPECT_EQ(settings.get("database", "nothing"), std::nullopt);
}

TEST(Settings, EveryKeyHasItsVariable) {
  World world;
  world.sources.environment["PYCHARTER__MIGRATIONS__LOCK_TIMEOUT"] = "7";
  world.sources.environment["PYCHARTER__BACKENDS__ORACLE"] = "acme-oracle";
  EXPECT_EQ(world.load().get("migrations", "lock_timeout"), "7");
  EXPECT_EQ(world.load().get("backends", "oracle"), "acme-oracle");
}

TEST(Settings, CommandsPrintTheValueAndRunOnce) {
  World world;
  const auto log = world.folder / "log";
  const auto script =
      world.folder.write("print.sh", "echo ran >> " + log + "\necho 'sqlite:///printed.db'\n");
  world.folder.write("project/sub/pycharter.cfg", "[database]\nsql_alchemy_conn_cmd = sh '" + script + "'\n");
  const auto settings = world.load();
  settings.all();
  EXPECT_FALSE(std::filesystem::exists(log));
  EXPECT_EQ(settings.database_url().value, "sqlite:///printed.db");
  EXPECT_EQ(settings.database_url().value, "sqlite:///printed.db");
  EXPECT_EQ(tests::read_file(log), "ran\n");
}

TEST(Settings, CommandOfTheEnvironmentRanksBehindItsValue) {
  World world;
  world.sources.environment["PYCHARTER__DATABASE__SQL_ALCHEMY_CONN_CMD"] = "echo sqlite:///command.db";
  EXPECT_EQ(world.load().database_url().value, "sqlite:///command.db");
  world.sources.environment["PYCHARTER__DATABASE__SQL_ALCHEMY_CONN"] = "sqlite:///value.db";
  EXPECT_EQ(world.load().database_url().value, "sqlite:///value.db");
  world.sources.environment.erase("PYCHARTER__DATABASE__SQL_ALCHEMY_CONN");
  world.sources.privileged = true;
  EXPECT_THROW(world.load().database_url(), Error);
}

TEST(Settings, FailingCommandsAreErrors) {
  World world;
  for (const char* command : {"false", "/no/such/program", "'unclosed", "sh -c 'kill -9 $$'"}) {
    world.sources.environment["PYCHARTER__DATABASE__SQL_ALCHEMY_CONN_CMD"] = command;
    EXPECT_EQ(error_of([&] { world.load().database_url(); }).code(), ErrorCode::config) << command;
  }
}

TEST(Settings, UntrustedFileNamesNoCode) {
  World world;
  const auto file =
      world.folder.write("project/sub/pycharter.cfg",
                         "[database]\nschema_name = theirs\nsql_alchemy_conn_cmd = echo sqlite:///x.db\n"
                         "[plugins]\npath = /evil\n[backends]\nx = /evil.so\n");
  chmod(file.c_str(), 0666);
  const auto settings = world.load();
  EXPECT_EQ(settings.get("database", "schema_name"), "theirs");
  EXPECT_EQ(settings.get("plugins", "path"), std::nullopt);
  EXPECT_EQ(settings.get("backends", "x"), std::nullopt);
  EXPECT_THROW(settings.database_url(), Error);
  ASSERT_EQ(settings.warnings().size(), 3U);
  EXPECT_NE(settings.warnings()[0].find(file + ":3: [database] sql_alchemy_conn_cmd is ignored"),
            std::string::npos)
      << settings.warnings()[0];
}

TEST(Settings, PasswordThatOthersCanReadIsAWarning) {
  World world;
  const auto file = world.folder.write("project/sub/pycharter.cfg",
                                       "[database]\nsql_alchemy_conn = postgresql://u:hunter2@h/d\n");
  EXPECT_TRUE(world.load().warnings().empty());
  chmod(file.c_str(), 0644);
  const auto settings = world.load();
  ASSERT_EQ(settings.warnings().size(), 1U);
  EXPECT_NE(settings.warnings()[0].find("chmod 600"), std::string::npos);
  EXPECT_EQ(settings.warnings()[0].find("hunter2"), std::string::npos);
  EXPECT_EQ(settings.secrets(), std::vector<std::string>{"hunter2"});
}

TEST(Settings, UnknownKeysAreNamedWithTheNearestKnown) {
  World world;
  const auto file =
      world.folder.write("project/sub/pycharter.cfg",
                         "[database]\nsql_alchemy_con = x\n[acme]\nok = 1\n[backends]\nany = thing\n");
  const auto warnings = world.load().unknown_keys({"acme.*"});
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].find(file + ":2"), std::string::npos);
  EXPECT_NE(warnings[0].find("did you mean 'database.sql_alchemy_conn'"), std::string::npos) << warnings[0];
}

TEST(Settings, NamedFileStandsAloneAndMustExist) {
  World world;
  world.folder.write("home/.pycharter/pycharter.cfg", "[database]\nschema_name = home\n");
  world.sources.environment["PYCHARTER_CONFIG"] =
      world.folder.write("named.cfg", "[database]\nsql_alchemy_conn = a://\n");
  EXPECT_EQ(world.load().get("database", "schema_name"), "pycharter");
  world.sources.environment["PYCHARTER_CONFIG"] = "missing.cfg";
  EXPECT_NE(error_of([&] { world.load(); }).message().find("missing.cfg"), std::string::npos);
}

TEST(Settings, OverridesMustNameSectionAndKey) {
  World world;
  for (const char* text : {"x", "x=1", ".x=1", "x.=1", "=", ""}) {
    world.sources.overrides = {text};
    EXPECT_EQ(error_of([&] { world.load(); }).code(), ErrorCode::usage) << text;
  }
  world.sources.overrides = {"database.schema_name=a=b", "database.schema_name=c.d=e"};
  EXPECT_EQ(world.load().get("database", "schema_name"), "c.d=e");
}

}  // namespace
}  // namespace pycharter::config
