#include "mongodb/errors.h"

#include <algorithm>
#include <array>

namespace pycharter::mongodb {
namespace {

constexpr std::string_view look_at_url =
    "Check user and password, and name the database that knows the user with authSource= in the URL.";
constexpr std::string_view try_again = "The server is changing its role or stopping: try again.";

// Codes of the server, src/mongo/base/error_codes.yml, and what to do next.
struct ServerCode {
  std::uint32_t server;
  ErrorCode code;
  std::string_view advice;
};
constexpr std::array server_codes{
    ServerCode{2, ErrorCode::unsupported, "This server can't keep such a document."},
    ServerCode{13, ErrorCode::auth, "Ask for the role readWrite on this database."},
    ServerCode{15, ErrorCode::unsupported, "The document is nested too deep for MongoDB."},
    ServerCode{18, ErrorCode::auth, look_at_url},
    ServerCode{24, ErrorCode::conflict, "Somebody else is changing the same records: try again."},
    ServerCode{50, ErrorCode::cancelled, "The server ended the call at its time limit."},
    ServerCode{52, ErrorCode::unsupported,
               "Set escape_keys = always, since this server refuses keys that begin with '$'."},
    ServerCode{57, ErrorCode::unsupported,
               "Set escape_keys = always, since this server refuses keys that hold a '.'."},
    ServerCode{59, ErrorCode::unsupported, "This server lacks a command that the store needs."},
    ServerCode{64, ErrorCode::connect, "The write was made, but not by as many members as w= asks for."},
    ServerCode{73, ErrorCode::config, "Choose another name for the database."},
    ServerCode{91, ErrorCode::connect, try_again},
    ServerCode{112, ErrorCode::conflict, "Somebody else changed the same record: try again."},
    ServerCode{115, ErrorCode::unsupported, "This server lacks a command that the store needs."},
    ServerCode{121, ErrorCode::invalid_document, "The collection has a validator that refuses it."},
    ServerCode{189, ErrorCode::connect, try_again},
    ServerCode{238, ErrorCode::unsupported, "This server lacks what the store needs."},
    ServerCode{246, ErrorCode::conflict, "Somebody else changed the same records: try again."},
    ServerCode{251, ErrorCode::conflict, "Somebody else changed the same record: try again."},
    ServerCode{334, ErrorCode::auth,
               "The server does not know this mechanism: name another one with authMechanism= in the URL."},
    ServerCode{8000, ErrorCode::auth, look_at_url},
    ServerCode{10107, ErrorCode::connect, try_again},
    ServerCode{10334, ErrorCode::invalid_document, "MongoDB keeps documents of up to 16 MiB."},
    ServerCode{11600, ErrorCode::connect, try_again},
    ServerCode{11602, ErrorCode::connect, try_again},
    ServerCode{13435, ErrorCode::connect, try_again},
    ServerCode{13436, ErrorCode::connect, try_again},
    ServerCode{17280, ErrorCode::invalid_document, "The name is too long for an index of this server."},
};

struct Verdict {
  ErrorCode code = ErrorCode::internal;
  std::string_view advice = {};
};

Verdict of_server(std::uint32_t code) {
  for (const auto& one : server_codes)
    if (one.server == code) return {one.code, one.advice};
  return {};
}

Verdict verdict_of(const bson_error_t& error) {
  if (is_duplicate_key(error)) return {ErrorCode::conflict, "Another record has the same key."};
  switch (error.domain) {
    case MONGOC_ERROR_CLIENT:
      if (error.code == MONGOC_ERROR_CLIENT_AUTHENTICATE || error.code == MONGOC_ERROR_CLIENT_GETNONCE)
        return {ErrorCode::auth, look_at_url};
      return {ErrorCode::connect};
    case MONGOC_ERROR_SASL:
    case MONGOC_ERROR_SCRAM:
      return {ErrorCode::auth, look_at_url};
    case MONGOC_ERROR_SERVER_SELECTION:
      return {ErrorCode::connect, "Is the server running, and are host and port right?"};
    case MONGOC_ERROR_STREAM:
    case MONGOC_ERROR_PROTOCOL:
    case MONGOC_ERROR_POOL:
      return {ErrorCode::connect};
    case MONGOC_ERROR_BSON:
      return {ErrorCode::invalid_document};
    case MONGOC_ERROR_SERVER:
    case MONGOC_ERROR_WRITE_CONCERN:
      return of_server(error.code);
    default:
      return {};
  }
}

// Of the server's words, on one line.
std::string sentence(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  while (!text.empty() && (text.back() == '.' || text.back() == ' '))
    text.pop_back();
  return text + '.';
}

}  // namespace

bool is_duplicate_key(const bson_error_t& error) {
  if (error.domain != MONGOC_ERROR_SERVER && error.domain != MONGOC_ERROR_COMMAND &&
      error.domain != MONGOC_ERROR_COLLECTION)
    return false;
  if (error.code == 11000 || error.code == 11001 || error.code == 12582) return true;
  // FerretDB gives its own words of SQLite a code that says nothing.
  return error.code == 1 &&
         std::string_view(error.message).find("UNIQUE constraint failed") != std::string_view::npos;
}

bool is_there_already(const bson_error_t& error) {
  return error.domain == MONGOC_ERROR_SERVER && (error.code == 48 || error.code == 68);
}

Error make_error(const bson_error_t& error, std::string_view doing, const Location& location,
                 const CallControl& control) {
  const ErrorFacts facts{.backend = std::string(backend_name)};
  const auto what = "mongodb: cannot " + std::string(doing);
  if (control.cancelled()) return Error(ErrorCode::cancelled, what + ": the call was cancelled.", facts);
  const auto verdict = verdict_of(error);
  auto message = what + ", database '" + location.database() + "' of " + location.hosts();
  if (verdict.code == ErrorCode::auth) message += ", " + location.credentials();
  message += ": " + sentence(error.message);
  if (!verdict.advice.empty()) message += ' ' + std::string(verdict.advice);
  return Error(verdict.code, message, facts);
}

}  // namespace pycharter::mongodb
