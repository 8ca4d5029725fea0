#include "sql/connection/cancellation.h"

#include <sys/socket.h>

#include <chrono>
#include <exception>
#include <thread>

namespace pycharter::sql {
namespace {

// Less than a second, after which the core's time limit asks again.
constexpr std::int64_t patience = 900;

std::int64_t now() {
  using std::chrono::milliseconds;
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<milliseconds>(since).count();
}

// Nothing may leave the thread: where the server cannot be asked, the call runs on, and may be given up.
void run(const std::function<void()>& ask) noexcept {
  try {
    ask();
  } catch (const std::exception&) {
    return;
  }
}

}  // namespace

void Cancellation::cancel(const std::function<void()>& ask, int socket) noexcept {
  std::int64_t asked_at = 0;
  const auto at = now();
  if (!asked_at_.compare_exchange_strong(asked_at, at)) {
    if (at - asked_at >= patience && socket >= 0) ::shutdown(socket, SHUT_RDWR);
    return;
  }
  try {
    std::thread([ask] { run(ask); }).detach();
  } catch (const std::exception&) {
    if (socket >= 0) ::shutdown(socket, SHUT_RDWR);  // no thread to be had: what is left is the second way
  }
}

}  // namespace pycharter::sql
