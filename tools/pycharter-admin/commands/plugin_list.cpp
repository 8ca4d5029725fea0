// plugin list: the manifests of the search path; nothing is loaded.
#include "commands/commands.h"
#include "context.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "plugin/capabilities.h"

namespace pycharter::admin {
namespace {

std::string padded(std::string_view text, std::size_t width) {
  std::string result(text);
  if (result.size() < width) result.resize(width, ' ');
  return result + " ";
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words)
    text += (text.empty() ? "" : " ") + word;
  return text;
}

boost::json::object to_json(const plugin::Candidate& candidate) {
  const auto& manifest = *candidate.manifest;
  boost::json::array schemes;
  for (const auto& scheme : manifest.schemes)
    schemes.emplace_back(scheme);
  boost::json::object object{{"name", manifest.name},
                             {"kind", plugin::kind_name(manifest.kind)},
                             {"version", manifest.version},
                             {"schemes", std::move(schemes)},
                             {"capabilities", plugin::capability_names(manifest.capabilities)},
                             {"description", manifest.description},
                             {"manifest", manifest.path},
                             {"library", manifest.library},
                             {"usable", candidate.usable()}};
  if (!candidate.usable()) object["refused"] = candidate.refused;
  if (!candidate.shadowed_by.empty()) object["shadowed_by"] = candidate.shadowed_by;
  return object;
}

}  // namespace

int plugin_list(Context& context) {
  auto& output = context.output();
  boost::json::array list;
  output.line(padded("NAME", 12) + padded("KIND", 8) + padded("VERSION", 8) + padded("SCHEMES", 20) +
              "DESCRIPTION");
  for (const auto& candidate : context.registry()->catalog().candidates()) {
    if (!candidate.manifest) {
      output.warning(candidate.path + ": " + candidate.refused);
      continue;
    }
    const auto& manifest = *candidate.manifest;
    output.line(padded(manifest.name, 12) + padded(plugin::kind_name(manifest.kind), 8) +
                padded(manifest.version, 8) + padded(joined(manifest.schemes), 20) + manifest.description);
    if (!candidate.usable()) output.line("  turned down: " + candidate.refused);
    if (!candidate.shadowed_by.empty())
      output.line("  " + manifest.path + " is shadowed by " + candidate.shadowed_by);
    list.push_back(to_json(candidate));
  }
  for (const auto& conflict : context.registry()->conflicts())
    output.warning("both " + conflict.used + " and " + conflict.other + " serve " + conflict.scheme +
                   "://; " + conflict.used + " is used. Decide with [backends] " + conflict.scheme +
                   " = NAME");
  output.document(boost::json::object{{"plugins", std::move(list)}});
  return exit_done;
}

}  // namespace pycharter::admin
