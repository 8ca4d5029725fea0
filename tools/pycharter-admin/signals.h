// Ctrl-C and SIGTERM ask to stop at the next safe point; a second one ends the process at once.
#ifndef PYCHARTER_ADMIN_SIGNALS_H
#define PYCHARTER_ADMIN_SIGNALS_H

#include <functional>
#include <thread>

namespace pycharter::admin {

void install_signal_handlers();
bool stop_requested() noexcept;

// While it lives, a request to stop calls `cancel` on a thread of its own, so that a statement that runs for
// long ends early: again and again, since a call may come just before the server begins the statement it is
// meant for. `cancel` must be safe to call from another thread and must not throw. One at a time in a
// process.
class CancelOnStop {
 public:
  explicit CancelOnStop(std::function<void()> cancel);
  ~CancelOnStop();
  CancelOnStop(const CancelOnStop&) = delete;
  CancelOnStop& operator=(const CancelOnStop&) = delete;

 private:
  std::thread thread_;
};

// While it lives, a request to stop ends the process at once, with exit code 130: for what only waits or
// reads, where nothing is to be undone and no client library hears of a signal.
class EndOnStop {
 public:
  explicit EndOnStop(bool in_json);  // the answer on stdout, or a line on stderr
  ~EndOnStop();
  EndOnStop(const EndOnStop&) = delete;
  EndOnStop& operator=(const EndOnStop&) = delete;
};

}  // namespace pycharter::admin

#endif
