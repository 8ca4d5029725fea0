#include "mongodb/location.h"

#include <gtest/gtest.h>

#include "mongodb/errors.h"
#include "support/error_of.h"

namespace pycharter::mongodb {
namespace {

using tests::error_of;

std::string database_of(const std::string& url, const plugin::Settings& settings = {}) {
  return Location(url, read_options(settings)).database();
}

TEST(Location, TakesTheDatabaseFromSettingThenUrlThenDefault) {
  EXPECT_EQ(database_of("mongodb://h/d", {{"database_name", "s"}}), "s");
  EXPECT_EQ(database_of("mongodb://h/d?w=1"), "d");
  EXPECT_EQ(database_of("mongodb://h"), "pycharter");
  EXPECT_EQ(database_of("mongodb://h/?w=1"), "pycharter");
}

TEST(Location, RefusesNamesThatNoDatabaseCanHave) {
  for (const std::string name : {"a b", "a/b", "a.b", "$a", "a\"b",
                                 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"})
    EXPECT_EQ(error_of([&] {
                database_of("mongodb://h", {{"database_name", name}});
              }).code(),
              ErrorCode::config);
}

TEST(Location, WaitsForAnAnswerNoLongerThanForTheSelectionOfAServer) {
  const auto connect_timeout = [](const std::string& url) {
    return mongoc_uri_get_option_as_int32(Location(url, {}).uri(), "connecttimeoutms", 0);
  };
  EXPECT_EQ(connect_timeout("mongodb://h/?serverSelectionTimeoutMS=2000"), 2'000);
  EXPECT_EQ(connect_timeout("mongodb://h/?serverSelectionTimeoutMS=20000"), 10'000);
  EXPECT_EQ(connect_timeout("mongodb://h/?serverSelectionTimeoutMS=2000&connectTimeoutMS=3000"), 3'000);
}

TEST(Location, AddsWhatTheUrlLeavesOpen) {
  const Location open("mongodb://h1,h2:1/", {});
  EXPECT_EQ(mongoc_uri_get_option_as_int32(open.uri(), "serverselectiontimeoutms", 0), 10'000);
  EXPECT_EQ(mongoc_uri_get_option_as_int32(open.uri(), "connecttimeoutms", 0), 10'000);
  EXPECT_STREQ(mongoc_read_concern_get_level(mongoc_uri_get_read_concern(open.uri())), "majority");
  EXPECT_TRUE(mongoc_write_concern_get_wmajority(mongoc_uri_get_write_concern(open.uri())));
  EXPECT_STREQ(mongoc_uri_get_appname(open.uri()), "pycharter");
  EXPECT_EQ(open.hosts(), "h1:27017, h2:1");
}

TEST(Location, LeavesWhatTheUrlSays) {
  const Location given(
      "mongodb://h/"
      "?w=1&readConcernLevel=local&serverSelectionTimeoutMS=5&appname=mine&replicaSet=rs&retryWrites=false",
      read_options({{"connect_timeout", "2.5"}}));
  EXPECT_EQ(mongoc_uri_get_option_as_int32(given.uri(), "serverselectiontimeoutms", 0), 5);
  EXPECT_EQ(mongoc_uri_get_option_as_int32(given.uri(), "connecttimeoutms", 0), 2500);
  EXPECT_STREQ(mongoc_read_concern_get_level(mongoc_uri_get_read_concern(given.uri())), "local");
  EXPECT_EQ(mongoc_write_concern_get_w(mongoc_uri_get_write_concern(given.uri())), 1);
  EXPECT_STREQ(mongoc_uri_get_appname(given.uri()), "mine");
  EXPECT_STREQ(mongoc_uri_get_replica_set(given.uri()), "rs");
}

TEST(Location, NamesMechanismUserAndDatabaseButNoPassword) {
  EXPECT_EQ(Location("mongodb://h/d", {}).credentials(), "without a user");
  const auto text =
      Location("mongodb://u:hunter2@h/d?authSource=a&authMechanism=SCRAM-SHA-256", {}).credentials();
  EXPECT_EQ(text, "'u' by SCRAM-SHA-256 against the database 'a'");
  EXPECT_EQ(Location("mongodb://u:hunter2@h/", {}).credentials().find("hunter2"), std::string::npos);
}

TEST(Location, SaysWhatTheDriverCantReadWithoutThePassword) {
  for (const std::string url : {"mongodb://u:hunter2@h:99999/d",
                                "mongodb://u:hunter2@h/d?replicaSet=", "mongodb+srv://u:hunter2@h1,h2/d"}) {
    const auto error = error_of([&] { Location(url, {}); });
    EXPECT_EQ(error.code(), ErrorCode::config) << url;
    EXPECT_EQ(error.message().find("hunter2"), std::string::npos) << error.message();
  }
}

TEST(Options, RefuseWhatIsNoValue) {
  for (const plugin::Settings& settings :
       {plugin::Settings{{"connect_timeout", "soon"}}, plugin::Settings{{"connect_timeout", "0"}},
        plugin::Settings{{"connect_timeout", "-1"}}, plugin::Settings{{"connect_timeout", "1s"}},
        plugin::Settings{{"connect_timeout", "nan"}}, plugin::Settings{{"connect_timeout", "1e99"}},
        plugin::Settings{{"escape_keys", "yes"}}})
    EXPECT_EQ(error_of([&] { read_options(settings); }).code(), ErrorCode::config);
}

struct Case {
  std::uint32_t domain;
  std::uint32_t code;
  const char* message;
  ErrorCode expected;
};

TEST(Errors, SayByCodeWhatACallerActsOn) {
  const Location location("mongodb://app:hunter2@h:1/d?authMechanism=SCRAM-SHA-1", {});
  const Case cases[] = {
      {MONGOC_ERROR_SERVER, 11000, "E11000 duplicate key", ErrorCode::conflict},
      {MONGOC_ERROR_SERVER, 1, "constraint failed: UNIQUE constraint failed", ErrorCode::conflict},
      {MONGOC_ERROR_SERVER, 1, "something else", ErrorCode::internal},
      {MONGOC_ERROR_SERVER, 13, "not authorized", ErrorCode::auth},
      {MONGOC_ERROR_SERVER, 18, "Authentication failed.", ErrorCode::auth},
      {MONGOC_ERROR_CLIENT, MONGOC_ERROR_CLIENT_AUTHENTICATE, "Authentication failed.", ErrorCode::auth},
      {MONGOC_ERROR_SERVER_SELECTION, MONGOC_ERROR_SERVER_SELECTION_FAILURE, "No suitable servers",
       ErrorCode::connect},
      {MONGOC_ERROR_STREAM, MONGOC_ERROR_STREAM_SOCKET, "socket error", ErrorCode::connect},
      {MONGOC_ERROR_PROTOCOL, MONGOC_ERROR_PROTOCOL_INVALID_REPLY, "corrupt", ErrorCode::connect},
      {MONGOC_ERROR_SERVER, 10334, "too large", ErrorCode::invalid_document},
      {MONGOC_ERROR_SERVER, 2, "invalid key", ErrorCode::unsupported},
      {MONGOC_ERROR_SERVER, 189, "stepped down", ErrorCode::connect},
      {MONGOC_ERROR_SERVER, 112, "write conflict", ErrorCode::conflict},
  };
  for (const auto& one : cases) {
    bson_error_t error;
    bson_set_error(&error, one.domain, one.code, "%s", one.message);
    const auto made = make_error(error, "try", location, CallControl());
    EXPECT_EQ(made.code(), one.expected) << made.message();
    EXPECT_NE(made.message().find(one.message), std::string::npos) << made.message();
    EXPECT_EQ(made.message().find("hunter2"), std::string::npos) << made.message();
    EXPECT_EQ(made.facts().backend, "mongodb");
    EXPECT_EQ(made.message().find("'app' by SCRAM-SHA-1 against the database 'd'") != std::string::npos,
              one.expected == ErrorCode::auth)
        << made.message();
  }
}

TEST(Errors, OfACallThatWasCancelledAreCancelled) {
  CallControl control;
  control.cancel();
  bson_error_t error;
  bson_set_error(&error, MONGOC_ERROR_STREAM, MONGOC_ERROR_STREAM_SOCKET, "socket error");
  EXPECT_EQ(make_error(error, "try", Location("mongodb://h", {}), control).code(), ErrorCode::cancelled);
  control.begin();
  EXPECT_EQ(make_error(error, "try", Location("mongodb://h", {}), control).code(), ErrorCode::connect);
}

}  // namespace
}  // namespace pycharter::mongodb
