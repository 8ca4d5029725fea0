// Text as Unicode characters.
#ifndef PYCHARTER_STORE_UTF8_H
#define PYCHARTER_STORE_UTF8_H

#include <cstddef>
#include <optional>
#include <string_view>

namespace pycharter::store {

// The number of characters (code points), or nothing when the text is not UTF-8: overlong forms, surrogates
// and anything above U+10FFFF are not.
std::optional<std::size_t> count_characters(std::string_view text);

}  // namespace pycharter::store

#endif
