#include "postgresql/array_text.h"

#include <gtest/gtest.h>
#include <pycharter/plugin/error.h>

namespace pycharter::postgresql {
namespace {

TEST(ArrayText, BecomesJson) {
  EXPECT_EQ(array_as_json("{}", ArrayItems::numbers), "[]");
  EXPECT_EQ(array_as_json("{1,NULL,-3}", ArrayItems::numbers), "[1,null,-3]");
  EXPECT_EQ(array_as_json("{t,f}", ArrayItems::booleans), "[true,false]");
  EXPECT_EQ(array_as_json(R"({a,"q\"u,o\\",NULL,"NULL","ü {}",""})", ArrayItems::texts),
            R"(["a","q\"u,o\\",null,"NULL","ü {}",""])");
  EXPECT_EQ(array_as_json("{{1,2},{3,4}}", ArrayItems::numbers), "[[1,2],[3,4]]");
  EXPECT_EQ(array_as_json("[0:1]={1,2}", ArrayItems::numbers), "[1,2]");
  EXPECT_EQ(array_as_json("{1.5,NaN}", ArrayItems::numbers), R"([1.5,"NaN"])");
}

TEST(ArrayText, ThatIsNoneIsRefused) {
  for (const auto* text : {"", "{", "}", "{1", "{1,2", "{\"a", "{\"a\\", "1,2", "{1}}", "{,}", "{1,}x"})
    EXPECT_THROW(array_as_json(text, ArrayItems::texts), Error) << text;
}

}  // namespace
}  // namespace pycharter::postgresql
