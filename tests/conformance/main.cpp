// pycharter-conformance [--url URL] [--plugin FILE] [--gtest_…]
//
// Without --url every backend that was built is tested, each on databases of its own; a server's URL comes
// from PYCHARTER_TEST_<BACKEND>_URL, and PYCHARTER_TEST_BACKENDS names fewer backends. With --url that one
// database is tested: the records stay in it. --plugin names the plugin (manifest or library) that serves the
// URL.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstdio>
#include <map>

#include "other_process.h"
#include "store_test.h"

namespace pycharter::conformance {

std::vector<const Target*> targets_with(Needs needs) {
  std::vector<const Target*> fitting;
  for (const auto& target : targets())
    if (needs == Needs::nothing || (needs == Needs::empty_databases && target.empty) ||
        (needs == Needs::server && target.server))
      fitting.push_back(&target);
  return fitting;
}

std::string target_name(const ::testing::TestParamInfo<const Target*>& info) {
  std::string name = info.param->name;
  for (char& c : name)
    if (!isalnum(static_cast<unsigned char>(c))) c = '_';
  return name;
}

namespace {

TEST(Targets, are_all_there) {
  for (const auto& problem : target_problems())
    ADD_FAILURE() << problem;
}

// Prints backend × case when all has run.
class Table : public ::testing::EmptyTestEventListener {
  void OnTestEnd(const ::testing::TestInfo& info) override {
    const std::string suite = info.test_suite_name();
    const std::string test = info.name();
    const auto slash = test.find('/');
    if (slash == std::string::npos) return;
    const auto& result = *info.result();
    const char* outcome = result.Skipped() ? "skipped" : result.Passed() ? "ok" : "FAILED";
    outcomes_[suite.substr(suite.find('/') + 1) + '.' + test.substr(0, slash)][test.substr(slash + 1)] =
        outcome;
  }

  void OnTestProgramEnd(const ::testing::UnitTest&) override {
    std::printf("\n%-76s", "case");
    for (const auto& target : targets())
      std::printf(" %-10s", target.name.c_str());
    for (const auto& [test, by_target] : outcomes_) {
      std::printf("\n%-76s", test.c_str());
      for (const auto& target : targets()) {
        const auto found = by_target.find(target.name);
        std::printf(" %-10s", found == by_target.end() ? "-" : found->second.c_str());
      }
    }
    std::printf(
        "\n\n-: needs a server or empty databases, which are not there. skipped: by the backend's "
        "capabilities.\n");
  }

  std::map<std::string, std::map<std::string, std::string>> outcomes_;
};

}  // namespace
}  // namespace pycharter::conformance

namespace {

// "--name value" or "--name=value", taken out of the arguments.
std::optional<std::string> take_option(int& argc, char** argv, const std::string& option) {
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    const bool joined = argument.rfind(option + '=', 0) == 0;
    if (!joined && (argument != option || i + 1 == argc)) continue;
    const auto value = joined ? argument.substr(option.size() + 1) : std::string(argv[i + 1]);
    const int taken = joined ? 1 : 2;
    for (int rest = i + taken; rest <= argc; ++rest)
      argv[rest - taken] = argv[rest];
    argc -= taken;
    return value;
  }
  return std::nullopt;
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto status = pycharter::conformance::run_as_other_process(argc, argv)) return *status;
  const auto url = take_option(argc, argv, "--url");
  if (const auto plugin = take_option(argc, argv, "--plugin")) {
    if (!url) return std::fputs("--plugin needs --url: a database to test it with\n", stderr), 2;
    std::string scheme = url->substr(0, url->find_first_of(":+"));
    for (char& c : scheme)
      c = static_cast<char>(toupper(static_cast<unsigned char>(c)));
    setenv(("PYCHARTER__BACKENDS__" + scheme).c_str(), plugin->c_str(), 1);
  }
  pycharter::conformance::choose_targets(url);
  testing::InitGoogleTest(&argc, argv);
  if (argc > 1) return std::fprintf(stderr, "unknown argument %s\n", argv[1]), 2;
  testing::UnitTest::GetInstance()->listeners().Append(new pycharter::conformance::Table);
  return RUN_ALL_TESTS();
}
