#include "plugin/catalog.h"

#include <dirent.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <set>
#include <utility>

#include <pycharter/plugin/error.h>

#include "config/suggest.h"
#include "config/trust.h"

namespace pycharter::plugin {
namespace {

constexpr std::string_view manifest_suffix = ".plugin";
constexpr const char* next_step =
    "Install the plugin, or name its folder in [plugins] path; `pycharter-admin plugin doctor` tells more.";

std::string file_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

std::string untrusted(const std::string& path, bool installed) {
  return installed ? std::string() : config::untrusted_reason(path).value_or("");
}

// The names of the manifests in a folder, sorted; the reason where it can't be read.
std::vector<std::string> manifests_in(const std::string& folder, std::string& refused) {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, int (*)(DIR*)> handle(opendir(folder.c_str()), &closedir);
  if (!handle) {
    refused = errno == ENOENT ? "no such folder" : std::strerror(errno);
    return names;
  }
  while (const auto* entry = readdir(handle.get())) {
    const std::string_view name = entry->d_name;
    if (name.size() > manifest_suffix.size() && name.ends_with(manifest_suffix)) names.emplace_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

Catalog Catalog::scan(SearchSettings settings) {
  Catalog catalog;
  catalog.settings_ = std::move(settings);
  for (const auto& folder : catalog.settings_.folders)
    catalog.folders_.push_back({folder, {}});
  for (std::size_t i = 0; i < catalog.folders_.size(); ++i)
    catalog.scan_folder(i);
  catalog.mark_shadowed();
  return catalog;
}

void Catalog::scan_folder(std::size_t index) {
  auto& [folder, refused] = folders_[index];
  if (folder.path.find('\0') != std::string::npos) {
    refused = "the path holds a NUL character";
    return;
  }
  if (!folder.path.starts_with('/')) {
    refused = "not an absolute path";
    return;
  }
  const auto names = manifests_in(folder.path, refused);
  if (!refused.empty()) return;
  refused = untrusted(folder.path, folder.installed);
  if (!refused.empty()) return;
  for (const auto& name : names)
    candidates_.push_back(examine(folder.path + "/" + name, index, folder.installed));
}

Candidate Catalog::examine(const std::string& path, std::size_t folder, bool installed) const {
  Candidate candidate{path, folder, std::nullopt, untrusted(path, installed), {}};
  if (!candidate.refused.empty()) return candidate;
  try {
    candidate.manifest = read_manifest(path);
    candidate.refused = library_problem(*candidate.manifest, settings_, installed).value_or("");
  } catch (const Error& error) {
    candidate.refused = error.message();
  }
  return candidate;
}

void Catalog::mark_shadowed() {
  for (auto& candidate : candidates_) {
    if (!candidate.manifest) continue;
    for (const auto& earlier : candidates_) {
      if (&earlier == &candidate) break;
      if (!earlier.usable() || earlier.manifest->name != candidate.manifest->name ||
          earlier.manifest->kind != candidate.manifest->kind)
        continue;
      candidate.shadowed_by = earlier.path;
      break;
    }
  }
}

const Manifest& Catalog::find(std::string_view name, std::uint32_t kind) const {
  std::set<std::string> known;
  for (const auto& candidate : candidates_) {
    if (!candidate.manifest || candidate.manifest->kind != kind) continue;
    known.insert(candidate.manifest->name);
    if (candidate.usable() && candidate.manifest->name == name) return *candidate.manifest;
  }
  const std::string wanted(name);
  const auto hint = known.contains(wanted) ? std::string() : config::did_you_mean(name, known);
  throw Error(ErrorCode::plugin, "no " + std::string(kind_name(kind)) + " plugin '" + wanted +
                                     "' can be used" + (hint.empty() ? "." : hint) + " Looked at:\n" +
                                     places(name) + next_step);
}

Manifest Catalog::at_path(const std::string& path, std::uint32_t kind) const {
  std::string manifest_path = path;
  if (!path.ends_with(manifest_suffix)) {
    const auto dot = path.rfind('.');
    manifest_path = (dot != std::string::npos && dot > path.rfind('/') ? path.substr(0, dot) : path);
    manifest_path += manifest_suffix;
  }
  const auto candidate = examine(manifest_path, 0, false);
  if (!candidate.usable())
    throw Error(ErrorCode::plugin, "the plugin at " + path + " can't be used: " + candidate.refused,
                {.file = manifest_path});
  if (candidate.manifest->kind != kind)
    throw Error(ErrorCode::plugin,
                "the plugin at " + path + " is of kind " + std::string(kind_name(candidate.manifest->kind)) +
                    ", and one of kind " + std::string(kind_name(kind)) + " is needed",
                {.file = manifest_path});
  return *candidate.manifest;
}

std::string Catalog::places(std::string_view name) const {
  std::string text;
  for (std::size_t i = 0; i < folders_.size(); ++i) {
    const auto& [folder, refused] = folders_[i];
    text += "  " + folder.path + " (" + folder.origin + ")" + (refused.empty() ? "" : ": " + refused) + "\n";
    for (const auto& candidate : candidates_) {
      if (candidate.folder != i || candidate.usable()) continue;
      const bool meant = name.empty() || !candidate.manifest || candidate.manifest->name == name;
      if (meant) text += "    " + file_name(candidate.path) + ": " + candidate.refused + "\n";
    }
  }
  return text;
}

}  // namespace pycharter::plugin
