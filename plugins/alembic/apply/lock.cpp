#include "alembic/apply/lock.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace pycharter::alembic {

namespace {

using Clock = std::chrono::steady_clock;
using plugin::LockScope;

constexpr std::chrono::milliseconds first_pause{20}, longest_pause{500};

std::string lock_key(const DatabaseSession& session) {
  const VersionTable& table = session.version_table();
  return "pycharter migration " + table.schema().value_or(session.default_schema()) + "." + table.name();
}

std::string other_migration(const plugin::LockAttempt& attempt) {
  return "Another migration of this database is running (" +
         (attempt.holder.empty() ? "another session" : attempt.holder) + ")";
}

}  // namespace

MigrationLock::MigrationLock(DatabaseSession& session, const plugin::Host& host, double timeout_seconds)
    : session_(session),
      host_(host),
      timeout_seconds_(timeout_seconds),
      key_(lock_key(session)),
      has_advisory_(session.database().has(PYCHARTER_CAP_ADVISORY_LOCK)) {}

MigrationLock::~MigrationLock() {
  if (!holds_session_lock_) return;
  try {
    session_.database().unlock(key_);
  } catch (const std::exception& error) {
    // The server gives it back when the connection ends.
    host_.warning("alembic.runtime.migration",
                  std::string("The migration lock was not given back: ") + error.what());
  }
}

bool MigrationLock::try_begin(LockScope scope) {
  try {
    session_.begin();
  } catch (const Error& error) {
    if (error.code() != ErrorCode::locked) throw;
    session_.rollback();
    obstacle_ = writer(error);
    return false;
  }
  if (!has_advisory_ || holds_session_lock_) return true;
  const plugin::LockAttempt attempt = session_.database().try_lock(key_, scope);
  if (attempt.acquired) {
    holds_session_lock_ = scope == LockScope::session;
    return true;
  }
  session_.rollback();
  obstacle_ = other_migration(attempt);
  return false;
}

// Who has the right to write: another migration, if it holds the lock, or any client.
std::string MigrationLock::writer(const Error& refused) {
  if (has_advisory_ && !holds_session_lock_) {
    const plugin::LockAttempt attempt = session_.database().try_lock(key_, LockScope::session);
    if (!attempt.acquired) return other_migration(attempt);
    session_.database().unlock(key_);
  }
  return "Another client is writing to this database (" + refused.message() + ")";
}

void MigrationLock::begin(LockScope scope) {
  const auto deadline = Clock::now() + std::chrono::duration<double>(timeout_seconds_);
  for (auto pause = first_pause; !try_begin(scope); pause = std::min(pause * 2, longest_pause)) {
    if (host_.cancelled())
      throw Error(ErrorCode::cancelled,
                  "Interrupted while waiting for another migration; nothing was changed");
    if (Clock::now() >= deadline) {
      const auto seconds = static_cast<long long>(timeout_seconds_);
      throw Error(ErrorCode::locked,
                  obstacle_ + "; waited " + std::to_string(seconds) +
                      " s. Let it finish and run again, or wait longer with --lock-timeout");
    }
    host_.progress(0, 0, "waiting: " + obstacle_);
    std::this_thread::sleep_for(pause);
  }
}

void MigrationLock::keep_over_commit() {
  if (!has_advisory_ || holds_session_lock_) return;
  // This session holds the transaction's lock, so that its own session lock is granted at once.
  if (!session_.database().try_lock(key_, LockScope::session).acquired)
    throw Error(ErrorCode::locked, "The migration lock could not be kept for an autocommit block");
  holds_session_lock_ = true;
}

}  // namespace pycharter::alembic
