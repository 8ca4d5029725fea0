// From a URL scheme or a name to the plugin that serves it. Loads nothing.
#ifndef PYCHARTER_REGISTRY_REGISTRY_H
#define PYCHARTER_REGISTRY_REGISTRY_H

#include <string>
#include <string_view>
#include <vector>

#include <pycharter/export.h>

#include "plugin/catalog.h"

namespace pycharter::registry {

// Two plugins of different names that claim one URL scheme; the first is used.
struct SchemeConflict {
  std::string scheme;
  std::string used;   // plugin name
  std::string other;  // plugin name
};

class PYCHARTER_API Registry {
 public:
  explicit Registry(plugin::Catalog catalog) : catalog_(std::move(catalog)) {}

  const plugin::Catalog& catalog() const { return catalog_; }

  // The backend for a scheme without driver suffix ("postgresql"): what [backends] says, else the first
  // manifest that claims it. Throws plugin: nobody serves it (naming what is served, and each candidate that
  // was turned down).
  plugin::Manifest backend_for_scheme(std::string_view scheme) const;
  // The engine of [migrations] engine. Throws plugin.
  const plugin::Manifest& engine(std::string_view name) const;

  // Every scheme that is served, sorted.
  std::vector<std::string> schemes() const;
  // Conflicts that [backends] does not decide.
  std::vector<SchemeConflict> conflicts() const;

 private:
  plugin::Catalog catalog_;
};

}  // namespace pycharter::registry

#endif
