// Ends calls that take too long.
#ifndef PYCHARTER_STORE_CALL_WATCH_H
#define PYCHARTER_STORE_CALL_WATCH_H

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include <pycharter/export.h>

namespace pycharter::store {

// A thread that cancels the call of another when its time is over, and once more a second later: the first
// asks the server, the second gives the connection up, since a server may no longer answer at all.
class PYCHARTER_API CallWatch {
 public:
  CallWatch(std::chrono::milliseconds limit, std::function<void()> cancel);
  ~CallWatch();
  CallWatch(const CallWatch&) = delete;
  CallWatch& operator=(const CallWatch&) = delete;

  std::chrono::milliseconds limit() const { return limit_; }

  // From here on the time runs; to be ended by end(). One call at a time.
  void begin();
  // No cancel is on its way any more when this returns. True when the time was over.
  bool end() noexcept;

 private:
  using Clock = std::chrono::steady_clock;

  void run();

  const std::chrono::milliseconds limit_;
  const std::function<void()> cancel_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Clock::time_point> due_;  // of the next cancel of the call under way
  bool over_ = false;                     // its time
  bool stop_ = false;
  std::thread thread_;  // the last member: what it uses is there before it
};

}  // namespace pycharter::store

#endif
