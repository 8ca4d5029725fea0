#include "redis/backend.h"

#include "redis/errors.h"
#include "redis/reader.h"
#include "redis/tcp_link.h"
#include "redis/writer.h"

namespace pycharter::redis {

struct OpenStore {
  OpenStore(const Location& location, const Options& options)
      : keys(options.key_prefix), connection(location, std::make_unique<TcpLink>(location)) {}

  Keys keys;
  Connection connection;
  Reader reader{connection, keys};
  Writer writer{connection, keys, reader};
};

namespace {

// What the configuration says and no argument does.
plugin::Settings with_configuration(const plugin::Host& host, plugin::Settings settings) {
  for (const char* name : {"key_prefix", "connect_timeout", "socket_timeout"})
    if (!settings.contains(name))
      if (auto value = host.setting("database", name)) settings.emplace(name, *std::move(value));
  return settings;
}

}  // namespace

Backend::Backend(plugin::Host host, const plugin::Settings& settings)
    : options_(read_options(with_configuration(host, settings))) {}

Backend::~Backend() = default;

void Backend::connect(const plugin::ConnectOptions& options) {
  auto opened = std::make_unique<OpenStore>(read_location(options.url, options_), options_);
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
  if (!store_) throw error(ErrorCode::connect, "The Redis database is not open: connect first.");
  store_->connection.begin_call();
  return *store_;
}

void Backend::ping() {
  begin().connection.ask({"PING"}, "reach the server");
}

plugin::StoreInfo Backend::info() {
  ping();
  return {.initialized = true, .empty = false};
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

}  // namespace pycharter::redis
