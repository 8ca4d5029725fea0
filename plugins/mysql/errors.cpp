#include "mysql/errors.h"

namespace pycharter::mysql {
namespace {

struct Code {
  unsigned number;
  std::string_view sqlstate;
};

// Numbers from mysqld_error.h and errmsg.h.
constexpr Code codes[] = {
    {1021, "53100"},                                    // disk full
    {1028, "53100"},                                    // sort aborted
    {1037, "53200"},                                    // out of memory
    {1038, "53200"}, {1040, "53300"},                   // too many connections
    {1041, "53200"}, {1044, "42501"},                   // access to the database denied
    {1045, "28000"}, {1049, "3D000"},                   // unknown database
    {1054, "42703"},                                    // unknown column
    {1114, "53100"},                                    // table full
    {1129, "08004"},                                    // host blocked
    {1130, "28000"},                                    // host not allowed
    {1142, "42501"}, {1143, "42501"}, {1146, "42P01"},  // no such table
    {1153, "54N01"},                                    // packet too large
    {1203, "53300"},                                    // too many connections of the user
    {1205, "55P03"},                                    // lock wait time-out
    {1213, "40001"},                                    // deadlock
    {1226, "53300"},                                    // resource limit of the user
    {1227, "42501"}, {1251, "28000"},                   // client lacks the authentication
    {1290, "25006"},                                    // --read-only
    {1317, "57014"},                                    // interrupted
    {1366, "22021"},                                    // incorrect string value
    {1370, "42501"}, {1698, "28000"},                   // access denied, no password
    {1792, "25006"},                                    // read-only transaction
    {1836, "25006"},                                    // read-only mode
    {1927, "08006"},                                    // connection killed
    {2002, "08001"},                                    // no socket
    {2003, "08001"},                                    // refused
    {2005, "08001"},                                    // unknown host
    {2006, "08006"},                                    // gone away
    {2012, "08001"},                                    // error in handshake
    {2013, "08006"},                                    // lost
    {2026, "08001"},                                    // TLS
    {2054, "28000"},                                    // authentication plugin
    {2055, "08006"}, {2058, "28000"}, {2059, "28000"}, {2061, "28000"}, {4031, "08006"},  // idle too long
};

}  // namespace

std::string sqlstate_of(unsigned number, std::string_view servers_own) {
  for (const auto& code : codes)
    if (code.number == number) return std::string(code.sqlstate);
  return std::string(servers_own);
}

Error make_error(unsigned number, std::string_view servers_own, std::string message,
                 std::string_view statement, sql::Work work) {
  if (number != 0) message += " (" + std::to_string(number) + ")";
  return sql::make_error({std::string(backend_name), sqlstate_of(number, servers_own), std::move(message),
                          std::string(statement), work});
}

Error last_error(MYSQL* handle, std::string_view statement, sql::Work work) {
  return make_error(mysql_errno(handle), mysql_sqlstate(handle), mysql_error(handle), statement, work);
}

Error usage(const std::string& message) {
  return sql::usage_error(backend_name, message);
}

}  // namespace pycharter::mysql
