#include "store/names.h"

#include <gtest/gtest.h>
#include <pycharter/error.h>

#include "config/utf8.h"

namespace pycharter::store {
namespace {

std::string repeated(std::string_view text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i)
    result += text;
  return result;
}

ErrorCode name_refusal(std::string_view text) {
  try {
    require_name(text, "The schema name");
  } catch (const Error& error) {
    EXPECT_EQ(error.message().rfind("The schema name", 0), 0u) << error.message();
    return error.code();
  }
  return ErrorCode::internal;
}

TEST(Names, may_hold_any_text) {
  for (const std::string name :
       {"a", "a:b", "a'b\"c", "100%", "😀", "index", " ", "a\nb", "${x}", "select 1;--"})
    EXPECT_EQ(require_name(name, "The schema name"), name);
}

TEST(Names, are_counted_in_characters) {
  EXPECT_NO_THROW(require_name(repeated("😀", 255), "The schema name"));
  EXPECT_EQ(name_refusal(repeated("é", 256)), ErrorCode::invalid_document);
  EXPECT_NO_THROW(require_version(std::string_view(repeated("9", 50))));
  EXPECT_THROW(require_version(std::string_view(repeated("9", 51))), Error);
}

TEST(Names, are_never_empty_nor_hold_nul_nor_broken_text) {
  EXPECT_EQ(name_refusal(""), ErrorCode::invalid_document);
  EXPECT_EQ(name_refusal(std::string_view("a\0b", 3)), ErrorCode::invalid_document);
  EXPECT_EQ(name_refusal("a\xff"), ErrorCode::invalid_document);
  EXPECT_THROW(require_version(std::string_view("")), Error);
  EXPECT_FALSE(require_version(std::optional<std::string_view>()));
}

TEST(Names, are_cut_short_between_characters_when_shown) {
  const auto text = shown(repeated("é", 200));
  EXPECT_LT(text.size(), 100u);
  EXPECT_TRUE(config::count_characters(text));
  EXPECT_EQ(shown("user"), "'user'");
}

TEST(Utf8, refuses_what_unicode_does) {
  EXPECT_EQ(config::count_characters("aé€😀"), 4u);
  for (const std::string_view text :
       {"\x80", "\xc3", "\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80", "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80", "\xe2\x82", "a\xc3(", "\xff"})
    EXPECT_FALSE(config::count_characters(text)) << testing::PrintToString(text);
}

}  // namespace
}  // namespace pycharter::store
