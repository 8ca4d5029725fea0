#include "context.h"

#include <charconv>

#include <pycharter/plugin/abi.h>

#include "config/secrets.h"
#include "migrations/session.h"
#include "registry/backends.h"
#include "signals.h"
#include "store/plugin_access.h"

namespace pycharter::admin {
namespace {

// Keys that the plugins' manifests name, for the check of unknown ones.
std::vector<std::string> plugin_keys(const registry::Registry& registry) {
  std::vector<std::string> keys;
  for (const auto& candidate : registry.catalog().candidates()) {
    if (!candidate.manifest) continue;
    for (const auto& key : candidate.manifest->settings)
      keys.push_back(candidate.manifest->name + "." + key);
  }
  return keys;
}

}  // namespace

std::shared_ptr<const config::Settings> Context::settings() {
  if (settings_) return settings_;
  auto sources = config::Sources::of_process();
  sources.overrides = invocation_.values("set");
  sources.alembic_config = invocation_.value("config");
  sources.alembic_section = invocation_.value("name").value_or("alembic");
  auto settings = std::make_shared<const config::Settings>(config::Settings::load(std::move(sources)));
  if (invocation_.url) output_.add_secrets(config::secrets_of_url(*invocation_.url));
  for (const auto& warning : settings->warnings())
    output_.warning(warning);
  settings_ = std::move(settings);
  return settings_;
}

std::shared_ptr<const registry::Registry> Context::registry() {
  if (registry_) return registry_;
  registry_ = std::make_shared<const registry::Registry>(registry::make_registry(*settings()));
  for (const auto& warning : settings()->unknown_keys(plugin_keys(*registry_)))
    output_.warning(warning);
  return registry_;
}

bool Context::is_known(const config::Setting& setting) {
  return config::Settings::is_known(setting, plugin_keys(*registry()));
}

config::DatabaseUrl Context::database_url() {
  auto url = config::configured_database_url(*settings(), invocation_.url);
  output_.add_secrets(config::secrets_of_url(url.text));
  return url;
}

bool Context::has_sql(const config::DatabaseUrl& url) {
  return (registry()->backend_for_scheme(url.url.scheme).capabilities & PYCHARTER_CAP_SQL) != 0;
}

const config::Environment& Context::environment() {
  if (!environment_) environment_ = config::find_environment(*settings());
  return *environment_;
}

MigrationEngine Context::engine() {
  MigrationCallbacks callbacks;
  callbacks.log = [this](MigrationCallbacks::Level level, std::string_view logger, std::string_view message) {
    output_.log(static_cast<int>(level), logger, message);
  };
  callbacks.progress = [this](std::uint64_t done, std::uint64_t total, std::string_view what) {
    output_.progress(done, total, what);
  };
  callbacks.cancelled = &stop_requested;
  migrations::SessionOptions options;
  options.database_url = invocation_.url;
  options.x = invocation_.values("x-arg");
  options.callbacks = migrations::to_host_callbacks(callbacks);
  return MigrationEngine(
      std::make_unique<migrations::Session>(settings(), registry(), environment(), std::move(options)));
}

MigrationEngine Context::writing_engine() {
  const auto& chosen = environment();
  output_.log(PYCHARTER_INFO, "pycharter.environment", chosen.config_file + " (" + chosen.chosen_by + ")");
  return engine();
}

MigrationEngine Context::script_writing_engine() {
  if (environment().installed)
    throw Error(ErrorCode::usage, "no script is written to the installed migrations (" +
                                      environment().config_file +
                                      "). Run this beside your own alembic.ini, or name it with --config.");
  return writing_engine();
}

MetadataStore Context::store() {
  // The registry first: it warns of misspelt settings, which may be why there is no URL.
  auto backends = registry();
  const auto url = database_url();
  auto log = [this](int level, std::string_view logger, std::string_view message) {
    output_.log(level, logger, message);
  };
  return MetadataStore(std::make_unique<store::Session>(
      store::access_backend(settings(), std::move(backends), url.text, {}, {}, std::move(log))));
}

MetadataStore Context::store(const std::string& text) {
  output_.add_secrets(config::secrets_of_url(text));
  auto backends = registry();
  const auto url = config::normalise_database_url(text);
  output_.add_secrets(config::secrets_of_url(url.text));
  return MetadataStore(std::make_unique<store::Session>(
      store::access_backend(settings(), std::move(backends), url.text, {}, {})));
}

// Where another environment is chosen, a plain `db init` would not make the store's tables.
std::string Context::way_to_initialise() {
  try {
    if (environment().contract_store) return {};
    return " Here 'db init' is that of " + environment().config_file +
           "; the contract store's is 'db init --config " +
           config::contract_environment(*settings()).config_file + "'.";
  } catch (const Error&) {
    return {};  // a broken alembic.ini is no matter of the store's
  }
}

void Context::connect(MetadataStore& store) {
  const EndOnStop end_on_stop(output_.is_json());
  try {
    store.connect({.auto_initialize = false});
  } catch (const Error& error) {
    if (error.code() != ErrorCode::not_initialized) throw;
    throw Error(error.code(), error.message() + way_to_initialise(), error.facts());
  }
}

std::optional<int> Context::seconds(std::string_view option) const {
  const auto text = invocation_.value(option);
  if (!text) return std::nullopt;
  int value = 0;
  const auto* end = text->data() + text->size();
  const auto [stopped, error] = std::from_chars(text->data(), end, value);
  if (error != std::errc() || stopped != end || value < 0)
    throw Error(ErrorCode::usage, "--" + std::string(option) + " takes a whole number, not '" + *text + "'");
  return value;
}

RunOptions Context::run_options() const {
  RunOptions options;
  options.purge = invocation_.has("purge");
  options.force = invocation_.has("force");
  options.lock_timeout = seconds("lock-timeout");
  if (invocation_.has("transaction-per-migration")) options.transaction_per_migration = true;
  return options;
}

void Context::check_stop() {
  if (stop_requested()) throw Error(ErrorCode::cancelled, "interrupted");
}

}  // namespace pycharter::admin
