// Is a file a whole shared object for this machine? Asked before the loader is: the loader dies of a
// truncated file, and its words for a wrong architecture name none.
#ifndef PYCHARTER_PLUGIN_SHARED_OBJECT_H
#define PYCHARTER_PLUGIN_SHARED_OBJECT_H

#include <optional>
#include <string>
#include <vector>

namespace pycharter::plugin {

// Why the file is not one, or nothing. The format: System V ABI, "Object Files", and elf.h of the C library.
std::optional<std::string> shared_object_problem(const std::string& path);

// What the loader will do for a shared object.
struct LoadPlan {
  // Linked with `-z now`: its symbols are bound however it is opened.
  bool binds_now = false;
  // It says itself where the libraries are that it needs (DT_RUNPATH, DT_RPATH).
  bool has_search_path = false;
  std::vector<std::string> needed;  // their names (DT_NEEDED), in order
};

// All false and empty for a file that can't be read.
LoadPlan load_plan(const std::string& path);

}  // namespace pycharter::plugin

#endif
