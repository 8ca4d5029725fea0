// Names and documents that have broken stores before.
#include <boost/json/parse.hpp>

#include "store_test.h"

namespace pycharter::conformance {
namespace {

std::string repeated(std::string_view text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i)
    result += text;
  return result;
}

const std::string hostile_texts[] = {"a:b",
                                     "a'b",
                                     "a\"b",
                                     "a\\b",
                                     "100%",
                                     "%s %d %n",
                                     "%(here)s",
                                     "${HOME}",
                                     "$1",
                                     "?",
                                     ":name",
                                     "{}",
                                     "[x]",
                                     "*",
                                     "a.b",
                                     "$where",
                                     "a/b",
                                     "../x",
                                     "a b",
                                     " a ",
                                     "a\nb",
                                     "a\tb",
                                     "index",
                                     "global",
                                     "NULL",
                                     "null",
                                     "None",
                                     "1",
                                     "-1",
                                     "é",
                                     "e\u0301",
                                     "日本語",
                                     "😀",
                                     "\u202e",
                                     "\x7f",
                                     "\x01",
                                     "'; DROP TABLE schemas; --",
                                     "a`b",
                                     "a;b",
                                     "a--b"};

class Names : public StoreTest {};
PYCHARTER_CONFORMANCE(Names, nothing);

TEST_P(Names, may_hold_any_text) {
  std::vector<std::string> ids;
  for (const auto& text : hostile_texts)
    ids.push_back(store.store_schema(name(text), R"({"title": "x"})", "1"));
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto found = store.find_schema(name(hostile_texts[i]));
    ASSERT_TRUE(found) << hostile_texts[i];
    EXPECT_EQ(found->id, ids[i]) << hostile_texts[i];
    EXPECT_EQ(found->name, name(hostile_texts[i]));
    EXPECT_TRUE(store.get_schema(ids[i])) << hostile_texts[i];
  }
}

TEST_P(Names, of_versions_types_and_resources_may_hold_any_text) {
  for (const auto& text : hostile_texts) {
    const auto id = store.store_schema(name(), "{}", text);
    EXPECT_TRUE(store.get_schema(id, text)) << text;
    store.store_coercion_rules(id, R"({"a": 1})", text);
    EXPECT_EQ(store.get_coercion_rules(id, text), R"({"a": 1})") << text;
    store.store_metadata(name(text), R"({"a": 2})", text);
    EXPECT_EQ(store.get_metadata(name(text), text), R"({"a": 2})") << text;
    store.store_ownership(name(text), text, text);
    EXPECT_EQ(store.get_ownership(name(text))->owner, text);
    EXPECT_EQ(store.get_ownership(name(text))->team, text);
    store.store_governance_rule(name(text), R"({"a": 3})", id);
    ASSERT_EQ(store.get_governance_rules(id).size(), 1u) << text;
    EXPECT_EQ(store.get_governance_rules(id)[0].name, name(text));
  }
}

TEST_P(Names, that_end_alike_do_not_meet) {
  const auto first = store.store_schema(name("a"), R"({"n": 1})", "b:c");
  try {
    const auto second = store.store_schema(name("a:b"), R"({"n": 2})", "c");
    EXPECT_NE(store.get_schema(first), store.get_schema(second));
  } catch (const Error& error) {  // a backend whose keys would be one refuses the second
    EXPECT_EQ(error.code(), ErrorCode::conflict);
    EXPECT_FALSE(store.find_schema(name("a:b"), "c"));
  }
  EXPECT_EQ(store.get_schema(first), R"({"n": 1, "version": "b:c"})");
}

TEST_P(Names, have_up_to_255_characters_and_versions_50) {
  const auto left = 255 - static_cast<int>(name().size());
  for (const auto* character : {"x", "é", "😀"}) {
    const auto longest = name(repeated(character, left));
    const auto id = store.store_schema(longest, "{}", repeated(character, 50));
    EXPECT_EQ(store.find_schema(longest)->id, id);
    EXPECT_TRUE(store.get_schema(id, repeated(character, 50)));
    store.store_ownership(longest, repeated(character, 255), repeated(character, 255));
    EXPECT_EQ(store.get_ownership(longest)->owner, repeated(character, 255));

    const auto too_long = longest + character;
    EXPECT_EQ(code_of([&] { store.store_schema(too_long, "{}", "1"); }), ErrorCode::invalid_document);
    EXPECT_EQ(code_of([&] { store.store_schema(longest, "{}", repeated(character, 51)); }),
              ErrorCode::invalid_document);
    EXPECT_EQ(code_of([&] { store.store_ownership(too_long, "o"); }), ErrorCode::invalid_document);
    EXPECT_EQ(code_of([&] { store.store_metadata(too_long, "{}"); }), ErrorCode::invalid_document);
    EXPECT_EQ(code_of([&] { store.store_governance_rule(too_long, "{}"); }), ErrorCode::invalid_document);
  }
}

TEST_P(Names, that_are_empty_or_broken_are_refused) {
  const std::string bad[] = {"", std::string("a\0b", 3), "a\xff", "\xed\xa0\x80"};
  for (const auto& text : bad) {
    EXPECT_EQ(code_of([&] { store.store_schema(text, "{}", "1"); }), ErrorCode::invalid_document);
    EXPECT_EQ(code_of([&] { store.store_schema(name(), "{}", text); }), ErrorCode::invalid_document);
    EXPECT_EQ(code_of([&] { store.store_ownership(text, "o"); }), ErrorCode::invalid_document);
    EXPECT_EQ(code_of([&] { store.store_ownership(name(), text); }), ErrorCode::invalid_document);
    EXPECT_EQ(code_of([&] { store.store_metadata(name(), "{}", text); }), ErrorCode::invalid_document);
    EXPECT_EQ(code_of([&] { store.find_schema(text); }), ErrorCode::invalid_document);
  }
  EXPECT_FALSE(store.find_schema(name()));
}

class Documents : public StoreTest {
 protected:
  void expect_kept(const std::string& text) {
    const auto id = store.store_schema(name(), text, "1");
    EXPECT_EQ(store.get_schema(id), text);
    store.store_metadata(name(), text);
    EXPECT_EQ(store.get_metadata(name()), text);
    store.store_coercion_rules(id, text);
    EXPECT_EQ(store.get_coercion_rules(id), text);
    store.store_governance_rule(name(), text, id);
    EXPECT_EQ(store.get_governance_rules(id)[0].definition, text);
    store.store_ownership(name(), "o", {}, text);
    EXPECT_EQ(store.get_ownership(name())->additional_info, text);
  }
};
PYCHARTER_CONFORMANCE(Documents, nothing);

TEST_P(Documents, keep_every_byte) {
  PYCHARTER_NEEDS_CAPABILITY("text_documents");
  expect_kept(R"({"version":"1","z":0.10,"a":12345678901234567890123,"m":1E+2,"n":-0.0,"tiny":1e-300})");
  expect_kept("\n {\t\"b\" : [ 1 ,2 ] , \"a\":{ }, \"version\": \"1\"\r\n}\n");
  expect_kept(R"({"version":"1","dup":1,"dup":2,"esc":"\u00e9\/\ud83d\ude00\u0000","é":"😀"})");
}

TEST_P(Documents, mean_the_same_when_they_come_back) {
  const std::string text =
      R"({"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": {"a.b": {"$ref": "#/$defs/x"}}, )"
      R"("properties": {"with.dot": {"type": ["string", "null"]}, "$dollar": true, "": {}, "_id": {"const": -1}}, )"
      R"("numbers": [0, 0.5, 9007199254740993, 1.5e300, -9223372036854775808], "version": "1"})";
  const auto id = store.store_schema(name(), text, "1");
  EXPECT_EQ(boost::json::parse(store.get_schema(id).value()), boost::json::parse(text));
}

TEST_P(Documents, keep_the_order_of_their_keys) {
  const std::string text = R"({"z": 1, "a": 2, "m": {"y": 1, "b": 2}, "version": "1"})";
  EXPECT_EQ(store.get_schema(store.store_schema(name(), text, "1")), text);
}

TEST_P(Documents, may_be_a_megabyte) {
  std::string text = R"({"version": "1", "enum": [)";
  while (text.size() < 1'000'000)
    text += R"("some value of an enumeration 0123456789", )";
  text += R"("é"]})";
  const auto id = store.store_schema(name(), text, "1");
  EXPECT_EQ(store.get_schema(id), text);
  store.delete_schema(id);  // servers without an index would read it again for every search
}

TEST_P(Documents, may_be_fifty_levels_deep) {
  // Arrays and objects in turn: FerretDB refuses an array in an array.
  const std::string text =
      R"({"version": "1", "a": )" + repeated(R"([{"a": )", 25) + "1" + repeated("}]", 25) + "}";
  EXPECT_EQ(store.get_schema(store.store_schema(name(), text, "1")), text);
}

TEST_P(Documents, that_are_no_json_objects_are_refused_with_their_place) {
  const auto id = store.store_schema(name("s"), "{}", "1");
  const std::string bad[] = {"",
                             "[]",
                             "1",
                             "null",
                             "\"x\"",
                             "{",
                             "{} {}",
                             "{\"a\": 1,}",
                             "{\"a\":NaN}",
                             "{\"a\":\"\xff\"}",
                             "\xef\xbb\xbf{}",
                             std::string("{\"a\":\"\0\"}", 9),
                             "{\"a\":" + repeated("[", 100'000) + repeated("]", 100'000) + "}"};
  for (const auto& text : bad) {
    const auto error = failure_of([&] { store.store_schema(name(), text, "1"); });
    EXPECT_EQ(error.code(), ErrorCode::invalid_document) << text.substr(0, 50);
    EXPECT_GT(error.facts().line, 0);
    EXPECT_GT(error.facts().column, 0);
    EXPECT_EQ(code_of([&] { store.store_coercion_rules(id, text); }), ErrorCode::invalid_document);
    EXPECT_EQ(code_of([&] { store.store_validation_rules(id, text); }), ErrorCode::invalid_document);
    EXPECT_EQ(code_of([&] { store.store_governance_rule(name(), text); }), ErrorCode::invalid_document);
    EXPECT_EQ(code_of([&] { store.store_ownership(name(), "o", {}, text); }), ErrorCode::invalid_document);
    EXPECT_EQ(code_of([&] { store.store_metadata(name(), text); }), ErrorCode::invalid_document);
  }
  EXPECT_FALSE(store.find_schema(name()));
  EXPECT_FALSE(store.get_ownership(name()));
  EXPECT_FALSE(store.get_metadata(name()));
}

}  // namespace
}  // namespace pycharter::conformance
