#include "sql/connection/cancellation.h"

#include <sys/socket.h>

#include <exception>
#include <thread>

namespace pycharter::sql {
namespace {

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
  if (!asked_.exchange(true)) {
    try {
      std::thread([ask] { run(ask); }).detach();
      return;
    } catch (const std::exception&) {
      // No thread to be had: what is left is the second way.
    }
  }
  if (socket >= 0) ::shutdown(socket, SHUT_RDWR);
}

}  // namespace pycharter::sql
