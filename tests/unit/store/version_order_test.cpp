#include "store/version_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace pycharter::store {
namespace {

// Each list is ascending; every pair is compared both ways.
void expect_ascending(const std::vector<std::string>& versions) {
  for (std::size_t i = 0; i < versions.size(); ++i) {
    EXPECT_FALSE(version_less(versions[i], versions[i]));
    for (std::size_t j = i + 1; j < versions.size(); ++j) {
      EXPECT_TRUE(version_less(versions[i], versions[j])) << versions[i] << " < " << versions[j];
      EXPECT_FALSE(version_less(versions[j], versions[i])) << versions[j] << " > " << versions[i];
    }
  }
}

TEST(VersionOrder, numbers_compare_as_numbers) {
  expect_ascending({"0.9", "1.0", "1.0.1", "1.2", "1.10", "9.0", "10.0", "99999999999999999999999.0",
                    "100000000000000000000000.0"});
}

TEST(VersionOrder, follows_the_example_of_semver) {
  expect_ascending({"1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2",
                    "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0"});
  expect_ascending({"1.0.0-1", "1.0.0-2", "1.0.0-10", "1.0.0-x", "1.0.0"});
}

TEST(VersionOrder, follows_the_example_of_pep_440) {
  expect_ascending({"1.dev0",
                    "1.0.dev456",
                    "1.0a1",
                    "1.0a2.dev456",
                    "1.0a12.dev456",
                    "1.0a12",
                    "1.0b1.dev456",
                    "1.0b2",
                    "1.0b2.post345.dev456",
                    "1.0b2.post345",
                    "1.0rc1.dev456",
                    "1.0rc1",
                    "1.0",
                    "1.0+abc.5",
                    "1.0+abc.7",
                    "1.0+5",
                    "1.0.post456.dev34",
                    "1.0.post456",
                    "1.0.15",
                    "1.1.dev1",
                    "1!0.1"});
}

TEST(VersionOrder, knows_the_other_spellings) {
  expect_ascending(
      {"1.0alpha1", "1.0a2", "1.0-ALPHA3", "1.0_beta1", "1.0.b2", "1.0c1", "1.0-pre2", "v1.0rc3", "V1.0"});
}

TEST(VersionOrder, what_cannot_be_parsed_comes_first) {
  expect_ascending({"", "1..0", "1.x", "latest", "ä", "0", "0.0.1"});
  for (const auto* text : {"", "v", "x1", "1 0", "1.0-", "1.0+", "1.", "1.0-a..b", ".1", "1.0beta gamma"})
    EXPECT_FALSE(VersionKey(text).parsed()) << text;
}

TEST(VersionOrder, is_total_where_versions_are_equal) {
  expect_ascending({"1", "1.0", "1.0.0", "v1"});
  EXPECT_FALSE(version_less("1.0", "1.0"));
}

TEST(VersionOrder, dates_are_in_order) {
  expect_ascending({"2024-01-15", "2024-02-01", "2024-10-01", "2025-01-01"});
  expect_ascending({"2024.01.15", "2024.2.1", "2024.10.01"});
}

}  // namespace
}  // namespace pycharter::store
