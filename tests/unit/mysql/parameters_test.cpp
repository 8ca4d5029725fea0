#include "mysql/parameters.h"

#include <gtest/gtest.h>
#include <pycharter/plugin/error.h>

namespace pycharter::mysql {
namespace {

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Parameters, QuoteWhatSociWouldSplit) {
  const auto made = make_parameters("mysql://a%20b:p%27%5C%22%20x%3D1@h:3307/d%27b");
  EXPECT_TRUE(holds(made.connect_string, R"( user='a b')")) << made.connect_string;
  EXPECT_TRUE(holds(made.connect_string, R"( password='p\'\\" x=1')")) << made.connect_string;
  EXPECT_TRUE(holds(made.connect_string, R"( dbname='d\'b')")) << made.connect_string;
  EXPECT_TRUE(holds(made.connect_string, "charset=utf8mb4 port=3307 host='h'")) << made.connect_string;
  EXPECT_EQ(made.place, "user 'a b' at h:3307, database 'd'b'");
}

TEST(Parameters, TakeLocalhostForAnAddressUnlessASocketIsGiven) {
  EXPECT_TRUE(holds(make_parameters("mysql://localhost:3307/d").connect_string, "host='127.0.0.1'"));
  EXPECT_TRUE(holds(make_parameters("mysql:///d").connect_string, "port=3306 host='127.0.0.1'"));
  const auto socket = make_parameters("mysql://localhost/d?unix_socket=/run/m.sock").connect_string;
  EXPECT_TRUE(holds(socket, "host='localhost'"));
  EXPECT_TRUE(holds(socket, "unix_socket='/run/m.sock'"));
}

TEST(Parameters, ReadNoFilesForTheServerAndWaitNotForEver) {
  const auto usual = make_parameters("mysql://h/d").connect_string;
  EXPECT_TRUE(holds(usual, "local_infile=0"));
  EXPECT_TRUE(holds(usual, "connect_timeout=10"));
  const auto asked = make_parameters("mysql://h/d?local_infile=1&connect_timeout=3").connect_string;
  EXPECT_TRUE(holds(asked, "local_infile='1'"));
  EXPECT_FALSE(holds(asked, "local_infile=0"));
  EXPECT_FALSE(holds(asked, "connect_timeout=10"));
}

TEST(Parameters, AskForTlsWithAnAuthorityOrAMode) {
  EXPECT_FALSE(make_parameters("mysql://h/d").needs_tls);
  EXPECT_FALSE(make_parameters("mysql://h/d?ssl_mode=PREFERRED").needs_tls);
  EXPECT_TRUE(make_parameters("mysql://h/d?ssl_mode=REQUIRED&ssl_ca=/ca.pem").needs_tls);
  EXPECT_TRUE(make_parameters("mysql://h/d?ssl_ca=/ca.pem").needs_tls);
}

TEST(Parameters, RefuseWhatWouldBeLeftOut) {
  for (const auto* url :
       {"mysql://h", "mysql://h/", "mysql://a,b/d", "mysql://h/d?ssl_capath=/x", "mysql://h/d?ssl_key=/k.pem",
        "mysql://h/d?ssl_mode=VERIFY_IDENTITY", "mysql://h/d?ssl_mode=VERIFY_CA",
        "mysql://h/d?ssl_mode=REQUIRED", "mysql://h/d?default_file=/etc/my.cnf"}) {
    try {
      make_parameters(url);
      ADD_FAILURE() << url;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::config) << url;
    }
  }
}

}  // namespace
}  // namespace pycharter::mysql
