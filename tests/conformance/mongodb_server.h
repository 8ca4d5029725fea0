// Databases of their own on a MongoDB server, asked through libmongoc, and reached by stores through a proxy.
#ifndef PYCHARTER_CONFORMANCE_MONGODB_SERVER_H
#define PYCHARTER_CONFORMANCE_MONGODB_SERVER_H

#include <mongoc/mongoc.h>

#include <memory>
#include <string>
#include <vector>

#include "../support/tcp_proxy.h"
#include "target.h"

namespace pycharter::conformance {

class MongodbServer : public Server {
 public:
  // The databases go with the object. Of several hosts the first is used.
  MongodbServer(const std::string& server_url, std::string database);
  ~MongodbServer() override;

  std::string url() const { return url_of(database_); }
  // Another database.
  std::string make_database(const std::string& name);

  void cut_connections() override { proxy_->cut(); }
  int open_transactions() override;
  int rows(const std::string& collection) override;
  std::string url_with_wrong_password(const std::string& password) override;
  std::string url_with_encoded_password() override;

  testing::TcpProxy& proxy() { return *proxy_; }
  // Where environment.md lists what it can't do.
  bool is_ferretdb() const { return is_ferretdb_; }
  // Not through the proxy: the members of a replica set, by its name, or what else the server's URL names.
  std::string url_of_all_members();
  // Runs a command, in JSON, on the shared database and gives its reply as relaxed JSON.
  std::string run(const std::string& command);

 private:
  struct Destroy {
    void operator()(mongoc_client_t* client) const { mongoc_client_destroy(client); }
  };

  std::string url_of(const std::string& database) const;
  std::string run_on(const std::string& database, const std::string& command);
  std::string url_with_password(const std::string& password) const;

  std::string server_url_;
  std::string database_;
  std::vector<std::string> databases_;
  std::unique_ptr<testing::TcpProxy> proxy_;
  std::unique_ptr<mongoc_client_t, Destroy> client_;
  bool is_ferretdb_ = false;
};

}  // namespace pycharter::conformance

#endif
