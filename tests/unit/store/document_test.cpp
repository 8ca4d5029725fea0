#include "store/document.h"

#include <gtest/gtest.h>
#include <pycharter/error.h>

#include <string>

namespace pycharter::store {
namespace {

Error refusal(std::string_view text) {
  try {
    Document(text, "schema 'user'");
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "accepted: " << text.substr(0, 200);
  return Error(ErrorCode::internal, "");
}

std::string appended(std::string_view text) {
  const Document document(text, "schema");
  return apply_edits(text, {append_members(document, document.root(), {R"("version": "1.0")"})});
}

TEST(Document, says_where_it_is_broken) {
  const auto error = refusal("{\n  \"ä\": 1,\n  \"éé\": tru\n}");
  EXPECT_EQ(error.code(), ErrorCode::invalid_document);
  EXPECT_EQ(error.facts().line, 3);
  EXPECT_GE(error.facts().column, 9);
  EXPECT_LE(error.facts().column, 12);
  EXPECT_NE(error.message().find("schema 'user'"), std::string::npos);
  EXPECT_NE(error.message().find("line 3, column"), std::string::npos);
}

TEST(Document, refuses_what_is_not_one_json_object) {
  for (const std::string text :
       {"", " ", "[]", "\"x\"", "1", "null", "{", "{\"a\":1,}", "{'a':1}", "{\"a\":1}{}", "{\"a\":1} x",
        "{\"a\":NaN}", "{\"a\":01}", "{\"a\":1 /* x */}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\xff\"}",
        "{\"\xc0\xaf\":1}", "{\"a\":\"\xed\xa0\x80\"}", "\xef\xbb\xbf{}"})
    EXPECT_EQ(refusal(text).code(), ErrorCode::invalid_document) << text;
}

TEST(Document, refuses_nul_bytes) {
  EXPECT_EQ(refusal(std::string_view("{\"a\":\"\0\"}", 9)).code(), ErrorCode::invalid_document);
  EXPECT_EQ(refusal(std::string_view("{}\0", 3)).code(), ErrorCode::invalid_document);
}

TEST(Document, refuses_a_hundred_thousand_levels_without_falling_over) {
  const auto error = refusal("{\"a\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}");
  EXPECT_EQ(error.code(), ErrorCode::invalid_document);
  EXPECT_NE(error.message().find("levels deep"), std::string::npos);
  refusal(std::string(100'000, '{'));
}

TEST(Document, takes_as_many_levels_as_it_says) {
  const auto nested = [](std::size_t levels) {
    return "{\"a\":" + std::string(levels - 1, '[') + std::string(levels - 1, ']') + "}";
  };
  EXPECT_NO_THROW(Document(nested(max_depth), "schema"));
  EXPECT_EQ(refusal(nested(max_depth + 1)).code(), ErrorCode::invalid_document);
}

TEST(Document, finds_members_as_they_were_written) {
  const std::string text =
      " \n{ \"a\\u0062\" : [1, {\"x\": \"}]\\\"\"}] , \"n\":-0.10e1,\"t\" :true , \"ab\":\"last\" } \n";
  const Document document(text, "schema");
  const auto members = document.members(document.root());
  ASSERT_EQ(members.size(), 4u);
  EXPECT_EQ(members[0].key, "ab");
  EXPECT_EQ(document.text(members[0].value), "[1, {\"x\": \"}]\\\"\"}]");
  EXPECT_EQ(document.text(members[1].value), "-0.10e1");
  EXPECT_EQ(document.text(members[2].value), "true");
  EXPECT_EQ(document.string(document.member(document.root(), "ab")->value), "last");
  EXPECT_FALSE(document.member(document.root(), "missing"));
}

TEST(Document, appends_after_the_last_member) {
  EXPECT_EQ(appended("{}"), R"({"version": "1.0"})");
  EXPECT_EQ(appended("{ }"), R"({"version": "1.0" })");
  EXPECT_EQ(appended(R"({"type": "object"})"), R"({"type": "object", "version": "1.0"})");
  EXPECT_EQ(appended(" {\"a\":{ }\n} "), " {\"a\":{ }, \"version\": \"1.0\"\n} ");
}

TEST(Document, appends_on_a_line_of_its_own_where_members_stand_on_theirs) {
  EXPECT_EQ(appended("{\n  \"a\": 1,\n  \"b\": 2\n}"),
            "{\n  \"a\": 1,\n  \"b\": 2,\n  \"version\": \"1.0\"\n}");
  EXPECT_EQ(appended("{\r\n\t\"a\": 1\r\n}"), "{\r\n\t\"a\": 1,\r\n\t\"version\": \"1.0\"\r\n}");
}

TEST(Document, keeps_all_that_is_not_edited) {
  const std::string text =
      R"({"n":0.10,"big":12345678901234567890123,"n":1E+2,"u":"\u00e9\/", "z":{},"a":[]})";
  EXPECT_EQ(appended(text), text.substr(0, text.size() - 1) + R"(, "version": "1.0"})");
}

TEST(Document, quotes_any_text) {
  EXPECT_EQ(quoted("a\"b\\c\n\x01"), R"("a\"b\\c\n\u0001")");
  EXPECT_EQ(quoted("é😀"), "\"é😀\"");
}

}  // namespace
}  // namespace pycharter::store
