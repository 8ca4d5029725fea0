// Keys of their own on a Redis server, asked through hiredis, and reached by stores through a proxy.
#ifndef PYCHARTER_CONFORMANCE_REDIS_SERVER_H
#define PYCHARTER_CONFORMANCE_REDIS_SERVER_H

#include <hiredis/hiredis.h>

#include <memory>
#include <string>
#include <vector>

#include "../support/tcp_proxy.h"
#include "target.h"

namespace pycharter::conformance {

class RedisServer : public Server {
 public:
  // The keys under the prefix, and under those of other databases, go with the object.
  RedisServer(const std::string& server_url, std::string prefix);
  ~RedisServer() override;

  Database shared() const { return {url(), {{"key_prefix", prefix_}}}; }
  // Another one, which differs by its prefix.
  Database database(const std::string& prefix);
  std::string url() const;
  const std::string& prefix() const { return prefix_; }

  void cut_connections() override { proxy_->cut(); }
  int open_transactions() override { return 0; }  // a transaction is one command here
  // Of "coercion_rules" and "validation_rules" the entries of their order; else keys, indexes among them.
  int rows(const std::string& table) override;
  std::string url_with_wrong_password(const std::string& password) override;
  std::string url_with_encoded_password() override;

  testing::TcpProxy& proxy() { return *proxy_; }
  // Its words as text: a number, a text, "" for nothing, the elements of a list with blanks between them.
  std::string run(const std::vector<std::string>& command);

 private:
  struct Free {
    void operator()(redisContext* context) const { redisFree(context); }
  };

  std::string server_url_;
  std::string prefix_;
  std::vector<std::string> prefixes_;
  std::unique_ptr<testing::TcpProxy> proxy_;
  std::unique_ptr<redisContext, Free> context_;
};

}  // namespace pycharter::conformance

#endif
