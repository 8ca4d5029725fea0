// What the configuration says about plugins: [plugins], [backends], PYCHARTER_PLUGIN_PATH.
#ifndef PYCHARTER_PLUGIN_SEARCH_SETTINGS_H
#define PYCHARTER_PLUGIN_SEARCH_SETTINGS_H

#include <map>
#include <string>
#include <vector>

#include <pycharter/export.h>

namespace pycharter::config {
class Settings;
}

namespace pycharter::plugin {

struct SearchFolder {
  std::string path;
  std::string origin;      // "[plugins] path, /etc/pycharter.cfg:3", "PYCHARTER_PLUGIN_PATH", "installed"
  bool installed = false;  // beside libpycharter: trusted as libpycharter is, and may be missing
};

// A value of [backends].
struct BackendOverride {
  std::string target;  // the name of a plugin, or the absolute path of its manifest or library
  std::string origin;
};

struct SearchSettings {
  std::vector<SearchFolder> folders;                // in the order of search
  std::map<std::string, BackendOverride> backends;  // by URL scheme
  std::map<std::string, std::string> pins;          // plugin name: SHA-256 in lower-case hexadecimal digits
};

// Throws config for a pin that is not name:hash.
PYCHARTER_API SearchSettings search_settings(const config::Settings& settings);

}  // namespace pycharter::plugin

#endif
