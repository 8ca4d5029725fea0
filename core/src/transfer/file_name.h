// Names of files for names of contracts: readable where the name is plain, and never the same for two names,
// not even on file systems that do not tell A from a.
#ifndef PYCHARTER_TRANSFER_FILE_NAME_H
#define PYCHARTER_TRANSFER_FILE_NAME_H

#include <string>
#include <string_view>

#include "transfer/item.h"

namespace pycharter::transfer {

// Lower-case letters, digits and "-._" stand for themselves, everything else is percent-encoded. What has
// capitals, is long, or is the name of a device on Windows gets a checksum of the name behind a tilde:
// "User" is "User~b512d97e7cbf".
std::string file_name(std::string_view name);

// Relative to the folder of the export: "contracts/user/1.0.0.json".
std::string path_of(const Key& key);

}  // namespace pycharter::transfer

#endif
