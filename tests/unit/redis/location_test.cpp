#include "redis/location.h"

#include <gtest/gtest.h>

#include "support/error_of.h"

namespace pycharter::redis {
namespace {

using std::chrono::milliseconds;
using tests::error_of;

TEST(Location, ReadsTheFormsOfTheReferenceDocument) {
  const auto plain = read_location("redis://localhost:6380", {});
  EXPECT_EQ(plain.host, "localhost");
  EXPECT_EQ(plain.port, 6380);
  EXPECT_EQ(plain.database, 0);
  EXPECT_FALSE(plain.password);
  EXPECT_EQ(read_location("redis://localhost/7", {}).database, 7);
  EXPECT_EQ(read_location("redis://localhost", {}).port, 6379);
  EXPECT_EQ(read_location("redis://", {}).describe(), "database 0 of 127.0.0.1:6379");
  EXPECT_EQ(read_location("redis://[::1]:1/2", {}).describe(), "database 2 of [::1]:1");
  for (const std::string url : {"redis://:p%40ss@h", "redis://p%40ss@h"}) {
    const auto one = read_location(url, {});
    EXPECT_EQ(one.password, "p@ss") << url;
    EXPECT_FALSE(one.user) << url;
    EXPECT_EQ(one.credentials(), "with the password of the URL");
  }
  const auto user = read_location("redis://app:pw@h", {});
  EXPECT_EQ(user.user, "app");
  EXPECT_EQ(user.credentials(), "as user 'app'");
}

TEST(Location, TakesParametersBeforeSettings) {
  const auto options =
      read_options({{"connect_timeout", "2.5"}, {"socket_timeout", "3"}, {"key_prefix", "k"}});
  EXPECT_EQ(options.key_prefix, "k");
  const auto set = read_location("redis://h", options);
  EXPECT_EQ(set.connect_timeout, milliseconds(2500));
  EXPECT_EQ(set.socket_timeout, milliseconds(3000));
  const auto given = read_location(
      "redis://h/1?db=2&socket_timeout=0.5&socket_connect_timeout=4&username=u&password=p&client_name=me",
      options);
  EXPECT_EQ(given.database, 2);
  EXPECT_EQ(given.socket_timeout, milliseconds(500));
  EXPECT_EQ(given.connect_timeout, milliseconds(4000));
  EXPECT_EQ(given.user, "u");
  EXPECT_EQ(given.password, "p");
  EXPECT_EQ(given.client_name, "me");
  EXPECT_EQ(read_options({{"key_prefix", ""}}).key_prefix, "pycharter");
}

TEST(Location, RefusesWhatItCantBeWithoutThePassword) {
  for (const std::string url :
       {"rediss://u:hunter2@h", "redis://u:hunter2@h1,h2", "redis://u:hunter2@h/x", "redis://u:hunter2@h/-1",
        "redis://u:hunter2@h/99999999999", "redis://u:hunter2@h/1?db=", "redis://u:hunter2@h?what=1",
        "redis://u:hunter2@h?socket_timeout=soon", "redis://u:hunter2@h?socket_timeout=0",
        "redis://u:hunter2@h?client_name=a%20b", "redis://h?username=u"}) {
    const auto error = error_of([&] { read_location(url, {}); });
    EXPECT_EQ(error.code(), ErrorCode::config) << url;
    EXPECT_EQ(error.message().find("hunter2"), std::string::npos) << error.message();
  }
}

TEST(Options, RefuseWhatIsNoValue) {
  for (const auto* bad : {"soon", "0", "-1", "1s", "nan", "1e99"}) {
    EXPECT_EQ(error_of([&] { read_options({{"connect_timeout", bad}}); }).code(), ErrorCode::config) << bad;
    EXPECT_EQ(error_of([&] { read_options({{"socket_timeout", bad}}); }).code(), ErrorCode::config) << bad;
  }
}

}  // namespace
}  // namespace pycharter::redis
