#include <gtest/gtest.h>

#include <pycharter/plugin/url.h>

#include "support/error_of.h"

namespace pycharter::plugin {
namespace {

using tests::error_of;

TEST(Url, PartsAreDecoded) {
  const auto url =
      parse_url("postgresql+psycopg2://us%40er:p%3Aw%2F@Host:5432/my%20db?options=-c+x%3D1&sslmode=require");
  EXPECT_EQ(url.scheme, "postgresql");
  EXPECT_EQ(url.driver, "psycopg2");
  EXPECT_EQ(url.user, "us@er");
  EXPECT_EQ(url.password, "p:w/");
  ASSERT_EQ(url.hosts.size(), 1U);
  EXPECT_EQ(url.hosts[0].name, "Host");
  EXPECT_EQ(url.hosts[0].port, 5432);
  EXPECT_EQ(url.database, "my db");
  EXPECT_EQ(url.parameter("options"), "-c x=1");
  EXPECT_EQ(url.parameter("sslmode"), "require");
  EXPECT_EQ(url.parameter("none"), std::nullopt);
}

TEST(Url, SqliteFormsTellRelativeAbsoluteAndMemory) {
  EXPECT_EQ(parse_url("sqlite:///relative.db").database, "relative.db");
  EXPECT_EQ(parse_url("sqlite:////absolute/x.db").database, "/absolute/x.db");
  EXPECT_EQ(parse_url("sqlite://").database, std::nullopt);
  EXPECT_EQ(parse_url("sqlite:///:memory:").database, ":memory:");
  EXPECT_EQ(parse_url("sqlite:///a@b:c.db").database, "a@b:c.db");
}

TEST(Url, SeveralHostsAndIpv6) {
  const auto url = parse_url("postgresql://u@[::1]:5433,h2,h3:5/db?target_session_attrs=read-write");
  ASSERT_EQ(url.hosts.size(), 3U);
  EXPECT_EQ(url.hosts[0].name, "::1");
  EXPECT_EQ(url.hosts[0].port, 5433);
  EXPECT_EQ(url.hosts[1].port, 0);
  EXPECT_EQ(url.hosts[2].port, 5);
  EXPECT_EQ(url.to_string(), "postgresql://u@[::1]:5433,h2,h3:5/db?target_session_attrs=read-write");
}

TEST(Url, UserInfoOfRedisWithoutColonIsThePassword) {
  const auto url = parse_url("redis://secret@localhost:6379/0");
  EXPECT_EQ(url.user, std::nullopt);
  EXPECT_EQ(url.password, "secret");
  EXPECT_EQ(url.to_string(), "redis://:secret@localhost:6379/0");
  EXPECT_EQ(parse_url("redis://:secret@localhost").password, "secret");
  EXPECT_EQ(parse_url("rediss://app:secret@localhost").user, "app");
}

TEST(Url, PlusOfMongodbSrvIsNoDriver) {
  EXPECT_EQ(parse_url("mongodb+srv://h/x").scheme, "mongodb+srv");
  EXPECT_EQ(parse_url("MySQL+PyMySQL://h/x").driver, "pymysql");
}

TEST(Url, PasswordMayHoldAtSlashAndQuestionMark) {
  EXPECT_EQ(parse_url("postgresql://u:p@w@h/d").password, "p@w");
  EXPECT_EQ(parse_url("postgresql://u:p/w@h/d").password, "p/w");
  EXPECT_EQ(parse_url("postgresql://u:p?w@h/d").password, "p?w");
  EXPECT_EQ(parse_url("postgresql://h:5432/d?options=a@b").user, std::nullopt);
}

TEST(Url, EncodedAgainItParsesToTheSame) {
  for (const char* text : {"postgresql://u%3A:p%25%40@h%2Fs/d%3Fb?a=%26b&c=", "sqlite:////a%20b.db", "x://",
                           "redis://p@h", "mysql://u:@[fe80::1%25eth0]:3306/d"}) {
    const auto once = parse_url(text);
    const auto twice = parse_url(once.to_string());
    EXPECT_EQ(once.to_string(), twice.to_string()) << text;
    EXPECT_EQ(once.password, twice.password) << text;
    EXPECT_EQ(once.database, twice.database) << text;
    EXPECT_EQ(once.query, twice.query) << text;
  }
}

TEST(Url, HostileTextIsRefusedWithoutItsPassword) {
  const std::string huge = "postgresql://u:hunter2@h/" + std::string(10 * 1024 * 1024, 'x');
  const std::string with_nul("postgresql://u:hunter2@h/d\0x", 28);
  for (const std::string& text : {std::string(),
                                  std::string("hunter2"),
                                  std::string("://u:hunter2@h"),
                                  std::string("1x://u:hunter2@h"),
                                  std::string("postgresql://u:hunter2%zz@h/d"),
                                  std::string("postgresql://u:hunter2%@h/d"),
                                  std::string("postgresql://u:hunter2%00@h/d"),
                                  std::string("postgresql://u:hunter2@h:0/d"),
                                  std::string("postgresql://u:hunter2@h:65536/d"),
                                  std::string("postgresql://u:hunter2@h:99999999999999999999/d"),
                                  std::string("postgresql://u:hunter2@h:54x/d"),
                                  std::string("postgresql://u:hunter2@::1/d"),
                                  std::string("postgresql://u:hunter2@[::1/d"),
                                  std::string("postgresql://u:hunter2@[]/d"),
                                  std::string("postgresql://u:hunter2@[::1]x/d"),
                                  std::string("postgresql://u:hunter2@h/d\n"),
                                  std::string("postgresql://u:hunter2@h/%0a"),
                                  std::string("postgresql://u:hunter2@h/d?=x"),
                                  huge,
                                  with_nul}) {
    const auto error = error_of([&] { parse_url(text); });
    EXPECT_EQ(error.code(), ErrorCode::config) << text.substr(0, 80);
    EXPECT_EQ(error.message().find("hunter2"), std::string::npos) << error.message();
    EXPECT_LT(error.message().size(), 300U);
  }
}

TEST(Url, MaskedTextHidesOnlyThePassword) {
  EXPECT_EQ(parse_url("postgresql://u:pw@h/d").to_string(Url::Password::masked), "postgresql://u:***@h/d");
}

}  // namespace
}  // namespace pycharter::plugin
