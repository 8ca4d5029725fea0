// Files that commands write: there whole or not at all.
#ifndef PYCHARTER_ADMIN_WRITTEN_FILE_H
#define PYCHARTER_ADMIN_WRITTEN_FILE_H

#include <sys/types.h>

#include <string>

namespace pycharter::admin {

enum class Existing { keep, replace };

constexpr mode_t private_mode = 0600;  // for what may hold a password
constexpr mode_t public_mode = 0666;   // less the process's umask

// Throws conflict for a file that is there and to be kept, naming --force; config with the system's reason.
void write_file(const std::string& path, const std::string& text, Existing existing, mode_t mode);

}  // namespace pycharter::admin

#endif
