#include "failure.h"

#include <gtest/gtest.h>

namespace pycharter::admin {
namespace {

struct Told {
  int code;
  std::string out;
  std::string error;
};

Told tell(const Error& error, bool json, const std::vector<std::string>& secrets = {}) {
  Output output(json, Verbosity::normal, Color::never);
  output.add_secrets(secrets);
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const int code = report(error, output);
  output.finish();
  return {code, testing::internal::GetCapturedStdout(), testing::internal::GetCapturedStderr()};
}

TEST(Failure, CodesBecomeExitCodes) {
  EXPECT_EQ(tell(Error(ErrorCode::usage, "x"), false).code, 2);
  EXPECT_EQ(tell(Error(ErrorCode::not_initialized, "x"), false).code, 1);
  EXPECT_EQ(tell(Error(ErrorCode::not_found, "x"), false).code, 1);
  EXPECT_EQ(tell(Error(ErrorCode::cancelled, "x"), false).code, 130);
  EXPECT_EQ(tell(Error(ErrorCode::migration, "x"), false).code, 3);
  // Not the command line's fault.
  EXPECT_EQ(tell(Error(ErrorCode::usage, "x", {.statement = "SELECT $2"}), false).code, 3);
}

TEST(Failure, TextNamesThePlaceAndPutsACaretBelowTheColumn) {
  const auto told = tell(Error(ErrorCode::script, "unknown name",
                               {.file = "a.py", .line = 3, .column = 5, .source_line = "\tö = x"}),
                         false);
  EXPECT_EQ(told.out, "");
  EXPECT_EQ(told.error, "error: unknown name\n  in a.py:3:5\n    \tö = x\n    \t   ^\n");
}

TEST(Failure, PlaceThatTheMessageNamesIsNotRepeated) {
  const auto told = tell(Error(ErrorCode::config, "a.ini:3: broken", {.file = "a.ini", .line = 3}), false);
  EXPECT_EQ(told.error, "error: a.ini:3: broken\n");
}

TEST(Failure, JsonHoldsCodeMessageAndFacts) {
  const auto told = tell(Error(ErrorCode::migration, "failed",
                               {.backend = "sqlite",
                                .sqlstate = "42P01",
                                .statement = "DROP",
                                .revision = "aaa",
                                .statement_number = 2}),
                         true);
  EXPECT_EQ(told.error, "");
  EXPECT_EQ(told.out,
            "{\"error\":{\"code\":\"migration\",\"message\":\"failed\",\"backend\":\"sqlite\",\"sqlstate\":"
            "\"42P01\","
            "\"statement\":\"DROP\",\"revision\":\"aaa\",\"statement_number\":2}}\n");
}

TEST(Failure, SecretsAndTerminalControlsAreMaskedEverywhere) {
  const Error error(ErrorCode::auth, "postgresql://u:hunter2@h/d \x1b[31mred, bare: hunter2",
                    {.statement = "CREATE USER x PASSWORD 'hunter2'"});
  for (const bool json : {false, true}) {
    const auto told = tell(error, json, {"hunter2"});
    EXPECT_EQ((told.out + told.error).find("hunter2"), std::string::npos) << told.out << told.error;
    EXPECT_EQ((told.out + told.error).find('\x1b'), std::string::npos);
  }
}

}  // namespace
}  // namespace pycharter::admin
