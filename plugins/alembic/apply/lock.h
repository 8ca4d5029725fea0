// One migration at a time for a database and version table.
#ifndef PYCHARTER_ALEMBIC_APPLY_LOCK_H
#define PYCHARTER_ALEMBIC_APPLY_LOCK_H

#include <pycharter/plugin/host.h>

#include <string>

#include "alembic/apply/session.h"

namespace pycharter::alembic {

// Where the backend has advisory locks, one of them: of the transaction when the whole run is one (it then
// passes a pooler such as pgbouncer), of the session otherwise. Elsewhere the right to write is the lock.
// Both are polled, since waiting inside the server would block CREATE INDEX CONCURRENTLY of the holder.
class MigrationLock {
 public:
  MigrationLock(DatabaseSession& session, const plugin::Host& host, double timeout_seconds);
  ~MigrationLock();  // gives back a lock of the session
  MigrationLock(const MigrationLock&) = delete;
  MigrationLock& operator=(const MigrationLock&) = delete;

  // Begins a transaction and holds the lock in it. Throws locked, naming the holder, after the time-out;
  // cancelled when the user stops.
  void begin(plugin::LockScope scope);
  // Before a commit in the middle of a run: keeps others out until the end of this object.
  void keep_over_commit();

 private:
  bool try_begin(plugin::LockScope scope);
  std::string writer(const Error& refused);

  DatabaseSession& session_;
  const plugin::Host& host_;
  double timeout_seconds_;
  std::string key_;
  std::string obstacle_;  // who keeps this run from beginning, for messages
  bool has_advisory_;
  bool holds_session_lock_ = false;
};

}  // namespace pycharter::alembic

#endif
