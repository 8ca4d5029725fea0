// Advisory locks: PostgreSQL's own, named by numbers.
#ifndef PYCHARTER_POSTGRESQL_LOCKS_H
#define PYCHARTER_POSTGRESQL_LOCKS_H

#include <libpq-fe.h>
#include <pycharter/plugin/types.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace pycharter::postgresql {

// A text as the two 32-bit numbers of an advisory lock: both halves of its FNV-1a hash, so that versions of
// this program agree on it.
struct LockKey {
  std::uint32_t first = 0;
  std::uint32_t second = 0;

  // As signed arguments of pg_advisory_lock(int, int).
  std::string first_argument() const;
  std::string second_argument() const;
};
LockKey lock_key(std::string_view text);

// Tries once. The holder is told by process, application, user, address and since when. Throws unsupported on
// a standby, which grants locks that no primary knows of.
plugin::LockAttempt try_lock(PGconn* connection, std::string_view key, plugin::LockScope scope);
void unlock(PGconn* connection, std::string_view key);

}  // namespace pycharter::postgresql

#endif
