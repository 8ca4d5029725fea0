// What ends a running call before its answer.
#ifndef PYCHARTER_MONGODB_CALL_CONTROL_H
#define PYCHARTER_MONGODB_CALL_CONTROL_H

#include <atomic>

namespace pycharter::mongodb {

// cancel() may be called from any thread, begin() from the one that makes the calls.
class CallControl {
 public:
  void begin() noexcept { cancelled_ = false; }
  void cancel() noexcept { cancelled_ = true; }
  bool cancelled() const noexcept { return cancelled_; }

 private:
  std::atomic<bool> cancelled_ = false;
};

}  // namespace pycharter::mongodb

#endif
