#include "redis/json_text.h"

#include <gtest/gtest.h>

namespace pycharter::redis {
namespace {

TEST(Quoted, IsWhatPythonWrites) {
  EXPECT_EQ(quoted("a"), "\"a\"");
  EXPECT_EQ(quoted("\"\\\b\f\n\r\t/"), R"("\"\\\b\f\n\r\t/")");
  EXPECT_EQ(quoted("\x01\x1f\x7f"), R"("\u0001\u001f\u007f")");
  EXPECT_EQ(quoted("é日😀"), R"("\u00e9\u65e5\ud83d\ude00")");
  EXPECT_EQ(quoted_or_null(std::nullopt), "null");
}

TEST(Written, TakesWhatComesNextOrNothing) {
  std::string_view text;
  Written written(R"({"a~ b": "c)");
  EXPECT_FALSE(written.take("["));
  EXPECT_TRUE(written.take("{"));
  EXPECT_TRUE(written.take_plain(text));
  EXPECT_EQ(text, "a~ b");
  EXPECT_TRUE(written.take(": "));
  EXPECT_FALSE(written.take_plain(text));  // it does not end
  for (const auto* other : {R"("a\n")", "\"é\"", "\"\x01\"", "a", ""})
    EXPECT_FALSE(Written(other).take_plain(text)) << other;
}

TEST(Members, ComeWithTheirTextAsItWasWritten) {
  const auto members = members_of(R"( {"a" : [1, {"b": "}],"}] , "c":{}, "\u00e9": "\"x\\",
    "d":  {"e" : 1.50 }
  })");
  ASSERT_TRUE(members);
  ASSERT_EQ(members->size(), 4u);
  EXPECT_EQ((*members)[0].key, "a");
  EXPECT_EQ((*members)[0].value, R"([1, {"b": "}],"}] )");
  EXPECT_EQ((*members)[1].value, "{}");
  EXPECT_EQ((*members)[2].key, "é");
  EXPECT_EQ(scalar_text((*members)[2].value), "\"x\\");
  EXPECT_EQ((*members)[3].value, " {\"e\" : 1.50 }\n  ");
}

TEST(Members, OfWhatIsNoObjectAreNone) {
  EXPECT_FALSE(members_of("[]"));
  EXPECT_FALSE(members_of(""));
  EXPECT_TRUE(members_of("{}")->empty());
}

TEST(Values, TellTextNumbersAndNull) {
  EXPECT_EQ(scalar_text(" \"x\" "), "x");
  EXPECT_EQ(scalar_text("-1.50"), "-1.50");
  EXPECT_FALSE(scalar_text("true"));
  EXPECT_FALSE(scalar_text("{}"));
  EXPECT_TRUE(is_null(" null"));
  EXPECT_TRUE(is_object(" {}"));
  EXPECT_FALSE(is_object("\"{\""));
}

TEST(Json, IsJudgedWhole) {
  EXPECT_EQ(json_problem(R"({"a": [1e300, 12345678901234567890123, "é"]})"), "");
  for (const auto* bad : {"", "{", "{} {}", "{\"a\": NaN}", "{\"a\": \"\xff\"}", "{\"a\":1,}"})
    EXPECT_NE(json_problem(bad), "") << bad;
}

}  // namespace
}  // namespace pycharter::redis
