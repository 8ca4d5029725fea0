// Tests of the backend on a server: each has a schema of its own, which goes with it.
#ifndef PYCHARTER_TESTS_POSTGRESQL_SERVER_TEST_H
#define PYCHARTER_TESTS_POSTGRESQL_SERVER_TEST_H

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "../support/sql_backend_test.h"
#include "postgresql/backend.h"

namespace pycharter::postgresql {

class ServerTest : public tests::SqlBackendTest {
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

  std::string url_;
  std::string schema_;
  std::unique_ptr<Backend> admin_;
};

}  // namespace pycharter::postgresql

#endif
