#include "postgresql/errors.h"

#include <poll.h>

#include <chrono>
#include <memory>
#include <utility>

namespace pycharter::postgresql {
namespace {

using ConnectionHandle = std::unique_ptr<PGconn, decltype(&PQfinish)>;

std::string field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text == nullptr ? std::string() : std::string(text);
}

// The server's message with what it adds, in one line each.
std::string message_of(PGconn* connection, const PGresult* result) {
  auto message = field(result, PG_DIAG_MESSAGE_PRIMARY);
  if (message.empty())
    message = result != nullptr ? PQresultErrorMessage(result) : PQerrorMessage(connection);
  if (const auto detail = field(result, PG_DIAG_MESSAGE_DETAIL); !detail.empty())
    message += "; detail: " + detail;
  if (const auto hint = field(result, PG_DIAG_MESSAGE_HINT); !hint.empty()) message += "; hint: " + hint;
  return message;
}

// Lets libpq go on with a connection until it stands or has failed, for at most some seconds.
void poll_to_end(PGconn* connection) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  auto status = PGRES_POLLING_WRITING;
  while (status == PGRES_POLLING_WRITING || status == PGRES_POLLING_READING) {
    pollfd waited{PQsocket(connection),
                  static_cast<short>(status == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
    if (poll(&waited, 1, 1000) < 0 || std::chrono::steady_clock::now() > end) return;
    status = PQconnectPoll(connection);
  }
}

bool is_sqlstate(std::string_view text) {
  return text.size() == 5 &&
         text.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos;
}

// "… FATAL:  28P01\n" is how libpq writes errors when asked for SQLSTATEs alone.
std::string sqlstate_of_connecting(const std::string& url) {
  const ConnectionHandle connection(PQconnectStart(url.c_str()), &PQfinish);
  if (!connection || PQstatus(connection.get()) == CONNECTION_BAD) return {};
  PQsetErrorVerbosity(connection.get(), PQERRORS_SQLSTATE);
  poll_to_end(connection.get());
  std::string_view message = PQerrorMessage(connection.get());
  while (!message.empty() && message.back() == '\n')
    message.remove_suffix(1);
  const auto last = message.substr(message.rfind(' ') + 1);
  return is_sqlstate(last) ? std::string(last) : std::string();
}

// pgbouncer says everything with one SQLSTATE and in one language, and may keep the second try waiting.
std::string of_pooler(std::string sqlstate, std::string_view message) {
  static constexpr std::pair<std::string_view, const char*> meanings[] = {
      {"authentication failed", "28P01"},
      {"no such user", "28000"},
      {"does not exist", "3D000"},
      {"no such database", "3D000"},
      {"unsupported startup parameter", "0A000"}};
  if (!sqlstate.empty() && sqlstate != "08P01") return sqlstate;
  for (const auto& [words, meaning] : meanings)
    if (message.find(words) != std::string_view::npos) return meaning;
  return sqlstate;
}

}  // namespace

Error result_error(PGconn* connection, const PGresult* result, std::string_view statement, sql::Work work) {
  auto sqlstate = field(result, PG_DIAG_SQLSTATE);
  // A server that stops says so.
  if (PQstatus(connection) == CONNECTION_BAD && !sqlstate.starts_with("57P")) sqlstate = "08006";
  return sql::make_error({std::string(backend_name), std::move(sqlstate), message_of(connection, result),
                          std::string(statement), work});
}

Error connect_error(const Conninfo& conninfo, const std::string& message) {
  const bool answered = message.find("FATAL") != std::string::npos;
  auto sqlstate = answered ? of_pooler(sqlstate_of_connecting(conninfo.url), message) : std::string();
  // A password that is missing is libpq's own finding, without a SQLSTATE.
  if (sqlstate.empty())
    sqlstate = message.find("no password supplied") != std::string::npos ? "28000" : "08001";
  return sql::make_error({std::string(backend_name), std::move(sqlstate),
                          "cannot connect as " + conninfo.place + ": " + message, "", sql::Work::store});
}

}  // namespace pycharter::postgresql
