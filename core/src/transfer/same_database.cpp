#include "transfer/same_database.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <vector>

#include <pycharter/plugin/url.h>

#include "config/text.h"

namespace pycharter::transfer {
namespace {

// Schemes of one backend, and the port of a URL without one.
struct Scheme {
  std::string_view name;
  std::string_view backend;
  int port;
};
constexpr Scheme schemes[] = {
    {"postgresql", "postgresql", 5432}, {"postgres", "postgresql", 5432}, {"mysql", "mysql", 3306},
    {"mariadb", "mysql", 3306},         {"mongodb", "mongodb", 27017},    {"redis", "redis", 6379},
    {"rediss", "redis", 6379},
};

std::string host_of(const std::string& name) {
  const auto lower = config::to_lower(name);
  const bool here = lower.empty() || lower == "127.0.0.1" || lower == "::1";
  return here ? "localhost" : lower;
}

struct Place {
  std::string backend;
  std::vector<std::pair<std::string, int>> hosts;
  std::string database;
  std::vector<std::pair<std::string, std::string>> query;

  bool operator==(const Place&) const = default;
};

bool is_memory_file(const std::string& path) {
  return path.empty() || path == ":memory:";
}

std::string file_of(const std::string& path) {
  if (is_memory_file(path)) return path;
  std::error_code error;
  const auto file = std::filesystem::weakly_canonical(std::filesystem::absolute(path, error), error);
  return error ? path : file.string();
}

Place place_of(const std::string& text) {
  const auto url = plugin::parse_url(text);
  Place place{url.scheme, {}, url.database.value_or(""), url.query};
  int port = 0;
  for (const auto& scheme : schemes) {
    if (scheme.name != url.scheme) continue;
    place.backend = scheme.backend;
    port = scheme.port;
  }
  if (url.scheme == "sqlite") place.database = file_of(place.database);
  if (place.backend == "redis" && place.database.empty()) place.database = "0";
  for (const auto& host : url.hosts)
    place.hosts.emplace_back(host_of(host.name), host.port == 0 ? port : host.port);
  if (place.hosts.empty()) place.hosts.emplace_back(host_of(""), port);
  std::sort(place.hosts.begin(), place.hosts.end());
  std::sort(place.query.begin(), place.query.end());
  return place;
}

// Each store in memory is one of its own.
bool is_in_memory(const Place& place) {
  return place.backend == "memory" || (place.backend == "sqlite" && is_memory_file(place.database));
}

}  // namespace

bool same_database(const std::string& left, const std::string& right) {
  const auto place = place_of(left);
  return place == place_of(right) && !is_in_memory(place);
}

}  // namespace pycharter::transfer
