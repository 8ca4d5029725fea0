// What goes to stdout and stderr, colour, JSON for errors in the command line, and what `ps` shows.
#include <boost/json.hpp>

#include "cli/tool.h"

namespace pycharter::tests {
namespace {

class Streams : public Tool {};

TEST_F(Streams, HelpAndVersionAreResults) {
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"--help"}, {"db", "--help"}, {"db", "upgrade", "--help"}, {"--version"}}) {
    const auto done = run(words);
    EXPECT_EQ(done.exit_code, 0);
    EXPECT_TRUE(contains(done.out, "pycharter-admin"));
    EXPECT_EQ(done.error, "");
  }
  EXPECT_TRUE(run_json({"--version"}).at("version").is_string());
}

TEST_F(Streams, WrongCommandLineIsExitCodeTwoOnStderr) {
  const auto done = run({"db", "upgrad"});
  EXPECT_EQ(done.exit_code, 2);
  EXPECT_EQ(done.out, "");
  EXPECT_TRUE(contains(done.error, "did you mean 'upgrade'?"));
  EXPECT_EQ(run_json({"db", "upgrad"}, 2).at("error").at("code"), "usage");
}

TEST_F(Streams, PipeGetsNoColorUnlessAsked) {
  EXPECT_FALSE(contains(run({"db", "current", "x"}).error, "\x1b["));
  const auto done = run({"--color", "always", "config", "get-value", "a", "b"});
  EXPECT_TRUE(contains(done.error, "\x1b[31merror:\x1b[0m"));
}

TEST_F(Streams, BadUrlsKeepTheirPasswordAndNameTheFault) {
  for (const char* url :
       {"postgresql://u:hunter2@h:99999/d", "postgresql://u:hunter2%zz@h/d", "postgresql://u:hunter2%00@h/d",
        "postgresqll://u:hunter2@h/d", "postgresql://u:hunter2@h/d?no_such=1", "sqlite:///%zz.db"}) {
    const auto done = run({"db", "wait", url});
    EXPECT_EQ(done.exit_code, 3) << url;
    EXPECT_FALSE(contains(done.out + done.error, "hunter2")) << url;
  }
}

TEST_F(Streams, ProcessListShowsNoPassword) {
  // The command of the setting looks at its parent, the tool, as `ps` would.
  folder_.write("look.sh", "tr '\\0' ' ' < /proc/$PPID/cmdline > seen\necho sqlite:///none.db\n");
  environment_["PYCHARTER__DATABASE__SQL_ALCHEMY_CONN_CMD"] = "sh look.sh";
  run({"config", "get-value", "database", "sql_alchemy_conn", "--set", "acme.url=acme://u:hunter2@h/d"});
  const auto seen = read_file(folder_ / "seen");
  EXPECT_TRUE(contains(seen, "acme://u:***@h/d"));
  EXPECT_FALSE(contains(seen, "hunter2"));
}

TEST_F(Streams, FullDiskOnStdoutIsAFailure) {
  const auto done =
      tests::run({{"sh", "-c", "\"$0\" --help > /dev/full", program()}, folder_.path(), environment_, {}});
  EXPECT_EQ(done.exit_code, 3);
  EXPECT_TRUE(contains(done.error, "can't write to stdout"));
}

}  // namespace
}  // namespace pycharter::tests
