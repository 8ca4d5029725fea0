// The capability bits and the words that manifests and messages use for them.
#ifndef PYCHARTER_PLUGIN_CAPABILITIES_H
#define PYCHARTER_PLUGIN_CAPABILITIES_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <pycharter/export.h>

namespace pycharter::plugin {

// Every bit this core knows.
std::uint64_t known_capabilities();
std::vector<std::string_view> capability_words();
std::optional<std::uint64_t> capability_bit(std::string_view word);

// "persistent transactions": the words of the bits, in the order of the bits, separated by blanks.
PYCHARTER_API std::string capability_names(std::uint64_t bits);

}  // namespace pycharter::plugin

#endif
