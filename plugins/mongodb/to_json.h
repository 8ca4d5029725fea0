// Stored BSON as JSON text.
#ifndef PYCHARTER_MONGODB_TO_JSON_H
#define PYCHARTER_MONGODB_TO_JSON_H

#include <string>
#include <string_view>

#include "mongodb/bson.h"
#include "mongodb/key_names.h"

namespace pycharter::mongodb {

// Written as Python's json.dumps(ensure_ascii=False) writes: `{"a": [1, 2.0]}`. What only BSON has and a text
// tells of becomes one: an ObjectId its 24 hexadecimal digits, a date ISO 8601 in UTC; a decimal is a number.
// Throws unsupported, with the place as a JSON pointer, for what has no such form (NaN, binary data, …),
// invalid_document for text that is not UTF-8.
std::string to_json(const bson_t& document, const EscapedNames& escaped, std::string_view what);

}  // namespace pycharter::mongodb

#endif
