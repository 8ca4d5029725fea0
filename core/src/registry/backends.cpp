#include "registry/backends.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <pycharter/plugin/error.h>

#include "config/secrets.h"
#include "config/suggest.h"

namespace pycharter::registry {
namespace {

void refuse_unknown(const std::map<std::string, std::string>& given, const plugin::Manifest& manifest) {
  for (const auto& [key, value] : given)
    if (std::find(manifest.settings.begin(), manifest.settings.end(), key) == manifest.settings.end()) {
      const auto hint = config::did_you_mean(key, manifest.settings);
      throw Error(
          ErrorCode::config,
          "the " + manifest.name + " backend has no option '" + key + "'" + (hint.empty() ? "." : hint),
          {.backend = manifest.name});
    }
}

plugin::Settings settings_of(const plugin::Manifest& manifest, const config::Settings& settings,
                             const std::map<std::string, std::string>& given) {
  plugin::Settings values = given;
  for (const auto& key : manifest.settings) {
    if (values.contains(key)) continue;
    auto value = settings.get(manifest.name, key);
    if (!value) value = settings.get("database", key);
    if (value) values.emplace(key, *value);
  }
  return values;
}

}  // namespace

Registry make_registry(const config::Settings& settings) {
  return Registry(plugin::Catalog::scan(plugin::search_settings(settings)));
}

plugin::BackendInstance make_backend(const Registry& registry, const config::Settings& settings,
                                     const config::DatabaseUrl& url, plugin::HostCallbacks callbacks,
                                     const std::map<std::string, std::string>& given) {
  const auto manifest = registry.backend_for_scheme(url.url.scheme);
  refuse_unknown(given, manifest);
  auto secrets = settings.secrets();
  for (auto& secret : config::secrets_of_url(url.text))
    secrets.push_back(std::move(secret));
  return {plugin::load_plugin(manifest),
          {std::move(callbacks), settings_of(manifest, settings, given), std::move(secrets)}};
}

}  // namespace pycharter::registry
