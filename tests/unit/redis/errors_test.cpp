#include "redis/errors.h"

#include <gtest/gtest.h>

namespace pycharter::redis {
namespace {

struct Case {
  const char* reply;
  ErrorCode expected;
};

TEST(Errors, SayByTheirWordsWhatACallerActsOn) {
  const auto location = read_location("redis://app:hunter2@h:1/3", {});
  const Case cases[] = {
      {"NOAUTH Authentication required.", ErrorCode::auth},
      {"WRONGPASS invalid username-password pair or user is disabled.", ErrorCode::auth},
      {"ERR invalid password", ErrorCode::auth},
      {"NOPERM this user has no permissions to run the 'set' command", ErrorCode::auth},
      {"ERR DB index is out of range", ErrorCode::config},
      {"WRONGTYPE Operation against a key holding the wrong kind of value", ErrorCode::invalid_document},
      {"ERR Error running script (call to f_1): @user_script:3: WRONGTYPE Operation against a key",
       ErrorCode::invalid_document},
      {"OOM command not allowed when used memory > 'maxmemory'.", ErrorCode::internal},
      {"READONLY You can't write against a read only replica.", ErrorCode::connect},
      {"LOADING Redis is loading the dataset in memory", ErrorCode::connect},
      {"ERR max number of clients reached", ErrorCode::connect},
      {"MOVED 3999 127.0.0.1:6381", ErrorCode::unsupported},
      {"ERR something new", ErrorCode::internal},
  };
  for (const auto& one : cases) {
    const Reply reply{.type = Reply::Type::error, .text = one.reply};
    const auto made = refused(reply, "store records", location);
    EXPECT_EQ(made.code(), one.expected) << made.message();
    EXPECT_NE(made.message().find("cannot store records, database 3 of h:1"), std::string::npos)
        << made.message();
    EXPECT_EQ(made.message().find("as user 'app'") != std::string::npos, one.expected == ErrorCode::auth);
    EXPECT_EQ(made.message().find("hunter2"), std::string::npos);
    EXPECT_EQ(made.facts().backend, "redis");
    // The core says of a write that ended so that it is not known what became of it.
    if (one.expected == ErrorCode::connect) {
      EXPECT_EQ(made.message().find("nothing was changed"), std::string::npos) << made.message();
    }
  }
}

TEST(Errors, TellTypesAndScriptsApart) {
  const auto reply = [](const char* text) { return Reply{.type = Reply::Type::error, .text = text}; };
  EXPECT_TRUE(is_wrong_type(reply("WRONGTYPE Operation")));
  EXPECT_FALSE(is_wrong_type(reply("ERR WRONGTYPE")));
  EXPECT_FALSE(is_wrong_type({.type = Reply::Type::text, .text = "WRONGTYPE"}));
  EXPECT_TRUE(is_unknown_script(reply("NOSCRIPT No matching script.")));
}

TEST(Errors, OfAnOddAnswerAskWhetherItIsRedis) {
  const auto made = unexpected({.type = Reply::Type::integer}, "connect", read_location("redis://h", {}));
  EXPECT_EQ(made.code(), ErrorCode::connect);
  EXPECT_NE(made.message().find("a number"), std::string::npos) << made.message();
}

}  // namespace
}  // namespace pycharter::redis
