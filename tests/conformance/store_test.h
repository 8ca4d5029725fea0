// The base of the suite's tests: a store of the target that is connected, and names that no other test uses.
#ifndef PYCHARTER_CONFORMANCE_STORE_TEST_H
#define PYCHARTER_CONFORMANCE_STORE_TEST_H

#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "target.h"

namespace pycharter::conformance {

class StoreTest : public ::testing::TestWithParam<const Target*> {
 protected:
  const Target& target() const { return *GetParam(); }
  MetadataStore open() const { return target().shared.open(); }

  // A name of this test in this run.
  std::string name(const std::string& text = "") const {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    const std::string test = info->name();
    return test.substr(0, test.find('/')) + '.' + std::to_string(getpid()) + '.' + text;
  }

  template <class Work>
  static Error failure_of(Work&& work) {
    try {
      work();
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "did not fail";
    return Error(ErrorCode::internal, "");
  }

  template <class Work>
  static ErrorCode code_of(Work&& work) {
    return failure_of(std::forward<Work>(work)).code();
  }

  MetadataStore store = open();
};

enum class Needs { nothing, empty_databases, server };
std::vector<const Target*> targets_with(Needs needs);
std::string target_name(const ::testing::TestParamInfo<const Target*>& info);

}  // namespace pycharter::conformance

// Runs the tests of a suite on every target that has what they need.
#define PYCHARTER_CONFORMANCE(Suite, needs)                                                                \
  GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Suite);                                                    \
  INSTANTIATE_TEST_SUITE_P(                                                                                \
      conformance, Suite,                                                                                  \
      ::testing::ValuesIn(::pycharter::conformance::targets_with(::pycharter::conformance::Needs::needs)), \
      ::pycharter::conformance::target_name)

// The only reason to leave a test out: what the backend says that it can't do.
#define PYCHARTER_NEEDS_CAPABILITY(capability) \
  if (!target().has(capability)) GTEST_SKIP() << target().name << " has not the capability " << (capability)

#endif
