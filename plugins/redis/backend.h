// The Redis backend: what the core calls.
#ifndef PYCHARTER_REDIS_BACKEND_H
#define PYCHARTER_REDIS_BACKEND_H

#include <pycharter/plugin/backend.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "redis/location.h"

namespace pycharter::redis {

struct OpenStore;

class Backend : public plugin::Backend {
 public:
  static constexpr plugin::Description description{"redis", PYCHARTER_VERSION,
                                                   PYCHARTER_CAP_PERSISTENT | PYCHARTER_CAP_TRANSACTIONS |
                                                       PYCHARTER_CAP_CONCURRENT_WRITERS |
                                                       PYCHARTER_CAP_CANCEL | PYCHARTER_CAP_TEXT_DOCUMENTS};

  // Throws config for a setting that has a value it can't have.
  Backend(plugin::Host host, const plugin::Settings& settings);
  ~Backend() override;

  void connect(const plugin::ConnectOptions& options) override;
  void disconnect() noexcept override;
  void ping() override;
  std::uint64_t capabilities() const override { return description.capabilities; }
  void cancel() noexcept override;
  plugin::StoreInfo info() override;
  void initialise() override {}  // keys come with what they hold
  std::vector<std::string> put(std::span<const plugin::Record> records) override;
  void find(const plugin::Query& query, const plugin::RecordSink& sink) override;
  std::uint64_t remove(const plugin::Query& query) override;
  void snapshot(const std::string& schema_id, const std::optional<std::string>& version,
                const plugin::RecordSink& sink) override;

 private:
  // The open store, at the beginning of a call. Throws connect when there is none.
  OpenStore& begin();

  Options options_;
  std::mutex mutex_;  // over store_ itself, which cancel() needs from another thread
  std::unique_ptr<OpenStore> store_;
};

}  // namespace pycharter::redis

#endif
