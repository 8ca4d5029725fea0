// What people changed in an export since it was written: an export into the same folder must not lose it.
#ifndef PYCHARTER_TRANSFER_FOLDER_EDITS_H
#define PYCHARTER_TRANSFER_FOLDER_EDITS_H

#include <map>
#include <optional>
#include <string>

#include "transfer/ends.h"
#include "transfer/folder.h"
#include "transfer/manifest.h"

namespace pycharter::transfer {

// Paths of files that were edited or added, with the fingerprint of what they hold by value; nothing for one
// that cannot be read as an item.
using FolderEdits = std::map<std::string, std::optional<std::string>>;

// None where the export was not finished: its manifest does not say what it wrote.
FolderEdits edits_since(const Folder& folder, const Manifest& manifest);

// Reads the source once where there are edits. Throws conflict, naming the files, when it does not have what
// one of them holds.
void refuse_to_lose(FolderEdits edits, const Folder& folder, Source& source, const Run& run);

}  // namespace pycharter::transfer

#endif
