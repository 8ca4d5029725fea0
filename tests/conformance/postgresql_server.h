// A database of its own on a PostgreSQL server, asked through libpq.
#ifndef PYCHARTER_CONFORMANCE_POSTGRESQL_SERVER_H
#define PYCHARTER_CONFORMANCE_POSTGRESQL_SERVER_H

#include <libpq-fe.h>

#include <memory>
#include <string>

#include "target.h"

namespace pycharter::conformance {

class PostgresqlServer : public Server {
 public:
  // Creates the database, which goes with the object, and the role that has to give its password, which
  // stays: it is the server's (tools/servers.sh).
  PostgresqlServer(const std::string& server_url, std::string database);
  ~PostgresqlServer() override;

  std::string url() const;
  void cut_connections() override;
  int open_transactions() override;
  int rows(const std::string& table) override;
  std::string url_with_wrong_password(const std::string& password) override;
  std::string url_with_encoded_password() override;

  // The first cell of the statement's result, run in the shared database; empty without one.
  std::string query(const std::string& sql);

 private:
  struct Close {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  using Connection = std::unique_ptr<PGconn, Close>;

  static Connection connect(const std::string& url);
  static std::string run(PGconn* connection, const std::string& sql);
  std::string url_with_password(const std::string& password) const;

  std::string server_url_;
  std::string database_;
  Connection server_;
};

}  // namespace pycharter::conformance

#endif
