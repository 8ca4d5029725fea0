// What a plugin says of itself once it is loaded, asked in a child process: a plugin that crashes or hangs is
// reported, not suffered.
#ifndef PYCHARTER_PLUGIN_INSPECTION_H
#define PYCHARTER_PLUGIN_INSPECTION_H

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <pycharter/export.h>

#include "plugin/manifest.h"

namespace pycharter::plugin {

struct Inspection {
  std::string name;
  std::string version;
  std::string kind;  // "backend", "engine"
  int abi_major = 0;
  int abi_minor = 0;
  std::uint64_t capabilities = 0;
  std::vector<std::string> interfaces;  // "pycharter.store/1"
};

// Forks: for a program with one thread. Throws plugin: what loading throws, "crashed: Segmentation fault",
// "did not answer in 10 seconds".
PYCHARTER_API Inspection inspect_in_child(const Manifest& manifest,
                                          std::chrono::milliseconds timeout = std::chrono::seconds(10));

}  // namespace pycharter::plugin

#endif
