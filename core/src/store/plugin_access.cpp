#include "store/plugin_access.h"

#include <algorithm>
#include <iterator>
#include <sstream>
#include <utility>

#include "config/database_url.h"
#include "config/secrets.h"
#include "config/settings.h"
#include "config/suggest.h"
#include "migrations/contract_store.h"
#include "plugin/capabilities.h"
#include "plugin/instance.h"
#include "plugin/loader.h"
#include "registry/registry.h"

namespace pycharter::store {
namespace {

// The settings of the plugin's manifest: as given, else of the plugin's own section of the configuration,
// else of [database]. Throws config for an option that the plugin does not know.
plugin::Settings settings_for(const plugin::Manifest& manifest, const config::Settings& configuration,
                              const StoreOptions& options) {
  for (const auto& [key, value] : options)
    if (std::find(manifest.settings.begin(), manifest.settings.end(), key) == manifest.settings.end()) {
      const auto hint = config::did_you_mean(key, manifest.settings);
      throw Error(ErrorCode::config, "The " + manifest.name + " backend has no option '" + key + '\'' +
                                         (hint.empty() ? "." : hint));
    }
  plugin::Settings settings;
  for (const auto& key : manifest.settings) {
    const auto option = options.find(key);
    auto value =
        option != options.end() ? std::optional(option->second) : configuration.get(manifest.name, key);
    if (!value) value = configuration.get("database", key);
    if (value) settings.emplace(key, *std::move(value));
  }
  return settings;
}

std::vector<std::string> secrets_of(const config::Settings& configuration, const std::string& url) {
  auto secrets = configuration.secrets();
  for (auto& secret : config::secrets_of_url(url))
    secrets.push_back(std::move(secret));
  return secrets;
}

class PluginAccess : public BackendAccess {
 public:
  PluginAccess(migrations::ContractStore store, config::DatabaseUrl url, const StoreOptions& options)
      : store_(std::move(store)),
        url_(std::move(url)),
        instance_(make_instance(options)),
        client_(instance_.store()) {}

  const std::string& name() const override { return instance_.name(); }
  const std::string& url() const override { return url_.text; }
  const std::string& masked_url() const override { return url_.masked; }
  plugin::StoreClient& client() override { return client_; }
  bool has_sql() const override { return (instance_.manifest().capabilities & PYCHARTER_CAP_SQL) != 0; }
  std::vector<std::string> capabilities() override {
    std::istringstream words(plugin::capability_names(client_.capabilities()));
    return {std::istream_iterator<std::string>(words), {}};
  }
  void migrate_to_head() override { migrations::initialise_contract_store(store_, instance_); }
  std::optional<std::string> revision() override {
    return migrations::contract_store_revision(store_, instance_);
  }

 private:
  plugin::BackendInstance make_instance(const StoreOptions& options) const {
    const auto manifest = store_.registry->backend_for_scheme(url_.url.scheme);
    plugin::InstanceOptions with;
    with.settings = settings_for(manifest, *store_.settings, options);
    with.secrets = secrets_of(*store_.settings, url_.text);
    with.callbacks.setting = [settings = store_.settings](std::string_view section, std::string_view key) {
      return settings->get(section, key);
    };
    return plugin::BackendInstance(plugin::load_plugin(manifest), std::move(with));
  }

  migrations::ContractStore store_;
  config::DatabaseUrl url_;
  plugin::BackendInstance instance_;
  plugin::StoreClient client_;
};

}  // namespace

std::unique_ptr<BackendAccess> access_backend(std::optional<std::string_view> url,
                                              const StoreOptions& options, std::string_view backend) {
  const auto settings =
      std::make_shared<const config::Settings>(config::Settings::load(config::Sources::of_process()));
  const auto registry =
      std::make_shared<const registry::Registry>(plugin::Catalog::scan(plugin::search_settings(*settings)));
  migrations::ContractStore store{settings, registry, settings->database_url(url).value, {}};
  auto database = config::normalise_database_url(store.url);
  if (!backend.empty())
    if (const auto served_by = registry->backend_for_scheme(database.url.scheme).name; served_by != backend)
      throw Error(ErrorCode::config, "The URL " + database.masked + " is one of the " + served_by +
                                         " backend; this store is for " + std::string(backend) +
                                         ". Give another URL, or open it with MetadataStore.");
  if (const auto schema_name = options.find("schema_name"); schema_name != options.end())
    store.schema_name = schema_name->second;
  return std::make_unique<PluginAccess>(std::move(store), std::move(database), options);
}

}  // namespace pycharter::store
