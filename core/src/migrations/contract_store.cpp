#include "migrations/contract_store.h"

#include <utility>

#include <pycharter/plugin/abi.h>

#include "config/environment.h"
#include "migrations/session.h"

namespace pycharter::migrations {
namespace {

std::unique_ptr<Session> open_session(const ContractStore& store, plugin::HostCallbacks callbacks) {
  return std::make_unique<Session>(store.settings, store.registry,
                                   config::contract_environment(*store.settings),
                                   SessionOptions{store.url, store.schema_name, {}, std::move(callbacks)});
}

}  // namespace

void initialise_contract_store(const ContractStore& store, plugin::BackendInstance& open,
                               plugin::HostCallbacks callbacks) {
  auto session = open_session(store, std::move(callbacks));
  if ((open.store().capabilities() & PYCHARTER_CAP_PERSISTENT) == 0) session->use(open);
  MigrationEngine(std::move(session)).upgrade();
}

std::optional<std::string> contract_store_revision(const ContractStore& store,
                                                   plugin::BackendInstance& open) {
  auto session = open_session(store, {});
  session->use(open);
  const auto state = MigrationEngine(std::move(session)).current();
  if (!state.initialized) return std::nullopt;
  std::string revisions;
  for (const auto& head : state.heads)
    revisions += (revisions.empty() ? "" : ", ") + head.revision;
  return revisions;
}

}  // namespace pycharter::migrations
