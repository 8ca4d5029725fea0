// Names of files, and which URLs mean one database.
#include <gtest/gtest.h>

#include <set>

#include "config/text.h"
#include "transfer/file_name.h"
#include "transfer/same_database.h"

namespace pycharter::transfer {
namespace {

TEST(FileName, plain_names_stand_for_themselves) {
  EXPECT_EQ(path_of({RecordKind::schema, "user_profile-2", "1.0.0"}), "contracts/user_profile-2/1.0.0.json");
  EXPECT_EQ(path_of({RecordKind::governance, "pii", ""}), "governance/pii.json");
  EXPECT_EQ(path_of({RecordKind::ownership, "a b", ""}), "ownership/a%20b.json");
  EXPECT_EQ(path_of({RecordKind::metadata, "orders", "table"}), "metadata/table/orders.json");
}

TEST(FileName, no_name_leaves_the_folder_or_hides) {
  EXPECT_EQ(file_name(".."), "%2e%2e");
  EXPECT_EQ(file_name("../../etc/passwd"), "%2e.%2f..%2fetc%2fpasswd");
  EXPECT_EQ(file_name(".git"), "%2egit");
  EXPECT_EQ(file_name("a\n"), "a%0a");
}

TEST(FileName, no_two_names_share_a_file_where_case_means_nothing) {
  std::set<std::string> files;
  const std::string long_name(254, 'x');
  const std::string names[] = {"a",
                               "A",
                               "aB",
                               "Ab",
                               "AB",
                               "a b",
                               "a%20b",
                               "A%20b",
                               "con",
                               "CON",
                               "con.x",
                               "a~",
                               "a.",
                               "a",
                               long_name + "y",
                               long_name + "z",
                               std::string(120, 'x'),
                               "\xc3\xa9",
                               "\xc3\x89",
                               "%c3%a9"};
  for (const auto& name : names) {
    files.insert(config::to_lower(file_name(name)));
    EXPECT_LE(file_name(name).size(), 140u) << name;
  }
  EXPECT_EQ(files.size(), std::size(names) - 1);  // "a" is there twice
}

TEST(SameDatabase, is_told_by_place_not_by_spelling) {
  EXPECT_TRUE(same_database("postgresql://a:x@localhost/db", "postgres://b@127.0.0.1:5432/db"));
  EXPECT_TRUE(same_database("sqlite:///x/../y.db", "sqlite:///./y.db"));
  EXPECT_TRUE(same_database("mysql://h/db", "mariadb://H:3306/db"));
  EXPECT_FALSE(same_database("postgresql://h/db", "postgresql://h/other"));
  EXPECT_FALSE(same_database("postgresql://h/db", "postgresql://h:5433/db"));
  EXPECT_FALSE(same_database("postgresql://h/db", "mysql://h/db"));
  EXPECT_FALSE(same_database("memory://", "memory://"));
  EXPECT_FALSE(same_database("sqlite://", "sqlite://"));
  EXPECT_TRUE(same_database("redis://h", "redis://app:x@h:6379/0"));
  EXPECT_FALSE(same_database("redis://h", "redis://h/1"));
}

}  // namespace
}  // namespace pycharter::transfer
