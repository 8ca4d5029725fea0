#include "alembic/environment/settings.h"

#include <pycharter/plugin/error.h>

#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <fstream>

#include "alembic/environment/env_py.h"
#include "alembic/environment/files.h"

namespace pycharter::alembic {

namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

// One section of the ini file.
class Section {
 public:
  Section(const json::object& request, const char* name, const fs::path& file) : name_(name), file_(file) {
    if (const json::value* section = request.if_contains(name)) values_ = section->if_object();
  }

  std::optional<std::string> text(std::string_view key) const {
    const json::value* value = values_ ? values_->if_contains(key) : nullptr;
    if (!value || value->is_null()) return std::nullopt;
    if (value->is_string()) return std::string(value->as_string());
    return json::serialize(*value);
  }

  std::optional<bool> flag(std::string_view key) const {
    const auto value = text(key);
    if (!value || value->empty()) return std::nullopt;
    std::string word;
    for (const char c : *value)
      word += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    for (const char* yes : {"true", "yes", "on", "y", "t", "1"})
      if (word == yes) return true;
    for (const char* no : {"false", "no", "off", "n", "f", "0"})
      if (word == no) return false;
    refuse(key, *value, "true or false");
  }

  std::optional<double> number(std::string_view key) const {
    const auto value = text(key);
    if (!value || value->empty()) return std::nullopt;
    double result = 0;
    const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), result);
    if (error != std::errc() || end != value->data() + value->size() || !(result >= 0 && result < 1e9))
      refuse(key, *value, "a number");
    return result;
  }

  [[noreturn]] void refuse(std::string_view key, const std::string& value,
                           const std::string& expected) const {
    ErrorFacts facts;
    facts.file = file_.string();
    throw Error(ErrorCode::config,
                "[" + name_ + "] " + std::string(key) + " = " + value + ": expected " + expected +
                    (file_.empty() ? "" : " (" + file_.string() + ")"),
                std::move(facts));
  }

 private:
  std::string name_;
  const fs::path& file_;
  const json::object* values_ = nullptr;
};

std::vector<std::string> split_at(const std::string& text, std::string_view separators) {
  std::vector<std::string> parts;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find_first_of(separators, start), text.size());
    std::string part = text.substr(start, end - start);
    const std::size_t first = part.find_first_not_of(" \t\r\n");
    if (first != std::string::npos)
      parts.push_back(part.substr(first, part.find_last_not_of(" \t\r\n") - first + 1));
    start = end + 1;
  }
  return parts;
}

// How lists of paths are written: by `path_separator`, else the older key, else blanks and commas.
std::string_view path_separators(const Section& alembic) {
  struct Named {
    std::string_view name, characters;
  };
  static constexpr std::array<Named, 5> known{
      {{"os", ":"}, {":", ":"}, {";", ";"}, {"space", " "}, {"newline", "\n"}}};
  for (const char* key : {"path_separator", "version_path_separator"}) {
    const auto value = alembic.text(key);
    if (!value) continue;
    for (const Named& one : known)
      if (one.name == *value) return one.characters;
    alembic.refuse(key, *value, "space, newline, os, : or ;");
  }
  return ", ";
}

fs::path base_of(const json::object& request) {
  const json::value* base = request.if_contains("base");
  return base && base->is_string() ? fs::path(std::string(base->as_string())) : fs::current_path();
}

void read_locations(const json::object& request, const Section& alembic, EnvironmentSettings& settings) {
  const auto location = alembic.text("script_location");
  if (!location || location->empty())
    throw Error(ErrorCode::config,
                "No 'script_location' key found in configuration" +
                    (settings.config_file.empty() ? "" : " " + settings.config_file.string()) +
                    "; set [alembic] script_location or make an environment with `db env DIR`");
  const fs::path from = base_of(request);
  settings.script_location = from / *location;
  if (!fs::is_directory(settings.script_location))
    throw Error(ErrorCode::config,
                "Path doesn't exist: " + settings.script_location.string() +
                    ".  Please use 'db env DIR' to create a new scripts folder, or correct "
                    "script_location" +
                    (settings.config_file.empty() ? "" : " in " + settings.config_file.string()));
  if (const auto locations = alembic.text("version_locations"); locations && !locations->empty()) {
    settings.has_version_locations = true;
    for (const std::string& one : split_at(*locations, path_separators(alembic)))
      settings.version_locations.push_back(from / one);
  } else {
    settings.version_locations = {settings.script_location / "versions"};
  }
  settings.recursive_version_locations = alembic.flag("recursive_version_locations").value_or(false);
}

// Paths count from `base`, as those of script_location do; what is no path is a module's name.
void read_models_setting(const json::object& request, const Section& alembic, const Section& pycharter,
                         EnvironmentSettings& settings) {
  const fs::path from = base_of(request);
  const std::string folders = alembic.text("prepend_sys_path").value_or(".");
  for (const std::string& folder : split_at(folders, path_separators(alembic)))
    settings.python_path.push_back((from / folder).lexically_normal());
  for (const std::string& model : split_at(pycharter.text("models").value_or(""), ", \t\n")) {
    const bool is_path = model.find('/') != std::string::npos || model.ends_with(".py");
    settings.models.push_back(is_path ? (from / model).lexically_normal().string() : model);
  }
}

void read_file_names(const Section& alembic, EnvironmentSettings& settings) {
  if (const auto text = alembic.text("file_template"); text && !text->empty()) settings.file_template = *text;
  settings.timezone = alembic.text("timezone").value_or("");
  // 0 and empty mean the default there as well.
  if (const auto length = alembic.number("truncate_slug_length"); length && *length >= 1)
    settings.truncate_slug_length = static_cast<std::size_t>(*length);
  if (const auto encoding = alembic.text("output_encoding"); encoding && !encoding->empty()) {
    std::string name;
    for (const char c : *encoding)
      if (c != '-' && c != '_') name += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    if (name != "utf8" && name != "ascii")
      alembic.refuse("output_encoding", *encoding, "utf-8, the only encoding that scripts are written in");
  }
}

std::vector<std::string> patterns(const Section& pycharter, const char* key) {
  return split_at(pycharter.text(key).value_or(""), ", \t\r\n");
}

// true and false mean every schema and none but the connection's own; anything else is a list.
void read_schemas(const Section& pycharter, const EnvPy& env_py, AutogenerateSettings& settings) {
  settings.exclude_schemas = patterns(pycharter, "exclude_schemas");
  const std::vector<std::string> words = patterns(pycharter, "include_schemas");
  if (words.size() > 1 || (words.size() == 1 && words[0] != "true" && words[0] != "false"))
    settings.include_schemas = words;
  else
    settings.every_schema =
        words.empty() ? env_py.flag("include_schemas").value_or(false) : words[0] == "true";
}

AutogenerateSettings read_autogenerate(const Section& pycharter, const EnvPy& env_py) {
  AutogenerateSettings settings;
  const auto flag = [&](const char* key, bool absent) {
    return pycharter.flag(key).value_or(env_py.flag(key).value_or(absent));
  };
  read_schemas(pycharter, env_py, settings);
  settings.include_tables = patterns(pycharter, "include_tables");
  settings.exclude_tables = patterns(pycharter, "exclude_tables");
  settings.include_extensions = pycharter.flag("include_extensions").value_or(false);
  settings.compare_type = flag("compare_type", true);
  settings.compare_server_default = flag("compare_server_default", true);
  settings.render_as_batch = flag("render_as_batch", false);
  for (const char* argument : {"include_object", "include_name", "include_schemas", "compare_type",
                               "compare_server_default", "process_revision_directives", "render_item"})
    if (env_py.computes(argument) && !pycharter.text(argument)) settings.not_run.emplace_back(argument);
  return settings;
}

// A key set in the ini file wins over env.py: it is what the error about a computed value asks for.
std::optional<std::string> version_setting(const Section& alembic, const Section& pycharter,
                                           const EnvPy& env_py, const char* key) {
  for (const Section* section : {&alembic, &pycharter})
    if (const auto value = section->text(key); value && !value->empty()) return value;
  return env_py.text(key);
}

}  // namespace

EnvironmentSettings read_settings(const json::object& request) {
  EnvironmentSettings settings;
  if (const json::value* file = request.if_contains("config_file"); file && file->is_string())
    settings.config_file = std::string(file->as_string());
  const Section alembic(request, "alembic", settings.config_file);
  const Section pycharter(request, "pycharter", settings.config_file);
  read_locations(request, alembic, settings);
  read_file_names(alembic, settings);
  read_models_setting(request, alembic, pycharter, settings);

  const EnvPy env_py = EnvPy::read(settings.script_location / "env.py");
  settings.version_table =
      version_setting(alembic, pycharter, env_py, "version_table").value_or(settings.version_table);
  settings.version_table_schema = version_setting(alembic, pycharter, env_py, "version_table_schema");
  settings.transaction_per_migration =
      pycharter.flag("transaction_per_migration")
          .value_or(env_py.flag("transaction_per_migration").value_or(false));
  settings.lock_timeout = pycharter.number("lock_timeout").value_or(settings.lock_timeout);
  settings.autogenerate = read_autogenerate(pycharter, env_py);

  const auto flag = [&](const char* key, bool absent) {
    const json::value* value = request.if_contains(key);
    return value && value->is_bool() ? value->as_bool() : absent;
  };
  settings.contract_store = flag("contract_store", pycharter.flag("contract_store").value_or(false));
  settings.writable = flag("writable", true);
  if (const json::value* name = request.if_contains("schema_name"); name && name->is_string())
    settings.schema_name = std::string(name->as_string());
  if (const json::value* x = request.if_contains("x"); x && x->is_array())
    settings.x_arguments = json::value_to<std::vector<std::string>>(*x);
  if (const json::value* types = request.if_contains("types"); types && types->is_object())
    settings.foreign_names = json::value_to<std::map<std::string, std::string>>(*types);
  return settings;
}

}  // namespace pycharter::alembic
