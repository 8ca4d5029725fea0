// JSON text to BSON and back.
#include <gtest/gtest.h>

#include <limits>

#include "mongodb/to_bson.h"
#include "mongodb/to_json.h"
#include "support/error_of.h"

namespace pycharter::mongodb {
namespace {

using tests::error_of;

std::string there_and_back(const std::string& text, RefusedKeys refused = RefusedKeys::escaped) {
  const auto stored = to_bson(text, refused, "test");
  return to_json(*stored.value.get(), {stored.escaped_names.begin(), stored.escaped_names.end()}, "test");
}

TEST(Documents, ComeBackAsTheyWere) {
  for (const std::string text :
       {R"({})",
        R"({"z": 1, "a": [1, 2.5, null, true, false, "x", {}, []], "m": {"y": -9223372036854775808}})",
        R"({"n": [9223372036854775807, 2147483647, 2147483648, -2147483649, 0.1, 1e+22]})",
        R"({"": 1, "é😀": "\u0000\u001f\"\\\n", "_id": {"_id": 1}})",
        R"({"$ref": "a", "a.b": {"$x": 1}, "＄ref": 2})", R"({"deep": [[[[[[{"a": [[]]}]]]]]]})"}) {
    EXPECT_EQ(there_and_back(text), text);
    EXPECT_EQ(there_and_back(text, RefusedKeys::kept), text);
  }
}

TEST(Documents, KeepValuesAndTheOrderOfKeys) {
  EXPECT_EQ(there_and_back(R"({"b":0.10,"a":1E2,"c":-0,"d":10000000000000000000000})"),
            R"({"b": 0.1, "a": 100.0, "c": 0, "d": 1e+22})");
  EXPECT_EQ(there_and_back(R"({"a": 1, "b": 2, "a": 3})").find(R"("a": 1)"), std::string::npos);
  EXPECT_EQ(there_and_back(R"({"k\u0065y": "\ud83d\ude00\/"})"), R"({"key": "😀/"})");
}

TEST(Documents, AreStoredWithTheTypesThatPythonsDriverGives) {
  const auto stored = to_bson(R"({"i": 1, "l": 2147483648, "d": 1.0})", RefusedKeys::kept, "test");
  const auto type_of = [&](const char* key) {
    const auto at = field(*stored.value.get(), key).value();
    return bson_iter_type(&at);
  };
  EXPECT_EQ(type_of("i"), BSON_TYPE_INT32);
  EXPECT_EQ(type_of("l"), BSON_TYPE_INT64);
  EXPECT_EQ(type_of("d"), BSON_TYPE_DOUBLE);
}

TEST(Documents, ListTheNamesThatWereEscapedOnlyWhereSomeHadToBe) {
  EXPECT_TRUE(to_bson(R"({"＄x": 1, "a．b": 2})", RefusedKeys::escaped, "test").escaped_names.empty());
  EXPECT_TRUE(to_bson(R"({"$x": 1})", RefusedKeys::kept, "test").escaped_names.empty());
  const auto stored = to_bson(R"({"a": [{"$x": 1}, {"$x": 2}], "＄x": 3})", RefusedKeys::escaped, "test");
  EXPECT_EQ(stored.escaped_names, (std::vector<std::string>{"\\＄x", "＄x"}));
}

TEST(Documents, OfOthersAreReadAsTheyAre) {
  const auto pythons = to_bson(R"({"＄x": 1, "a．b": {"＄ref": 2}})", RefusedKeys::kept, "test");
  EXPECT_EQ(to_json(*pythons.value.get(), {}, "test"), R"({"＄x": 1, "a．b": {"＄ref": 2}})");
  EXPECT_EQ(to_json(*pythons.value.get(), {"＄ref"}, "test"), R"({"＄x": 1, "a．b": {"$ref": 2}})");
}

TEST(Documents, RefuseNumbersThatWouldChangeAndSayWhere) {
  for (const std::string number : {"12345678901234567890123", "9223372036854775808", "0.1234567890123456789",
                                   "1e400", "-1e999", "1e-400", "18446744073709551615"}) {
    const auto error = error_of([&] { there_and_back(R"({"a": [0, {"b/c~": )" + number + "}]}"); });
    EXPECT_EQ(error.code(), ErrorCode::unsupported) << number;
    EXPECT_NE(error.message().find("/a/1/b~1c~0 "), std::string::npos) << error.message();
  }
  const auto late =
      error_of([] { there_and_back(R"({"x": {"y": [1, [2], {"z": 3}], "w": [1, 2, 1e999]}})"); });
  EXPECT_NE(late.message().find("/x/w/2 "), std::string::npos) << late.message();
}

TEST(Documents, RefuseWhatIsNoObjectAndKeysWithANul) {
  for (const std::string text : {"", "[]", "1", "{", "{} {}", "{\"a\":\"\xff\"}", "{\"a\":\"\\ud800\"}"})
    EXPECT_EQ(error_of([&] { there_and_back(text); }).code(), ErrorCode::invalid_document) << text;
  EXPECT_EQ(error_of([] { there_and_back(R"({"a\u0000b": 1})"); }).code(), ErrorCode::unsupported);
}

TEST(Documents, TurnWhatOnlyBsonHasIntoTextOrRefuseIt) {
  Bson bson;
  bson_oid_t id;
  bson_oid_init_from_string(&id, "0123456789abcdef01234567");
  bson.id("id", id).date("date", 1'700'000'000'123).date("before", -1);
  bson_decimal128_t decimal;
  bson_decimal128_from_string("12345678901234567890.10", &decimal);
  bson_append_decimal128(bson.get(), "decimal", -1, &decimal);
  EXPECT_EQ(to_json(*bson.get(), {}, "test"),
            R"({"id": "0123456789abcdef01234567", "date": "2023-11-14T22:13:20.123Z", )"
            R"("before": "1969-12-31T23:59:59.999Z", "decimal": 12345678901234567890.10})");

  const auto refused = [](auto append, ErrorCode code) {
    Bson inner, outer;
    append(inner.get());
    outer.document("a", inner);
    const auto error = error_of([&] { to_json(*outer.get(), {}, "test"); });
    EXPECT_EQ(error.code(), code) << error.message();
    EXPECT_NE(error.message().find("/a/x"), std::string::npos) << error.message();
  };
  refused([](bson_t* b) { bson_append_double(b, "x", -1, std::numeric_limits<double>::quiet_NaN()); },
          ErrorCode::unsupported);
  refused([](bson_t* b) { bson_append_double(b, "x", -1, std::numeric_limits<double>::infinity()); },
          ErrorCode::unsupported);
  refused([](bson_t* b) { bson_append_regex(b, "x", -1, "a", ""); }, ErrorCode::unsupported);
  refused([](bson_t* b) { bson_append_maxkey(b, "x", -1); }, ErrorCode::unsupported);
  refused([](bson_t* b) { bson_append_utf8(b, "x", -1, "\xff\xfe", 2); }, ErrorCode::invalid_document);
  refused([](bson_t* b) { bson_append_binary(b, "x", -1, BSON_SUBTYPE_BINARY, nullptr, 0); },
          ErrorCode::unsupported);
}

TEST(Documents, ThatAreBrokenAreRefused) {
  // A document in a document that claims more than there is.
  std::uint8_t bytes[] = {16, 0, 0, 0, 3, 'a', 0, 100, 0, 0, 0, 16, 'b', 0, 1, 0};
  bson_t view;
  ASSERT_TRUE(bson_init_static(&view, bytes, sizeof bytes));
  EXPECT_EQ(error_of([&] { to_json(view, {}, "test"); }).code(), ErrorCode::invalid_document);
}

}  // namespace
}  // namespace pycharter::mongodb
