#include "config/trust.h"

#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "support/temporary_folder.h"

namespace pycharter::config {
namespace {

using tests::TemporaryFolder;

TEST(Trust, OwnFilesInOwnFoldersAreTrusted) {
  TemporaryFolder folder;
  EXPECT_EQ(untrusted_reason(folder.write("a/x.cfg", "")), std::nullopt);
}

TEST(Trust, WhatOthersMayWriteIsNot) {
  TemporaryFolder folder;
  const auto file = folder.write("a/x.cfg", "");
  chmod(file.c_str(), 0666);
  EXPECT_NE(untrusted_reason(file).value_or("").find("mode 0666"), std::string::npos);
  chmod(file.c_str(), 0600);
  chmod((folder / "a").c_str(), 0777);
  EXPECT_NE(untrusted_reason(file).value_or("").find("/a may be written"), std::string::npos);
  chmod((folder / "a").c_str(), 01777);
  EXPECT_EQ(untrusted_reason(file), std::nullopt);
  EXPECT_NE(untrusted_reason(folder / "a"), std::nullopt);  // what lies in it may be anybody's
}

TEST(Trust, LinksAreFollowedAndTheirTargetsChecked) {
  TemporaryFolder folder;
  folder.write("open/x.cfg", "");
  chmod((folder / "open").c_str(), 0777);
  ASSERT_EQ(symlink("open/x.cfg", (folder / "link").c_str()), 0);
  EXPECT_NE(untrusted_reason(folder / "link").value_or("").find("/open"), std::string::npos);
  ASSERT_EQ(symlink((folder / "loop").c_str(), (folder / "loop").c_str()), 0);
  EXPECT_NE(untrusted_reason(folder / "loop").value_or("").find("too many"), std::string::npos);
  folder.write("good/y.cfg", "");
  ASSERT_EQ(symlink("../good", (folder / "good/self").c_str()), 0);
  EXPECT_EQ(untrusted_reason(folder / "good/self/self/y.cfg"), std::nullopt);
}

TEST(Trust, StrangePathsAreRefused) {
  EXPECT_NE(untrusted_reason("relative/x"), std::nullopt);
  EXPECT_NE(untrusted_reason(std::string("/etc\0/passwd", 12)), std::nullopt);
  EXPECT_NE(untrusted_reason("/no/such/file"), std::nullopt);
  EXPECT_NE(untrusted_reason(""), std::nullopt);
}

TEST(Trust, FilesOfAnotherUserAreNot) {
  if (geteuid() != 0) {
    // Without root a stranger's file is /root's; it can't be reached or belongs to root, who is trusted.
    EXPECT_EQ(untrusted_reason("/"), std::nullopt);
    return;
  }
  TemporaryFolder folder;
  const auto file = folder.write("x.cfg", "");
  ASSERT_EQ(chown(file.c_str(), 12345, 12345), 0);
  EXPECT_NE(untrusted_reason(file).value_or("").find("uid 12345"), std::string::npos);
}

}  // namespace
}  // namespace pycharter::config
