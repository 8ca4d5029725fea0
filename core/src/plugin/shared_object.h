// Is a file a whole shared object for this machine? Asked before the loader is: the loader dies of a
// truncated file, and its words for a wrong architecture name none.
#ifndef PYCHARTER_PLUGIN_SHARED_OBJECT_H
#define PYCHARTER_PLUGIN_SHARED_OBJECT_H

#include <optional>
#include <string>

namespace pycharter::plugin {

// Why the file is not one, or nothing. The format: System V ABI, "Object Files", and elf.h of the C library.
std::optional<std::string> shared_object_problem(const std::string& path);

// Was it linked with `-z now`, so that the loader binds its symbols however it is opened? Not said of a file
// that can't be read.
bool binds_when_loaded(const std::string& path);

}  // namespace pycharter::plugin

#endif
