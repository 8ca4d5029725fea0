// pycharter-admin as a test runs it: in a folder and a home of its own, with no variable of the developer's.
#ifndef PYCHARTER_TESTS_CLI_TOOL_H
#define PYCHARTER_TESTS_CLI_TOOL_H

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "support/process.h"
#include "support/temporary_folder.h"

namespace pycharter::tests {

class Tool : public testing::Test {
 protected:
  Tool() {
    std::filesystem::create_directories(folder_ / "home");
    environment_ = {{"HOME", folder_ / "home"},
                    {"PYCHARTER_PLUGIN_PATH", variable("PYCHARTER_TEST_PLUGIN_FOLDERS")},
                    {"PYCHARTER_MIGRATIONS", variable("PYCHARTER_TEST_MIGRATIONS")},
                    {"PYCHARTER_DATABASE_URL", ""},
                    {"PYCHARTER__DATABASE__SQL_ALCHEMY_CONN", ""},
                    {"PYCHARTER_CONFIG", ""},
                    {"ALEMBIC_CONFIG", ""}};
  }

  Finished run(std::vector<std::string> words, const std::string& input = {}) const {
    words.insert(words.begin(), program());
    return tests::run({std::move(words), folder_.path(), environment_, input});
  }

  // Runs with --format json; expects the exit code and one document on stdout.
  boost::json::value run_json(std::vector<std::string> words, int exit_code = 0) const {
    words.insert(words.begin(), {"--format", "json"});
    const auto done = run(std::move(words));
    EXPECT_EQ(done.exit_code, exit_code) << done.out << done.error;
    return boost::json::parse(done.out);
  }

  static std::string program() { return variable("PYCHARTER_TEST_ADMIN"); }

  static std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : value;
  }

  TemporaryFolder folder_;
  std::map<std::string, std::string> environment_;
};

inline testing::AssertionResult contains(const std::string& text, const std::string& part) {
  if (text.find(part) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "'" << part << "' is not in\n" << text;
}

}  // namespace pycharter::tests

#endif
