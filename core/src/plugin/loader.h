// Loads plugins: on first use, once each, for the life of the process.
#ifndef PYCHARTER_PLUGIN_LOADER_H
#define PYCHARTER_PLUGIN_LOADER_H

#include <string>
#include <utility>

#include <pycharter/export.h>
#include <pycharter/plugin/abi.h>

#include "plugin/manifest.h"

namespace pycharter::plugin {

class LoadedPlugin {
 public:
  LoadedPlugin(Manifest manifest, const pycharter_descriptor* descriptor)
      : manifest_(std::move(manifest)), descriptor_(descriptor) {}

  const Manifest& manifest() const { return manifest_; }
  const pycharter_descriptor& descriptor() const { return *descriptor_; }
  // The table of version 1, or null.
  const void* interface(std::string_view id) const;

 private:
  Manifest manifest_;
  const pycharter_descriptor* descriptor_;
};

// The library of a manifest that a Catalog found usable. Throws plugin: a dependency that is missing, a
// symbol that is missing, a descriptor that is wrong, or whatever else the loader says. Any thread may call;
// the reference stays valid until the process ends.
PYCHARTER_API const LoadedPlugin& load_plugin(const Manifest& manifest);

}  // namespace pycharter::plugin

#endif
