// Database URLs, as PyCharter and SQLAlchemy write them, taken apart once for the core and for plugins.
//
//   scheme[+driver]://[user[:password]@][host[:port][,host[:port]]...][/database][?key=value&...]
//
// The grammar is SQLAlchemy 2.1's (sqlalchemy.engine.make_url) with several hosts, as libpq and MongoDB have
// them. User, password, hosts, database and query are percent-decoded as UTF-8 bytes; `+` in a query is a
// blank, as in Python's parse_qsl. A redis URL's user without a colon is its password
// (`redis://password@host`). An @ in a password is accepted: the last one before the host counts; so is a
// slash where what stands before it can't be a port.
//
// The core gives a plugin the URL without its driver suffix and with everything encoded again
// (Url::to_string). No message of an error holds any part of the URL that may be a secret.
#ifndef PYCHARTER_PLUGIN_URL_H
#define PYCHARTER_PLUGIN_URL_H

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <pycharter/plugin/error.h>

namespace pycharter::plugin {

inline constexpr std::size_t max_url_size = 64 * 1024;

struct UrlHost {
  std::string name;  // decoded, an IPv6 address without its brackets; empty: the client library's default
  int port = 0;      // 0: the client library's default
};

struct Url {
  std::string scheme;  // lower case, without the driver: "postgresql", "mongodb+srv"
  std::string driver;  // "psycopg2", or empty
  std::optional<std::string> user;
  std::optional<std::string> password;
  std::vector<UrlHost> hosts;           // empty when the URL names none
  std::optional<std::string> database;  // what follows the slash: "x.db", "/abs/x.db", "0"
  std::vector<std::pair<std::string, std::string>> query = {};  // in the order written

  // The first value of a query parameter.
  std::optional<std::string> parameter(std::string_view key) const;

  enum class Password { shown, masked };
  // The URL without its driver, encoded so that it holds no blank, quote or control character.
  std::string to_string(Password password = Password::shown) const;
};

// Throws config: empty, over max_url_size, no scheme, a NUL or another control character (encoded ones too,
// outside the password), a broken %-escape, a bad port, an IPv6 address without brackets.
Url parse_url(std::string_view text);

// Throws config for a % that two hexadecimal digits don't follow and for %00. `part` names it in the message.
std::string percent_decode(std::string_view text, std::string_view part);

// Letters, digits, "-._~" and the characters of `keep` stand for themselves.
std::string percent_encode(std::string_view text, std::string_view keep = {});

}  // namespace pycharter::plugin

#include <pycharter/plugin/detail/url_impl.h>  // the definitions, inline

#endif
