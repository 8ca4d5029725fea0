// Where plugins are looked for, from the configuration.
#include "plugin/search_settings.h"

#include <gtest/gtest.h>

#include "config/settings.h"
#include "error_of.h"
#include "temporary_folder.h"

namespace pycharter::plugin {
namespace {

class Search : public testing::Test {
 protected:
  SearchSettings settings() const { return search_settings(config::Settings::load(sources_)); }
  std::vector<std::string> paths() const {
    std::vector<std::string> found;
    for (const auto& folder : settings().folders)
      found.push_back(folder.path);
    found.pop_back();  // the one beside libpycharter, which is always last
    return found;
  }

  tests::TemporaryFolder folder_;
  config::Sources sources_{.environment = {}, .working_directory = folder_.path(), .home = {}};
};

TEST_F(Search, goes_through_the_setting_then_the_variable_then_the_installation) {
  sources_.environment["PYCHARTER_PLUGIN_PATH"] = "/c";
  sources_.overrides = {"plugins.path=/a: /b/ :"};
  const auto found = settings();
  EXPECT_EQ(paths(), (std::vector<std::string>{"/a", "/b", "/c"}));
  EXPECT_EQ(found.folders.at(0).origin, "[plugins] path, argument");
  EXPECT_EQ(found.folders.at(2).origin, "PYCHARTER_PLUGIN_PATH");
  EXPECT_FALSE(found.folders.at(2).installed);
  EXPECT_TRUE(found.folders.at(3).installed);
  EXPECT_TRUE(found.folders.at(3).path.ends_with("/pycharter/plugins-1"));
}

TEST_F(Search, takes_no_variable_when_privileges_were_raised) {
  sources_.environment["PYCHARTER_PLUGIN_PATH"] = "/c";
  sources_.privileged = true;
  EXPECT_TRUE(paths().empty());
}

TEST_F(Search, takes_folders_from_a_trusted_file_only) {
  const auto file = folder_.write("pycharter.cfg", "[plugins]\npath = /opt/acme\n");
  EXPECT_EQ(paths(), std::vector<std::string>{"/opt/acme"});
  chmod(file.c_str(), 0666);
  EXPECT_TRUE(paths().empty());
}

TEST_F(Search, knows_who_serves_a_scheme_by_the_configuration) {
  folder_.write("pycharter.cfg", "[backends]\noracle = acme-oracle\n");
  const auto found = settings();
  ASSERT_TRUE(found.backends.contains("oracle"));
  EXPECT_EQ(found.backends.at("oracle").target, "acme-oracle");
}

TEST_F(Search, reads_pins) {
  const std::string hash(64, 'A');
  sources_.overrides = {"plugins.sha256=a:" + hash + ", b:" + std::string(64, '0')};
  const auto found = settings();
  EXPECT_EQ(found.pins.at("a"), std::string(64, 'a'));
  EXPECT_EQ(found.pins.size(), 2U);
}

TEST_F(Search, refuses_a_pin_that_pins_nothing) {
  for (const auto* pin : {"a", "a:12", ":aa", "a:zz"}) {
    sources_.overrides = {std::string("plugins.sha256=") + pin};
    const auto error = tests::error_of([&] { settings(); });
    EXPECT_EQ(error.code(), ErrorCode::config) << pin;
    EXPECT_NE(error.message().find("name:hash"), std::string::npos) << error.message();
  }
}

}  // namespace
}  // namespace pycharter::plugin
