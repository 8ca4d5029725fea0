// Tests of the backend on a server: each has a schema of its own, which goes with it.
#ifndef PYCHARTER_TESTS_POSTGRESQL_SERVER_TEST_H
#define PYCHARTER_TESTS_POSTGRESQL_SERVER_TEST_H

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "postgresql/backend.h"

namespace pycharter::postgresql {

class ServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* url = std::getenv("PYCHARTER_TEST_POSTGRESQL_URL");
    ASSERT_NE(url, nullptr)
        << "PYCHARTER_TEST_POSTGRESQL_URL names no server; `sh tools/servers.sh start DIR`";
    url_ = url;
    schema_ = "te:st \"'\\ü " + std::to_string(::getpid());
    admin_ = connect();
    drop();
    run(*admin_, "CREATE SCHEMA " + quoted());
    run(*admin_, "SET search_path TO " + quoted());
  }

  void TearDown() override {
    if (admin_) drop();
  }

  void drop() {
    admin_->rollback();
    run(*admin_, "SET client_min_messages TO warning; DROP SCHEMA IF EXISTS " + quoted() + " CASCADE");
  }

  std::string quoted() const { return admin_->quote(schema_, true); }

  std::unique_ptr<Backend> connect(bool read_only = false) const {
    auto backend = std::make_unique<Backend>(plugin::Host(), plugin::Settings{{"schema_name", schema_}});
    plugin::ConnectOptions options;
    options.url = url_;
    options.read_only = read_only;
    backend->connect(options);
    return backend;
  }

  static std::vector<plugin::Row> query(Backend& backend, const std::string& sql,
                                        const std::vector<plugin::Value>& values = {}) {
    std::vector<plugin::Row> rows;
    backend.execute(sql, values, [&](const std::vector<std::string>&, const plugin::Row& row) {
      rows.push_back(row);
      return true;
    });
    return rows;
  }

  static void run(Backend& backend, const std::string& sql) { backend.execute(sql, {}, {}); }

  template <class Action>
  static ErrorCode code_of(Action action, std::string* message = nullptr) {
    try {
      action();
    } catch (const Error& error) {
      if (message != nullptr) *message = error.message();
      return error.code();
    }
    ADD_FAILURE() << "nothing was thrown";
    return ErrorCode::internal;
  }

  std::string url_;
  std::string schema_;
  std::unique_ptr<Backend> admin_;
};

}  // namespace pycharter::postgresql

#endif
