#include "redis/location.h"

#include <pycharter/plugin/error.h>
#include <pycharter/plugin/url.h>

#include <charconv>

namespace pycharter::redis {
namespace {

using Milliseconds = std::chrono::milliseconds;

Error config_error(const std::string& message) {
  return Error(ErrorCode::config, message, {.backend = std::string(backend_name)});
}

Milliseconds read_seconds(const std::string& name, const std::string& text) {
  double value = 0;
  const auto* const end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, value);
  constexpr double greatest = 1'000'000;
  if (problem != std::errc() || stop != end || !(value > 0) || value > greatest)
    throw config_error(name + " = " + text + " is no number of seconds above 0.");
  return Milliseconds(static_cast<std::int64_t>(value * 1000) + (value < 0.001 ? 1 : 0));
}

void take_seconds(const plugin::Settings& settings, const std::string& name, Milliseconds& seconds) {
  const auto found = settings.find(name);
  if (found != settings.end() && !found->second.empty())
    seconds = read_seconds("The setting " + name, found->second);
}

int read_database(const std::string& text) {
  int number = 0;
  const auto* const end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, number);
  if (problem == std::errc() && stop == end && number >= 0) return number;
  throw config_error("'" + text +
                     "' can't be a Redis database: it is a number, 0 to 15 unless the server has more.");
}

// Names as redis-py has them; the core has translated its other spellings.
void apply_parameter(Location& location, const std::string& name, const std::string& value) {
  if (name == "db")
    location.database = read_database(value);
  else if (name == "socket_timeout")
    location.socket_timeout = read_seconds("The URL's " + name, value);
  else if (name == "socket_connect_timeout")
    location.connect_timeout = read_seconds("The URL's " + name, value);
  else if (name == "username")
    location.user = value;
  else if (name == "password")
    location.password = value;
  else if (name == "client_name" && value.find_first_of(" \n") == std::string::npos)
    location.client_name = value;
  else
    throw config_error("The Redis backend can't use the URL's parameter '" + name +
                       "'. It knows db, username, password, socket_timeout, socket_connect_timeout and"
                       " client_name, which has no blanks.");
}

void require_plain(const plugin::Url& url) {
  if (url.scheme == "rediss")
    throw config_error(
        "rediss:// needs TLS, which hiredis does not have in this build. Write redis:// where the network is"
        " trusted, or reach the server through a TLS tunnel (stunnel, ghostunnel) at localhost.");
  if (url.hosts.size() > 1)
    throw config_error("A Redis URL names one host: Sentinel and Cluster are not supported yet.");
}

}  // namespace

Options read_options(const plugin::Settings& settings) {
  Options options;
  if (const auto found = settings.find("key_prefix"); found != settings.end() && !found->second.empty())
    options.key_prefix = found->second;
  take_seconds(settings, "connect_timeout", options.connect_timeout);
  take_seconds(settings, "socket_timeout", options.socket_timeout);
  return options;
}

Location read_location(const std::string& text, const Options& options) {
  const auto url = plugin::parse_url(text);
  require_plain(url);
  Location location;
  location.connect_timeout = options.connect_timeout;
  location.socket_timeout = options.socket_timeout;
  if (!url.hosts.empty() && !url.hosts[0].name.empty()) location.host = url.hosts[0].name;
  if (!url.hosts.empty() && url.hosts[0].port != 0) location.port = url.hosts[0].port;
  if (url.user && !url.user->empty()) location.user = url.user;
  location.password = url.password;
  if (url.database && !url.database->empty()) location.database = read_database(*url.database);
  for (const auto& [name, value] : url.query)
    apply_parameter(location, name, value);
  if (location.user && !location.password)
    throw config_error("The URL names the user '" + *location.user + "' without a password: write " +
                       *location.user + ":PASSWORD@.");
  return location;
}

std::string Location::describe() const {
  const bool ipv6 = host.find(':') != std::string::npos;
  return "database " + std::to_string(database) + " of " + (ipv6 ? '[' + host + ']' : host) + ':' +
         std::to_string(port);
}

std::string Location::credentials() const {
  if (user) return "as user '" + *user + '\'';
  return password ? "with the password of the URL" : "without a password";
}

}  // namespace pycharter::redis
