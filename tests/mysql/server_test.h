// Tests of the backend on a server: each has a database of its own, which goes with it.
#ifndef PYCHARTER_TESTS_MYSQL_SERVER_TEST_H
#define PYCHARTER_TESTS_MYSQL_SERVER_TEST_H

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "../support/sql_backend_test.h"
#include "mysql/backend.h"

namespace pycharter::mysql {

class ServerTest : public tests::SqlBackendTest {
 protected:
  void SetUp() override {
    const char* url = std::getenv("PYCHARTER_TEST_MYSQL_URL");
    ASSERT_NE(url, nullptr) << "PYCHARTER_TEST_MYSQL_URL names no server; `sh tools/servers.sh start DIR`";
    server_ = url;
    database_ = "mysql_test_" + std::to_string(::getpid());
    url_ = server_.substr(0, server_.rfind('/') + 1) + database_;
    auto first = connect(server_);
    run(*first, "DROP DATABASE IF EXISTS " + database_);
    run(*first, "CREATE DATABASE " + database_);
    admin_ = connect();
  }

  void TearDown() override {
    if (admin_) run(*admin_, "DROP DATABASE " + database_);
  }

  static std::unique_ptr<Backend> connect(const std::string& url, bool read_only = false) {
    auto backend = std::make_unique<Backend>(plugin::Host(), plugin::Settings());
    plugin::ConnectOptions options;
    options.url = url;
    options.read_only = read_only;
    options.migration = true;
    backend->connect(options);
    return backend;
  }
  std::unique_ptr<Backend> connect() const { return connect(url_); }

  std::string server_;
  std::string database_;
  std::string url_;
  std::unique_ptr<Backend> admin_;
};

}  // namespace pycharter::mysql

#endif
