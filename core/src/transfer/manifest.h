// The manifest of an export: that the folder is one, whether it is finished, and what was in which file.
#ifndef PYCHARTER_TRANSFER_MANIFEST_H
#define PYCHARTER_TRANSFER_MANIFEST_H

#include <map>
#include <string>
#include <string_view>

namespace pycharter::transfer {

inline constexpr std::string_view manifest_name = "pycharter-export.json";

struct Manifest {
  bool complete = false;
  std::map<std::string, std::string> files = {};  // path in the folder to fingerprint
};

// Always the same text for the same files. The counts and the checksum over all files that it holds are made
// from them: a count for each folder.
std::string write_manifest(const Manifest& manifest);

// Throws invalid_document with file, line and column; counts and checksum that do not fit the files are an
// error too, since then the manifest was edited or merged badly.
Manifest read_manifest(std::string_view text, const std::string& path);

}  // namespace pycharter::transfer

#endif
