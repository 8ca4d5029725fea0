// JSON text as BSON, value by value.
#ifndef PYCHARTER_MONGODB_TO_BSON_H
#define PYCHARTER_MONGODB_TO_BSON_H

#include <string>
#include <string_view>
#include <vector>

#include "mongodb/bson.h"

namespace pycharter::mongodb {

struct StoredDocument {
  Bson value;
  std::vector<std::string> escaped_names = {};  // see key_names.h; empty: nothing is escaped
};

enum class RefusedKeys { escaped, kept };

// Integers become int32 or int64, as Python's driver stores them, other numbers doubles; of a repeated key
// the last counts. `what` names the document in messages ("schema 'user'"). Throws unsupported, with the
// place as a JSON pointer, for a number that neither int64 nor double gives back and for a key that holds a
// NUL; invalid_document when the text is no JSON object.
StoredDocument to_bson(std::string_view json, RefusedKeys refused, std::string_view what);

// Appends a token to a JSON pointer.
void append_token(std::string& pointer, std::string_view token);

}  // namespace pycharter::mongodb

#endif
