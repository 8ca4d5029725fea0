#include "config/ini.h"

#include <gtest/gtest.h>

#include "support/error_of.h"
#include "support/temporary_folder.h"

namespace pycharter::config {
namespace {

using tests::error_of;
using tests::TemporaryFolder;

Ini parse(std::string_view text, InlineComments comments = InlineComments::keep) {
  return Ini::parse(text, "/etc/app/x.ini", comments);
}

TEST(Ini, KeysAreLowerCaseAndKnowTheirLines) {
  const auto ini = parse("\n[A]\nKey = v\nother: w = z\n[b.c]\n\nx.y=\n");
  EXPECT_EQ(ini.get("A", "KEY"), "v");
  EXPECT_EQ(ini.find("A", "key")->line, 3);
  EXPECT_EQ(ini.get("A", "other"), "w = z");
  EXPECT_EQ(ini.get("b.c", "x.y"), "");
  EXPECT_EQ(ini.find("b.c", "x.y")->line, 7);
  EXPECT_EQ(ini.get("a", "key"), std::nullopt);
  EXPECT_EQ(ini.get("A", "none"), std::nullopt);
}

TEST(Ini, ContinuationLinesJoinWithLineFeeds) {
  const auto ini = parse("[a]\nx = 1\n  2\n\n  # a comment\n\t3\ny = 4\n[b]\nz =\n  p\n  q\n");
  EXPECT_EQ(ini.get("a", "x"), "1\n2\n\n3");
  EXPECT_EQ(ini.get("a", "y"), "4");
  EXPECT_EQ(ini.get("b", "z"), "\np\nq");
}

TEST(Ini, EmptySectionsDoNotShiftTheOthers) {
  const auto ini = parse("[a]\n[b]\nx = 1\n[c]\n[d]\ny = 2\n[e]\n");
  EXPECT_EQ(ini.get("b", "x"), "1");
  EXPECT_EQ(ini.get("d", "y"), "2");
  EXPECT_TRUE(ini.has_section("a"));
  EXPECT_TRUE(ini.has_section("e"));
  EXPECT_EQ(ini.sections().size(), 5U);
}

TEST(Ini, InlineCommentsBelongToTheValueOnlyForConfigparser) {
  EXPECT_EQ(parse("[a]\nx = 1 ; no\n").get("a", "x"), "1 ; no");
  EXPECT_EQ(parse("[a]\nx = 1 ; no\n", InlineComments::strip).get("a", "x"), "1");
  EXPECT_EQ(parse("[a]\nx = a;b#c\n", InlineComments::strip).get("a", "x"), "a;b#c");
  EXPECT_EQ(parse("[a]\nx = 1 # no\n", InlineComments::strip).get("a", "x"), "1");
}

TEST(Ini, InterpolationFollowsBasicInterpolation) {
  const auto ini =
      parse("[DEFAULT]\nroot = /r\n[a]\nx = %(here)s/%(Root)s%%\ny = %(x)s!\n[b]\nroot = /b\nz = %(root)s\n");
  EXPECT_EQ(ini.get("a", "x"), "/etc/app//r%");
  EXPECT_EQ(ini.get("a", "y"), "/etc/app//r%!");
  EXPECT_EQ(ini.get("b", "z"), "/b");
  EXPECT_EQ(ini.values("a").at("root"), "/r");
}

TEST(Ini, ALonePercentSignStandsForItselfInOurOwnFiles) {
  const auto value = [](const std::string& text) {
    return parse("[a]\nx = " + text + "\n", InlineComments::strip).get("a", "x");
  };
  EXPECT_EQ(value("p%40ss"), "p%40ss");
  EXPECT_EQ(value("p%%40ss"), "p%40ss");
  EXPECT_EQ(value("100%"), "100%");
  EXPECT_EQ(value("%(here)s/%41"), "/etc/app/%41");
  EXPECT_EQ(error_of([&] { value("%(none)s"); }).code(), ErrorCode::config);
}

TEST(Ini, BrokenInterpolationNamesTheLineAndHidesTheValue) {
  for (const char* value : {"hunter2%40", "hunter2%(none)s", "hunter2%(x)s", "hunter2%", "hunter2%(x"}) {
    const auto ini = parse("[a]\n\nx = " + std::string(value) + "\n");
    const auto error = error_of([&] { ini.get("a", "x"); });
    EXPECT_EQ(error.code(), ErrorCode::config);
    EXPECT_EQ(error.facts().line, 3);
    EXPECT_EQ(error.facts().file, "/etc/app/x.ini");
    EXPECT_EQ(error.message().find("hunter2"), std::string::npos) << error.message();
  }
}

TEST(Ini, ExponentialInterpolationIsBounded) {
  std::string text = "[a]\nx0 = " + std::string(1000, 'x') + "\n";
  for (int i = 1; i < 9; ++i) {
    text += "x" + std::to_string(i) + " =";
    for (int k = 0; k < 30; ++k)
      text += " %(x" + std::to_string(i - 1) + ")s";
    text += "\n";
  }
  const auto error = error_of([&] { parse(text).get("a", "x8"); });
  EXPECT_EQ(error.code(), ErrorCode::config);
}

TEST(Ini, DuplicatesNameFileBothLinesAndSection) {
  const auto key = error_of([] { parse("[a]\nx = 1\n\nX: 2\n"); });
  EXPECT_NE(key.message().find("/etc/app/x.ini:4: key 'x' of section [a] was set in line 2"),
            std::string::npos)
      << key.message();
  const auto section = error_of([] { parse("[a]\nx = 1\n[b]\n[a]\n"); });
  EXPECT_NE(section.message().find("x.ini:4: section [a] was opened in line 1"), std::string::npos)
      << section.message();
}

TEST(Ini, BomAndCrlfAreNoPartOfTheText) {
  const auto ini = parse("\xef\xbb\xbf[a]\r\nx = 1\r\n  2\r\n\r\n[b]\r\ny=\r\n");
  EXPECT_EQ(ini.get("a", "x"), "1\n2");
  EXPECT_EQ(ini.get("b", "y"), "");
}

TEST(Ini, NamesOfPythonKeepTheirSpelling) {
  const auto ini = Ini::parse("[pycharter:types]\napp.GUID = sa.String(36)\napp.guid = 5\n[a]\nKEY = v\n",
                              "x.ini", InlineComments::keep);
  const std::map<std::string, std::string> expected{{"app.GUID", "sa.String(36)"}, {"app.guid", "5"}};
  EXPECT_EQ(ini.values("pycharter:types"), expected);
  EXPECT_EQ(ini.get("a", "Key"), "v");
}

TEST(Ini, WhatIsNoIniFileIsRefusedWithItsLine) {
  const std::string nul("[a]\nx = \0\n", 10);
  for (const std::string& text : {nul,
                                  std::string("\x7f"
                                              "ELF\x02\x01"),
                                  std::string("[a]\nx = \xff\n"), std::string("x = 1\n"),
                                  std::string("[a]\njunk\n"), std::string("[a\n"), std::string("[]\n"),
                                  std::string("[a]\n= 1\n"), std::string("\x89PNG\r\n\x1a\n")}) {
    const auto error = error_of([&] { parse(text); });
    EXPECT_EQ(error.code(), ErrorCode::config);
    EXPECT_GT(error.facts().line, 0) << error.message();
  }
}

TEST(Ini, MissingFolderAndHugeFilesAreClearErrors) {
  TemporaryFolder folder;
  EXPECT_NE(
      error_of([&] { Ini::load(folder / "none.ini", InlineComments::keep); }).message().find("No such file"),
      std::string::npos);
  EXPECT_NE(
      error_of([&] { Ini::load(folder.path(), InlineComments::keep); }).message().find("it is a folder"),
      std::string::npos);
  const auto huge = folder.write("huge.ini", std::string(max_ini_size + 1, '#'));
  EXPECT_NE(error_of([&] { Ini::load(huge, InlineComments::keep); }).message().find("more than"),
            std::string::npos);
}

}  // namespace
}  // namespace pycharter::config
