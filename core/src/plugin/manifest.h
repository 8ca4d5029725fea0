// What a plugin says of itself in the file NAME.plugin beside its library, so that nothing need be loaded to
// know it.
//
//   [plugin]
//   name = acme                    lower-case letters, digits, '-', '_'
//   kind = backend                 or engine
//   version = 1.2.0
//   library = acme.so              relative to the manifest's folder, never above it
//   abi = 1.0                      MAJOR.MINOR of abi.h that it was built with
//   capabilities = persistent sql  what it may have, separated by blanks
//   schemes = acme acmes           URL schemes it serves; backends only
//   description = Contracts in an Acme cluster
//   settings = key_prefix          keys of its own configuration section that it knows
//
// Keys that are not listed are for newer versions and are ignored, as are capabilities when `abi` is newer
// than ours.
#ifndef PYCHARTER_PLUGIN_MANIFEST_H
#define PYCHARTER_PLUGIN_MANIFEST_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <pycharter/export.h>

namespace pycharter::plugin {

inline constexpr std::size_t max_manifest_size = std::size_t{64} * 1024;

struct Manifest {
  std::string path;  // of the manifest, absolute
  std::string name;
  std::uint32_t kind = 0;  // pycharter_kind
  std::string version;
  std::string library;  // absolute: in the manifest's folder
  int abi_major = 0;
  int abi_minor = 0;
  std::uint64_t capabilities = 0;
  std::vector<std::string> schemes;
  std::string description;
  std::vector<std::string> settings;

  std::string folder() const;
};

// Throws plugin, with file and line, saying what is broken. `path` is absolute.
Manifest parse_manifest(std::string_view text, const std::string& path);
// Also throws when the file is no regular file, can't be read, or is larger than max_manifest_size.
Manifest read_manifest(const std::string& path);

// "backend", "engine"
PYCHARTER_API std::string_view kind_name(std::uint32_t kind);

}  // namespace pycharter::plugin

#endif
