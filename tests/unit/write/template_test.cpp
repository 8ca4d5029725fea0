// script.py.mako, as far as it is read.
#include <alembic/write/template.h>
#include <gtest/gtest.h>
#include <pycharter/plugin/error.h>

namespace pycharter::alembic {
namespace {

const TemplateValues values{{"message", std::string("add users")},
                            {"up_revision", std::string("1111aaaa")},
                            {"down_revision", std::vector<std::string>{"a", "b"}},
                            {"branch_labels", std::vector<std::string>{"label"}},
                            {"depends_on", std::monostate()},
                            {"create_date", std::string("2026-11-22 23:05:20")},
                            {"imports", std::monostate()},
                            {"upgrades", std::monostate()},
                            {"downgrades", std::monostate()}};

std::string rendered(std::string_view text) {
  return render_template(text, "script.py.mako", values);
}

TEST(TemplateTest, AlembicsOwnTemplate) {
  const std::string text = rendered(default_template());
  EXPECT_EQ(text.find("\"\"\"add users\n\nRevision ID: 1111aaaa\nRevises: a, b\nCreate Date: 2026-11-22"),
            0u);
  for (const char* part :
       {"revision: str = '1111aaaa'\n", "= ('a', 'b')\n", "= ('label',)\n",
        "depends_on: Union[str, Sequence[str], None] = None\n", "\"\"\"Upgrade schema.\"\"\"\n    pass\n"})
    EXPECT_NE(text.find(part), std::string::npos) << part;
}

TEST(TemplateTest, ConditionsAndComments) {
  EXPECT_EQ(rendered("## gone\n% if depends_on:\nno\n% else:\nyes\n% endif\n%% kept\n"), "yes\n% kept\n");
}

TEST(TemplateTest, UnknownConstructsNameFileAndLine) {
  for (const char* text :
       {"ok\n${config.get_main_option('x')}\n", "ok\n<%def name='x'>\n", "ok\n% while x:\n",
        "ok\n${message | u}\n", "ok\n${unfinished\n", "ok\n% endif\n"}) {
    try {
      rendered(text);
      FAIL() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::config);
      EXPECT_NE(error.message().find("script.py.mako:2"), std::string::npos) << error.message();
    }
  }
}

TEST(TemplateTest, ReprIsPythons) {
  EXPECT_EQ(python_repr(std::string("it's")), "\"it's\"");
  EXPECT_EQ(python_repr(std::string("it's \"x\"\\")), "'it\\'s \"x\"\\\\'");
  EXPECT_EQ(python_repr({}), "None");
}

}  // namespace
}  // namespace pycharter::alembic
