// plugin inspect: what a plugin says of itself once loaded, in a child process.
#include "commands/commands.h"
#include "context.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "config/suggest.h"
#include "plugin/capabilities.h"
#include "plugin/inspection.h"

namespace pycharter::admin {
namespace {

const plugin::Manifest& find_manifest(const plugin::Catalog& catalog, const std::string& name) {
  std::vector<std::string> names;
  const plugin::Candidate* refused = nullptr;
  for (const auto& candidate : catalog.candidates()) {
    if (!candidate.manifest) continue;
    if (candidate.manifest->name == name && candidate.usable()) return *candidate.manifest;
    if (candidate.manifest->name == name) refused = &candidate;
    names.push_back(candidate.manifest->name);
  }
  if (refused != nullptr)
    throw Error(ErrorCode::plugin, refused->path + ": " + refused->refused, {.file = refused->path});
  throw Error(ErrorCode::not_found, "there is no plugin '" + name + "'" + config::did_you_mean(name, names) +
                                        "\n'pycharter-admin plugin list' shows those that are.");
}

}  // namespace

int plugin_inspect(Context& context) {
  auto& output = context.output();
  const auto& manifest = find_manifest(context.registry()->catalog(), context.words().arguments.at(0));
  const auto told = plugin::inspect_in_child(manifest);
  const std::string abi = std::to_string(told.abi_major) + "." + std::to_string(told.abi_minor);
  const std::string capabilities = plugin::capability_names(told.capabilities);
  output.line("name: " + told.name);
  output.line("kind: " + told.kind);
  output.line("version: " + told.version);
  output.line("abi: " + abi);
  output.line("capabilities: " + capabilities);
  boost::json::array interfaces;
  for (const auto& interface : told.interfaces) {
    output.line("interface: " + interface);
    interfaces.emplace_back(interface);
  }
  output.line("library: " + manifest.library);
  output.document(boost::json::object{{"name", told.name},
                                      {"kind", told.kind},
                                      {"version", told.version},
                                      {"abi", abi},
                                      {"capabilities", capabilities},
                                      {"interfaces", std::move(interfaces)},
                                      {"library", manifest.library}});
  return exit_done;
}

}  // namespace pycharter::admin
