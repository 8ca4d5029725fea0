#include "transfer/layout.h"

#include <gtest/gtest.h>

namespace pycharter::transfer {
namespace {

TEST(Layout, the_layouts_of_json_writers_are_known) {
  EXPECT_EQ(layout_of(R"({"a": [1, {"b": 2}], "c": {}})")->name, "line");
  EXPECT_EQ(layout_of(R"({"a":[1,{"b":2}],"c":{}})")->name, "dense");
  EXPECT_EQ(layout_of(R"({})")->name, "line");
  EXPECT_EQ(layout_of(R"({"a":1, "b": 2})"), nullptr);
  EXPECT_EQ(layout_of("{\n  \"a\": 1\n}"), nullptr);
}

TEST(Layout, indenting_changes_nothing_but_blanks) {
  const std::string text = R"({"b": [1.50, -0, 1E+5, [], {}], "a": {"x,y:": "\u00e9\"{[ "}, "b": null})";
  EXPECT_EQ(indented(text, 0), R"({
  "b": [
    1.50,
    -0,
    1E+5,
    [],
    {}
  ],
  "a": {
    "x,y:": "\u00e9\"{[ "
  },
  "b": null
})");
  EXPECT_EQ(on_one_line(indented(text, 3), layouts[0]), text);
}

TEST(Layout, values_are_equal_however_they_are_written) {
  const std::pair<const char*, const char*> equal[] = {
      {R"({"a": 1.50})", R"({"a":15e-1})"},           {R"({"a": 100})", R"({"a": 1E2})"},
      {R"({"a": 0})", R"({"a": -0.00e7})"},           {R"({"a": "\u00e9"})", "{\"a\": \"\xc3\xa9\"}"},
      {R"({"a": 1, "b": 2})", R"({"b": 2, "a": 1})"}, {R"({"a": 1, "a": 2})", R"({"a": 2})"}};
  for (const auto& [left, right] : equal)
    EXPECT_EQ(by_value(left), by_value(right)) << left;
  const std::pair<const char*, const char*> different[] = {
      {R"({"a": 12345678901234567890123})", R"({"a": 12345678901234567890124})"},
      {R"({"a": 0.1})", R"({"a": 0.10000000000000001})"},
      {R"({"a": [1, 2]})", R"({"a": [2, 1]})"},
      {R"({"a": "1"})", R"({"a": 1})"},
      {R"({"a": 1})", R"({"a": -1})"},
      {R"({"a": null})", R"({})"},
      {R"({"a": 1e99999999999999999999})", R"({"a": 1e99999999999999999998})"}};
  for (const auto& [left, right] : different)
    EXPECT_NE(by_value(left), by_value(right)) << left;
}

}  // namespace
}  // namespace pycharter::transfer
