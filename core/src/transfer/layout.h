// The blanks of a JSON document, which files change to be read and which come back as they were. Numbers,
// strings and keys are copied as they are written. Every text here is JSON that has been checked.
#ifndef PYCHARTER_TRANSFER_LAYOUT_H
#define PYCHARTER_TRANSFER_LAYOUT_H

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace pycharter::transfer {

// How a document on one line is written. The first is Python's, and what a file without "layout" means.
struct Layout {
  std::string_view name;
  std::string_view comma;
  std::string_view colon;
};
inline constexpr Layout layouts[] = {{"line", ", ", ": "}, {"dense", ",", ":"}};
// The name for any other, whose blanks stay in the file as they are.
inline constexpr std::string_view kept = "kept";

// Nothing for a name that is not in the table.
const Layout* find_layout(std::string_view name);
// The layout in which the text is written, if it is in the table.
const Layout* layout_of(std::string_view text);

std::string on_one_line(std::string_view text, const Layout& layout);
// Every member and element on a line of its own, two blanks a level, `depth` levels in.
std::string indented(std::string_view text, std::size_t depth);

// A text that is the same for two documents exactly when they have the same value: numbers as numbers of any
// size, members in the order of their keys, the last of those with one key.
std::string by_value(std::string_view text);

}  // namespace pycharter::transfer

#endif
