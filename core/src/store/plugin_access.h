// The backend of a store through the configuration, the registry and the plugins.
#ifndef PYCHARTER_STORE_PLUGIN_ACCESS_H
#define PYCHARTER_STORE_PLUGIN_ACCESS_H

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include <pycharter/metadata_store.h>

#include "config/settings.h"
#include "registry/backends.h"
#include "store/session.h"

namespace pycharter::store {

// The backend that serves the URL, loaded and not yet connected. Without a URL the configuration's is taken.
// `options` go before the configuration. `backend`, when not empty, is the only one accepted.
// Throws config, plugin.
std::unique_ptr<BackendAccess> access_backend(std::optional<std::string_view> url,
                                              const StoreOptions& options, std::string_view backend);

// Where the backend's own words go: level (pycharter_log_level), logger, message.
using BackendLog = std::function<void(int, std::string_view, std::string_view)>;

// The same with settings and registry that the caller has read: pycharter-admin, whose arguments are among
// them.
PYCHARTER_API std::unique_ptr<BackendAccess> access_backend(
    std::shared_ptr<const config::Settings> settings, std::shared_ptr<const registry::Registry> registry,
    std::optional<std::string_view> url, const StoreOptions& options, std::string_view backend,
    BackendLog log = {});

}  // namespace pycharter::store

#endif
