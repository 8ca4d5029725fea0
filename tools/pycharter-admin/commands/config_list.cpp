// config list: every setting, secrets masked, with its origin when asked for.
#include "commands/commands.h"
#include "context.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "config/secrets.h"

namespace pycharter::admin {
namespace {

// What a key that nobody knows holds may be a secret: of a misspelt "pasword" its name would not tell.
std::string shown(Context& context, const config::Setting& setting) {
  if (setting.is_command) return "(what a command prints)";
  if (config::names_a_secret(setting.key) || !context.is_known(setting)) return "***";
  return config::mask_secrets(setting.value);
}

}  // namespace

int config_list(Context& context) {
  auto& output = context.output();
  context.registry();  // for the warnings about unknown keys
  const bool with_origin = context.words().has("show-origin");
  boost::json::array list;
  std::string section;
  for (const auto& setting : context.settings()->all()) {
    if (setting.section != section) output.line((section.empty() ? "[" : "\n[") + setting.section + "]");
    section = setting.section;
    const std::string value = shown(context, setting);
    const std::string origin = with_origin ? "  ; " + setting.origin.to_string() : "";
    output.line(setting.key + (setting.is_command ? "_cmd" : "") + " = " + value + origin);
    list.push_back(boost::json::object{{"section", setting.section},
                                       {"key", setting.key},
                                       {"value", value},
                                       {"origin", setting.origin.to_string()}});
  }
  output.document(boost::json::object{{"settings", std::move(list)}});
  return exit_done;
}

}  // namespace pycharter::admin
