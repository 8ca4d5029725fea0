#include "mysql/locks.h"

#include <array>
#include <cstdint>
#include <cstdio>

#include "mysql/errors.h"
#include "mysql/script.h"

namespace pycharter::mysql {
namespace {

// FNV-1a; two keys with one hash would wait for each other, no more.
std::uint64_t hash_of(std::string_view text, std::uint64_t hash = 0xcbf29ce484222325U) {
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3U;
  }
  return hash;
}

// Seconds since what the session does now began: its transaction, or its statement. Since when it has a lock
// the server does not tell. innodb_trx is no snapshot: one that ends while it is read may be there with its
// successor.
constexpr std::string_view of_transaction =
    "COALESCE((SELECT TIMESTAMPDIFF(SECOND, MIN(t.trx_started), NOW()) FROM information_schema.innodb_trx t "
    "WHERE t.trx_mysql_thread_id = p.id), p.time)";
constexpr std::string_view of_statement = "p.time";

// Of another user's session the server tells only those who have the privilege PROCESS.
std::string describe(MYSQL* handle, const std::string& name, std::string_view seconds) {
  const auto rows =
      query(handle, "SELECT IS_USED_LOCK('" + name +
                        "'), p.user, p.host, DATE_FORMAT(UTC_TIMESTAMP() - INTERVAL " + std::string(seconds) +
                        " SECOND, '%Y-%m-%dT%H:%i:%sZ') FROM (SELECT 1) one LEFT JOIN "
                        "information_schema.processlist p ON p.id = IS_USED_LOCK('" +
                        name + "')");
  const auto& row = rows.at(0);
  if (row[0].is_null()) return {};  // given back by now
  std::string text = "connection " + std::to_string(row[0].integer);
  if (!row[1].is_null()) text += ", user " + row[1].text;
  if (!row[2].text.empty()) text += " from " + row[2].text;
  if (!row[3].is_null()) text += ", since " + row[3].text;
  return text;
}

std::string holder(MYSQL* handle, const std::string& name) {
  try {
    return describe(handle, name, of_transaction);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::auth) throw;
  }
  return describe(handle, name, of_statement);  // innodb_trx needs PROCESS
}

}  // namespace

std::string lock_name_of(MYSQL* handle, std::string_view key) {
  const auto database = query(handle, "SELECT DATABASE()").at(0).at(0);
  std::array<char, 32> hex{};
  const auto hash = hash_of(key, hash_of(std::string_view("\0", 1), hash_of(database.text)));
  std::snprintf(hex.data(), hex.size(), "pycharter_%016llx", static_cast<unsigned long long>(hash));
  return hex.data();
}

plugin::LockAttempt try_lock(MYSQL* handle, const std::string& name) {
  const auto answer = query(handle, "SELECT GET_LOCK('" + name + "', 0)").at(0).at(0);
  if (answer.is_null())
    throw make_error(0, "HY000",
                     "GET_LOCK failed: the server may be out of memory, or was told to stop waiting", "",
                     sql::Work::script);
  if (answer.integer == 1) return {true, {}};
  return {false, holder(handle, name)};
}

void wait_for_lock(MYSQL* handle, const std::string& name) {
  const auto answer =
      query(handle, "SELECT GET_LOCK('" + name + "', @@session.innodb_lock_wait_timeout)").at(0).at(0);
  if (!answer.is_null() && answer.integer == 1) return;
  throw make_error(0, "55P03", "another client is writing the same record (" + holder(handle, name) + ")", "",
                   sql::Work::store);
}

void release_lock(MYSQL* handle, const std::string& name) noexcept {
  try {
    query(handle, "SELECT RELEASE_LOCK('" + name + "')");
  } catch (const std::exception&) {
    // The connection is gone, and its locks with it.
  }
}

}  // namespace pycharter::mysql
