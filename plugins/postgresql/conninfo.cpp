#include "postgresql/conninfo.h"

#include <libpq-fe.h>
#include <pycharter/plugin/error.h>

#include <memory>
#include <utility>

namespace pycharter::postgresql {
namespace {

// A host that does not answer would else be waited for as long as the system pleases.
constexpr std::pair<const char*, const char*> defaults[] = {
    {"application_name", "pycharter"}, {"client_encoding", "UTF8"}, {"connect_timeout", "10"}};

constexpr auto wanted_server = "target_session_attrs";

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

// What libpq knows, with the values that its environment and a service give.
Options default_options() {
  Options options(PQconndefaults(), &PQconninfoFree);
  if (!options) throw Error(ErrorCode::internal, "postgresql: out of memory, or a broken PGSERVICEFILE");
  return options;
}

bool is_known(const Options& options, const std::string& key) {
  for (const auto* option = options.get(); option->keyword != nullptr; ++option)
    if (key == option->keyword) return true;
  return key == "ssl";  // of JDBC's URLs, which libpq accepts
}

std::string value_of(const Options& options, std::string_view key) {
  for (const auto* option = options.get(); option->keyword != nullptr; ++option)
    if (key == option->keyword && option->val != nullptr) return option->val;
  return {};
}

bool names_several_hosts(const plugin::Url& url, const Options& options) {
  if (!url.hosts.empty()) return url.hosts.size() > 1;
  const auto several = [&](const char* key) {
    const auto value = url.parameter(key).value_or(value_of(options, key));
    return value.find(',') != std::string::npos;
  };
  return several("host") || several("hostaddr");
}

// What the URL leaves out and a service or the environment does not say.
bool says_which_server(const plugin::Url& url, const Options& options) {
  return url.parameter(wanted_server) || url.parameter("service") ||
         value_of(options, wanted_server) != "any";
}

std::string describe(const plugin::Url& url) {
  std::string place = "user '" + url.user.value_or(url.parameter("user").value_or("(system's)")) + "' at ";
  std::string hosts;
  for (const auto& host : url.hosts) {
    if (!hosts.empty()) hosts += ",";
    hosts += host.name.empty() ? std::string("(default)") : host.name;
    if (host.port != 0) hosts += ":" + std::to_string(host.port);
  }
  if (hosts.empty()) hosts = url.parameter("host").value_or("the local socket");
  place += hosts;
  const auto database = url.database.value_or(url.parameter("dbname").value_or(""));
  if (!database.empty()) place += ", database '" + database + "'";
  if (const auto wanted = url.parameter(wanted_server); wanted && *wanted != "any")
    place += std::string(", ") + wanted_server + "=" + *wanted;
  return place;
}

}  // namespace

Conninfo make_conninfo(std::string_view text) {
  auto url = plugin::parse_url(text);
  const auto options = default_options();
  for (const auto& [key, value] : url.query)
    if (!is_known(options, key)) {
      ErrorFacts facts;
      facts.backend = "postgresql";
      throw Error(
          ErrorCode::config,
          "postgresql: '" + key + "' is no parameter of a connection; libpq's documentation lists them",
          std::move(facts));
    }
  for (const auto& [key, value] : defaults)
    if (!url.parameter(key)) url.query.emplace_back(key, value);
  const bool several = names_several_hosts(url, options);
  if (several && !says_which_server(url, options)) url.query.emplace_back(wanted_server, "read-write");
  return {url.to_string(), describe(url), several};
}

}  // namespace pycharter::postgresql
