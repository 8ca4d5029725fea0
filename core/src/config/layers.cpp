#include "config/layers.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include <pycharter/plugin/error.h>

#include "config/ini.h"
#include "config/secrets.h"
#include "config/text.h"
#include "config/trust.h"

namespace pycharter::config {
namespace {

constexpr std::string_view variable_prefix = "PYCHARTER__";
constexpr std::string_view command_suffix = "_cmd";

void add(Layer& layer, std::string section, std::string key, std::string value, Origin origin) {
  const bool is_command = key.ends_with(command_suffix) && key.size() > command_suffix.size();
  if (is_command) key.resize(key.size() - command_suffix.size());
  layer.values.push_back(
      {std::move(section), std::move(key), std::move(value), std::move(origin), is_command});
}

// Does this entry decide what code runs?
bool decides_code(const Setting& setting) {
  return setting.is_command || setting.section == "plugins" || setting.section == "backends" ||
         (setting.section == "migrations" && setting.key == "engine" &&
          setting.value.find('/') != std::string::npos);
}

void drop_untrusted(Layer& layer, const std::string& path, std::vector<std::string>& warnings) {
  if (std::none_of(layer.values.begin(), layer.values.end(), decides_code)) return;
  const auto reason = untrusted_reason(path);
  if (!reason) return;
  std::erase_if(layer.values, [&](const Setting& setting) {
    if (!decides_code(setting)) return false;
    warnings.push_back(setting.origin.to_string() + ": [" + setting.section + "] " + setting.key +
                       (setting.is_command ? "_cmd" : "") + " is ignored, since it would run code and " +
                       *reason);
    return true;
  });
}

void warn_of_readable_password(const Layer& layer, const std::string& path,
                               std::vector<std::string>& warnings) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0 || (info.st_mode & (S_IRGRP | S_IROTH)) == 0) return;
  for (const auto& setting : layer.values) {
    const bool secret = !setting.is_command && !setting.value.empty() &&
                        (names_a_secret(setting.key) || mask_secrets(setting.value) != setting.value);
    if (!secret) continue;
    warnings.push_back(setting.origin.to_string() +
                       ": this file holds a password and others can read it; chmod 600 " + path);
    return;
  }
}

}  // namespace

const Setting* Layer::find(std::string_view section, std::string_view key) const {
  const Setting* command = nullptr;
  for (const auto& setting : values) {
    if (setting.section != section || setting.key != key) continue;
    if (!setting.is_command) return &setting;
    command = &setting;
  }
  return command;
}

Layer layer_of_overrides(const std::vector<std::string>& overrides) {
  Layer layer;
  // The last of two counts, as on any command line.
  for (auto text = overrides.rbegin(); text != overrides.rend(); ++text) {
    const auto equals = text->find('=');
    const auto dot = text->substr(0, equals).find('.');
    if (equals == std::string::npos || dot == std::string::npos || dot == 0 || dot + 1 >= equals)
      throw Error(ErrorCode::usage,
                  "--set takes SECTION.KEY=VALUE, for example --set database.schema_name=contracts");
    add(layer, to_lower(trim(text->substr(0, dot))), to_lower(trim(text->substr(dot + 1, equals - dot - 1))),
        text->substr(equals + 1), {Origin::Kind::argument, "--set", 0});
  }
  return layer;
}

Layer layer_of_environment(const Sources& sources) {
  Layer layer;
  for (const auto& [name, value] : sources.environment) {
    if (!name.starts_with(variable_prefix) || value.empty()) continue;
    const auto rest = std::string_view(name).substr(variable_prefix.size());
    const auto separator = rest.find("__");
    if (separator == std::string_view::npos || separator == 0 || separator + 2 == rest.size()) continue;
    add(layer, to_lower(rest.substr(0, separator)), to_lower(rest.substr(separator + 2)), value,
        {Origin::Kind::environment, name, 0});
  }
  if (sources.privileged) std::erase_if(layer.values, decides_code);
  return layer;
}

Layer layer_of_file(const std::string& path, std::vector<std::string>& warnings) {
  const auto ini = Ini::load(path, InlineComments::strip);
  Layer layer;
  for (const auto& section : ini.sections())
    for (const auto& entry : section.entries)
      if (section.name != "DEFAULT")
        add(layer, to_lower(section.name), entry.key, *ini.get(section.name, entry.key),
            {Origin::Kind::file, path, entry.line});
  drop_untrusted(layer, path, warnings);
  warn_of_readable_password(layer, path, warnings);
  return layer;
}

std::vector<Place> config_file_places(const Sources& sources) {
  namespace fs = std::filesystem;
  std::vector<Place> places;
  const auto look = [&](const fs::path& path) {
    std::error_code ignored;
    const bool exists = fs::exists(path, ignored);
    for (const auto& place : places) {
      if (place.path == path.string()) return;
      if (exists && place.exists && fs::equivalent(place.path, path, ignored)) return;
    }
    places.push_back({path.string(), exists});
  };
  if (const auto named = sources.environment.find("PYCHARTER_CONFIG");
      named != sources.environment.end() && !named->second.empty()) {
    // Named, so it is read whether it exists or not: a missing one is an error, never silence.
    return {{(fs::path(sources.working_directory) / named->second).lexically_normal().string(), true}};
  }
  look(fs::path(sources.working_directory) / "pycharter.cfg");
  if (!sources.home.empty()) look(fs::path(sources.home) / ".pycharter" / "pycharter.cfg");
  if (const auto root = find_upward(sources.working_directory, "alembic.ini"))
    look(fs::path(*root).parent_path() / "pycharter.cfg");
  return places;
}

}  // namespace pycharter::config
