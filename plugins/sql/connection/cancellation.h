// Ending the call of another thread at a database server.
#ifndef PYCHARTER_SQL_CONNECTION_CANCELLATION_H
#define PYCHARTER_SQL_CONNECTION_CANCELLATION_H

#include <atomic>
#include <cstdint>
#include <functional>

namespace pycharter::sql {

class Cancellation {
 public:
  // To be called when a call begins.
  void begin_call() noexcept { asked_at_ = 0; }

  // From another thread. At the first of a call `ask` asks the server: in a thread of its own, since a server
  // that no longer answers would hold the caller, so it has to own all that it needs. One that comes a second
  // later closes the socket: the call fails, and the connection is lost. Those between, of an impatient user,
  // do nothing.
  void cancel(const std::function<void()>& ask, int socket) noexcept;

 private:
  std::atomic<std::int64_t> asked_at_ = 0;  // milliseconds of the steady clock; 0: not asked
};

}  // namespace pycharter::sql

#endif
