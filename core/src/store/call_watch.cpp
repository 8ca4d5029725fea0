#include "store/call_watch.h"

#include <algorithm>
#include <utility>

namespace pycharter::store {
namespace {

constexpr auto patience = std::chrono::seconds(1);
// Longer than any call: beyond 292 years the clock's own unit would overflow.
constexpr std::chrono::milliseconds greatest_limit = std::chrono::hours(24 * 365);

}  // namespace

CallWatch::CallWatch(std::chrono::milliseconds limit, std::function<void()> cancel)
    : limit_(std::min(limit, greatest_limit)), cancel_(std::move(cancel)), thread_([this] { run(); }) {}

CallWatch::~CallWatch() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void CallWatch::begin() {
  {
    const std::lock_guard lock(mutex_);
    due_ = Clock::now() + limit_;
    over_ = false;
  }
  changed_.notify_one();
}

bool CallWatch::end() noexcept {
  const std::lock_guard lock(mutex_);
  due_.reset();
  return over_;
}

void CallWatch::run() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    if (!due_) {
      changed_.wait(lock);
    } else if (Clock::now() < *due_) {
      changed_.wait_until(lock, *due_);
    } else {
      over_ = true;
      due_ = Clock::now() + patience;
      // Under the lock, so that it cannot meet the call after the one it is meant for.
      cancel_();
    }
  }
}

}  // namespace pycharter::store
