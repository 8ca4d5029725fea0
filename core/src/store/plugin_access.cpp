#include "store/plugin_access.h"

#include <iterator>
#include <sstream>
#include <utility>

#include "config/database_url.h"
#include "config/settings.h"
#include "migrations/contract_store.h"
#include "plugin/capabilities.h"
#include "plugin/instance.h"
#include "registry/backends.h"

namespace pycharter::store {
namespace {

class PluginAccess : public BackendAccess {
 public:
  PluginAccess(migrations::ContractStore store, config::DatabaseUrl url, const StoreOptions& options,
               BackendLog log)
      : store_(std::move(store)),
        url_(std::move(url)),
        instance_(make_instance(options, std::move(log))),
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
  plugin::BackendInstance make_instance(const StoreOptions& options, BackendLog log) const {
    plugin::HostCallbacks callbacks;
    callbacks.log = std::move(log);
    callbacks.setting = [settings = store_.settings](std::string_view section, std::string_view key) {
      return settings->get(section, key);
    };
    return registry::make_backend(*store_.registry, *store_.settings, url_, std::move(callbacks), options);
  }

  migrations::ContractStore store_;
  config::DatabaseUrl url_;
  plugin::BackendInstance instance_;
  plugin::StoreClient client_;
};

}  // namespace

std::unique_ptr<BackendAccess> access_backend(std::optional<std::string_view> url,
                                              const StoreOptions& options, std::string_view backend) {
  auto settings =
      std::make_shared<const config::Settings>(config::Settings::load(config::Sources::of_process()));
  auto registry = std::make_shared<const registry::Registry>(registry::make_registry(*settings));
  return access_backend(std::move(settings), std::move(registry), url, options, backend);
}

std::unique_ptr<BackendAccess> access_backend(std::shared_ptr<const config::Settings> settings,
                                              std::shared_ptr<const registry::Registry> registry,
                                              std::optional<std::string_view> url,
                                              const StoreOptions& options, std::string_view backend,
                                              BackendLog log) {
  const auto text = settings->database_url(url).value;
  migrations::ContractStore store{std::move(settings), std::move(registry), text, {}};
  auto database = config::configured_database_url(*store.settings, url);
  if (!backend.empty())
    if (const auto served_by = store.registry->backend_for_scheme(database.url.scheme).name;
        served_by != backend)
      throw Error(ErrorCode::config, "The URL " + database.masked + " is one of the " + served_by +
                                         " backend; this store is for " + std::string(backend) +
                                         ". Give another URL, or open it with MetadataStore.");
  if (const auto schema_name = options.find("schema_name"); schema_name != options.end())
    store.schema_name = schema_name->second;
  return std::make_unique<PluginAccess>(std::move(store), std::move(database), options, std::move(log));
}

}  // namespace pycharter::store
