#include "mysql_server.h"

#include <pycharter/plugin/url.h>

#include <stdexcept>
#include <thread>

namespace pycharter::conformance {
namespace {

constexpr auto user = "pycharter_password";
constexpr auto right_password = "right-password";

std::string run(MYSQL* handle, const std::string& sql) {
  if (mysql_query(handle, sql.c_str()) != 0) throw std::runtime_error(mysql_error(handle));
  const std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)> result(mysql_store_result(handle),
                                                                        &mysql_free_result);
  const auto row = result ? mysql_fetch_row(result.get()) : nullptr;
  return row != nullptr && row[0] != nullptr ? row[0] : "";
}

const char* c_string(const std::optional<std::string>& text) {
  return text ? text->c_str() : nullptr;
}

}  // namespace

MysqlServer::MysqlServer(const std::string& server_url, std::string database)
    : server_url_(server_url), database_(std::move(database)), server_(connect()) {
  make_database(database_);
  run(server_.get(),
      std::string("CREATE USER IF NOT EXISTS '") + user + "'@'%' IDENTIFIED BY '" + right_password + '\'');
  run(server_.get(), "GRANT ALL ON " + database_ + ".* TO '" + user + "'@'%'");
}

MysqlServer::~MysqlServer() {
  for (const auto& name : databases_)
    mysql_query(server_.get(), ("DROP DATABASE IF EXISTS " + name).c_str());
  mysql_query(server_.get(),
              ("REVOKE ALL ON " + database_ + ".* FROM '" + std::string(user) + "'@'%'").c_str());
}

std::string MysqlServer::make_database(const std::string& name) {
  run(server_.get(), "CREATE DATABASE " + name);
  databases_.push_back(name);
  return url_of(name);
}

std::string MysqlServer::url_of(const std::string& database) const {
  auto parts = plugin::parse_url(server_url_);
  parts.database = database;
  return parts.to_string();
}

std::string MysqlServer::sessions() const {
  return " FROM information_schema.processlist p WHERE p.db = '" + database_ +
         "' AND p.id <> CONNECTION_ID()";
}

void MysqlServer::cut_connections() {
  for (int tries = 0; tries < 500; ++tries) {
    const auto id = run(server_.get(), "SELECT p.id" + sessions() + " LIMIT 1");
    if (id.empty()) return;
    mysql_query(server_.get(), ("KILL " + id).c_str());  // it may have gone by itself
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  throw std::runtime_error("the server did not end its connections");
}

int MysqlServer::open_transactions() {
  return std::stoi(run(server_.get(), "SELECT COUNT(*)" + sessions() +
                                          " AND p.id IN (SELECT trx_mysql_thread_id FROM "
                                          "information_schema.innodb_trx)"));
}

int MysqlServer::rows(const std::string& table) {
  return std::stoi(query("SELECT COUNT(*) FROM " + database_ + ".`" + table + '`'));
}

std::string MysqlServer::url_with_wrong_password(const std::string& password) {
  return url_with_password(password);
}

std::string MysqlServer::url_with_encoded_password() {
  auto url = url_with_password(right_password);
  url.replace(url.find(right_password), 1, "%72");
  return url;
}

std::string MysqlServer::url_with_password(const std::string& password) const {
  auto parts = plugin::parse_url(url());
  parts.user = user;
  parts.password = password;
  return parts.to_string();
}

std::string MysqlServer::query(const std::string& sql) {
  return run(server_.get(), sql);
}

MysqlServer::Connection MysqlServer::connect() const {
  const auto url = plugin::parse_url(server_url_);
  Connection connection(mysql_init(nullptr));
  const auto& host = url.hosts.at(0);
  if (mysql_real_connect(connection.get(), host.name.c_str(), c_string(url.user), c_string(url.password),
                         nullptr, static_cast<unsigned>(host.port), nullptr, 0) == nullptr)
    throw std::runtime_error(mysql_error(connection.get()));
  return connection;
}

}  // namespace pycharter::conformance
