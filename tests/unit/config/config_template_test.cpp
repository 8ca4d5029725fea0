#include "config/config_template.h"

#include <gtest/gtest.h>

#include "config/ini.h"
#include "support/temporary_folder.h"

namespace pycharter::config {
namespace {

TEST(ConfigTemplate, SetsNothingByItself) {
  const auto ini = Ini::parse(config_template(), "/x/pycharter.cfg", InlineComments::strip);
  EXPECT_TRUE(ini.has_section("database"));
  for (const auto& section : ini.sections())
    EXPECT_TRUE(section.entries.empty()) << section.name;
}

TEST(ConfigTemplate, UrlReadsBackAsItWasGiven) {
  const std::string url = "postgresql://u:p%40%25@h/d?options=-c%20x%3D1";
  const auto ini = Ini::parse(config_template(url), "/x/pycharter.cfg", InlineComments::strip);
  EXPECT_EQ(ini.get("database", "sql_alchemy_conn"), url);
}

TEST(ConfigTemplate, ExampleFileIsUpToDate) {
  EXPECT_EQ(tests::read_file(PYCHARTER_SOURCE_ROOT "/pycharter.cfg.example"), config_template());
}

}  // namespace
}  // namespace pycharter::config
