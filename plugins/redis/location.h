// Where a store is, from its URL and settings.
#ifndef PYCHARTER_REDIS_LOCATION_H
#define PYCHARTER_REDIS_LOCATION_H

#include <pycharter/plugin/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace pycharter::redis {

inline constexpr std::string_view backend_name = "redis";

// What the configuration may say; of a time-out and the database number the URL goes first.
struct Options {
  std::string key_prefix = "pycharter";
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(10);
  std::chrono::milliseconds socket_timeout = std::chrono::seconds(60);
};

// Throws config for a value that is none.
Options read_options(const plugin::Settings& settings);

struct Location {
  std::string host = "127.0.0.1";
  int port = 6379;
  std::optional<std::string> user;
  std::optional<std::string> password;
  std::string client_name = "pycharter";
  int database = 0;
  std::chrono::milliseconds connect_timeout;  // to reach the server and be let in
  std::chrono::milliseconds socket_timeout;   // without a byte from it

  // "database 0 of 127.0.0.1:6379"
  std::string describe() const;
  // "as user 'app'", "with the password of the URL", "without a password"
  std::string credentials() const;
};

// Throws config: rediss://, several hosts, a database that is no number, an unknown or empty parameter. No
// message holds a password.
Location read_location(const std::string& url, const Options& options);

}  // namespace pycharter::redis

#endif
