#include "store/plain_json.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "store/document.h"

namespace pycharter::store {
namespace {

std::string member(std::string_view text, std::string_view key) {
  const auto plain = look_through(text, key, max_depth);
  if (!plain) return "not plain";
  return plain->member
             ? std::string(text.substr(plain->member->begin, plain->member->end - plain->member->begin))
             : "none";
}

std::string nested(std::size_t levels) {
  return "{\"a\":" + std::string(levels - 1, '[') + std::string(levels - 1, ']') + "}";
}

TEST(PlainJson, finds_the_last_member_of_a_key_in_the_outermost_object_alone) {
  EXPECT_EQ(member(R"({"version": "1", "a": {"version": 2}})", "version"), "\"1\"");
  EXPECT_EQ(member(R"({"a": {"version": 2}, "b": [{"version": 3}]})", "version"), "none");
  EXPECT_EQ(member(R"({"v":1,"v":[true,null,{}],"w":-0.25})", "v"), "[true,null,{}]");
  EXPECT_EQ(member("\n {\t\"v\" :\r -12.5 }\n", "v"), "-12.5");
  EXPECT_EQ(member("{}", "v"), "none");
  EXPECT_EQ(member("{ }", ""), "none");
  EXPECT_EQ(member(R"({"": 1})", ""), "1");
}

TEST(PlainJson, stops_a_string_at_its_own_end_wherever_that_stands) {
  for (std::size_t size = 0; size < 40; ++size) {
    const std::string filling(size, 'x');
    EXPECT_EQ(member("{\"" + filling + "\":\"" + filling + "\",\"v\":1}", "v"), "1") << size;
    EXPECT_EQ(member("{\"a\":\"" + filling + "\\\"\",\"v\":1}", "v"), "1") << size;
    EXPECT_EQ(member("{\"a\":\"" + filling + "é€😀\",\"v\":1}", "v"), "1") << size;
    EXPECT_EQ(member("{\"a\":\"" + filling + "\x7f\",\"v\":1}", "v"), "1") << size;
    EXPECT_EQ(member("{\"a\":\"" + filling + "\x1f\",\"v\":1}", "v"), "not plain") << size;
    EXPECT_EQ(member("{\"a\":\"" + filling + "\xff\",\"v\":1}", "v"), "not plain") << size;
    EXPECT_EQ(member("{\"a\":\"" + filling, "v"), "not plain") << size;
    EXPECT_EQ(member("{\"a\":\"" + filling + "\\", "v"), "not plain") << size;
  }
}

TEST(PlainJson, leaves_to_a_parser_what_is_written_otherwise) {
  for (const std::string text :
       {R"({"a": 1e5})", R"({"a": 123456789012345678})", R"({"a": "\ud83d\ude00"})", R"({"\u0061": 1})"}) {
    EXPECT_EQ(member(text, "a"), "not plain") << text;
    EXPECT_NO_THROW(Document(text, "schema")) << text;
  }
  EXPECT_EQ(member(nested(64), "b"), "none");
  EXPECT_EQ(member(nested(65), "b"), "not plain");
  EXPECT_FALSE(look_through(nested(4), "b", 3));
  EXPECT_EQ(find_member(R"({"\u0061": 1e5})", "schema", "a")->begin, 11u);
}

TEST(PlainJson, says_of_nothing_wrong_that_it_is_plain) {
  for (const auto& text : std::vector<std::string>{"",
                                                   " ",
                                                   "[]",
                                                   "\"x\"",
                                                   "1",
                                                   "null",
                                                   "{",
                                                   "{\"a\":1,}",
                                                   "{'a':1}",
                                                   "{\"a\":1}{}",
                                                   "{\"a\":1} x",
                                                   "{,}",
                                                   "{\"a\":NaN}",
                                                   "{\"a\":01}",
                                                   "{\"a\":-}",
                                                   "{\"a\":1.}",
                                                   "{\"a\":.5}",
                                                   "{\"a\":+1}",
                                                   "{\"a\":tru}",
                                                   "{\"a\":truex}",
                                                   "{\"a\":1 /* x */}",
                                                   "{\"a\":\"\\ud800\"}",
                                                   "{\"a\":\"\\x\"}",
                                                   "{\"a\":\"\\u12g4\"}",
                                                   "{\"a\":\"\\u12\"",
                                                   "{\"a\":\"\xff\"}",
                                                   "{\"\xc0\xaf\":1}",
                                                   "{\"a\":\"\xed\xa0\x80\"}",
                                                   "{\"a\":[1,]}",
                                                   "{\"a\":[}",
                                                   "{\"a\":[1}]",
                                                   "{\"a\" 1}",
                                                   "{\"a\":}",
                                                   "{\"a\":1 \"b\":2}",
                                                   "\xef\xbb\xbf{}",
                                                   std::string("{\"a\":\"\0\"}", 9),
                                                   std::string("{}\0", 3),
                                                   std::string("{\0}", 3)})
    EXPECT_EQ(member(text, "a"), "not plain") << text;
}

}  // namespace
}  // namespace pycharter::store
