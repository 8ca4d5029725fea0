#include "config/settings.h"

#include <pwd.h>
#include <sys/auxv.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include <pycharter/plugin/error.h>

#include "config/command.h"
#include "config/ini.h"
#include "config/known_keys.h"
#include "config/layers.h"
#include "config/secrets.h"
#include "config/suggest.h"
#include "config/text.h"

namespace pycharter::config {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view url_section = "database";
constexpr std::string_view url_key = "sql_alchemy_conn";
constexpr const char* url_variable = "PYCHARTER_DATABASE_URL";
constexpr std::string_view alembic_placeholder = "driver://user:pass@localhost/dbname";

std::optional<std::string> variable(const Sources& sources, const char* name) {
  const auto found = sources.environment.find(name);
  if (found == sources.environment.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

bool is_unset_url(std::string_view value) {
  return trim(value).empty() || trim(value) == alembic_placeholder;
}

// "section.key" and "section.*" of the known keys and of `more`.
std::vector<std::string> names_with(const std::vector<std::string>& more) {
  std::vector<std::string> names = more;
  for (const auto& known : known_keys())
    names.push_back(std::string(known.section) + "." + std::string(known.key));
  return names;
}

bool is_among(const Setting& setting, const std::vector<std::string>& names) {
  const std::string name = setting.section + "." + setting.key;
  return std::any_of(names.begin(), names.end(), [&](const std::string& known) {
    return known == name || (known.ends_with(".*") && name.starts_with(known.substr(0, known.size() - 1)));
  });
}

}  // namespace

std::string Origin::to_string() const {
  switch (kind) {
    case Kind::argument:
      return "argument";
    case Kind::environment:
      return "environment " + name;
    case Kind::file:
      return name + ":" + std::to_string(line);
    case Kind::fallback:
      break;
  }
  return "default";
}

Sources Sources::of_process() {
  Sources sources;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto equals = text.find('=');
    if (equals != std::string_view::npos &&
        (text.starts_with("PYCHARTER") || text.starts_with("ALEMBIC_CONFIG=")))
      sources.environment.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  std::error_code error;
  sources.working_directory = fs::current_path(error).string();
  if (error) throw Error(ErrorCode::config, "the working directory can't be found: " + error.message());
  if (const char* home = getenv("HOME"); home != nullptr && *home != '\0')
    sources.home = home;
  else if (const passwd* user = getpwuid(geteuid()); user != nullptr)
    sources.home = user->pw_dir;
  sources.privileged = getauxval(AT_SECURE) != 0;
  return sources;
}

struct Settings::State {
  Sources sources;
  std::vector<Place> places;
  std::vector<Layer> layers;  // overrides, environment, one a file
  std::vector<std::string> files;
  std::vector<std::string> warnings;
  mutable std::map<const Setting*, std::string> command_output;
  mutable std::optional<Ini> alembic_file;  // read once: a command asks for the database several times

  Setting resolved(const Setting& setting) const {
    if (!setting.is_command) return setting;
    auto known = command_output.find(&setting);
    if (known == command_output.end())
      known = command_output.emplace(&setting, run_command(setting.value, setting.origin.to_string())).first;
    return {setting.section, setting.key, known->second, setting.origin};
  }

  std::optional<std::string> alembic_ini() const {
    const auto absolute = [&](const std::string& path) {
      return (fs::path(sources.working_directory) / path).lexically_normal().string();
    };
    if (sources.alembic_config) return absolute(*sources.alembic_config);
    if (const auto named = variable(sources, "ALEMBIC_CONFIG")) return absolute(*named);
    return find_upward(sources.working_directory, "alembic.ini");
  }

  // sqlalchemy.url of alembic.ini; also tells in `place` what was looked at.
  std::optional<Setting> alembic_url(std::string& place) const {
    const auto path = alembic_ini();
    if (!path) {
      place = "alembic.ini in " + sources.working_directory + " or above: no such file";
      return std::nullopt;
    }
    place = *path + " [" + sources.alembic_section + "] sqlalchemy.url: ";
    if (path->ends_with(".toml")) {
      place += "a TOML file names no database";
      return std::nullopt;
    }
    if (!alembic_file) alembic_file = Ini::load(*path, InlineComments::keep);
    const auto& ini = *alembic_file;
    const auto* entry = ini.find(sources.alembic_section, "sqlalchemy.url");
    if (entry == nullptr) {
      place += "not set";
      return std::nullopt;
    }
    const auto value = ini.get(sources.alembic_section, "sqlalchemy.url");
    if (is_unset_url(*value)) {
      place += trim(*value).empty() ? "empty" : "the placeholder that `alembic init` writes";
      return std::nullopt;
    }
    return Setting{std::string(url_section),
                   std::string(url_key),
                   std::string(trim(*value)),
                   {Origin::Kind::file, *path, entry->line}};
  }

  // Without the default and without alembic.ini.
  std::optional<Setting> find(std::string_view section, std::string_view key) const {
    const bool is_url = section == url_section && key == url_key;
    for (std::size_t i = 0; i < layers.size(); ++i) {
      if (const auto* setting = layers[i].find(section, key)) {
        auto value = resolved(*setting);
        if (!is_url || !is_unset_url(value.value)) return value;
      }
      const bool after_environment = i == 1;
      if (is_url && after_environment)
        if (const auto url = variable(sources, url_variable); url && !is_unset_url(*url))
          return Setting{
              std::string(section), std::string(key), *url, {Origin::Kind::environment, url_variable, 0}};
    }
    return std::nullopt;
  }

  [[noreturn]] void no_database(const std::string& alembic_place) const {
    std::string message = "no database is configured; looked at\n  the command line: no URL\n";
    for (const char* name : {"PYCHARTER__DATABASE__SQL_ALCHEMY_CONN", url_variable})
      message += std::string("  environment ") + name +
                 (variable(sources, name) ? ": a placeholder\n" : ": not set\n");
    for (const auto& place : places)
      message += "  " + place.path +
                 " [database] sql_alchemy_conn: " + (place.exists ? "not set\n" : "no such file\n");
    message += "  " + alembic_place +
               "\nGive a URL on the command line, for example sqlite:///contracts.db or "
               "postgresql://user@host/database, "
               "or write a configuration with `pycharter-admin config init`.";
    throw Error(ErrorCode::config, message);
  }
};

Settings::Settings(std::unique_ptr<State> state) : state_(std::move(state)) {}
Settings::Settings(Settings&&) noexcept = default;
Settings& Settings::operator=(Settings&&) noexcept = default;
Settings::~Settings() = default;

Settings Settings::load(Sources sources) {
  auto state = std::make_unique<State>();
  state->sources = std::move(sources);
  state->layers.push_back(layer_of_overrides(state->sources.overrides));
  state->layers.push_back(layer_of_environment(state->sources));
  state->places = config_file_places(state->sources);
  for (const auto& place : state->places) {
    if (!place.exists) continue;
    state->layers.push_back(layer_of_file(place.path, state->warnings));
    state->files.push_back(place.path);
  }
  return Settings(std::move(state));
}

std::optional<Setting> Settings::find(std::string_view section, std::string_view key) const {
  if (auto found = state_->find(section, key)) return found;
  std::string ignored;
  if (section == url_section && key == url_key) return state_->alembic_url(ignored);
  const auto* known = find_known_key(section, key);
  if (known == nullptr || !known->fallback) return std::nullopt;
  return Setting{std::string(section), std::string(key), std::string(*known->fallback), {}};
}

std::optional<std::string> Settings::get(std::string_view section, std::string_view key) const {
  auto found = find(section, key);
  if (!found) return std::nullopt;
  return std::move(found->value);
}

std::vector<Setting> Settings::all() const {
  std::map<std::pair<std::string, std::string>, Setting> settings;
  for (const auto& layer : state_->layers)
    for (const auto& setting : layer.values)
      if (settings.count({setting.section, setting.key}) == 0)
        settings.emplace(std::pair(setting.section, setting.key), *layer.find(setting.section, setting.key));
  for (const auto& known : known_keys())
    if (known.fallback)
      settings.emplace(
          std::pair(std::string(known.section), std::string(known.key)),
          Setting{std::string(known.section), std::string(known.key), std::string(*known.fallback), {}});
  // The URL has more places than its layers, and values there that count as not set.
  const std::pair url{std::string(url_section), std::string(url_key)};
  const auto from_layers = settings.find(url);
  if (from_layers == settings.end() || !from_layers->second.is_command) {
    settings.erase(url);
    if (auto found = find(url_section, url_key)) settings.emplace(url, std::move(*found));
  }
  std::vector<Setting> sorted;
  sorted.reserve(settings.size());
  for (auto& [name, setting] : settings)
    sorted.push_back(std::move(setting));
  return sorted;
}

Setting Settings::database_url(std::optional<std::string_view> argument) const {
  if (argument)
    return {std::string(url_section),
            std::string(url_key),
            std::string(*argument),
            {Origin::Kind::argument, "URL", 0}};
  if (auto found = state_->find(url_section, url_key)) return *found;
  std::string place;
  if (auto found = state_->alembic_url(place)) return *found;
  state_->no_database(place);
}

const std::vector<std::string>& Settings::warnings() const {
  return state_->warnings;
}

std::vector<std::string> Settings::unknown_keys(const std::vector<std::string>& more) const {
  const auto names = names_with(more);
  std::vector<std::string> warnings;
  for (const auto& layer : state_->layers) {
    for (const auto& setting : layer.values) {
      if (is_among(setting, names)) continue;
      warnings.push_back(setting.origin.to_string() + ": unknown key '" + setting.key + "' in section [" +
                         setting.section + "]" + did_you_mean(setting.section + "." + setting.key, names));
    }
  }
  return warnings;
}

bool Settings::is_known(const Setting& setting, const std::vector<std::string>& more) {
  return is_among(setting, names_with(more));
}

std::vector<std::string> Settings::secrets() const {
  std::vector<std::string> secrets;
  const auto collect = [&](std::string_view key, const std::string& value) {
    if (names_a_secret(key)) secrets.push_back(value);
    for (auto& secret : secrets_of_url(value))
      secrets.push_back(std::move(secret));
  };
  for (const auto& setting : all())
    if (!setting.is_command) collect(setting.key, setting.value);
  for (const auto& [setting, output] : state_->command_output)
    collect(setting->key, output);
  return secrets;
}

std::optional<std::string> Settings::alembic_ini() const {
  return state_->alembic_ini();
}
std::vector<std::string> Settings::files() const {
  return state_->files;
}
const Sources& Settings::sources() const {
  return state_->sources;
}

std::optional<std::string> find_upward(const std::string& folder, const std::string& name) {
  for (fs::path at = folder;; at = at.parent_path()) {
    std::error_code ignored;
    if (fs::is_regular_file(at / name, ignored)) return (at / name).string();
    if (!at.has_relative_path()) return std::nullopt;
  }
}

}  // namespace pycharter::config
