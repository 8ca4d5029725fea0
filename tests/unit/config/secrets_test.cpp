#include "config/secrets.h"

#include <gtest/gtest.h>

namespace pycharter::config {
namespace {

TEST(Secrets, PasswordsOfUrlsAreMasked) {
  EXPECT_EQ(mask_secrets("try postgresql+psycopg2://u:pw@h:5432/d now"),
            "try postgresql+psycopg2://u:***@h:5432/d now");
  EXPECT_EQ(mask_secrets("\"mysql://u:p%40w@h\" and redis://:pw@h"),
            "\"mysql://u:***@h\" and redis://:***@h");
  EXPECT_EQ(mask_secrets("postgresql://u:p@w/x@h/d"), "postgresql://u:***@h/d");
  EXPECT_EQ(mask_secrets("postgresql://u:p?w@h/d"), "postgresql://u:***@h/d");
  EXPECT_EQ(mask_secrets("postgresql://u:12/3@h/d"), "postgresql://u:***@h/d");
  EXPECT_EQ(mask_secrets("postgresql://u:p@w@h1:1,[::1]:2,h3/d?x=y"),
            "postgresql://u:***@h1:1,[::1]:2,h3/d?x=y");
}

TEST(Secrets, RedisUserInfoWithoutColonIsMasked) {
  EXPECT_EQ(mask_secrets("redis://pw@h:6379/0"), "redis://***@h:6379/0");
  EXPECT_EQ(mask_secrets("rediss://pw@h"), "rediss://***@h");
  EXPECT_EQ(mask_secrets("mongodb://user@h"), "mongodb://user@h");
}

TEST(Secrets, UrlsWithoutAPasswordStay) {
  for (const char* text :
       {"postgresql://user@localhost/d", "sqlite:////tmp/x.db", "sqlite://", "http://h:80/x?a=b@c",
        "postgresql://[::1]:5432/d?options=a@b", "no URL at all", "", "://", "a://@"})
    EXPECT_EQ(mask_secrets(text), text);
}

TEST(Secrets, KeyValueFormsAreMasked) {
  EXPECT_EQ(mask_secrets("host=h password=hunter2 user=u"), "host=h password=*** user=u");
  EXPECT_EQ(mask_secrets("password='it\\'s x' user=u"), "password='***' user=u");
  EXPECT_EQ(mask_secrets("Password = hunter2;uid=1"), "Password = ***;uid=1");
  EXPECT_EQ(mask_secrets("postgresql://h/d?sslpassword=x&user=u"), "postgresql://h/d?sslpassword=***&user=u");
  EXPECT_EQ(mask_secrets(R"({"password": "hun\"ter2", "a": 1})"), R"({"password": "***", "a": 1})");
  EXPECT_EQ(mask_secrets("missing \"=\" after \"hunter\""), "missing \"=\" after \"hunter\"");
  EXPECT_EQ(mask_secrets("FATAL: password authentication failed for user \"u\""),
            "FATAL: password authentication failed for user \"u\"");
}

TEST(Secrets, PasswordsOfSqlAreMasked) {
  EXPECT_EQ(mask_secrets("can't do: ALTER ROLE \"x\" PASSWORD 'hun''ter2' VALID UNTIL 'infinity'"),
            "can't do: ALTER ROLE \"x\" PASSWORD '***' VALID UNTIL 'infinity'");
  EXPECT_EQ(mask_secrets("CREATE ROLE x PASSWORD E'a'"), "CREATE ROLE x PASSWORD E'***'");
  EXPECT_EQ(mask_secrets("CREATE USER 'u'@'%' IDENTIFIED BY 'hunter2'"),
            "CREATE USER 'u'@'%' IDENTIFIED BY '***'");
  EXPECT_EQ(mask_secrets("ALTER USER u IDENTIFIED WITH mysql_native_password BY 'hunter2'"),
            "ALTER USER u IDENTIFIED WITH mysql_native_password BY '***'");
  EXPECT_EQ(mask_secrets("SET PASSWORD FOR u = PASSWORD('hunter2')"), "SET PASSWORD FOR u = PASSWORD('***')");
  EXPECT_EQ(mask_secrets("OPTIONS (user 'u', password 'hunter2')"), "OPTIONS (user 'u', password '***')");
  for (const char* text : {"no column 'password' 'here'", "unexpected token 'x'", "sorted by 'name'",
                           "Can't locate revision identified by 'first'", "password '"})
    EXPECT_EQ(mask_secrets(text),
              std::string(text) + (std::string_view(text).ends_with("d '") ? "***'" : ""));
}

TEST(Secrets, MaskingTwiceChangesNothing) {
  for (const char* text : {"postgresql://u:pw@h/d", "password='x y' token=z", "redis://pw@h", "PASSWORD 'x'"})
    EXPECT_EQ(mask_secrets(mask_secrets(text)), mask_secrets(text));
}

TEST(Secrets, AUrlWithoutItsSlashesIsMasked) {
  EXPECT_EQ(mask_misspelt_url("postgresql:/u:hunter2@h/d"), "postgresql:***@h/d");
  EXPECT_EQ(mask_misspelt_url("u:hunter@2@h/d"), "u:***@h/d");
  EXPECT_EQ(mask_misspelt_url("abc123"), "abc123");
  EXPECT_EQ(mask_misspelt_url("rev@head"), "rev@head");
}

TEST(Secrets, KnownSecretsAreMaskedBareAndEncoded) {
  const auto known = secrets_of_url("postgresql://u:hun%40ter2@h/d?sslpassword=deepdark");
  EXPECT_EQ(mask_secrets("invalid token \"hun@ter2\", hun%40ter2, deepdark, deepdarker", known),
            "invalid token \"***\", ***, ***, deepdarker");
}

TEST(Secrets, APasswordThatIsAPublicNameHidesNothing) {
  EXPECT_TRUE(secrets_of_url("postgresql://postgres:postgres@h/d").empty());
  EXPECT_TRUE(secrets_of_url("not a url").empty());
}

}  // namespace
}  // namespace pycharter::config
