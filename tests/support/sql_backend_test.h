// What tests of a SQL backend, of whatever database, do with it.
#ifndef PYCHARTER_TESTS_SUPPORT_SQL_BACKEND_TEST_H
#define PYCHARTER_TESTS_SUPPORT_SQL_BACKEND_TEST_H

#include <pycharter/plugin/backend.h>

#include <string>
#include <vector>

#include "error_of.h"

namespace pycharter::tests {

class SqlBackendTest : public ::testing::Test {
 protected:
  static std::vector<plugin::Row> query(plugin::SqlBackend& backend, const std::string& sql,
                                        const std::vector<plugin::Value>& values = {}) {
    std::vector<plugin::Row> rows;
    backend.execute(sql, values, [&](const std::vector<std::string>&, const plugin::Row& row) {
      rows.push_back(row);
      return true;
    });
    return rows;
  }

  static void run(plugin::SqlBackend& backend, const std::string& sql) { backend.execute(sql, {}, {}); }

  template <class Action>
  static ErrorCode code_of(Action action, std::string* message = nullptr) {
    const Error error = error_of(action);
    if (message != nullptr) *message = error.message();
    return error.code();
  }
};

}  // namespace pycharter::tests

#endif
