// The memory backend: contracts that live as long as the process, for tests, tools and first steps.
#ifndef PYCHARTER_MEMORY_BACKEND_H
#define PYCHARTER_MEMORY_BACKEND_H

#include <pycharter/plugin/backend.h>
#include <memory>
#include <string>
#include <vector>

namespace pycharter::memory {

struct Database;

// `memory://` is a database of this instance alone; `memory://name` is shared by all that are open under that
// name in the process, and gone with the last of them. Disconnecting loses nothing while the instance lives.
class MemoryBackend : public plugin::Backend {
 public:
  static constexpr plugin::Description description{
      "memory", PYCHARTER_VERSION, PYCHARTER_CAP_CONCURRENT_WRITERS | PYCHARTER_CAP_TEXT_DOCUMENTS};

  MemoryBackend(plugin::Host host, const plugin::Settings& settings);

  // Throws config when the URL is more than a name.
  void connect(const plugin::ConnectOptions& options) override;
  void disconnect() noexcept override { connected_ = false; }
  void ping() override;
  std::uint64_t capabilities() const override { return description.capabilities; }
  plugin::StoreInfo info() override;
  void initialise() override {}  // there is nothing to make
  std::vector<std::string> put(std::span<const plugin::Record> records) override;
  void find(const plugin::Query& query, const plugin::RecordSink& sink) override;
  std::uint64_t remove(const plugin::Query& query) override;
  void snapshot(const std::string& schema_id, const std::optional<std::string>& version,
                const plugin::RecordSink& sink) override;

 private:
  Database& database();

  std::shared_ptr<Database> database_;
  std::string name_;
  bool connected_ = false;
};

}  // namespace pycharter::memory

#endif
