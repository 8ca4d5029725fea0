// A backend for a database URL: found, loaded, and given its settings; not connected.
#ifndef PYCHARTER_REGISTRY_BACKENDS_H
#define PYCHARTER_REGISTRY_BACKENDS_H

#include <map>
#include <string>

#include <pycharter/export.h>

#include "config/database_url.h"
#include "config/settings.h"
#include "plugin/instance.h"
#include "registry/registry.h"

namespace pycharter::registry {

// The catalog of what the configuration names.
PYCHARTER_API Registry make_registry(const config::Settings& settings);

// The settings of the manifest's list: from `given`, else [NAME] of the plugin, else [database]. Throws
// plugin when no backend serves the URL or the one that does can't be loaded; usage when `given` has a key
// the plugin doesn't know.
PYCHARTER_API plugin::BackendInstance make_backend(const Registry& registry, const config::Settings& settings,
                                                   const config::DatabaseUrl& url,
                                                   plugin::HostCallbacks callbacks,
                                                   const std::map<std::string, std::string>& given = {});

}  // namespace pycharter::registry

#endif
