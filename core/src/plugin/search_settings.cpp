#include "plugin/search_settings.h"

#include <algorithm>
#include <string_view>

#include <pycharter/plugin/abi.h>
#include <pycharter/plugin/error.h>

#include "config/installation.h"
#include "config/settings.h"

namespace pycharter::plugin {
namespace {

constexpr const char* path_variable = "PYCHARTER_PLUGIN_PATH";
constexpr std::size_t sha256_digits = 64;

void add_folders(std::string_view list, const std::string& origin, std::vector<SearchFolder>& folders) {
  while (!list.empty()) {
    const auto colon = std::min(list.find(':'), list.size());
    const auto first = list.find_first_not_of(" \t\r\n");
    if (first < colon) {
      auto path = list.substr(first, colon - first);
      path = path.substr(0, path.find_last_not_of(" \t\r\n") + 1);
      while (path.size() > 1 && path.ends_with('/'))
        path.remove_suffix(1);
      folders.push_back({std::string(path), origin});
    }
    list.remove_prefix(std::min(colon + 1, list.size()));
  }
}

std::string lower(std::string text) {
  for (auto& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

void add_pins(const config::Setting& setting, std::map<std::string, std::string>& pins) {
  constexpr std::string_view separators = " \t\r\n,";
  const std::string_view text = setting.value;
  for (auto from = text.find_first_not_of(separators); from != std::string_view::npos;) {
    const auto to = std::min(text.find_first_of(separators, from), text.size());
    const auto pin = text.substr(from, to - from);
    const auto colon = pin.find(':');
    const auto hash =
        colon == std::string_view::npos ? std::string() : lower(std::string(pin.substr(colon + 1)));
    if (colon == 0 || hash.size() != sha256_digits ||
        hash.find_first_not_of("0123456789abcdef") != std::string::npos)
      throw Error(ErrorCode::config, "[plugins] sha256 (" + setting.origin.to_string() + ") holds '" +
                                         std::string(pin) + "': write name:hash with 64 hexadecimal digits");
    pins.insert_or_assign(std::string(pin.substr(0, colon)), hash);
    from = text.find_first_not_of(separators, to);
  }
}

}  // namespace

SearchSettings search_settings(const config::Settings& settings) {
  SearchSettings search;
  if (const auto path = settings.find("plugins", "path"))
    add_folders(path->value, "[plugins] path, " + path->origin.to_string(), search.folders);
  const auto& sources = settings.sources();
  const auto variable = sources.environment.find(path_variable);
  if (!sources.privileged && variable != sources.environment.end())
    add_folders(variable->second, path_variable, search.folders);
  const auto beside = config::library_folder() + "/pycharter/plugins-" + std::to_string(PYCHARTER_ABI_MAJOR);
  search.folders.push_back({beside, "beside libpycharter", true});

  for (const auto& setting : settings.all())
    if (setting.section == "backends" && !setting.is_command)
      search.backends.insert_or_assign(setting.key,
                                       BackendOverride{setting.value, setting.origin.to_string()});
  if (const auto pins = settings.find("plugins", "sha256")) add_pins(*pins, search.pins);
  return search;
}

}  // namespace pycharter::plugin
