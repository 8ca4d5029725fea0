// The contract store's own revisions, for a store that makes its tables when it connects.
#ifndef PYCHARTER_MIGRATIONS_CONTRACT_STORE_H
#define PYCHARTER_MIGRATIONS_CONTRACT_STORE_H

#include <memory>
#include <optional>
#include <string>

#include "config/settings.h"
#include "plugin/instance.h"
#include "registry/registry.h"

namespace pycharter::migrations {

// What a store knows of itself.
struct ContractStore {
  std::shared_ptr<const config::Settings> settings;
  std::shared_ptr<const registry::Registry> registry;
  std::string url;                         // as the user gave it
  std::optional<std::string> schema_name;  // else the configuration's
};

// Brings the database of `open` to head with the installed migrations, under the migration lock. A database
// that lives in its connection alone (no `persistent` among the open connection's capabilities) is migrated
// through `open`; any other through a connection of its own, with a migration's settings. Throws what
// MigrationEngine::upgrade throws.
void initialise_contract_store(const ContractStore& store, plugin::BackendInstance& open,
                               plugin::HostCallbacks callbacks = {});

// The revision of the database that `open` is connected to, several heads joined by ", "; nothing without a
// version row.
std::optional<std::string> contract_store_revision(const ContractStore& store, plugin::BackendInstance& open);

}  // namespace pycharter::migrations

#endif
