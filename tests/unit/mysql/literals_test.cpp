#include "mysql/literals.h"

#include <gtest/gtest.h>
#include <pycharter/plugin/error.h>

#include <limits>
#include <vector>

namespace pycharter::mysql {
namespace {

using plugin::Value;

std::string escape(std::string_view text) {
  std::string escaped;
  for (const char c : text)
    escaped += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return escaped;
}

std::string substituted(std::string_view sql, const std::vector<Value>& values) {
  return substitute(sql, values, escape);
}

TEST(Literals, AreWrittenByType) {
  EXPECT_EQ(literal(Value::null(), escape), "NULL");
  EXPECT_EQ(literal(Value::boolean(true), escape), "true");
  EXPECT_EQ(literal(Value::int64(std::numeric_limits<std::int64_t>::min()), escape), "-9223372036854775808");
  EXPECT_EQ(literal(Value::real(1.5), escape), "1.5e+00");
  EXPECT_EQ(literal(Value::of_text(std::string("\0'\xff", 3), PYCHARTER_BYTES), escape), "X'0027ff'");
  EXPECT_EQ(literal(Value::of_text("-0.10", PYCHARTER_DECIMAL), escape), "-0.10");
  EXPECT_EQ(literal(Value::of_text("1); DROP TABLE x", PYCHARTER_DECIMAL), escape), "'1); DROP TABLE x'");
  EXPECT_EQ(literal(Value::of_text("it's \\"), escape), "'it\\'s \\\\'");
  EXPECT_THROW(literal(Value::real(std::numeric_limits<double>::infinity()), escape), Error);
}

TEST(Literals, OfTimesHaveNoOffset) {
  const auto time = [](const char* text) {
    return literal(Value::of_text(text, PYCHARTER_TEMPORAL), escape);
  };
  EXPECT_EQ(time("2024-01-02 03:04:05.5+02:00"), "'2024-01-02 03:04:05.5'");
  EXPECT_EQ(time("2024-01-02T03:04:05Z"), "'2024-01-02T03:04:05'");
  EXPECT_EQ(time("2024-01-02"), "'2024-01-02'");
}

TEST(Placeholders, AreReplacedOutsideOfWhatIsQuoted) {
  const std::vector<Value> values{Value::of_text("$2"), Value::int64(7)};
  EXPECT_EQ(substituted("a = $1 AND b=$2 OR c = $1", values), "a = '$2' AND b=7 OR c = '$2'");
  EXPECT_EQ(substituted("'$1' \"$1\" `$1` '\\'$1' 'x''$1' $2", values), "'$1' \"$1\" `$1` '\\'$1' 'x''$1' 7");
  EXPECT_EQ(substituted("/* $1 */ -- $1\n# $1\n$2", values), "/* $1 */ -- $1\n# $1\n7");
  EXPECT_EQ(substituted("a$1 $ $x $2", values), "a$1 $ $x 7");
  EXPECT_EQ(substituted("'never ends $1", values), "'never ends $1");
}

TEST(Placeholders, WithoutAValueAreRefused) {
  EXPECT_THROW(substituted("$2", {Value::int64(1)}), Error);
  EXPECT_THROW(substituted("$0", {Value::int64(1)}), Error);
}

}  // namespace
}  // namespace pycharter::mysql
