// A database of its own on a MySQL or MariaDB server, asked through libmariadb.
#ifndef PYCHARTER_CONFORMANCE_MYSQL_SERVER_H
#define PYCHARTER_CONFORMANCE_MYSQL_SERVER_H

#include <mysql.h>

#include <memory>
#include <string>
#include <vector>

#include "target.h"

namespace pycharter::conformance {

class MysqlServer : public Server {
 public:
  // Creates the database, which goes with the object, and a user who has to give a password, which stays.
  MysqlServer(const std::string& server_url, std::string database);
  ~MysqlServer() override;

  std::string url() const { return url_of(database_); }
  // Another, empty database, which goes with the object too.
  std::string make_database(const std::string& name);

  void cut_connections() override;
  int open_transactions() override;
  int rows(const std::string& table) override;
  std::string url_with_wrong_password(const std::string& password) override;
  std::string url_with_encoded_password() override;

  // The first cell of the statement's result, run in the shared database; empty without one.
  std::string query(const std::string& sql);

 private:
  struct Close {
    void operator()(MYSQL* handle) const { mysql_close(handle); }
  };
  using Connection = std::unique_ptr<MYSQL, Close>;

  Connection connect() const;
  std::string url_of(const std::string& database) const;
  std::string url_with_password(const std::string& password) const;
  std::string sessions() const;

  std::string server_url_;
  std::string database_;
  std::vector<std::string> databases_;
  Connection server_;
};

}  // namespace pycharter::conformance

#endif
