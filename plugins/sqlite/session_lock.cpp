#include "sqlite/session_lock.h"

#include <fcntl.h>
#include <pycharter/plugin/error.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ctime>
#include <system_error>

namespace pycharter::sqlite {
namespace {

[[noreturn]] void fail(const std::string& path, int number) {
  ErrorFacts facts;
  facts.backend = "sqlite";
  throw Error(ErrorCode::connect,
              "sqlite: the lock file '" + path +
                  "' cannot be used: " + std::generic_category().message(number) +
                  "; the database's folder must be writable to migrate it",
              std::move(facts));
}

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  const auto size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return std::string(text.data(), size);
}

}  // namespace

SessionLock::SessionLock(const std::string& database)
    : path_(database.empty() ? std::string() : database + "-pycharter-lock") {}

SessionLock::~SessionLock() {
  unlock();
}

plugin::LockAttempt SessionLock::try_lock(std::string_view key) {
  if (path_.empty() || file_ >= 0) return {true, {}};
  file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (file_ < 0) fail(path_, errno);
  if (::flock(file_, LOCK_EX | LOCK_NB) == 0 && is_current()) {
    describe_holder(key);
    return {true, {}};
  }
  auto who = holder();
  ::close(file_);
  file_ = -1;
  return {false, std::move(who)};
}

// The one who unlocks removes the file; a lock on a file that is no longer there excludes nobody.
bool SessionLock::is_current() const {
  struct stat opened {};
  struct stat named {};
  return ::fstat(file_, &opened) == 0 && ::stat(path_.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

std::string SessionLock::holder() const {
  std::array<char, 256> text{};
  const auto size = ::pread(file_, text.data(), text.size(), 0);
  return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : std::string();
}

void SessionLock::describe_holder(std::string_view key) const {
  const auto text =
      "process " + std::to_string(::getpid()) + ", since " + utc_now() + ", " + std::string(key);
  if (::ftruncate(file_, 0) != 0 || ::pwrite(file_, text.data(), text.size(), 0) < 0) fail(path_, errno);
}

void SessionLock::unlock() noexcept {
  if (file_ < 0) return;
  ::unlink(path_.c_str());  // before the lock goes, so that nobody locks what is about to vanish
  ::close(file_);
  file_ = -1;
}

}  // namespace pycharter::sqlite
