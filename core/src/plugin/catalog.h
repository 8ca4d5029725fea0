// Every plugin that could be used, without loading one: the manifests of the search path, in order.
#ifndef PYCHARTER_PLUGIN_CATALOG_H
#define PYCHARTER_PLUGIN_CATALOG_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <pycharter/export.h>

#include "plugin/manifest.h"
#include "plugin/search_settings.h"

namespace pycharter::plugin {

// A manifest that was found.
struct Candidate {
  std::string path;                  // of the manifest
  std::size_t folder = 0;            // index into Catalog::folders
  std::optional<Manifest> manifest;  // absent when it is broken or not trusted
  std::string refused;               // why it can't be used; empty when it can
  std::string shadowed_by;  // the manifest of the same name and kind that comes first; empty when none
  bool usable() const { return refused.empty(); }
};

struct CatalogFolder {
  SearchFolder folder;
  std::string refused;  // why it was passed over: "no such folder", "… may be written by others"
};

// A picture of the moment it was made; any thread may read it.
class PYCHARTER_API Catalog {
 public:
  // Reads manifests and looks at libraries (regular file, trusted, whole, this architecture, pinned
  // checksum); loads nothing. Throws nothing for what is broken: it is a candidate that is refused.
  static Catalog scan(SearchSettings settings);

  const SearchSettings& settings() const { return settings_; }
  const std::vector<CatalogFolder>& folders() const { return folders_; }
  const std::vector<Candidate>& candidates() const { return candidates_; }

  // The first usable plugin of that name and kind. Throws plugin, listing every place looked at and why each
  // candidate was turned down.
  const Manifest& find(std::string_view name, std::uint32_t kind) const;
  // The plugin whose manifest or library has that absolute path. Throws plugin.
  Manifest at_path(const std::string& path, std::uint32_t kind) const;

  // "  FOLDER (ORIGIN)\n    acme.plugin: why not" for a message; `name` limits it to candidates that may be
  // meant.
  std::string places(std::string_view name = {}) const;

 private:
  void scan_folder(std::size_t index);
  Candidate examine(const std::string& path, std::size_t folder, bool installed) const;
  void mark_shadowed();

  SearchSettings settings_;
  std::vector<CatalogFolder> folders_;
  std::vector<Candidate> candidates_;
};

// Why the library of the manifest must not be loaded, or nothing. `installed`: it is beside libpycharter.
std::optional<std::string> library_problem(const Manifest& manifest, const SearchSettings& settings,
                                           bool installed);

}  // namespace pycharter::plugin

#endif
