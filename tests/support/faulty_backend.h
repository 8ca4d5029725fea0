// A backend that fails when told to, behind the real C table; everything else goes to a memory backend.
#ifndef PYCHARTER_TESTS_FAULTY_BACKEND_H
#define PYCHARTER_TESTS_FAULTY_BACKEND_H

#include <memory/backend.h>
#include <pycharter/plugin/client.h>
#include <pycharter/plugin/detail/store_thunks.h>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>

namespace pycharter::testing {

class FaultyBackend : public plugin::Backend {
 public:
  // The next calls of that function ("find") fail with these codes, one each.
  std::map<std::string, std::deque<ErrorCode>> failures;
  // How often each function was called.
  std::map<std::string, int> calls;
  plugin::StoreInfo state{.initialized = true, .empty = false};
  bool never_initialised = false;  // initialise() does nothing
  plugin::ConnectOptions last_connect;
  // find() answers only after so many cancels, then with this code.
  int cancels_needed = 0;
  ErrorCode cancelled_with = ErrorCode::cancelled;

  plugin::StoreClient client() { return {&plugin::detail::store_table, static_cast<plugin::Backend*>(this)}; }
  int called(const std::string& function) const {
    const auto found = calls.find(function);
    return found == calls.end() ? 0 : found->second;
  }

  void connect(const plugin::ConnectOptions& options) override {
    enter("connect");
    last_connect = options;
    records_.connect({.url = "memory://"});
  }
  void disconnect() noexcept override { ++calls["disconnect"]; }
  void cancel() noexcept override {
    const std::lock_guard lock(mutex_);
    ++cancels_;
    cancelled_.notify_one();
  }
  int cancels() {
    const std::lock_guard lock(mutex_);
    return cancels_;
  }
  void ping() override { enter("ping"); }
  std::uint64_t capabilities() const override { return records_.capabilities(); }
  plugin::StoreInfo info() override {
    enter("info");
    return state;
  }
  void initialise() override {
    enter("initialise");
    state.initialized = !never_initialised;
  }
  std::vector<std::string> put(std::span<const plugin::Record> records) override {
    enter("put");
    return records_.put(records);
  }
  void find(const plugin::Query& query, const plugin::RecordSink& sink) override {
    enter("find");
    hang();
    records_.find(query, sink);
  }
  std::uint64_t remove(const plugin::Query& query) override {
    enter("remove");
    return records_.remove(query);
  }
  void snapshot(const std::string& schema_id, const std::optional<std::string>& version,
                const plugin::RecordSink& sink) override {
    enter("snapshot");
    records_.snapshot(schema_id, version, sink);
  }

 private:
  void enter(const std::string& function) {
    ++calls[function];
    auto& planned = failures[function];
    if (planned.empty()) return;
    const auto code = planned.front();
    planned.pop_front();
    throw Error(code, "planned failure of " + function + '.');
  }

  void hang() {
    if (cancels_needed == 0) return;
    std::unique_lock lock(mutex_);
    if (!cancelled_.wait_for(lock, std::chrono::seconds(30), [&] { return cancels_ >= cancels_needed; }))
      throw Error(ErrorCode::internal, "nobody cancelled.");
    cancels_needed = 0;
    throw Error(cancelled_with, "planned end of find.");
  }

  memory::MemoryBackend records_{{}, {}};
  std::mutex mutex_;
  std::condition_variable cancelled_;
  int cancels_ = 0;
};

}  // namespace pycharter::testing

#endif
