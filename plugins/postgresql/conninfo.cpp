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

bool is_known(const std::string& key) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconndefaults(),
                                                                             &PQconninfoFree);
  if (!options) throw Error(ErrorCode::internal, "postgresql: out of memory, or a broken PGSERVICEFILE");
  for (const auto* option = options.get(); option->keyword != nullptr; ++option)
    if (key == option->keyword) return true;
  return key == "ssl";  // of JDBC's URLs, which libpq accepts
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
  const auto database = url.database.value_or(url.parameter("dbname").value_or(""));
  return place + hosts + (database.empty() ? std::string() : ", database '" + database + "'");
}

}  // namespace

Conninfo make_conninfo(std::string_view text) {
  auto url = plugin::parse_url(text);
  for (const auto& [key, value] : url.query)
    if (!is_known(key)) {
      ErrorFacts facts;
      facts.backend = "postgresql";
      throw Error(
          ErrorCode::config,
          "postgresql: '" + key + "' is no parameter of a connection; libpq's documentation lists them",
          std::move(facts));
    }
  for (const auto& [key, value] : defaults)
    if (!url.parameter(key)) url.query.emplace_back(key, value);
  return {url.to_string(), describe(url)};
}

}  // namespace pycharter::postgresql
