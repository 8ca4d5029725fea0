#include <boost/json.hpp>
#include <map>

#include "server_test.h"

namespace pycharter::mysql {
namespace {

namespace json = boost::json;

class ReflectTest : public ServerTest {
 protected:
  json::object answer(const json::object& request) {
    return json::parse(admin_->reflect(json::serialize(request))).as_object();
  }
  json::object table(const std::string& name) {
    return answer({{"what", "tables"}, {"schema", nullptr}, {"names", {name}}})
        .at("tables")
        .at(0)
        .as_object();
  }
};

TEST_F(ReflectTest, ColumnsHaveTypesDefaultsAndComments) {
  run(*admin_,
      "CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, `Odd ``name` varchar(20) COLLATE utf8mb4_bin "
      "DEFAULT "
      "'it''s' COMMENT 'about it', n decimal(10,2) unsigned NOT NULL, u timestamp NOT NULL DEFAULT "
      "current_timestamp() ON UPDATE current_timestamp(), c int AS (n * 2) STORED, e enum('a','b''c')) "
      "COMMENT 'about t'");
  const auto t = table("t");
  EXPECT_EQ(t.at("comment"), "about t");
  EXPECT_EQ(t.at("primary_key").at("columns"), json::array({"id"}));
  const auto& columns = t.at("columns").as_array();
  ASSERT_EQ(columns.size(), 6U);
  EXPECT_EQ(columns[0].at("autoincrement"), true);
  EXPECT_EQ(columns[0].at("primary_key"), 1);
  EXPECT_EQ(columns[1].at("name"), "Odd `name");
  EXPECT_EQ(columns[1].at("default"), "'it''s'");
  EXPECT_EQ(columns[1].at("collation"), "utf8mb4_bin");
  EXPECT_EQ(columns[1].at("comment"), "about it");
  EXPECT_EQ(columns[2].at("nullable"), false);
  EXPECT_EQ(columns[2].at("type_sql"), "decimal(10,2) unsigned");
  EXPECT_EQ(columns[3].at("default"), "current_timestamp() ON UPDATE current_timestamp()");
  EXPECT_EQ(columns[4].at("computed").at("persisted"), true);
  EXPECT_EQ(columns[4].at("default"), nullptr);
  EXPECT_EQ(columns[5].at("type").at("args").at("values"), json::array({"a", "b'c"}));
}

TEST_F(ReflectTest, ConstraintsAndIndexesAreThoseOfTheTable) {
  run(*admin_, "CREATE TABLE p (a int, b int, PRIMARY KEY (b, a))");
  run(*admin_,
      "CREATE TABLE t (a int, b int, s varchar(100), CONSTRAINT fk FOREIGN KEY (b, a) REFERENCES p (b, a) ON "
      "DELETE "
      "CASCADE, CONSTRAINT uq UNIQUE (s, a), CONSTRAINT positive CHECK (a > 0), KEY ix (s(10), b), FULLTEXT "
      "KEY "
      "ft (s))");
  const auto t = table("t");
  const auto& key = t.at("foreign_keys").at(0);
  EXPECT_EQ(key.at("columns"), json::array({"b", "a"}));
  EXPECT_EQ(key.at("target_columns"), json::array({"b", "a"}));
  EXPECT_EQ(key.at("target_table"), "p");
  EXPECT_EQ(key.at("target_schema"), nullptr);
  EXPECT_EQ(key.at("ondelete"), "CASCADE");
  EXPECT_EQ(key.at("onupdate"), nullptr);
  ASSERT_EQ(t.at("unique").as_array().size(), 1U);
  EXPECT_EQ(t.at("unique").at(0).at("columns"), json::array({"s", "a"}));
  EXPECT_EQ(t.at("unique").at(0).at("duplicates_index"), "uq");
  EXPECT_EQ(t.at("checks").at(0).at("name"), "positive");
  EXPECT_EQ(t.at("checks").at(0).at("sqltext"), "`a` > 0");
  const auto& indexes = t.at("indexes").as_array();
  ASSERT_EQ(indexes.size(), 4U);  // the foreign key has one
  EXPECT_EQ(indexes[1].at("dialect"), json::parse(R"({"mysql_prefix": "FULLTEXT"})"));
  EXPECT_EQ(indexes[2].at("name"), "ix");
  EXPECT_EQ(indexes[2].at("dialect"), json::parse(R"({"mysql_length": {"s": 10}})"));
  EXPECT_EQ(indexes[3].at("unique"), true);
}

TEST_F(ReflectTest, IndexesThatAForeignKeyBroughtAreMarked) {
  run(*admin_, "CREATE TABLE p (a int PRIMARY KEY)");
  run(*admin_,
      "CREATE TABLE t (x int, y int, z int, KEY ix_z (z), FOREIGN KEY (x) REFERENCES p (a), "
      "CONSTRAINT fk_y FOREIGN KEY (y) REFERENCES p (a), CONSTRAINT fk_z FOREIGN KEY (z) REFERENCES p (a))");
  const auto answered = answer({{"what", "tables"}, {"names", {"t"}}});
  std::map<std::string, bool> implied;
  for (const auto& index : answered.at("tables").at(0).at("indexes").as_array())
    implied[json::value_to<std::string>(index.at("name"))] =
        index.as_object().contains("implied_by_foreign_key");
  EXPECT_EQ(implied, (std::map<std::string, bool>{{"x", true}, {"fk_y", true}, {"ix_z", false}}));
}

TEST_F(ReflectTest, ManyTablesTakeNoMoreQueriesThanOne) {
  const auto asked = [&] {
    const auto rows = query(*admin_, "SHOW SESSION STATUS LIKE 'Questions'");
    return std::stoi(rows.at(0).at(1).text);
  };
  const auto queries = [&] {
    const auto before = asked();
    answer({{"what", "tables"}});
    return asked() - before;
  };
  run(*admin_, "CREATE TABLE t (a int PRIMARY KEY, b int, FOREIGN KEY (b) REFERENCES t (a))");
  const auto of_one = queries();
  for (int i = 0; i < 20; ++i)
    run(*admin_,
        "CREATE TABLE t" + std::to_string(i) + " (a int, b int UNIQUE, FOREIGN KEY (a) REFERENCES t (a))");
  EXPECT_EQ(queries(), of_one);
}

TEST_F(ReflectTest, NamesAreTheDatabases) {
  run(*admin_, "CREATE TABLE b (x int)");
  run(*admin_, "CREATE TABLE a (x int)");
  run(*admin_, "CREATE VIEW v AS SELECT 1");
  EXPECT_EQ(answer({{"what", "table_names"}}).at("names"), json::array({"a", "b"}));
  EXPECT_EQ(answer({{"what", "view_names"}}).at("names"), json::array({"v"}));
  EXPECT_EQ(answer({{"what", "has_table"}, {"name", "v"}}).at("exists"), true);
  EXPECT_EQ(answer({{"what", "has_table"}, {"name", "A"}}).at("exists"), false);
  EXPECT_EQ(answer({{"what", "has_table"}, {"name", "a"}, {"schema", "mysql"}}).at("exists"), false);
  EXPECT_EQ(answer({{"what", "tables"}, {"names", json::array()}}).at("tables"), json::array());
  EXPECT_THROW(answer({{"what", "weather"}}), Error);
}

}  // namespace
}  // namespace pycharter::mysql
