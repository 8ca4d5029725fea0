#include "migrations/session.h"

#include <algorithm>
#include <charconv>
#include <map>

#include <boost/json/serialize.hpp>

#include <pycharter/plugin/abi.h>

#include "config/secrets.h"
#include "registry/backends.h"

namespace pycharter::migrations {
namespace {

plugin::EngineInstance make_engine(const config::Settings& settings, const registry::Registry& registry,
                                   const plugin::HostCallbacks& callbacks) {
  const auto name = settings.get("migrations", "engine").value_or("alembic");
  return {plugin::load_plugin(registry.engine(name)), {callbacks, {}, settings.secrets()}};
}

// A plugin may ask for any setting; what the caller gave answers first.
SessionOptions with_settings(SessionOptions options, std::shared_ptr<const config::Settings> settings) {
  if (!options.callbacks.setting)
    options.callbacks.setting = [settings = std::move(settings)](std::string_view section,
                                                                 std::string_view key) {
      return settings->get(section, key);
    };
  return options;
}

int seconds(const std::string& text) {
  int value = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end || value < 0)
    throw Error(ErrorCode::config, "[migrations] lock_timeout is a number of seconds, not '" + text + "'");
  return value;
}

bool truth(const std::string& text) {
  for (const char* word : {"true", "yes", "on", "1", "True"})
    if (text == word) return true;
  for (const char* word : {"false", "no", "off", "0", "False"})
    if (text == word) return false;
  throw Error(ErrorCode::config,
              "[migrations] transaction_per_migration is true or false, not '" + text + "'");
}

}  // namespace

plugin::HostCallbacks to_host_callbacks(const MigrationCallbacks& callbacks) {
  plugin::HostCallbacks host;
  if (callbacks.log)
    host.log = [log = callbacks.log](int level, std::string_view logger, std::string_view message) {
      log(static_cast<MigrationCallbacks::Level>(level), logger, message);
    };
  host.progress = callbacks.progress;
  host.cancelled = callbacks.cancelled;
  return host;
}

Session::Session(std::shared_ptr<const config::Settings> settings,
                 std::shared_ptr<const registry::Registry> registry, config::Environment environment,
                 SessionOptions options)
    : settings_(std::move(settings)),
      registry_(std::move(registry)),
      environment_(std::move(environment)),
      options_(with_settings(std::move(options), settings_)),
      engine_(make_engine(*settings_, *registry_, options_.callbacks)) {
  auto request = environment_.load_request(*settings_, options_.x);
  if (options_.schema_name) request["schema_name"] = *options_.schema_name;
  ask([&](plugin::MigrationsClient& client) {
    client.load(boost::json::serialize(request));
    return true;
  });
}

const config::DatabaseUrl& Session::url() {
  if (!url_) {
    url_ = config::configured_database_url(*settings_, options_.database_url);
    engine_.add_secrets(config::secrets_of_url(url_->text));
    if (options_.callbacks.log)
      for (const auto& notice : url_->notices)
        options_.callbacks.log(PYCHARTER_WARNING, "pycharter.config", notice);
  }
  return *url_;
}

void Session::add_run_defaults(boost::json::object& request) const {
  const auto missing = [&](const char* key) {
    return !request.contains(key) && !environment_.pycharter.contains(key);
  };
  if (missing("lock_timeout"))
    if (const auto value = settings_->get("migrations", "lock_timeout"))
      request["lock_timeout"] = seconds(*value);
  if (missing("transaction_per_migration"))
    if (const auto value = settings_->get("migrations", "transaction_per_migration"))
      request["transaction_per_migration"] = truth(*value);
  request["tool_version"] = PYCHARTER_VERSION;
}

plugin::BackendInstance& Session::backend() {
  if (borrowed_ != nullptr) return *borrowed_;
  if (!backend_) {
    const auto manifest = registry_->backend_for_scheme(url().url.scheme);
    if ((manifest.capabilities & PYCHARTER_CAP_SQL) == 0)
      throw Error(ErrorCode::unsupported, "the " + manifest.name + " backend has no SQL to migrate",
                  {.backend = manifest.name});
    std::map<std::string, std::string> given;
    const auto& known = manifest.settings;
    if (options_.schema_name && std::find(known.begin(), known.end(), "schema_name") != known.end())
      given.emplace("schema_name", *options_.schema_name);
    if (std::find(known.begin(), known.end(), "dialect") != known.end())
      given.emplace("dialect", url().url.scheme);
    auto made = registry::make_backend(*registry_, *settings_, url(), options_.callbacks, given);
    const std::lock_guard lock(cancelling_);
    backend_.emplace(std::move(made));
  }
  return *backend_;
}

pycharter_backend_ref Session::connected(bool may_create) {
  auto& database = backend();
  if (borrowed_ == nullptr && !connected_) {
    database.store().connect({.url = url().text, .may_create = may_create, .migration = true});
    connected_ = true;
  }
  return database.ref(true);
}

pycharter_backend_ref Session::unconnected() {
  return backend().ref(false);
}

void Session::cancel() noexcept {
  const std::lock_guard lock(cancelling_);
  if (backend_) backend_->store().cancel();
}

void Session::check_callbacks() {
  engine_.check_callbacks();
  if (backend_) backend_->check_callbacks();
}

}  // namespace pycharter::migrations
