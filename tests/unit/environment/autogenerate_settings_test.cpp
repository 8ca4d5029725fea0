// What the ini file and env.py say of comparing.
#include <alembic/environment/settings.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <string>

namespace pycharter::alembic {
namespace {

namespace fs = std::filesystem;

// The settings of a folder with that env.py and [pycharter] section.
AutogenerateSettings settings_of(const std::string& env_py, const boost::json::object& pycharter) {
  const fs::path folder = fs::path(::testing::TempDir()) / "autogenerate_settings";
  fs::create_directories(folder);
  std::ofstream(folder / "env.py") << env_py;
  return read_settings({{"alembic", boost::json::object{{"script_location", folder.string()}}},
                        {"pycharter", pycharter}})
      .autogenerate;
}

TEST(AutogenerateSettingsTest, LiteralsOfEnvPyAreHonoured) {
  const auto settings = settings_of(
      "context.configure(include_schemas=True, compare_type=False, compare_server_default=False, "
      "render_as_batch=True)",
      {});
  EXPECT_TRUE(settings.every_schema && settings.render_as_batch);
  EXPECT_FALSE(settings.compare_type || settings.compare_server_default);
  EXPECT_TRUE(settings.not_run.empty());
}

TEST(AutogenerateSettingsTest, TheIniFileWinsOverEnvPy) {
  const auto settings =
      settings_of("context.configure(include_schemas=True, compare_type=False)",
                  {{"include_schemas", "app, team_*"}, {"compare_type", "true"}, {"exclude_tables", "a\nb"}});
  EXPECT_FALSE(settings.every_schema);
  EXPECT_EQ(settings.include_schemas, (std::vector<std::string>{"app", "team_*"}));
  EXPECT_EQ(settings.exclude_tables, (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(settings.compare_type);
}

TEST(AutogenerateSettingsTest, FunctionsOfEnvPyAreToldOf) {
  const auto settings =
      settings_of("context.configure(include_object=mine, compare_type=my_types, url=url)", {});
  EXPECT_EQ(settings.not_run, (std::vector<std::string>{"include_object", "compare_type"}));
  EXPECT_TRUE(settings.compare_type);
}

}  // namespace
}  // namespace pycharter::alembic
