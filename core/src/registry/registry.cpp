#include "registry/registry.h"

#include <algorithm>
#include <map>
#include <set>

#include <pycharter/plugin/abi.h>
#include <pycharter/plugin/error.h>

#include "config/suggest.h"

namespace pycharter::registry {
namespace {

bool serves(const plugin::Manifest& manifest, std::string_view scheme) {
  return std::find(manifest.schemes.begin(), manifest.schemes.end(), scheme) != manifest.schemes.end();
}

// Usable and not shadowed by one of the same name.
bool in_use(const plugin::Candidate& candidate) {
  return candidate.usable() && candidate.shadowed_by.empty();
}

}  // namespace

plugin::Manifest Registry::backend_for_scheme(std::string_view scheme) const {
  const auto& overrides = catalog_.settings().backends;
  const auto chosen = overrides.find(std::string(scheme));
  if (chosen != overrides.end()) {
    const auto& target = chosen->second.target;
    return target.starts_with('/') ? catalog_.at_path(target, PYCHARTER_BACKEND)
                                   : catalog_.find(target, PYCHARTER_BACKEND);
  }
  bool refused = false;
  for (const auto& candidate : catalog_.candidates()) {
    if (!candidate.manifest || !serves(*candidate.manifest, scheme)) continue;
    if (in_use(candidate)) return *candidate.manifest;
    refused = true;
  }
  const auto hint = refused ? std::string() : config::did_you_mean(scheme, schemes());
  throw Error(ErrorCode::plugin,
              "no plugin serves " + std::string(scheme) + ":// URLs" + (hint.empty() ? "." : hint) +
                  " Looked at:\n" + catalog_.places() +
                  "Install the backend, or name its folder in [plugins] path; `pycharter-admin "
                  "plugin list` shows what is served.");
}

const plugin::Manifest& Registry::engine(std::string_view name) const {
  return catalog_.find(name, PYCHARTER_ENGINE);
}

std::vector<std::string> Registry::schemes() const {
  std::set<std::string> served;
  for (const auto& candidate : catalog_.candidates())
    if (in_use(candidate))
      served.insert(candidate.manifest->schemes.begin(), candidate.manifest->schemes.end());
  for (const auto& [scheme, target] : catalog_.settings().backends)
    served.insert(scheme);
  return {served.begin(), served.end()};
}

std::vector<SchemeConflict> Registry::conflicts() const {
  std::vector<SchemeConflict> found;
  std::map<std::string, std::string> first;
  for (const auto& candidate : catalog_.candidates()) {
    if (!in_use(candidate)) continue;
    for (const auto& scheme : candidate.manifest->schemes) {
      const auto [owner, is_first] = first.emplace(scheme, candidate.manifest->name);
      if (!is_first && !catalog_.settings().backends.contains(scheme))
        found.push_back({scheme, owner->second, candidate.manifest->name});
    }
  }
  return found;
}

}  // namespace pycharter::registry
