// A quick look through a JSON document, before a parser that takes all of JSON is asked.
#ifndef PYCHARTER_STORE_PLAIN_JSON_H
#define PYCHARTER_STORE_PLAIN_JSON_H

#include <cstddef>
#include <optional>
#include <string_view>

namespace pycharter::store {

// Offsets of the first character and past the last.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct PlainObject {
  Range root;
  std::optional<Range> member;  // the value of the last member of the outermost object with the key
};

// The document, when it is one JSON object in UTF-8, nested at most `depth` levels, and written as nearly all
// are. Nothing says that it is wrong or written otherwise: with an exponent, with a number of many digits, a
// surrogate pair as escapes, an escape in a key of the outermost object, more than 64 levels.
std::optional<PlainObject> look_through(std::string_view text, std::string_view key, std::size_t depth);

// The first place at or after `at` that is no printable ASCII character, or is a quote or a backslash.
std::size_t skip_plain(std::string_view text, std::size_t at);

}  // namespace pycharter::store

#endif
