// May a file decide what code runs? The one rule for plugins and for the files that name plugins or commands.
#ifndef PYCHARTER_CONFIG_TRUST_H
#define PYCHARTER_CONFIG_TRUST_H

#include <optional>
#include <string>

#include <pycharter/export.h>

namespace pycharter::config {

// Why the file or folder must not be trusted, in words for a message, or nothing when it may be.
//
// Trusted is an absolute path that exists, whose every component, also behind symbolic links, belongs to root
// or to the effective user and may be written by nobody else. A folder that others may write passes when it
// is sticky and the next component belongs to root or the user. What is checked is the file system's state
// now: check before use.
PYCHARTER_API std::optional<std::string> untrusted_reason(const std::string& path);

}  // namespace pycharter::config

#endif
