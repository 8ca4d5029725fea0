#include "config/environment.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include <boost/json/array.hpp>

#include <pycharter/plugin/error.h>

#include "config/ini.h"
#include "config/installation.h"
#include "config/pyproject.h"
#include "config/text.h"

namespace pycharter::config {
namespace {

constexpr std::string_view default_section = "alembic";

namespace fs = std::filesystem;

using Values = std::map<std::string, std::string>;

constexpr std::string_view legacy_separators =
    ", ";  // what Alembic splits at when the file names no separator

std::string value_or(const Values& values, const std::string& key, const std::string& fallback = {}) {
  const auto found = values.find(key);
  return found == values.end() ? fallback : found->second;
}

// The separator of lists of paths, by Alembic's words for it.
std::string separators(const Values& alembic, const std::string& path, std::string_view legacy) {
  std::string word = value_or(alembic, "path_separator", value_or(alembic, "version_path_separator"));
  if (word.empty()) return std::string(legacy);
  static const std::pair<std::string_view, const char*> words[] = {
      {"space", " "}, {"newline", "\n"}, {"os", ":"}, {":", ":"}, {";", ";"}};
  for (const auto& [name, separator] : words)
    if (name == word) return separator;
  throw Error(ErrorCode::config,
              path + ": path_separator is '" + word + "'; it is one of space, newline, os, ':' and ';'",
              {.file = path});
}

std::string absolute(const std::string& path, const std::string& base) {
  return (fs::path(base) / path).lexically_normal().string();
}

// "package:folder" names a folder inside a Python package, looked for along prepend_sys_path.
std::string resolve_location(const std::string& location, const std::string& base,
                             const std::vector<std::string>& python_path) {
  const auto colon = location.find(':');
  if (colon == std::string::npos) return absolute(location, base);
  std::string package = location.substr(0, colon);
  std::replace(package.begin(), package.end(), '.', '/');
  for (const auto& folder : python_path) {
    const auto candidate = fs::path(folder) / package / location.substr(colon + 1);
    std::error_code ignored;
    if (fs::is_directory(candidate, ignored)) return candidate.lexically_normal().string();
  }
  return location;
}

// A list of paths, each made absolute, one a line.
std::string absolute_list(const std::string& list, const std::string& separator, const std::string& base,
                          const std::vector<std::string>& python_path = {}) {
  std::string lines;
  for (const auto& word : split_words(list, separator)) {
    const std::string path(trim(word));
    if (path.empty()) continue;
    if (!lines.empty()) lines += '\n';
    lines += resolve_location(path, base, python_path);
  }
  return lines;
}

// Models are files, folders or dotted modules; only the first two are paths.
std::string absolute_models(const std::string& list, const std::string& base) {
  std::string lines;
  for (const auto& word : split_words(list, ", \t\n")) {
    std::error_code ignored;
    const bool is_path = word.find('/') != std::string::npos || word.ends_with(".py") ||
                         fs::exists(fs::path(base) / word, ignored);
    if (!lines.empty()) lines += '\n';
    lines += is_path ? absolute(word, base) : word;
  }
  return lines;
}

void make_paths_absolute(Environment& environment, const std::string& base) {
  auto& alembic = environment.alembic;
  const auto& file = environment.config_file;
  const auto python_path =
      absolute_list(value_or(alembic, "prepend_sys_path", "."), separators(alembic, file, ", :"), base);
  const auto folders = split_words(python_path, "\n");
  alembic["script_location"] = resolve_location(alembic["script_location"], base, folders);
  alembic["prepend_sys_path"] = python_path;
  if (!value_or(alembic, "version_locations").empty())
    alembic["version_locations"] = absolute_list(alembic["version_locations"],
                                                 separators(alembic, file, legacy_separators), base, folders);
  alembic["path_separator"] = "newline";
  alembic.erase("version_path_separator");
  alembic.erase("sqlalchemy.url");  // the engine is given an open backend, never a password
  auto& pycharter = environment.pycharter;
  if (!value_or(pycharter, "models").empty())
    pycharter["models"] = absolute_models(pycharter["models"], base);
}

bool is_true(const std::string& word) {
  const std::string lower = to_lower(word);
  return lower == "true" || lower == "1" || lower == "yes" || lower == "on";
}

// The environment of that file, or nothing when it names no script_location. `base`: what relative paths
// count from.
std::optional<Environment> read_environment(const std::string& file, const std::string& section,
                                            const std::string& base) {
  Environment environment;
  environment.config_file = fs::absolute(file).lexically_normal().string();
  environment.here = fs::path(environment.config_file).parent_path().string();
  if (file.ends_with(".toml")) {
    const auto table = read_alembic_table(environment.config_file);
    if (!table) return std::nullopt;
    environment.alembic = *table;
  } else {
    const auto ini = Ini::load(environment.config_file, InlineComments::keep);
    if (ini.has_section(section)) environment.alembic = ini.values(section);
    if (ini.has_section("pycharter")) environment.pycharter = ini.values("pycharter");
    if (ini.has_section("pycharter:types")) environment.types = ini.values("pycharter:types");
  }
  if (value_or(environment.alembic, "script_location").empty()) return std::nullopt;
  environment.contract_store = is_true(value_or(environment.pycharter, "contract_store"));
  make_paths_absolute(environment, base.empty() ? environment.here : base);
  return environment;
}

// An alembic.ini may leave the rest to a pyproject.toml beside it, as `alembic init --template pyproject`
// writes them.
std::optional<Environment> read_with_pyproject(const std::string& file, const std::string& section,
                                               const std::string& base) {
  if (auto environment = read_environment(file, section, base)) return environment;
  const auto toml = fs::path(file).parent_path() / "pyproject.toml";
  std::error_code ignored;
  if (file.ends_with(".toml") || !fs::is_regular_file(toml, ignored)) return std::nullopt;
  return read_environment(toml.string(), section, base);
}

Environment read_named(const std::string& file, const Settings& settings, const std::string& chosen_by) {
  const auto& sources = settings.sources();
  auto environment = read_with_pyproject(file, sources.alembic_section, sources.working_directory);
  if (!environment)
    throw Error(ErrorCode::config,
                file + " (" + chosen_by + ") names no script_location in [" + sources.alembic_section +
                    "]; set it to the folder that holds versions/, or name another section with -n",
                {.file = file});
  environment->chosen_by = chosen_by;
  return *environment;
}

}  // namespace

std::string Environment::script_location() const {
  return value_or(alembic, "script_location");
}

Environment find_environment(const Settings& settings) {
  const auto& sources = settings.sources();
  const auto file = settings.alembic_ini();
  if (sources.alembic_config) return read_named(*file, settings, "--config");
  const auto named = sources.environment.find("ALEMBIC_CONFIG");
  if (named != sources.environment.end() && !named->second.empty())
    return read_named(*file, settings, "ALEMBIC_CONFIG");
  std::string looked_at;
  for (const char* name : {"alembic.ini", "pyproject.toml"}) {
    const auto found = find_upward(sources.working_directory, name);
    if (!found) continue;
    looked_at += "\n  " + *found;
    if (auto environment = read_with_pyproject(*found, sources.alembic_section, {})) {
      environment->chosen_by = std::string("nearest ") + name;
      return *environment;
    }
  }
  // Who names a section means an environment of his own: a misspelt one must not migrate by another.
  if (sources.alembic_section != default_section)
    throw Error(ErrorCode::config,
                "no script_location in a section [" + sources.alembic_section +
                    "] (-n) was found; looked at" +
                    (looked_at.empty() ? " no file: there is no alembic.ini here or above" : looked_at) +
                    "\nSet it there to the folder that holds versions/, or name another section.");
  return contract_environment(settings);
}

Environment contract_environment(const Settings& settings) {
  std::vector<std::pair<std::string, std::string>> places;  // folder, who named it
  if (const auto location = settings.find("migrations", "location"); location && !location->value.empty())
    places.emplace_back(absolute(location->value, settings.sources().working_directory),
                        "[migrations] location, " + location->origin.to_string());
  const auto& variables = settings.sources().environment;
  if (const auto named = variables.find("PYCHARTER_MIGRATIONS");
      named != variables.end() && !named->second.empty())
    places.emplace_back(absolute(named->second, settings.sources().working_directory),
                        "PYCHARTER_MIGRATIONS");
  if (const auto folder = installed_folder(PYCHARTER_DATADIR "/pycharter/migrations"))
    places.emplace_back(*folder, "beside libpycharter");
  std::string looked_at;
  for (const auto& [folder, why] : places) {
    const std::string file = folder + "/alembic.ini";
    std::error_code ignored;
    if (fs::is_regular_file(file, ignored)) {
      if (auto environment = read_environment(file, "alembic", {})) {
        environment->contract_store = true;
        environment->installed = true;
        environment->chosen_by = "installed";
        return *environment;
      }
    }
    looked_at.append("\n  ").append(file).append(" (").append(why).append(")");
  }
  throw Error(ErrorCode::config,
              "the contract store's migrations were not found; looked at" +
                  (looked_at.empty() ? " no place" : looked_at) +
                  "\nInstall them with the tool, or name their folder in [migrations] location.");
}

boost::json::object Environment::load_request(const Settings& settings,
                                              const std::vector<std::string>& x) const {
  const auto to_json = [](const Values& values) {
    boost::json::object object;
    for (const auto& [key, value] : values)
      object[key] = value;
    return object;
  };
  boost::json::object request;
  request["config_file"] = config_file;
  request["here"] = here;
  request["alembic"] = to_json(alembic);
  request["pycharter"] = to_json(pycharter);
  request["types"] = to_json(types);
  boost::json::array values;
  for (const auto& value : x)
    values.emplace_back(value);
  request["x"] = std::move(values);
  request["contract_store"] = contract_store;
  request["schema_name"] = settings.get("database", "schema_name").value_or("pycharter");
  request["writable"] = !installed;
  return request;
}

}  // namespace pycharter::config
