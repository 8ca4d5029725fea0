// How a statement waits for the lock of another connection.
#ifndef PYCHARTER_SQLITE_LOCK_WAIT_H
#define PYCHARTER_SQLITE_LOCK_WAIT_H

#include <chrono>

#include "sqlite/handle.h"

namespace pycharter::sqlite {

// SQLite's own busy time-out sleeps longer the longer it waits, so that who came first is served last. This
// one asks again every few milliseconds. The handle refers to the object; one thread at a time, as for the
// handle.
class LockWait {
 public:
  explicit LockWait(std::chrono::seconds patience) : patience_(patience) {}
  void install(Handle* handle);

  // Nobody waits within its scope.
  class Suspended {
   public:
    explicit Suspended(LockWait& wait) : wait_(wait) { wait_.suspended_ = true; }
    ~Suspended() { wait_.suspended_ = false; }
    Suspended(const Suspended&) = delete;
    Suspended& operator=(const Suspended&) = delete;

   private:
    LockWait& wait_;
  };

 private:
  static int asked(void* self, int times) noexcept;

  std::chrono::seconds patience_;
  bool suspended_ = false;
  std::chrono::steady_clock::time_point since_;
};

}  // namespace pycharter::sqlite

#endif
