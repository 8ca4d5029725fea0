#include "mysql/parameters.h"

#include <pycharter/plugin/error.h>
#include <pycharter/plugin/url.h>

#include <utility>

namespace pycharter::mysql {
namespace {

[[noreturn]] void refuse(const std::string& message) {
  ErrorFacts facts;
  facts.backend = "mysql";
  throw Error(ErrorCode::config, "mysql: " + message, std::move(facts));
}

// SOCI splits at blanks; between quotes a backslash keeps the next character.
std::string option(std::string_view key, std::string_view value) {
  std::string text = " " + std::string(key) + "='";
  for (const char c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + '\'';
}

// Parameters of the URL that SOCI takes under a name of its own.
constexpr std::pair<std::string_view, std::string_view> passed_on[] = {
    {"unix_socket", "unix_socket"},   {"connect_timeout", "connect_timeout"},
    {"read_timeout", "read_timeout"}, {"write_timeout", "write_timeout"},
    {"local_infile", "local_infile"}, {"ssl_ca", "sslca"},
    {"ssl_cert", "sslcert"},
};

std::string_view soci_name(std::string_view key) {
  for (const auto& [ours, socis] : passed_on)
    if (ours == key) return socis;
  return {};
}

constexpr std::string_view modes_with_tls[] = {"REQUIRED", "VERIFY_CA", "required", "verify_ca"};
constexpr std::string_view modes_without[] = {"PREFERRED", "DISABLED", "preferred", "disabled"};

bool mode_needs_tls(const std::string& mode, bool has_authority) {
  for (const auto with : modes_with_tls)
    if (with == mode) {
      if (!has_authority) refuse("ssl_mode=" + mode + " needs ssl_ca, the file of the authority to trust");
      return true;
    }
  for (const auto without : modes_without)
    if (without == mode) return false;
  refuse("ssl_mode=" + mode +
         " is not supported; give REQUIRED, VERIFY_CA with ssl_ca, PREFERRED or DISABLED");
}

void add_parameter(Parameters& made, const plugin::Url& url, const std::string& key,
                   const std::string& value) {
  if (const auto name = soci_name(key); !name.empty()) {
    made.connect_string += option(name, value);
  } else if (key == "init_command") {
    made.init_command = value;
  } else if (key == "ssl_mode") {
    made.needs_tls = made.needs_tls || mode_needs_tls(value, url.parameter("ssl_ca").has_value());
  } else if (key == "ssl_key") {
    if (value != url.parameter("ssl_cert"))
      refuse(
          "the client library reads key and certificate from one file: put both into one PEM file and name "
          "it in ssl_cert");
  } else if (key != "charset") {  // always utf8mb4, which holds every other one
    refuse("the parameter '" + key +
           "' is not supported; unix_socket, connect_timeout, read_timeout, write_timeout, local_infile, "
           "init_command, ssl_ca, ssl_cert and ssl_mode are");
  }
}

std::string describe(const plugin::Url& url, const std::string& host) {
  return "user '" + url.user.value_or("(none)") + "' at " + host + ", database '" +
         url.database.value_or("") + "'";
}

}  // namespace

Parameters make_parameters(std::string_view text) {
  const auto url = plugin::parse_url(text);
  if (url.hosts.size() > 1) refuse("the client library connects to one host; the URL names several");
  if (url.database.value_or("").empty())
    refuse("the URL names no database; write mysql://user@host/database");
  const auto socket = url.parameter("unix_socket");
  Parameters made;
  auto host = url.hosts.empty() ? std::string() : url.hosts.front().name;
  // The client library takes `localhost` for the system's socket and then ignores the port.
  if (host.empty() || host == "localhost") host = socket ? "localhost" : "127.0.0.1";
  const int port = url.hosts.empty() || url.hosts.front().port == 0 ? 3306 : url.hosts.front().port;
  made.connect_string =
      "charset=utf8mb4 port=" + std::to_string(port) + option("host", host) + option("dbname", *url.database);
  if (url.user) made.connect_string += option("user", *url.user);
  if (url.password) made.connect_string += option("password", *url.password);
  made.place = describe(url, socket ? *socket : host + ":" + std::to_string(port));
  made.needs_tls = url.parameter("ssl_ca").has_value();
  for (const auto& [key, value] : url.query)
    add_parameter(made, url, key, value);
  if (!url.parameter("connect_timeout")) made.connect_string += " connect_timeout=10";
  // A server could otherwise ask for any file of the client.
  if (!url.parameter("local_infile")) made.connect_string += " local_infile=0";
  return made;
}

}  // namespace pycharter::mysql
