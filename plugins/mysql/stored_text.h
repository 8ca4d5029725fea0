// Names, versions and types as the store's columns hold them.
//
// The columns compare by utf8mb4_bin, which, as most collations of MySQL and MariaDB, takes no notice of
// blanks at the end: 'a' would be 'a ', which are two names on every other backend. The collations that do
// differ from one server to the other. So a text that ends in a blank is kept with U+0001 behind it (and one
// that ends so already with one more); order by code point stays what it was.
#ifndef PYCHARTER_MYSQL_STORED_TEXT_H
#define PYCHARTER_MYSQL_STORED_TEXT_H

#include <pycharter/plugin/types.h>

#include <string>

namespace pycharter::mysql {

std::string to_stored(std::string text);
std::string from_stored(std::string text);

// The fields that records are found by.
plugin::Record to_stored(plugin::Record record);
plugin::Record from_stored(plugin::Record record);
// False where to_stored, or from_stored, changes nothing: of nearly all records.
bool needs_marks(const plugin::Record& record);
bool holds_marks(const plugin::RecordView& record);

}  // namespace pycharter::mysql

#endif
