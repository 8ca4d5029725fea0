#include "sqlite/lock_wait.h"

#include <algorithm>
#include <thread>

namespace pycharter::sqlite {
namespace {

constexpr int longest_sleep = 5;  // milliseconds

}  // namespace

void LockWait::install(Handle* handle) {
  sqlite_api::sqlite3_busy_handler(handle, &LockWait::asked, this);
}

// SQLite counts how often it has asked for this one lock.
int LockWait::asked(void* self, int times) noexcept {
  auto& wait = *static_cast<LockWait*>(self);
  const auto now = std::chrono::steady_clock::now();
  if (times == 0) wait.since_ = now;
  if (wait.suspended_ || now - wait.since_ >= wait.patience_) return 0;
  std::this_thread::sleep_for(std::chrono::milliseconds(std::min(times + 1, longest_sleep)));
  return 1;
}

}  // namespace pycharter::sqlite
