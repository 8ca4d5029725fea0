#include "config/database_url.h"

#include <algorithm>
#include <utility>

#include <pycharter/plugin/error.h>

#include "config/suggest.h"
#include "config/text.h"
#include "config/url_parameters.h"

namespace pycharter::config {
namespace {

constexpr std::size_t longest_shown_name = 64;

using Query = std::vector<std::pair<std::string, std::string>>;

bool same_name(std::string_view a, std::string_view b) {
  return to_lower(a) == to_lower(b);
}

[[noreturn]] void unknown_parameter(const std::string& name, const std::string& scheme,
                                    const UrlParameters& known) {
  std::vector<std::string_view> names(known.client.begin(), known.client.end());
  for (const auto& parameter : known.driver)
    names.push_back(parameter.name);
  const std::string hint = did_you_mean(name, names);
  throw Error(ErrorCode::config, "unknown query parameter '" + name.substr(0, longest_shown_name) +
                                     "' in a " + scheme + ":// URL" + (hint.empty() ? "." : hint) +
                                     " Remove it, or write it as the client library does.");
}

// Values that SQLAlchemy's drivers take for TLS where the client library has a mode.
std::string tls_mode(const std::string& value) {
  const std::string lower = to_lower(value);
  if (lower == "true" || lower == "1" || lower == "on") return "require";
  if (lower == "false" || lower == "0" || lower == "off") return "disable";
  return value;
}

void translate(const UrlParameters& known, DatabaseUrl& result) {
  Query translated;
  for (auto& [name, value] : result.url.query) {
    const auto client =
        std::find_if(known.client.begin(), known.client.end(),
                     [&, &key = name](std::string_view candidate) { return same_name(candidate, key); });
    if (client != known.client.end()) {
      translated.emplace_back(std::string(*client), std::move(value));
      continue;
    }
    const auto driver =
        std::find_if(known.driver.begin(), known.driver.end(),
                     [&, &key = name](const auto& candidate) { return same_name(candidate.name, key); });
    if (driver == known.driver.end()) unknown_parameter(name, result.url.scheme, known);
    if (driver->client_name.empty()) {
      result.notices.push_back("query parameter '" + name + "' belongs to a Python driver and is ignored");
      continue;
    }
    const bool is_tls = driver->client_name == "sslmode" || driver->client_name == "ssl_mode";
    translated.emplace_back(std::string(driver->client_name), is_tls ? tls_mode(value) : std::move(value));
  }
  result.url.query = std::move(translated);
}

// SQLAlchemy names several hosts as host=a:1&host=b:2, which no client library reads: they become the URL's
// hosts.
void lift_hosts(plugin::Url& url) {
  const auto is_host = [](const auto& parameter) { return parameter.first == "host"; };
  const auto count = std::count_if(url.query.begin(), url.query.end(), is_host);
  const auto first = std::find_if(url.query.begin(), url.query.end(), is_host);
  if (!url.hosts.empty() || count == 0) return;
  const bool with_port = first->second.find(':') != std::string::npos && !first->second.starts_with('/');
  if (count == 1 && !with_port) return;
  for (const auto& [name, value] : url.query)
    if (name == "host") plugin::detail::parse_hosts(value, url);
  std::erase_if(url.query, is_host);
}

// sqlite:///file:PATH?uri=true is SQLite's own URI inside SQLAlchemy's URL; its query stands in ours already.
void unwrap_sqlite_uri(plugin::Url& url) {
  if (url.scheme != "sqlite" || !url.database || !url.database->starts_with("file:")) return;
  const auto is_uri = [](const auto& parameter) { return parameter.first == "uri"; };
  const auto uri = std::find_if(url.query.begin(), url.query.end(), is_uri);
  if (uri == url.query.end() || to_lower(uri->second) != "true") return;
  const std::size_t prefix = url.database->starts_with("file://") ? 7 : 5;
  url.database->erase(0, prefix);
  std::erase_if(url.query, is_uri);
}

}  // namespace

DatabaseUrl normalise_database_url(std::string_view text) {
  DatabaseUrl result{plugin::parse_url(text), {}, {}, {}};
  if (const auto* known = find_url_parameters(result.url.scheme)) translate(*known, result);
  lift_hosts(result.url);
  unwrap_sqlite_uri(result.url);
  result.text = result.url.to_string();
  result.masked = result.url.to_string(plugin::Url::Password::masked);
  return result;
}

DatabaseUrl configured_database_url(const Settings& settings, std::optional<std::string_view> argument) {
  const auto setting = settings.database_url(argument);
  try {
    return normalise_database_url(setting.value);
  } catch (const Error& error) {
    if (setting.origin.kind == Origin::Kind::argument) throw;
    throw Error(error.code(), setting.origin.to_string() + ": " + error.message(), error.facts());
  }
}

}  // namespace pycharter::config
