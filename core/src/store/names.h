// What a name, a version or another short text of a contract may be: the same on every backend, so that a
// contract can move from one to another.
#ifndef PYCHARTER_STORE_NAMES_H
#define PYCHARTER_STORE_NAMES_H

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace pycharter::store {

// The widths of the columns, in characters.
inline constexpr std::size_t max_name = 255;
inline constexpr std::size_t max_version = 50;

// Each throws invalid_document, saying what is wrong with `what` ("The schema name"), and gives the text
// back. All refuse text that is not UTF-8 or holds a NUL.
std::string require_name(std::string_view text, std::string_view what);          // 1 to 255 characters
std::string require_short_name(std::string_view text, std::string_view what);    // 1 to 50 characters
std::string require_at_most_name(std::string_view text, std::string_view what);  // up to 255 characters
std::string require_version(std::string_view version);                           // 1 to 50 characters
std::optional<std::string> require_version(std::optional<std::string_view> version);
// An id that a backend gave; of any length, an unknown one is not an error.
std::string require_id(std::string_view id);

// The text in quotes and cut short, to be shown in a message.
std::string shown(std::string_view text);

}  // namespace pycharter::store

#endif
