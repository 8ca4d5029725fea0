#include <sys/stat.h>

#include <boost/json.hpp>

#include "cli/tool.h"

namespace pycharter::tests {
namespace {

class PluginCommands : public Tool {};

TEST_F(PluginCommands, ListNamesPluginsWithTheirSchemes) {
  const auto done = run({"plugin", "list"});
  EXPECT_EQ(done.exit_code, 0) << done.error;
  EXPECT_TRUE(contains(done.out, "scripted"));
  const auto list = run_json({"plugin", "list"});
  EXPECT_FALSE(list.at("plugins").as_array().empty());
}

TEST_F(PluginCommands, InspectShowsTheLoadedDescriptor) {
  const auto done = run({"plugin", "inspect", "scripted"});
  EXPECT_EQ(done.exit_code, 0) << done.error;
  EXPECT_TRUE(contains(done.out, "kind: engine"));
  EXPECT_TRUE(contains(done.out, "pycharter.migrations/1"));
  EXPECT_EQ(run_json({"plugin", "inspect", "scripted"}).at("name"), "scripted");
}

TEST_F(PluginCommands, UnknownPluginIsAnsweredWithTheNearest) {
  const auto done = run({"plugin", "inspect", "scriptet"});
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_TRUE(contains(done.error, "did you mean 'scripted'?"));
}

TEST_F(PluginCommands, DoctorTellsWhyACandidateWasTurnedDown) {
  folder_.write("plugins/broken.plugin", "this is no manifest\n");
  folder_.write("pycharter.cfg", "[plugins]\npath = " + (folder_ / "plugins") + ":/no/such/folder\n");
  const auto done = run({"plugin", "doctor"});
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_TRUE(contains(done.out, folder_ / "plugins/broken.plugin: "));
  EXPECT_TRUE(contains(done.out, "/no/such/folder"));
  EXPECT_FALSE(run_json({"plugin", "doctor"}, 1).at("sound").as_bool());
  EXPECT_EQ(run({"plugin", "list"}).exit_code, 0);
}

TEST_F(PluginCommands, FolderThatOthersMayWriteIsNotSearched) {
  folder_.write("plugins/x.plugin", "[plugin]\nname = x\n");
  chmod((folder_ / "plugins").c_str(), 0777);
  folder_.write("pycharter.cfg", "[plugins]\npath = " + (folder_ / "plugins") + "\n");
  EXPECT_TRUE(contains(run({"plugin", "doctor"}).out, "may be written by others"));
}

TEST_F(PluginCommands, StrangersConfigurationNamesNoPlugins) {
  folder_.write("pycharter.cfg", "[plugins]\npath = /evil\n");
  chmod((folder_ / "pycharter.cfg").c_str(), 0666);
  const auto done = run({"plugin", "doctor"});
  EXPECT_FALSE(contains(done.out, "/evil"));
  EXPECT_TRUE(contains(done.error, "[plugins] path is ignored"));
}

}  // namespace
}  // namespace pycharter::tests
