// What of the PostgreSQL backend needs no server.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <boost/json.hpp>

#include "../../support/error_of.h"
#include "postgresql/backend.h"
#include "postgresql/conninfo.h"
#include "postgresql/identifiers.h"
#include "postgresql/locks.h"
#include "postgresql/reflect.h"

namespace pycharter::postgresql {
namespace {

namespace json = boost::json;

TEST(Conninfo, KeepsWhatTheUrlSaysAndAddsWhatItDoesNot) {
  const auto plain = make_conninfo("postgresql://u@h/d");
  EXPECT_NE(plain.url.find("application_name=pycharter"), std::string::npos);
  EXPECT_NE(plain.url.find("connect_timeout=10"), std::string::npos);
  const auto given = make_conninfo("postgresql://u@h/d?application_name=mine&connect_timeout=1");
  EXPECT_NE(given.url.find("application_name=mine"), std::string::npos);
  EXPECT_EQ(given.url.find("application_name=pycharter"), std::string::npos);
}

TEST(Conninfo, AsksOfSeveralHostsForTheOneThatTakesWrites) {
  const std::string wanted = "target_session_attrs=read-write";
  for (const auto* several :
       {"postgresql://u@h1:1,h2:2/d", "postgresql://u@[::1]:1,[::1]:2/d",
        "postgresql:///d?host=h1,h2&port=1,2", "postgresql:///d?hostaddr=127.0.0.1,127.0.0.2"}) {
    const auto conninfo = make_conninfo(several);
    EXPECT_TRUE(conninfo.several_hosts) << several;
    EXPECT_NE(conninfo.url.find(wanted), std::string::npos) << conninfo.url;
  }
  const auto any = make_conninfo("postgresql://u@h1,h2/d?target_session_attrs=any");
  EXPECT_TRUE(any.several_hosts);
  EXPECT_EQ(any.url.find(wanted), std::string::npos) << any.url;
  // A service may name the server that is wanted.
  EXPECT_EQ(make_conninfo("postgresql://u@h1,h2/d?service=s").url.find(wanted), std::string::npos);
  const auto one = make_conninfo("postgresql://u@h/d");
  EXPECT_FALSE(one.several_hosts);
  EXPECT_EQ(one.url.find("target_session_attrs"), std::string::npos) << one.url;
}

TEST(Conninfo, TakesHostsFromTheEnvironmentAsLibpqDoes) {
  setenv("PGHOST", "h1,h2", 1);
  EXPECT_TRUE(make_conninfo("postgresql:///d").several_hosts);
  EXPECT_FALSE(make_conninfo("postgresql://h/d").several_hosts);
  setenv("PGTARGETSESSIONATTRS", "prefer-standby", 1);
  EXPECT_EQ(make_conninfo("postgresql:///d").url.find("target_session_attrs"), std::string::npos);
  unsetenv("PGTARGETSESSIONATTRS");
  unsetenv("PGHOST");
}

TEST(Conninfo, DescribesThePlaceWithoutThePassword) {
  const auto conninfo = make_conninfo("postgresql://ann:s3cret@db1:5433,db2/contracts");
  EXPECT_EQ(conninfo.place,
            "user 'ann' at db1:5433,db2, database 'contracts', target_session_attrs=read-write");
  const auto error = tests::error_of([] { make_conninfo("postgresql://ann:s3cret@h/d?sslmod=require"); });
  EXPECT_EQ(error.code(), ErrorCode::config);
  EXPECT_NE(error.message().find("sslmod"), std::string::npos);
  EXPECT_EQ(error.message().find("s3cret"), std::string::npos);
}

TEST(Identifiers, HoldNothingThatAReaderOfPlaceholdersWouldSee) {
  EXPECT_EQ(escaped_identifier("pycharter"), "U&\"pycharter\"");
  EXPECT_EQ(escaped_identifier("a:b\"'\\ü"), "U&\"a\\+00003Ab\\+000022\\+000027\\+00005C\\+0000FC\"");
  EXPECT_EQ(escaped_literal("'"), "U&'\\+000027'");
}

TEST(Identifiers, NamesThatPostgresqlCannotHaveAreRefused) {
  for (const auto& name : {std::string(), std::string(64, 'x'), std::string("a\0b", 3), std::string("\xff"),
                           std::string("$user")}) {
    EXPECT_EQ(tests::error_of([&] { check_schema_name(name); }).code(), ErrorCode::config);
    EXPECT_EQ(tests::error_of([&] {
                Backend(plugin::Host(), {{"schema_name", name}});
              }).code(),
              ErrorCode::config);
  }
  check_schema_name("Ünï \"x\"");
}

TEST(Locks, KeysAreTheSameForEveryVersion) {
  EXPECT_EQ(lock_key("").first_argument(), "-873292572");  // FNV-1a's offset basis, cbf29ce484222325
  EXPECT_EQ(lock_key("").second_argument(), "-2078137563");
  EXPECT_NE(lock_key("a").second, lock_key("b").second);
}

TEST(ReflectType, SaysWhatSqlalchemySays) {
  const auto type = [](const std::string& text) { return json::serialize(reflect_type({text, "", "", {}})); };
  EXPECT_EQ(type("character varying(20)"), R"j({"type":"VARCHAR","args":{"length":20}})j");
  EXPECT_EQ(type("numeric(10,2)"), R"j({"type":"NUMERIC","args":{"precision":10,"scale":2}})j");
  EXPECT_EQ(type("timestamp(3) with time zone"),
            R"j({"type":"TIMESTAMP","args":{"precision":3,"timezone":true},"dialect":"postgresql"})j");
  EXPECT_EQ(type("timestamp without time zone"),
            R"j({"type":"TIMESTAMP","dialect":"postgresql","args":{"timezone":false}})j");
  EXPECT_EQ(type("bit varying(5)"),
            R"j({"type":"BIT","args":{"length":5,"varying":true},"dialect":"postgresql"})j");
  EXPECT_EQ(type("interval day to second"),
            R"j({"type":"INTERVAL","dialect":"postgresql","args":{"fields":"day to second"}})j");
  EXPECT_EQ(type("integer[]"),
            R"j({"type":"ARRAY","dialect":"postgresql","args":{"item_type":{"type":"INTEGER"}}})j");
  EXPECT_EQ(type("public.hstore"), R"j({"type":"HSTORE","dialect":"postgresql"})j");
  EXPECT_EQ(type("weather"), R"j({"type":"NullType"})j");
  EXPECT_EQ(json::serialize(reflect_type({"mood", "mood", "", {"sad", "ok"}})),
            R"j({"type":"ENUM","dialect":"postgresql","args":{"values":["sad","ok"],"name":"mood"}})j");
}

}  // namespace
}  // namespace pycharter::postgresql
