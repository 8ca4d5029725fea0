// plugin doctor: every folder of the search path, and why a candidate was turned down.
#include "commands/commands.h"
#include "context.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace pycharter::admin {

int plugin_doctor(Context& context) {
  auto& output = context.output();
  const auto& catalog = context.registry()->catalog();
  bool sound = true;
  boost::json::array folders;
  for (std::size_t i = 0; i < catalog.folders().size(); ++i) {
    const auto& [folder, refused] = catalog.folders()[i];
    const bool missing_is_fine = folder.installed;
    sound = sound && (refused.empty() || missing_is_fine);
    output.line(folder.path + " (" + folder.origin + ")" + (refused.empty() ? "" : ": " + refused));
    boost::json::array candidates;
    for (const auto& candidate : catalog.candidates()) {
      if (candidate.folder != i) continue;
      sound = sound && candidate.usable();
      const std::string state = !candidate.usable()             ? candidate.refused
                                : candidate.shadowed_by.empty() ? "ok"
                                                                : "shadowed by " + candidate.shadowed_by;
      output.line("  " + candidate.path + ": " + state);
      candidates.push_back(boost::json::object{
          {"manifest", candidate.path}, {"usable", candidate.usable()}, {"state", state}});
    }
    folders.push_back(boost::json::object{{"folder", folder.path},
                                          {"origin", folder.origin},
                                          {"refused", refused},
                                          {"candidates", std::move(candidates)}});
  }
  output.document(boost::json::object{{"sound", sound}, {"folders", std::move(folders)}});
  return sound ? exit_done : exit_no;
}

}  // namespace pycharter::admin
