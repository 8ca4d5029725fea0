#include "mongodb/numbers.h"

#include <gtest/gtest.h>

#include <limits>

namespace pycharter::mongodb {
namespace {

TEST(Numbers, AreWrittenAsPythonWritesThem) {
  const std::pair<double, const char*> cases[] = {{0.1, "0.1"},
                                                  {100, "100.0"},
                                                  {-1.5, "-1.5"},
                                                  {0, "0.0"},
                                                  {-0.0, "-0.0"},
                                                  {1e16, "1e+16"},
                                                  {1e15, "1000000000000000.0"},
                                                  {1e22, "1e+22"},
                                                  {0.0001, "0.0001"},
                                                  {0.00001, "1e-05"},
                                                  {123456.789, "123456.789"},
                                                  {5e-324, "5e-324"},
                                                  {1.7976931348623157e308, "1.7976931348623157e+308"},
                                                  {1.0 / 3, "0.3333333333333333"},
                                                  {9007199254740993.0, "9007199254740992.0"}};
  for (const auto& [number, text] : cases)
    EXPECT_EQ(number_text(number), text);
}

TEST(Numbers, AreTheSameHoweverTheyAreWritten) {
  const std::pair<const char*, const char*> same[] = {
      {"0.10", "0.1"},
      {"1E2", "100.0"},
      {"1e+2", "100"},
      {"-0", "0.0"},
      {"0e99", "0"},
      {"-0.0", "0"},
      {"12.50e-1", "1.25"},
      {"0.001e3", "1"},
      {"1e22", "10000000000000000000000"},
      {"100e99999999999999999999", "100e99999999999999999999"}};
  for (const auto& [one, other] : same)
    EXPECT_TRUE(same_number(one, other)) << one << ' ' << other;
  const std::pair<const char*, const char*> different[] = {
      {"1", "-1"},
      {"1", "10"},
      {"0.1", "0.10000000000000001"},
      {"12345678901234567890123", "1.2345678901234568e+22"},
      {"1e400", "inf"},
      {"1", "0"},
      {"5e-325", "0.0"}};
  for (const auto& [one, other] : different)
    EXPECT_FALSE(same_number(one, other)) << one << ' ' << other;
}

}  // namespace
}  // namespace pycharter::mongodb
