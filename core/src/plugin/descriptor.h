// What a loaded library says of itself, checked before anything else of it is called.
#ifndef PYCHARTER_PLUGIN_DESCRIPTOR_H
#define PYCHARTER_PLUGIN_DESCRIPTOR_H

#include <pycharter/plugin/abi.h>

#include "plugin/manifest.h"

namespace pycharter::plugin {

// Throws plugin, naming the library: no descriptor, not a pycharter descriptor, another major version of the
// interface, a descriptor that lacks what it needs, one that disagrees with the manifest.
void check_descriptor(const pycharter_descriptor* descriptor, const Manifest& manifest);

}  // namespace pycharter::plugin

#endif
