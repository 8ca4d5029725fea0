// The URL as libpq takes it.
#ifndef PYCHARTER_POSTGRESQL_CONNINFO_H
#define PYCHARTER_POSTGRESQL_CONNINFO_H

#include <pycharter/plugin/url.h>

#include <string>
#include <string_view>

namespace pycharter::postgresql {

struct Conninfo {
  std::string url;    // whole, password included; nothing in it needs escaping
  std::string place;  // "user 'u' at host:5432, database 'd'": for messages
};

// Adds what the URL does not say: application_name, client_encoding, connect_timeout. Throws config for a
// parameter that libpq does not know (libpq's own message would quote the URL).
Conninfo make_conninfo(std::string_view url);

}  // namespace pycharter::postgresql

#endif
