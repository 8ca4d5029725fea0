// What is understood of env.py, and what is refused instead of guessed.
#include <alembic/environment/env_py.h>
#include <gtest/gtest.h>
#include <pycharter/plugin/error.h>

namespace pycharter::alembic {
namespace {

EnvPy parsed(const char* text) {
  return EnvPy::parse(text, "env.py");
}

TEST(EnvPyTest, LiteralsOfConfigureAreKnown) {
  const EnvPy env = parsed(
      "def run():\n    context.configure(connection=connection, version_table='team_version',\n"
      "        version_table_schema=None, transaction_per_migration=True)\n");
  EXPECT_EQ(env.text("version_table"), "team_version");
  EXPECT_EQ(env.text("version_table_schema"), std::nullopt);
  EXPECT_EQ(env.flag("transaction_per_migration"), true);
  EXPECT_EQ(env.text("not_given"), std::nullopt);
}

TEST(EnvPyTest, ModuleConstantsAreKnown) {
  const EnvPy env =
      parsed("TABLE = \"team\" \"_version\"\ncontext.configure(url=f(1, [2]), version_table=TABLE)\n");
  EXPECT_EQ(env.text("version_table"), "team_version");
}

TEST(EnvPyTest, NamesAssignedTwiceAreNoConstants) {
  const EnvPy env = parsed("TABLE = 'a'\nTABLE = 'b'\ncontext.configure(version_table=TABLE)\n");
  EXPECT_THROW(env.text("version_table"), Error);
}

TEST(EnvPyTest, ComputedVersionTableNamesTheKeyToSet) {
  const EnvPy env = parsed("\n\ncontext.configure(version_table=config.get_main_option('vt'))\n");
  try {
    env.text("version_table");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::config);
    EXPECT_EQ(error.facts().line, 3);
    EXPECT_NE(error.message().find("set version_table"), std::string::npos);
  }
}

TEST(EnvPyTest, StringsAndCommentsAreNoCalls) {
  const EnvPy env = parsed(
      "\"\"\"context.configure(version_table='doc')\"\"\"\n# context.configure(version_table='comment')\n"
      "x = 'context.configure(version_table=1)'\n");
  EXPECT_EQ(env.text("version_table"), std::nullopt);
}

TEST(EnvPyTest, FormattedStringsAreComputed) {
  EXPECT_THROW(parsed("context.configure(version_table=f'{x}_version')").text("version_table"), Error);
}

TEST(EnvPyTest, BrokenTextEndsQuietly) {
  for (const char* text : {"context.configure(", "context.configure(version_table=", "'", "\"\"\"", "((((",
                           "configure(a=b", "\\", "\xff\xfe(", "context.configure(x='unfinished\n)"})
    EXPECT_NO_THROW(parsed(text).flag("version_table")) << text;
}

}  // namespace
}  // namespace pycharter::alembic
