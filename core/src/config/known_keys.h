// The settings this program knows: the one table behind defaults, unknown-key warnings, `config list` and
// `config init`.
#ifndef PYCHARTER_CONFIG_KNOWN_KEYS_H
#define PYCHARTER_CONFIG_KNOWN_KEYS_H

#include <optional>
#include <span>
#include <string_view>

#include <pycharter/export.h>

namespace pycharter::config {

struct KnownKey {
  std::string_view section;
  std::string_view key;  // "*": any key, as in [backends], where keys are URL schemes
  std::optional<std::string_view> fallback;
  std::string_view description;
  std::string_view example;  // for the commented file of `config init`
};

PYCHARTER_API std::span<const KnownKey> known_keys();
// The table's row for the key, "*" rows included, or null.
PYCHARTER_API const KnownKey* find_known_key(std::string_view section, std::string_view key);

}  // namespace pycharter::config

#endif
