#include "config/suggest.h"

#include <gtest/gtest.h>

namespace pycharter::config {
namespace {

const std::vector<std::string> words = {"upgrade", "downgrade", "current", "history", "stamp"};

TEST(Suggest, FindsTheNearestWord) {
  EXPECT_EQ(nearest("upgrad", words), "upgrade");
  EXPECT_EQ(nearest("UPGRADE", words), "upgrade");
  EXPECT_EQ(nearest("curent", words), "current");
  EXPECT_EQ(nearest("hist", words), "history");
  EXPECT_EQ(nearest("satmp", words), "stamp");
}

TEST(Suggest, SaysNothingWhereNothingIsNear) {
  EXPECT_EQ(nearest("zebra", words), "");
  EXPECT_EQ(nearest("", words), "");
  EXPECT_EQ(nearest(std::string(100000, 'x'), words), "");
  EXPECT_EQ(did_you_mean("zebra", words), "");
}

TEST(Suggest, DistanceCountsASwapAsOneEdit) {
  EXPECT_EQ(edit_distance("ab", "ba"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

}  // namespace
}  // namespace pycharter::config
