// A database URL as a backend gets it: without SQLAlchemy's driver, its query in the client library's words.
#ifndef PYCHARTER_CONFIG_DATABASE_URL_H
#define PYCHARTER_CONFIG_DATABASE_URL_H

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <pycharter/export.h>
#include <pycharter/plugin/url.h>

#include "config/settings.h"

namespace pycharter::config {

struct DatabaseUrl {
  plugin::Url url;                        // translated
  std::string text;                       // url.to_string(): what a backend is given; holds the password
  std::string masked;                     // the same for messages
  std::vector<std::string> notices = {};  // "query parameter 'ssl_context' means nothing here and is ignored"
};

// Throws config: what parse_url refuses, and a query parameter that neither the client library of the scheme
// nor SQLAlchemy's drivers know, with the nearest known one. Of a scheme that url_parameters.h doesn't list
// (a plugin's own), every parameter passes.
PYCHARTER_API DatabaseUrl normalise_database_url(std::string_view text);

// The database of the settings, or `argument` where given; an error of a URL that stands in a file or a
// variable begins with that place.
PYCHARTER_API DatabaseUrl configured_database_url(const Settings& settings,
                                                  std::optional<std::string_view> argument = {});

}  // namespace pycharter::config

#endif
