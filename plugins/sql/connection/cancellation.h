// Ending the call of another thread at a database server.
#ifndef PYCHARTER_SQL_CONNECTION_CANCELLATION_H
#define PYCHARTER_SQL_CONNECTION_CANCELLATION_H

#include <atomic>
#include <functional>

namespace pycharter::sql {

class Cancellation {
 public:
  // To be called when a call begins.
  void begin_call() noexcept { asked_ = false; }

  // From another thread. At the first of a call `ask` asks the server: in a thread of its own, since a server
  // that no longer answers would hold the caller, so it has to own all that it needs. One that follows closes
  // the socket: the call fails, and the connection is lost.
  void cancel(const std::function<void()>& ask, int socket) noexcept;

 private:
  std::atomic<bool> asked_ = false;
};

}  // namespace pycharter::sql

#endif
