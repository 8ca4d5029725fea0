// Where a store is, from its URL and settings.
#ifndef PYCHARTER_MONGODB_LOCATION_H
#define PYCHARTER_MONGODB_LOCATION_H

#include <pycharter/plugin/types.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "mongodb/library.h"

namespace pycharter::mongodb {

// What the configuration may say; a URL says it by the driver's own options.
struct Options {
  std::optional<std::string> database_name;
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(10);
  enum class Keys { by_server, escaped, kept } keys = Keys::by_server;
};

// Throws config for a value that is none.
Options read_options(const plugin::Settings& settings);

class Location {
 public:
  // Adds to the URL what it leaves open: majority concerns, the time-outs, `appname=pycharter`. Throws config
  // when the driver can't read it; no message holds any of its secrets.
  Location(const std::string& url, const Options& options);

  const mongoc_uri_t* uri() const { return uri_.get(); }
  const std::string& database() const { return database_; }
  // Stores with the same one may share their clients.
  const std::string& pool_key() const { return pool_key_; }
  // "127.0.0.1:27017, h2:27018"
  std::string hosts() const;
  // "'app' by SCRAM-SHA-256 against the database 'admin'", or "without a user".
  std::string credentials() const;

 private:
  struct Destroy {
    void operator()(mongoc_uri_t* uri) const noexcept { mongoc_uri_destroy(uri); }
  };
  std::unique_ptr<mongoc_uri_t, Destroy> uri_;
  std::string database_;
  std::string pool_key_;
};

}  // namespace pycharter::mongodb

#endif
