#include "postgresql_server.h"

#include <pycharter/plugin/url.h>

#include <stdexcept>
#include <thread>

namespace pycharter::conformance {
namespace {

// The role that tools/servers.sh makes, and that has to give its password where others are trusted.
constexpr auto role = "pycharter_password";
constexpr auto right_password = "right-password";

}  // namespace

PostgresqlServer::PostgresqlServer(const std::string& server_url, std::string database)
    : server_url_(server_url), database_(std::move(database)), server_(connect(server_url)) {
  run(server_.get(), "CREATE DATABASE " + database_);
  if (run(server_.get(), std::string("SELECT count(*) FROM pg_roles WHERE rolname = '") + role + '\'') == "0")
    run(server_.get(),
        std::string("CREATE ROLE ") + role + " LOGIN SUPERUSER PASSWORD '" + right_password + '\'');
}

PostgresqlServer::~PostgresqlServer() {
  PQclear(PQexec(server_.get(), ("DROP DATABASE " + database_ + " WITH (FORCE)").c_str()));
}

std::string PostgresqlServer::url() const {
  auto parts = plugin::parse_url(server_url_);
  parts.database = database_;
  return parts.to_string();
}

void PostgresqlServer::cut_connections() {
  run(server_.get(),
      "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '" + database_ + '\'');
  // The server ends them a moment later.
  for (int tries = 0; tries < 500; ++tries) {
    if (run(server_.get(), "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + database_ + '\'') ==
        "0")
      return;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  throw std::runtime_error("the server did not end its connections");
}

int PostgresqlServer::open_transactions() {
  return std::stoi(
      run(server_.get(), "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + database_ +
                             "' AND backend_type = 'client backend'"
                             " AND (state LIKE 'idle in transaction%' OR xact_start IS NOT NULL)"));
}

int PostgresqlServer::rows(const std::string& table) {
  return std::stoi(query("SELECT count(*) FROM pycharter." + table));
}

std::string PostgresqlServer::url_with_wrong_password(const std::string& password) {
  return url_with_password(password);
}

std::string PostgresqlServer::url_with_encoded_password() {
  auto url = url_with_password(right_password);
  url.replace(url.find(right_password), 1, "%72");
  return url;
}

std::string PostgresqlServer::url_with_password(const std::string& password) const {
  auto parts = plugin::parse_url(url());
  parts.user = role;
  parts.password = password;
  return parts.to_string();
}

std::string PostgresqlServer::query(const std::string& sql) {
  return run(connect(url()).get(), sql);
}

PostgresqlServer::Connection PostgresqlServer::connect(const std::string& url) {
  Connection connection(PQconnectdb(url.c_str()));
  if (PQstatus(connection.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection.get()));
  return connection;
}

std::string PostgresqlServer::run(PGconn* connection, const std::string& sql) {
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection, sql.c_str()), &PQclear);
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
    throw std::runtime_error(PQerrorMessage(connection));
  return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
}

}  // namespace pycharter::conformance
