#include "mongodb/backend.h"

#include <pycharter/plugin/error.h>

#include "mongodb/connection.h"
#include "mongodb/indexes.h"
#include "mongodb/reader.h"
#include "mongodb/writer.h"

namespace pycharter::mongodb {

struct OpenStore {
  OpenStore(const plugin::ConnectOptions& connect, const Options& options, const plugin::Host& host)
      : connection(Location(connect.url, options), options), indexes(connection, host) {}

  Connection connection;
  Indexes indexes;
  Reader reader{connection, indexes};
  Writer writer{connection, indexes, reader};
};

namespace {

// What the configuration says and no argument does.
plugin::Settings with_configuration(const plugin::Host& host, plugin::Settings settings) {
  for (const char* name : {"database_name", "connect_timeout", "escape_keys"})
    if (!settings.contains(name))
      if (auto value = host.setting("database", name)) settings.emplace(name, *std::move(value));
  return settings;
}

}  // namespace

Backend::Backend(plugin::Host host, const plugin::Settings& settings)
    : host_(host), options_(read_options(with_configuration(host, settings))) {}

Backend::~Backend() = default;

void Backend::connect(const plugin::ConnectOptions& options) {
  auto opened = std::make_unique<OpenStore>(options, options_, host_);
  const std::lock_guard lock(mutex_);
  store_ = std::move(opened);
}

void Backend::disconnect() noexcept {
  const std::lock_guard lock(mutex_);
  store_.reset();
}

void Backend::cancel() noexcept {
  const std::lock_guard lock(mutex_);
  if (store_) store_->connection.cancel();
}

OpenStore& Backend::begin() {
  if (!store_)
    throw Error(ErrorCode::connect, "The MongoDB database is not open: connect first.",
                {.backend = std::string(backend_name)});
  store_->connection.begin_call();
  return *store_;
}

void Backend::ping() {
  begin().connection.ping();
}

std::uint64_t Backend::capabilities() const {
  const bool transactions = store_ && store_->connection.facts().transactions;
  return transactions ? description.capabilities : description.capabilities & ~PYCHARTER_CAP_TRANSACTIONS;
}

plugin::StoreInfo Backend::info() {
  const auto state = begin().indexes.state();
  return {.initialized = state.complete, .empty = state.empty};
}

void Backend::initialise() {
  begin().indexes.make_missing();
}

std::vector<std::string> Backend::put(std::span<const plugin::Record> records) {
  return begin().writer.put(records);
}

void Backend::find(const plugin::Query& query, const plugin::RecordSink& sink) {
  begin().reader.find(query, sink);
}

std::uint64_t Backend::remove(const plugin::Query& query) {
  return begin().writer.remove(query);
}

void Backend::snapshot(const std::string& schema_id, const std::optional<std::string>& version,
                       const plugin::RecordSink& sink) {
  begin().reader.snapshot(schema_id, version, sink);
}

}  // namespace pycharter::mongodb
