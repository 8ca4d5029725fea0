// An item as the text of a file, which people read and version control compares: docs/moving-contracts.md.
#ifndef PYCHARTER_TRANSFER_ITEM_FILE_H
#define PYCHARTER_TRANSFER_ITEM_FILE_H

#include <string>
#include <string_view>

#include "transfer/item.h"

namespace pycharter::transfer {

// Always the same text for the same item.
std::string write_item(const Item& item);

// The item, checked. `path` is for messages. Throws invalid_document or version_mismatch with file, line and
// column for whatever is wrong: no JSON, an unknown format or member, a member that is missing, twice there
// or of the wrong type, a name or document that no store takes.
Item read_item(std::string_view text, const std::string& path);

}  // namespace pycharter::transfer

#endif
