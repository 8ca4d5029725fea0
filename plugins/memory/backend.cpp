#include "memory/backend.h"

#include <pycharter/plugin/error.h>
#include <pycharter/plugin/url.h>
#include <map>
#include <mutex>

#include "memory/records.h"

namespace pycharter::memory {

struct Database {
  std::mutex mutex;
  Records records;
};

namespace {

// The databases that have a name. Never destroyed: threads may still use a store while the process ends.
class NamedDatabases {
 public:
  std::shared_ptr<Database> open(const std::string& name) {
    const std::lock_guard lock(mutex_);
    std::erase_if(databases_, [](const auto& entry) { return entry.second.expired(); });
    auto& known = databases_[name];
    auto database = known.lock();
    if (!database) known = database = std::make_shared<Database>();
    return database;
  }

  static NamedDatabases& instance() {
    static auto& databases = *new NamedDatabases;
    return databases;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::weak_ptr<Database>> databases_;
};

// The records are handed on after the lock is released: a sink may call back into the store.
void deliver(const std::vector<plugin::Record>& records, const plugin::RecordSink& sink) {
  for (const auto& record : records)
    if (!sink(record)) return;
}

std::string name_in(const std::string& text) {
  const auto url = plugin::parse_url(text);
  if (url.user || url.password || url.database.value_or("") != "" || !url.query.empty() ||
      url.hosts.size() > 1 || (!url.hosts.empty() && url.hosts[0].port != 0))
    throw Error(ErrorCode::config, "A memory database has at most a name: write memory:// or memory://name.");
  return url.hosts.empty() ? std::string() : url.hosts[0].name;
}

}  // namespace

MemoryBackend::MemoryBackend(plugin::Host, const plugin::Settings&) {}

void MemoryBackend::connect(const plugin::ConnectOptions& options) {
  auto name = name_in(options.url);
  if (!database_ || name != name_) {
    database_ = name.empty() ? std::make_shared<Database>() : NamedDatabases::instance().open(name);
    name_ = std::move(name);
  }
  connected_ = true;
}

Database& MemoryBackend::database() {
  if (!connected_) throw Error(ErrorCode::connect, "The memory database is not open: connect first.");
  return *database_;
}

void MemoryBackend::ping() {
  database();
}

plugin::StoreInfo MemoryBackend::info() {
  database();
  return {.initialized = true, .empty = false};
}

std::vector<std::string> MemoryBackend::put(std::span<const plugin::Record> records) {
  auto& open = database();
  const std::lock_guard lock(open.mutex);
  return open.records.put(records);
}

void MemoryBackend::find(const plugin::Query& query, const plugin::RecordSink& sink) {
  auto& open = database();
  std::unique_lock lock(open.mutex);
  const auto records = open.records.find(query);
  lock.unlock();
  deliver(records, sink);
}

std::uint64_t MemoryBackend::remove(const plugin::Query& query) {
  auto& open = database();
  const std::lock_guard lock(open.mutex);
  return open.records.remove(query);
}

void MemoryBackend::snapshot(const std::string& schema_id, const std::optional<std::string>& version,
                             const plugin::RecordSink& sink) {
  auto& open = database();
  std::unique_lock lock(open.mutex);
  const auto records = open.records.snapshot(schema_id, version);
  lock.unlock();
  deliver(records, sink);
}

}  // namespace pycharter::memory
