// The places that set values, each read into a layer; settings.cpp asks them in order.
#ifndef PYCHARTER_CONFIG_LAYERS_H
#define PYCHARTER_CONFIG_LAYERS_H

#include <string>
#include <utility>
#include <vector>

#include "config/settings.h"

namespace pycharter::config {

struct Layer {
  std::vector<Setting> values;  // sections and keys in lower case; a command's key is without _cmd

  // The value before the command of the same key.
  const Setting* find(std::string_view section, std::string_view key) const;
};

// --set SECTION.KEY=VALUE. Throws usage.
Layer layer_of_overrides(const std::vector<std::string>& overrides);

// PYCHARTER__SECTION__KEY and PYCHARTER__SECTION__KEY_CMD. With raised privileges, no commands.
Layer layer_of_environment(const Sources& sources);

// One pycharter.cfg. Appends to `warnings` what the file may not set and whether others can read a password
// in it.
Layer layer_of_file(const std::string& path, std::vector<std::string>& warnings);

// A pycharter.cfg that was looked for, and what was found: for the error that lists each place.
struct Place {
  std::string path;
  bool exists = false;
};

std::vector<Place> config_file_places(const Sources& sources);

}  // namespace pycharter::config

#endif
