// Text as Unicode characters.
#ifndef PYCHARTER_CONFIG_UTF8_H
#define PYCHARTER_CONFIG_UTF8_H

#include <cstddef>
#include <optional>
#include <string_view>

namespace pycharter::config {

// The number of bytes of the character (code point) that the text begins with, or 0 where it is not UTF-8:
// overlong forms, surrogates and anything above U+10FFFF are not. The text is not empty.
std::size_t first_character_size(std::string_view text);

// The number of characters, or nothing when the text is not UTF-8.
std::optional<std::size_t> count_characters(std::string_view text);

inline bool is_utf8(std::string_view text) {
  return count_characters(text).has_value();
}

}  // namespace pycharter::config

#endif
