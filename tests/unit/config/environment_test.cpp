#include "config/environment.h"

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
    sources.working_directory = folder / "project/sub";
    sources.environment["PYCHARTER_MIGRATIONS"] = folder / "installed";
    folder.write("installed/alembic.ini",
                 "[alembic]\nscript_location = %(here)s\n[pycharter]\ncontract_store = true\n");
  }
  Environment find() const { return find_environment(Settings::load(sources)); }
};

TEST(Environment, WithoutOneTheInstalledContractMigrationsAreUsed) {
  World world;
  const auto environment = world.find();
  EXPECT_TRUE(environment.contract_store);
  EXPECT_TRUE(environment.installed);
  EXPECT_EQ(environment.script_location(), world.folder / "installed");
}

TEST(Environment, NearestAlembicIniCountsPathsFromItsFolder) {
  World world;
  world.folder.write("project/alembic.ini",
                     "[alembic]\nscript_location = mig\nversion_locations = mig/versions, other\n"
                     "[pycharter]\nmodels = app/models\n  app.more\n");
  const auto environment = world.find();
  EXPECT_FALSE(environment.contract_store);
  EXPECT_EQ(environment.script_location(), world.folder / "project/mig");
  EXPECT_EQ(environment.alembic.at("version_locations"),
            (world.folder / "project/mig/versions") + "\n" + (world.folder / "project/other"));
  EXPECT_EQ(environment.alembic.at("path_separator"), "newline");
  EXPECT_EQ(environment.pycharter.at("models"), (world.folder / "project/app/models") + "\napp.more");
}

TEST(Environment, AlembicIniWithoutScriptLocationIsPassedOver) {
  World world;
  world.folder.write("project/alembic.ini", "[alembic]\nsqlalchemy.url = x://\n");
  EXPECT_TRUE(world.find().installed);
}

TEST(Environment, NamedFileCountsPathsFromTheWorkingDirectory) {
  World world;
  world.folder.write("project/named.ini", "[db]\nscript_location = mig\n");
  world.sources.alembic_config = "../named.ini";
  world.sources.alembic_section = "db";
  EXPECT_EQ(world.find().script_location(), world.folder / "project/sub/mig");
  EXPECT_EQ(world.find().here, world.folder / "project");
  world.sources.alembic_section = "alembic";
  EXPECT_NE(error_of([&] { world.find(); }).message().find("no script_location in [alembic]"),
            std::string::npos);
}

TEST(Environment, MissingNamedFileIsAnErrorAndNotTheInstalledOne) {
  World world;
  world.sources.environment["ALEMBIC_CONFIG"] = "none.ini";
  EXPECT_NE(error_of([&] { world.find(); }).message().find("none.ini"), std::string::npos);
}

TEST(Environment, PackageRelativeLocationIsFoundAlongThePythonPath) {
  World world;
  std::filesystem::create_directories(world.folder / "project/src/app/db/mig");
  world.folder.write(
      "project/alembic.ini",
      "[alembic]\nscript_location = app.db:mig\nprepend_sys_path = src\npath_separator = os\n");
  EXPECT_EQ(world.find().script_location(), world.folder / "project/src/app/db/mig");
}

TEST(Environment, PyprojectTableIsRead) {
  World world;
  world.folder.write("project/pyproject.toml",
                     "[project]\nname = 'x' # [tool.alembic]\ntext = \"\"\"\n[tool.alembic]\n\"\"\"\n"
                     "deps = [\n  \"a[b]>=1\",\n]\n[tool.alembic]\nscript_location = \"%(here)s/mig\"\n"
                     "prepend_sys_path = [\n  \".\", 'src', # yes\n]\nrecursive_version_locations = true\n"
                     "[[tool.alembic.post_write_hooks]]\nname = \"black\"\n");
  const auto environment = world.find();
  EXPECT_EQ(environment.script_location(), world.folder / "project/mig");
  EXPECT_EQ(environment.alembic.at("prepend_sys_path"),
            (world.folder / "project/") + "\n" + (world.folder / "project/src"));
  EXPECT_EQ(environment.alembic.at("recursive_version_locations"), "true");
  EXPECT_EQ(environment.alembic.count("name"), 0U);
}

TEST(Environment, BrokenPyprojectTableNamesItsLine) {
  World world;
  for (const char* line :
       {"x = ", "x = {a = 1}", "x = [1]", "x = \"open", "= 1", "x = \"\\q\"", "x = 'a'\nx = 'b'"}) {
    world.folder.write("project/pyproject.toml", std::string("[tool.alembic]\n") + line + "\n");
    const auto error = error_of([&] { world.find(); });
    EXPECT_EQ(error.code(), ErrorCode::config) << line;
    EXPECT_GE(error.facts().line, 2) << line;
  }
}

TEST(Environment, SeparatorThatAlembicDoesNotKnowIsAnError) {
  World world;
  world.folder.write("project/alembic.ini", "[alembic]\nscript_location = mig\npath_separator = |\n");
  EXPECT_NE(error_of([&] { world.find(); }).message().find("path_separator is '|'"), std::string::npos);
}

TEST(Environment, LoadRequestHoldsNoUrl) {
  World world;
  world.folder.write("project/alembic.ini",
                     "[alembic]\nscript_location = mig\nsqlalchemy.url = a://u:hunter2@h\n");
  const auto settings = Settings::load(world.sources);
  const auto request = find_environment(settings).load_request(settings, {"k=v"});
  EXPECT_EQ(request.at("alembic").as_object().count("sqlalchemy.url"), 0U);
  EXPECT_EQ(request.at("x").as_array().size(), 1U);
  EXPECT_EQ(request.at("schema_name").as_string(), "pycharter");
  EXPECT_TRUE(request.at("writable").as_bool());
}

TEST(Environment, FileThatAlembicInitWritesLoads) {
  World world;
  world.folder.write(
      "project/alembic.ini",
      "# A generic, single database configuration.\n\n[alembic]\n# path\nscript_location = %(here)s/mig\n"
      "# file_template = %%(year)d_%%(rev)s\nprepend_sys_path = .\n\n\n# timezone =\npath_separator = os\n"
      "sqlalchemy.url = driver://user:pass@localhost/dbname\n\n\n[post_write_hooks]\n# hooks = black\n\n"
      "[loggers]\nkeys = root,sqlalchemy,alembic\n\n[logger_root]\nlevel = WARNING\nhandlers = console\n"
      "qualname =\n\n[handler_console]\nclass = StreamHandler\nargs = (sys.stderr,)\n\n"
      "[formatter_generic]\nformat = %(levelname)-5.5s [%(name)s] %(message)s\ndatefmt = %H:%M:%S\n");
  EXPECT_EQ(world.find().script_location(), world.folder / "project/mig");
}

}  // namespace
}  // namespace pycharter::config
