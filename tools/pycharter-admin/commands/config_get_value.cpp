// config get-value: one setting as it is, for scripts.
#include "commands/commands.h"
#include "context.h"

#include <boost/json/object.hpp>

#include "config/known_keys.h"
#include "config/suggest.h"
#include "config/text.h"

namespace pycharter::admin {
namespace {

std::string nearest_key(const std::string& name) {
  std::vector<std::string> names;
  for (const auto& known : config::known_keys())
    names.push_back(std::string(known.section) + "." + std::string(known.key));
  return config::did_you_mean(name, names);
}

}  // namespace

int config_get_value(Context& context) {
  const std::string section = config::to_lower(context.words().arguments.at(0));
  const std::string key = config::to_lower(context.words().arguments.at(1));
  const auto setting = context.settings()->find(section, key);
  if (!setting)
    throw Error(ErrorCode::not_found,
                "[" + section + "] " + key + " is not set" + nearest_key(section + "." + key));
  context.output().line(setting->value);
  context.output().document(boost::json::object{{"section", section},
                                                {"key", key},
                                                {"value", setting->value},
                                                {"origin", setting->origin.to_string()}});
  return exit_done;
}

}  // namespace pycharter::admin
