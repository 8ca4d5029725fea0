#include "postgresql/locks.h"

#include "postgresql/errors.h"
#include "postgresql/script.h"

namespace pycharter::postgresql {
namespace {

std::string arguments(const LockKey& key) {
  return "(" + key.first_argument() + ", " + key.second_argument() + ")";
}

std::string as_signed(std::uint32_t number) {
  return std::to_string(static_cast<std::int32_t>(number));
}

std::string holder(PGconn* connection, const LockKey& key) {
  const auto rows = query(
      connection,
      "SELECT 'process ' || l.pid || coalesce(' (' || nullif(a.application_name, '') || ')', '') || "
      "coalesce(', user '"
      " || a.usename, '') || coalesce(' from ' || host(a.client_addr), '') || coalesce(', since ' ||"
      " to_char(coalesce(a.xact_start, a.query_start, a.backend_start) AT TIME ZONE 'UTC',"
      " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), '')"
      " FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid"
      " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.database = (SELECT oid FROM"
      " pg_catalog.pg_database WHERE datname = current_database()) AND l.classid = " +
          std::to_string(key.first) + " AND l.objid = " + std::to_string(key.second));
  return rows.empty() ? std::string() : rows.front().front().text;
}

}  // namespace

std::string LockKey::first_argument() const {
  return as_signed(first);
}
std::string LockKey::second_argument() const {
  return as_signed(second);
}

LockKey lock_key(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3U;
  }
  return {static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(hash)};
}

plugin::LockAttempt try_lock(PGconn* connection, std::string_view text, plugin::LockScope scope) {
  const auto key = lock_key(text);
  const std::string function =
      scope == plugin::LockScope::transaction ? "pg_try_advisory_xact_lock" : "pg_try_advisory_lock";
  const auto rows =
      query(connection, "SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN NULL ELSE pg_catalog." +
                            function + arguments(key) + " END");
  const auto& answer = rows.at(0).at(0);
  if (answer.is_null())
    throw sql::make_error({std::string(backend_name), "25006",
                           "this server is a standby, whose locks the primary does not know; add "
                           "target_session_attrs=read-write to the URL",
                           "", sql::Work::script});
  if (answer.integer != 0) return {true, {}};
  return {false, holder(connection, key)};
}

void unlock(PGconn* connection, std::string_view text) {
  query(connection, "SELECT pg_catalog.pg_advisory_unlock" + arguments(lock_key(text)));
}

}  // namespace pycharter::postgresql
