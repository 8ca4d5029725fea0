// The URL as libpq takes it.
#ifndef PYCHARTER_POSTGRESQL_CONNINFO_H
#define PYCHARTER_POSTGRESQL_CONNINFO_H

#include <pycharter/plugin/url.h>

#include <string>
#include <string_view>

namespace pycharter::postgresql {

struct Conninfo {
  std::string url;             // whole, password included; nothing in it needs escaping
  std::string place;           // "user 'u' at host:5432, database 'd'": for messages
  bool several_hosts = false;  // another one may take over
};

// Adds what the URL does not say: application_name, client_encoding, connect_timeout, and with several hosts
// target_session_attrs=read-write, since a standby would take a reader and grant it locks that its primary
// does not know. Throws config for a parameter that libpq does not know (libpq's own message would quote the
// URL).
Conninfo make_conninfo(std::string_view url);

}  // namespace pycharter::postgresql

#endif
