#include "mysql/stored_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

namespace pycharter::mysql {
namespace {

const std::vector<std::string> texts{"",
                                     " ",
                                     "  ",
                                     "a",
                                     "a ",
                                     "a  ",
                                     "a \x01",
                                     "a\x01",
                                     "a \x01\x01",
                                     "a \x01"
                                     "b",
                                     "a b",
                                     "\x01",
                                     "é ",
                                     "a!"};

TEST(StoredText, ComesBackAsItWas) {
  for (const auto& text : texts)
    EXPECT_EQ(from_stored(to_stored(text)), text);
}

TEST(StoredText, NeverEndsInABlankAndIsNeverTwoNames) {
  std::set<std::string> stored;
  for (const auto& text : texts) {
    const auto kept = to_stored(text);
    EXPECT_FALSE(kept.ends_with(' ')) << text;
    stored.insert(kept);
  }
  EXPECT_EQ(stored.size(), texts.size());
}

TEST(StoredText, KeepsTheOrder) {
  auto sorted = texts;
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::string> stored;
  for (const auto& text : sorted)
    stored.push_back(to_stored(text));
  EXPECT_TRUE(std::is_sorted(stored.begin(), stored.end()));
}

}  // namespace
}  // namespace pycharter::mysql
