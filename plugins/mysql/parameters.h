// A database URL as SOCI's MySQL backend takes it.
#ifndef PYCHARTER_MYSQL_PARAMETERS_H
#define PYCHARTER_MYSQL_PARAMETERS_H

#include <string>
#include <string_view>

namespace pycharter::mysql {

struct Parameters {
  std::string connect_string;  // SOCI's, password included: never log it
  std::string place;           // user, host and database, for messages
  std::string init_command;    // of the URL; may be empty
  bool needs_tls = false;      // an authority was given, or ssl_mode asks for it
};

// Throws config for what neither SOCI nor this backend can do, rather than leaving it out.
Parameters make_parameters(std::string_view url);

}  // namespace pycharter::mysql

#endif
