// Which schemas and tables are compared.
#include <alembic/autogenerate/catalog/filters.h>
#include <gtest/gtest.h>

namespace pycharter::alembic {
namespace {

TEST(FiltersTest, EveryTableOfTheOwnSchemaIsTakenButTheTools) {
  const EnvironmentSettings settings;
  const Filters filters(settings, "public");
  EXPECT_TRUE(filters.takes_table({"", "users"}));
  EXPECT_FALSE(filters.takes_table({"", "alembic_version"}));
  EXPECT_FALSE(filters.takes_table({"", "pycharter_migration_log"}));
  EXPECT_TRUE(filters.takes_table({"other", "alembic_version"}));
  EXPECT_FALSE(filters.takes_schema("other"));
}

TEST(FiltersTest, TheVersionTableIsWhereItIsConfigured) {
  EnvironmentSettings settings;
  settings.version_table = "versions";
  settings.version_table_schema = "admin";
  const Filters filters(settings, "public");
  EXPECT_FALSE(filters.takes_table({"admin", "versions"}));
  EXPECT_TRUE(filters.takes_table({"", "versions"}));
  settings.version_table_schema = "public";
  EXPECT_FALSE(Filters(settings, "public").takes_table({"", "versions"}));
}

TEST(FiltersTest, SchemasOfServersAreNobodysModels) {
  EnvironmentSettings settings;
  settings.autogenerate.every_schema = true;
  const Filters filters(settings, "public");
  EXPECT_TRUE(filters.takes_schema("other"));
  for (const char* schema : {"information_schema", "mysql", "performance_schema", "sys", "pycharter_admin"})
    EXPECT_FALSE(filters.takes_schema(schema)) << schema;
}

TEST(FiltersTest, PatternsNameSchemasAndTables) {
  EnvironmentSettings settings;
  settings.autogenerate.include_schemas = {"team_*"};
  settings.autogenerate.exclude_schemas = {"team_old"};
  settings.autogenerate.exclude_tables = {"tmp_*", "team_a.secret", "public.one"};
  const Filters filters(settings, "public");
  EXPECT_TRUE(filters.takes_schema("team_a"));
  EXPECT_FALSE(filters.takes_schema("team_old"));
  EXPECT_FALSE(filters.takes_schema("other"));
  EXPECT_FALSE(filters.takes_table({"team_a", "tmp_x"}));
  EXPECT_FALSE(filters.takes_table({"team_a", "secret"}));
  EXPECT_TRUE(filters.takes_table({"team_b", "secret"}));
  EXPECT_FALSE(filters.takes_table({"", "one"}));
  EXPECT_FALSE(filters.takes_table({"team_old", "a"}));
}

TEST(FiltersTest, OnlyIncludedTablesAreTakenWhereSomeAre) {
  EnvironmentSettings settings;
  settings.autogenerate.include_tables = {"app_*", "other.x"};
  settings.autogenerate.exclude_tables = {"app_tmp"};
  const Filters filters(settings, "public");
  EXPECT_TRUE(filters.takes_table({"", "app_users"}));
  EXPECT_FALSE(filters.takes_table({"", "app_tmp"}));
  EXPECT_TRUE(filters.takes_table({"other", "x"}));
  EXPECT_FALSE(filters.takes_table({"", "x"}));
}

}  // namespace
}  // namespace pycharter::alembic
