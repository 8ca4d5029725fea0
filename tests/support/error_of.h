// The pycharter::Error that a call throws, for tests of its code, message and facts.
#ifndef PYCHARTER_TESTS_SUPPORT_ERROR_OF_H
#define PYCHARTER_TESTS_SUPPORT_ERROR_OF_H

#include <gtest/gtest.h>

#include <pycharter/plugin/error.h>

namespace pycharter::tests {

template <typename Call>
Error error_of(Call&& call) {
  try {
    call();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "no error was thrown";
  return Error(ErrorCode::internal, "");
}

}  // namespace pycharter::tests

#endif
