#include "backend.h"

#include <pycharter/plugin/error.h>
#include <pycharter/plugin/url.h>

#include "file.h"

namespace onefile {

namespace plugin = pycharter::plugin;
using pycharter::Error;
using pycharter::ErrorCode;

namespace {

void deliver(const std::vector<Record>& records, const plugin::RecordSink& sink) {
  for (const auto& record : records)
    if (!sink(record)) return;
}

}  // namespace

Backend::Backend(plugin::Host, const plugin::Settings&) {}

void Backend::connect(const plugin::ConnectOptions& options) {
  const auto url = plugin::parse_url(options.url);
  if (!url.hosts.empty() || url.database.value_or("").empty())
    throw Error(ErrorCode::config, "Write onefile:///absolute/path: a onefile URL has a path and no host.");
  const auto file = "/" + *url.database;
  if (!options.may_create && !exists(file))
    throw Error(ErrorCode::not_found, "There is no file " + file + "; `store put` makes it.", {.file = file});
  read(file);
  path_ = file;
}

const std::string& Backend::path() const {
  if (path_.empty()) throw Error(ErrorCode::connect, "The store is not open: connect first.");
  return path_;
}

void Backend::ping() {
  path();
}

plugin::StoreInfo Backend::info() {
  const bool there = exists(path());
  return {.initialized = there, .empty = !there};
}

void Backend::initialise() {
  const FileLock lock(path());
  if (!exists(path())) write(path(), Records());
}

std::vector<std::string> Backend::put(std::span<const plugin::Record> given) {
  const FileLock lock(path());
  auto records = read(path());
  auto ids = records.put(given);
  write(path(), records);
  return ids;
}

void Backend::find(const plugin::Query& query, const plugin::RecordSink& sink) {
  deliver(read(path()).find(query), sink);
}

std::uint64_t Backend::remove(const plugin::Query& query) {
  const FileLock lock(path());
  auto records = read(path());
  const auto removed = records.remove(query);
  write(path(), records);
  return removed;
}

void Backend::snapshot(const std::string& schema_id, const std::optional<std::string>& version,
                       const plugin::RecordSink& sink) {
  deliver(read(path()).snapshot(schema_id, version), sink);
}

}  // namespace onefile
