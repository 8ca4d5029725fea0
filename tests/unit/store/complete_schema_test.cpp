#include "store/complete_schema.h"

#include <gtest/gtest.h>
#include <pycharter/error.h>

#include <boost/json/parse.hpp>

namespace pycharter::store {
namespace {

std::string with_coercions(std::string_view schema, std::string_view rules) {
  return complete_schema(schema, rules, std::nullopt).text;
}

std::string with_validations(std::string_view schema, std::string_view rules) {
  return complete_schema(schema, std::nullopt, rules).text;
}

TEST(CompleteSchema, without_rules_is_the_schema) {
  const std::string schema = " {\"a\" : 0.10}\n";
  EXPECT_EQ(complete_schema(schema, std::nullopt, std::nullopt).text, schema);
  EXPECT_EQ(complete_schema(schema, "{}", "{}").text, schema);
}

TEST(CompleteSchema, sets_coercion_and_merges_validations) {
  const auto complete =
      complete_schema(R"({"properties": {"age": {"type": "integer"}, "name": {}}, "version": "1"})",
                      R"({"age": "coerce_to_integer"})",
                      R"({"age": {"is_positive": {"threshold": 0.10}}, "name": {"x": 1}})");
  EXPECT_EQ(
      complete.text,
      R"({"properties": {"age": {"type": "integer", "coercion": "coerce_to_integer", )"
      R"("validations": {"is_positive": {"threshold": 0.10}}}, "name": {"validations": {"x": 1}}}, "version": "1"})");
  EXPECT_TRUE(complete.unmatched.empty());
}

TEST(CompleteSchema, the_rule_wins) {
  EXPECT_EQ(with_coercions(R"({"properties":{"a":{"coercion":"old","x":1}}})", R"({"a":"new"})"),
            R"({"properties":{"a":{"coercion":"new","x":1}}})");
  EXPECT_EQ(
      with_validations(R"({"properties":{"a":{"validations":{"p":1,"q":2}}}})", R"({"a":{"q":[3],"r":4}})"),
      R"({"properties":{"a":{"validations":{"p":1,"q":[3], "r": 4}}}})");
  EXPECT_EQ(with_validations(R"({"properties":{"a":{"validations":[1]}}})", R"({"a":{"q":3}})"),
            R"({"properties":{"a":{"validations":{"q":3}}}})");
}

TEST(CompleteSchema, of_repeated_keys_the_last_counts) {
  EXPECT_EQ(with_coercions(R"({"properties":{"a":{"n":1},"a":{"n":2}}})", R"({"a":"x","a":"y"})"),
            R"({"properties":{"a":{"n":1},"a":{"n":2, "coercion": "y"}}})");
  EXPECT_EQ(with_validations(R"({"properties":{"a":{"validations":{"p":1}}}})",
                             R"({"a":{"p":2,"n":1,"p":3,"n":2}})"),
            R"({"properties":{"a":{"validations":{"p":3, "n": 2}}}})");
}

TEST(CompleteSchema, a_literal_name_comes_before_a_path) {
  const std::string schema = R"({"properties":{"a.b":{},"a":{"properties":{"b":{},"c":{}}}}})";
  EXPECT_EQ(with_coercions(schema, R"({"a.b":"x"})"),
            R"({"properties":{"a.b":{"coercion": "x"},"a":{"properties":{"b":{},"c":{}}}}})");
  EXPECT_EQ(with_coercions(schema, R"({"a.c":"x"})"),
            R"({"properties":{"a.b":{},"a":{"properties":{"b":{},"c":{"coercion": "x"}}}}})");
}

TEST(CompleteSchema, paths_go_to_any_depth_and_through_arrays) {
  const std::string schema =
      R"({"properties":{"o":{"type":"array","items":{"properties":{"l":{"items":{"items":{"properties":{"p":{}}}}}}}}}})";
  EXPECT_EQ(
      with_validations(schema, R"({"o.l.p":{"v":1}})"),
      R"({"properties":{"o":{"type":"array","items":{"properties":{"l":{"items":{"items":{"properties":)"
      R"({"p":{"validations": {"v":1}}}}}}}}}}})");
}

TEST(CompleteSchema, rules_may_name_a_property_and_one_inside_it) {
  EXPECT_EQ(with_coercions(R"({"properties":{"a":{"properties":{"b":{}}}}})", R"({"a":"x","a.b":"y"})"),
            R"({"properties":{"a":{"properties":{"b":{"coercion": "y"}}, "coercion": "x"}}})");
}

TEST(CompleteSchema, reports_rules_that_match_nothing) {
  const auto complete =
      complete_schema(R"({"properties":{"a":{},"t":true,"s":{"items":[{}]}}})",
                      R"({"a":"x","b":"x","a.b":"x","t":"x","":"x",".":"x"})", R"({"b":{},"s.x":{}})");
  EXPECT_EQ(complete.unmatched, (std::vector<std::string>{"b", "a.b", "t", "", ".", "s.x"}));
  EXPECT_EQ(complete_schema("{}", R"({"a":"x"})", std::nullopt).unmatched, std::vector<std::string>{"a"});
  EXPECT_EQ(complete_schema(R"({"properties":[]})", R"({"a":"x"})", std::nullopt).unmatched.size(), 1u);
}

TEST(CompleteSchema, unwraps_rule_files) {
  const std::string schema = R"({"properties":{"a":{}}})";
  const std::string merged = R"({"properties":{"a":{"coercion": "x"}}})";
  EXPECT_EQ(with_coercions(schema, R"({"version":"1","description":"d","rules":{"a":"x"}})"), merged);
  EXPECT_EQ(with_coercions(schema, R"({"rules":{"a":"x"}})"), merged);
}

TEST(CompleteSchema, a_property_called_rules_is_no_wrapper) {
  EXPECT_EQ(with_validations(R"({"properties":{"rules":{},"a":{}}})", R"({"rules":{"v":1}})"),
            R"({"properties":{"rules":{"validations": {"v":1}},"a":{}}})");
  EXPECT_EQ(with_validations(R"({"properties":{"rules":{},"a":{}}})", R"({"rules":{"v":1},"a":{"w":2}})"),
            R"({"properties":{"rules":{"validations": {"v":1}},"a":{"validations": {"w":2}}}})");
}

TEST(CompleteSchema, escaped_names_are_the_same_names) {
  EXPECT_EQ(with_coercions(R"({"properties":{"caf\u00e9":{}}})", "{\"café\":\"x\"}"),
            R"({"properties":{"caf\u00e9":{"coercion": "x"}}})");
}

TEST(CompleteSchema, merges_a_thousand_rules_into_a_thousand_properties) {
  std::string schema = R"({"properties":{)";
  std::string rules = "{";
  for (int i = 0; i < 1000; ++i) {
    const auto name = "\"p" + std::to_string(i) + '"';
    schema += (i ? "," : "") + name + ":{}";
    rules += (i ? "," : "") + name + ":\"c\"";
  }
  const auto complete = complete_schema(schema + "}}", rules + "}", std::nullopt);
  EXPECT_TRUE(complete.unmatched.empty());
  const auto parsed = boost::json::parse(complete.text);
  for (const auto& property : parsed.at("properties").as_object())
    ASSERT_EQ(property.value().at("coercion").as_string(), "c");
}

TEST(CompleteSchema, refuses_rules_that_are_no_objects) {
  EXPECT_THROW(complete_schema("{}", "[]", std::nullopt), Error);
  EXPECT_THROW(complete_schema("{}", std::nullopt, "{"), Error);
}

}  // namespace
}  // namespace pycharter::store
