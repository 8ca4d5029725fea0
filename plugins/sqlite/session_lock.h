// A lock that outlives a transaction: SQLite has none, so a file beside the database carries it.
//
// The operating system drops it when its holder dies, so no lease can run out too early or too late.
#ifndef PYCHARTER_SQLITE_SESSION_LOCK_H
#define PYCHARTER_SQLITE_SESSION_LOCK_H

#include <pycharter/plugin/types.h>

#include <string>
#include <string_view>

namespace pycharter::sqlite {

class SessionLock {
 public:
  // `database` is the path of the file; empty for one in memory, which nobody else can open.
  explicit SessionLock(const std::string& database);
  ~SessionLock();
  SessionLock(const SessionLock&) = delete;
  SessionLock& operator=(const SessionLock&) = delete;

  // Tries once. One file serves all keys: two migrations of one database exclude each other whatever their
  // names. Throws connect where the file cannot be made.
  plugin::LockAttempt try_lock(std::string_view key);
  void unlock() noexcept;
  bool is_held() const { return file_ >= 0; }

 private:
  bool is_current() const;
  std::string holder() const;
  void describe_holder(std::string_view key) const;

  std::string path_;  // empty: in memory
  int file_ = -1;
};

}  // namespace pycharter::sqlite

#endif
