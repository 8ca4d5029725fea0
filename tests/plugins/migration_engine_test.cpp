// The public engine over an engine plugin that answers with what it was asked.
#include <gtest/gtest.h>

#include <pycharter/migration_engine.h>

#include "error_of.h"
#include "plugin_folder.h"

namespace pycharter {
namespace {

using tests::error_of;

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

class Migrations : public testing::Test {
 protected:
  Migrations() {
    plugins_.install("echo", {{"kind", "engine"}, {"capabilities", ""}, {"schemes", ""}});
    plugins_.install("fake", {{"capabilities", "persistent sql"}, {"schemes", "fake"}});
    plugins_.install("old", {{"capabilities", ""}, {"schemes", "old"}});
    environment_.write("alembic.ini", "[alembic]\nscript_location = %(here)s\n");
  }

  MigrationOptions options(const std::string& url = "fake://me:geheim@host/db") const {
    MigrationOptions options;
    options.database_url = url;
    options.config_file = environment_ / "alembic.ini";
    options.x = {"tenant=acme"};
    options.overrides = {"plugins.path=" + plugins_.path(), "migrations.engine=echo",
                         "migrations.lock_timeout=7"};
    return options;
  }

  tests::PluginFolder plugins_;
  tests::TemporaryFolder environment_;
};

TEST_F(Migrations, loads_the_environment_and_asks_the_graph_without_a_database) {
  MigrationEngine engine(options("nobody://serves/this"));
  EXPECT_EQ(engine.environment_file(), environment_ / "alembic.ini");
  const auto heads = engine.heads(true);
  EXPECT_EQ(heads.lines.at(0), "{\"what\":\"heads\",\"verbose\":true}");
  EXPECT_TRUE(holds(heads.lines.at(1), "\"script_location\":\"" + environment_.path()));
  EXPECT_TRUE(holds(heads.lines.at(1), "tenant=acme"));
  ASSERT_EQ(heads.revisions.size(), 1U);
  EXPECT_EQ(heads.revisions[0].id, "b");
  EXPECT_EQ(heads.revisions[0].down_revisions, std::vector<std::string>{"a"});
  EXPECT_TRUE(heads.revisions[0].is_head);
  EXPECT_FALSE(heads.revisions[0].is_base);
}

TEST_F(Migrations, connects_when_a_question_needs_it_and_creates_nothing) {
  MigrationEngine engine(options());
  EXPECT_EQ(engine.current().heads.at(0).line, "fake://me:geheim@host/db migration");
}

TEST_F(Migrations, only_init_and_upgrade_may_create_a_database) {
  for (const auto& [action, may_create] : {std::pair("upgrade", true), std::pair("init", true),
                                           std::pair("downgrade", false), std::pair("stamp", false)}) {
    MigrationEngine engine(options());
    const std::string name = action;
    const auto result = name == "upgrade"     ? engine.upgrade()
                        : name == "init"      ? engine.init()
                        : name == "downgrade" ? engine.downgrade("base")
                                              : engine.stamp();
    EXPECT_EQ(holds(result.heads.at(0), "may_create"), may_create) << name;
    EXPECT_TRUE(holds(result.heads.at(1), "\"action\":\"" + name + "\"")) << result.json;
    EXPECT_TRUE(holds(result.heads.at(1), "\"lock_timeout\":7")) << result.json;
  }
}

TEST_F(Migrations, an_option_of_a_run_goes_before_the_configuration) {
  MigrationEngine engine(options());
  const auto result = engine.upgrade("+1", {.lock_timeout = 3, .transaction_per_migration = true});
  EXPECT_TRUE(holds(result.heads.at(1), "\"target\":\"+1\""));
  EXPECT_TRUE(holds(result.heads.at(1), "\"lock_timeout\":3"));
  EXPECT_TRUE(holds(result.heads.at(1), "\"transaction_per_migration\":true"));
}

TEST_F(Migrations, a_plan_has_its_statements) {
  MigrationEngine engine(options());
  const auto plan = engine.plan(MigrationAction::upgrade, "head");
  EXPECT_EQ(plan.steps.at(0).statements, (std::vector<std::string>{"one", "two"}));
}

TEST_F(Migrations, rendering_connects_to_nothing) {
  MigrationEngine engine(options());
  std::string text;
  engine.render(MigrationAction::upgrade, "base:head", [&](std::string_view piece) { text += piece; });
  EXPECT_EQ(text, "offline; create offline");
  EXPECT_THROW(engine.render(MigrationAction::upgrade, "head",
                             [](std::string_view) { throw std::logic_error("full"); }),
               std::logic_error);
}

TEST_F(Migrations, a_revision_needs_a_database_only_to_compare) {
  MigrationEngine engine(options());
  EXPECT_EQ(engine.revision({.message = "add"}).paths.at(0), "without a database");
  EXPECT_EQ(engine.revision({.message = "add", .autogenerate = true}).paths.at(0), "with a database");
  EXPECT_TRUE(holds(engine.merge({.message = "join"}).path, "\"revisions\":[\"heads\"]"));
}

TEST_F(Migrations, a_comparison_is_clean_only_when_nothing_is_left) {
  MigrationEngine engine(options());
  const auto comparison = engine.compare();
  EXPECT_EQ(comparison.operations.at(0), "{\"op\":\"drop_table\"}");
  EXPECT_EQ(comparison.drift.at(0).path, "a.py");
  EXPECT_EQ(comparison.pending, std::vector<std::string>{"b"});
  EXPECT_FALSE(comparison.clean());
  EXPECT_TRUE(Comparison{}.clean());
}

TEST_F(Migrations, a_backend_without_sql_is_refused_by_name) {
  MigrationEngine engine(options("old://"));
  const auto error = error_of([&] { engine.upgrade(); });
  EXPECT_EQ(error.code(), ErrorCode::unsupported);
  EXPECT_EQ(error.message(), "the old backend has no SQL to migrate");
}

TEST_F(Migrations, callbacks_get_masked_lines_and_can_stop_a_run) {
  auto with = options();
  std::string logged, what;
  with.callbacks.log = [&](MigrationCallbacks::Level, std::string_view, std::string_view text) {
    logged = text;
  };
  with.callbacks.progress = [&](std::uint64_t, std::uint64_t, std::string_view now) { what = now; };
  with.callbacks.cancelled = [] { return true; };
  MigrationEngine engine(with);
  EXPECT_EQ(engine.masked_url(), "fake://me:***@host/db");
  const auto error = error_of([&] { engine.upgrade(); });
  EXPECT_EQ(error.code(), ErrorCode::cancelled);
  EXPECT_EQ(error.facts().revision, "b");
  EXPECT_EQ(logged, "running as ***");
  EXPECT_EQ(what, "b");
}

TEST_F(Migrations, a_callback_that_throws_stops_the_run_with_its_exception) {
  auto with = options();
  with.callbacks.progress = [](std::uint64_t, std::uint64_t, std::string_view) {
    throw std::logic_error("closed");
  };
  MigrationEngine engine(with);
  EXPECT_THROW(engine.upgrade(), std::logic_error);
}

TEST_F(Migrations, an_answer_that_cannot_be_read_is_an_error) {
  MigrationEngine engine(options());
  EXPECT_EQ(error_of([&] { engine.show("b"); }).code(), ErrorCode::plugin);
  EXPECT_TRUE(holds(error_of([&] { engine.branches(); }).message(), "`lines` is not a list"));
}

TEST_F(Migrations, survive_being_moved) {
  MigrationEngine first(options());
  first.current();
  MigrationEngine second(std::move(first));
  EXPECT_TRUE(second.current().at_head);
}

}  // namespace
}  // namespace pycharter
