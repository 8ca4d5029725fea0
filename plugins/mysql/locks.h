// Named locks of the server (GET_LOCK), which belong to a session and do not end with a transaction.
#ifndef PYCHARTER_MYSQL_LOCKS_H
#define PYCHARTER_MYSQL_LOCKS_H

#include <mysql.h>
#include <pycharter/plugin/types.h>

#include <string>
#include <string_view>

namespace pycharter::mysql {

// The server's locks know no database, no letter case and at most 64 characters: a hash of database and key.
// Throws Error.
std::string lock_name_of(MYSQL* handle, std::string_view key);

// Tries once; says who has it otherwise.
plugin::LockAttempt try_lock(MYSQL* handle, const std::string& name);
// Waits as long as the server waits for a row's lock. Throws locked.
void wait_for_lock(MYSQL* handle, const std::string& name);
void release_lock(MYSQL* handle, const std::string& name) noexcept;

}  // namespace pycharter::mysql

#endif
