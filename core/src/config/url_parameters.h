// Query parameters of database URLs: what the client libraries take, and what SQLAlchemy's drivers take
// instead.
#ifndef PYCHARTER_CONFIG_URL_PARAMETERS_H
#define PYCHARTER_CONFIG_URL_PARAMETERS_H

#include <span>
#include <string_view>

namespace pycharter::config {

// A driver's parameter and what becomes of it.
struct DriverParameter {
  std::string_view name;
  std::string_view client_name;  // empty: ignored, with a notice
};

struct UrlParameters {
  std::string_view schemes;  // separated by blanks
  std::span<const std::string_view> client;
  std::span<const DriverParameter> driver;
};

// Null for a scheme that is not listed.
const UrlParameters* find_url_parameters(std::string_view scheme);

}  // namespace pycharter::config

#endif
