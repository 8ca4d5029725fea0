// Where this library is, and what was installed beside it: an unpacked archive works anywhere.
#ifndef PYCHARTER_CONFIG_INSTALLATION_H
#define PYCHARTER_CONFIG_INSTALLATION_H

#include <optional>
#include <string>

#include <pycharter/export.h>

namespace pycharter::config {

// The folder of the file that this code was loaded from (libpycharter.so), absolute, without links.
PYCHARTER_API std::string library_folder();

// A folder of the installation: `relative` counts from the prefix, as meson's libdir and datadir do. Nothing
// when the library does not stand in a libdir (a build folder).
PYCHARTER_API std::optional<std::string> installed_folder(const std::string& relative);

}  // namespace pycharter::config

#endif
