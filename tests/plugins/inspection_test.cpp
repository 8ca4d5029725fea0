// A plugin is inspected in a child process: whatever it does there, the tool goes on.
#include "plugin/inspection.h"

#include <gtest/gtest.h>

#include <pycharter/plugin/abi.h>

#include "error_of.h"
#include "plugin_folder.h"

namespace pycharter::plugin {
namespace {

Inspection inspect(const std::string& module, const std::string& name, const std::string& capabilities) {
  const tests::PluginFolder folder;
  folder.copy(module, name);
  folder.write_manifest(name, {{"capabilities", capabilities}});
  return inspect_in_child(folder.scan().find(name, PYCHARTER_BACKEND), std::chrono::seconds(2));
}

std::string problem_of(const std::string& module) {
  return tests::error_of([&] { inspect(module, "odd", "persistent"); }).message();
}

TEST(Inspection, tells_what_the_descriptor_says) {
  const auto found = inspect("throwing", "throwing", "persistent");
  EXPECT_EQ(found.name, "throwing");
  EXPECT_EQ(found.version, "1.0");
  EXPECT_EQ(found.kind, "backend");
  EXPECT_EQ(found.abi_major, PYCHARTER_ABI_MAJOR);
  EXPECT_EQ(found.abi_minor, PYCHARTER_ABI_MINOR);
  EXPECT_EQ(found.capabilities, PYCHARTER_CAP_PERSISTENT);
  EXPECT_EQ(found.interfaces, std::vector<std::string>{"pycharter.store/1"});
}

TEST(Inspection, reports_what_loading_reports) {
  EXPECT_NE(problem_of("odd_null").find("gave no descriptor"), std::string::npos);
}

TEST(Inspection, survives_a_plugin_that_crashes) {
  EXPECT_NE(problem_of("odd_crash").find("crashed while it was loaded: Aborted"), std::string::npos);
}

TEST(Inspection, survives_a_plugin_that_ends_its_process) {
  EXPECT_NE(problem_of("odd_quit").find("ended its process"), std::string::npos);
}

TEST(Inspection, survives_a_plugin_that_hangs) {
  EXPECT_NE(problem_of("odd_hang").find("did not answer in 2 seconds"), std::string::npos);
}

}  // namespace
}  // namespace pycharter::plugin
