#include "commands/store_names.h"

#include <vector>

#include "config/suggest.h"

namespace pycharter::admin {

VersionedName split_version(const std::string& text) {
  const auto at = text.rfind('@');
  if (at == std::string::npos) return {text, std::nullopt};
  return {text.substr(0, at), text.substr(at + 1)};
}

SchemaEntry require_schema(MetadataStore& store, const VersionedName& wanted) {
  if (auto found = store.find_schema(wanted.name, wanted.version)) return *found;
  const auto versions = store.list_versions(wanted.name);
  if (!versions.empty()) {
    std::string known;
    for (const auto& version : versions)
      known += (known.empty() ? "" : ", ") + version;
    throw Error(ErrorCode::not_found, "schema '" + wanted.name + "' has no version '" +
                                          wanted.version.value_or("") + "'; it has " + known);
  }
  std::vector<std::string> names;
  for (const auto& entry : store.list_schemas())
    names.push_back(entry.name);
  throw Error(ErrorCode::not_found,
              "there is no schema '" + wanted.name + "'" + config::did_you_mean(wanted.name, names));
}

}  // namespace pycharter::admin
