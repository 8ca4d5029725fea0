// The checksum that pins a plugin.
#ifndef PYCHARTER_PLUGIN_SHA256_H
#define PYCHARTER_PLUGIN_SHA256_H

#include <string>

namespace pycharter::plugin {

// SHA-256 of the file's bytes, 64 lower-case hexadecimal digits. Throws plugin when it can't be read.
std::string sha256_of_file(const std::string& path);

}  // namespace pycharter::plugin

#endif
