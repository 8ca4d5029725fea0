#include "mongodb/key_names.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace pycharter::mongodb {
namespace {

TEST(KeyNames, AreRefusedForALeadingDollarOrADot) {
  for (const auto* key : {"$", "$ref", "a.b", ".", "$a.b"})
    EXPECT_TRUE(is_refused(key)) << key;
  for (const auto* key : {"", "a$", "a", "＄ref", "a．b", "\\"})
    EXPECT_FALSE(is_refused(key)) << key;
}

TEST(KeyNames, AreKeptAsTheManualAdvised) {
  EXPECT_EQ(escape("$schema"), "＄schema");
  EXPECT_EQ(escape("a.b.c"), "a．b．c");
  EXPECT_EQ(escape("$$"), "＄$");
  EXPECT_EQ(escape("＄"), "\\＄");
}

TEST(KeyNames, GoThereAndBackWithoutMeetingAnother) {
  const std::vector<std::string> parts{"$", ".", "＄", "．", "\\", "a", ""};
  std::set<std::string> keys;
  for (const auto& a : parts)
    for (const auto& b : parts)
      for (const auto& c : parts)
        for (const auto& d : parts)
          keys.insert(a + b + c + d);
  std::set<std::string> names;
  for (const auto& key : keys) {
    const auto name = needs_escape(key) ? escape(key) : key;
    EXPECT_FALSE(is_refused(name)) << key;
    EXPECT_TRUE(names.insert(name).second) << key << " meets another as " << name;
    EXPECT_EQ(needs_escape(key) ? unescape(name) : name, key);
  }
}

TEST(KeyNames, OfAnyTextCanBeRead) {
  for (const auto* text : {"", "\\", "＄", "\\\\", "\xef\xbc", "\\\xef\xbc"})
    EXPECT_NO_THROW(unescape(text));
}

}  // namespace
}  // namespace pycharter::mongodb
