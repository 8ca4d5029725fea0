#include "config/database_url.h"

#include <gtest/gtest.h>

#include "support/error_of.h"

namespace pycharter::config {
namespace {

using tests::error_of;

TEST(DatabaseUrl, DriverSuffixIsLeftOut) {
  EXPECT_EQ(normalise_database_url("postgresql+asyncpg://u:p@h/d").text, "postgresql://u:p@h/d");
  EXPECT_EQ(normalise_database_url("sqlite+aiosqlite:///x.db").text, "sqlite:///x.db");
}

TEST(DatabaseUrl, ParametersOfDriversAreTranslated) {
  EXPECT_EQ(normalise_database_url("postgresql://h/d?ssl=true&timeout=5").text,
            "postgresql://h/d?sslmode=require&connect_timeout=5");
  EXPECT_EQ(normalise_database_url("mysql+pymysql://h/d?charset=utf8mb4&read_default_file=/x").text,
            "mysql://h/d?charset=utf8mb4&default_file=/x");
}

TEST(DatabaseUrl, ParametersOfPythonAloneAreIgnoredWithANotice) {
  const auto url = normalise_database_url("sqlite:///x.db?check_same_thread=false&timeout=3");
  EXPECT_EQ(url.text, "sqlite:///x.db?timeout=3");
  ASSERT_EQ(url.notices.size(), 1U);
  EXPECT_NE(url.notices[0].find("'check_same_thread'"), std::string::npos);
}

TEST(DatabaseUrl, ParametersKeepTheClientLibrarysCase) {
  EXPECT_EQ(normalise_database_url("mongodb://h/d?authsource=admin").text, "mongodb://h/d?authSource=admin");
}

TEST(DatabaseUrl, UnknownParameterIsAnErrorWithTheNearestKnown) {
  const auto error = error_of([] { normalise_database_url("postgresql://u:hunter2@h/d?sslmod=require"); });
  EXPECT_EQ(error.code(), ErrorCode::config);
  EXPECT_NE(error.message().find("did you mean 'sslmode'?"), std::string::npos) << error.message();
  EXPECT_EQ(error.message().find("hunter2"), std::string::npos);
}

TEST(DatabaseUrl, ParametersOfAnUnlistedSchemePass) {
  EXPECT_EQ(normalise_database_url("oracle+cx://h/d?whatever=1").text, "oracle://h/d?whatever=1");
}

TEST(DatabaseUrl, HostsOfSqlalchemysQueryBecomeTheUrlsHosts) {
  EXPECT_EQ(normalise_database_url("postgresql+psycopg2://u:p@/d?host=a:1&host=b:2").text,
            "postgresql://u:p@a:1,b:2/d");
  EXPECT_EQ(normalise_database_url("postgresql:///d?host=/var/run").text, "postgresql:///d?host=/var/run");
}

TEST(DatabaseUrl, SqliteUriInsideTheUrlIsUnwrapped) {
  EXPECT_EQ(normalise_database_url("sqlite:///file:x.db?mode=ro&uri=true").text, "sqlite:///x.db?mode=ro");
  EXPECT_EQ(normalise_database_url("sqlite:///file:///a/x.db?uri=true").text, "sqlite:////a/x.db");
  EXPECT_EQ(normalise_database_url("sqlite:///file:x.db").text, "sqlite:///file:x.db");
}

TEST(DatabaseUrl, MaskedFormHoldsNoPassword) {
  EXPECT_EQ(normalise_database_url("postgresql+psycopg2://u:p%40@h/d").masked, "postgresql://u:***@h/d");
}

}  // namespace
}  // namespace pycharter::config
