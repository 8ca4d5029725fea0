#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "mysql/reflect.h"

namespace pycharter::mysql {
namespace {

namespace json = boost::json;

json::value type(std::string_view text, const std::optional<std::string>& collation = std::nullopt) {
  return reflect_type(text, collation);
}

TEST(ReflectedTypes, AreSqlalchemys) {
  EXPECT_EQ(type("int(11)"),
            json::parse(R"({"type": "INTEGER", "dialect": "mysql", "args": {"display_width": 11}})"));
  EXPECT_EQ(type("bigint(20) unsigned zerofill"), json::parse(R"({"type": "BIGINT", "dialect": "mysql",
                            "args": {"display_width": 20, "unsigned": true, "zerofill": true}})"));
  EXPECT_EQ(type("decimal(10,2)"),
            json::parse(R"({"type": "DECIMAL", "dialect": "mysql", "args": {"precision": 10, "scale": 2}})"));
  EXPECT_EQ(type("datetime(6)"),
            json::parse(R"({"type": "DATETIME", "dialect": "mysql", "args": {"fsp": 6}})"));
  EXPECT_EQ(type("date"), json::parse(R"({"type": "DATE"})"));
  EXPECT_EQ(type("varchar(20)", "utf8mb4_bin"), json::parse(R"({"type": "VARCHAR", "dialect": "mysql",
                            "args": {"length": 20, "collation": "utf8mb4_bin"}})"));
  EXPECT_EQ(type("geometry"), json::parse(R"({"type": "NullType"})"));
}

TEST(ReflectedTypes, OfEnumsKeepTheirValues) {
  EXPECT_EQ(type("enum('a','b''c','d)','e,f','')").at("args").at("values"),
            json::parse(R"j(["a", "b'c", "d)", "e,f", ""])j"));
  EXPECT_EQ(type("set('unsigned')"),
            json::parse(R"({"type": "SET", "dialect": "mysql", "args": {"values": ["unsigned"]}})"));
}

TEST(ReflectedDefaults, AreSqlOnBothServers) {
  EXPECT_EQ(default_sql({"NULL", "", true}), std::nullopt);
  EXPECT_EQ(default_sql({"'it''s'", "", true}), "'it''s'");
  EXPECT_EQ(default_sql({"current_timestamp()", "on update current_timestamp()", true}),
            "current_timestamp() ON UPDATE current_timestamp()");
  EXPECT_EQ(default_sql({"NULL", "on update current_timestamp()", true}),
            "NULL ON UPDATE current_timestamp()");
  EXPECT_EQ(default_sql({std::nullopt, "on update CURRENT_TIMESTAMP", false}),
            "NULL ON UPDATE CURRENT_TIMESTAMP");
  EXPECT_EQ(default_sql({"NULL", "", false}), "'NULL'");
  EXPECT_EQ(default_sql({"it's", "", false}), "'it''s'");
  EXPECT_EQ(default_sql({"uuid()", "DEFAULT_GENERATED", false}), "(uuid())");
  EXPECT_EQ(default_sql({"CURRENT_TIMESTAMP", "DEFAULT_GENERATED on update CURRENT_TIMESTAMP", false}),
            "CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP");
  EXPECT_EQ(default_sql({std::nullopt, "", false}), std::nullopt);
}

}  // namespace
}  // namespace pycharter::mysql
