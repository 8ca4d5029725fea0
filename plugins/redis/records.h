// Records of the store as the text of their keys.
#ifndef PYCHARTER_REDIS_RECORDS_H
#define PYCHARTER_REDIS_RECORDS_H

#include <pycharter/plugin/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "redis/keys.h"

namespace pycharter::redis {

using plugin::Query;

// Throws unsupported for a kind that a newer program knows.
void require_known(RecordKind kind);
bool is_rule_set(RecordKind kind);
// Those whose lists come by name.
bool is_named(RecordKind kind);

// "schema 'user' version '1'", for messages.
std::string describe(const Record& record);

// What the record's key holds. The document is in it byte for byte.
std::string to_text(const Record& record);

// How a text begins that holds the record with this key; Python's own begins so too. Empty where no other
// record can have the key, or where the text does not tell.
std::string text_begin(const Record& record);
// The fields that tell the same of a text that was laid out otherwise.
using Identity = std::vector<std::pair<std::string_view, std::optional<std::string>>>;
Identity identity(const Record& record);

// `known` has the kind, and of metadata and ownership the fields of the key, which are not in the text.
// Throws invalid_document, naming the key, where another program stored what is no record.
Record to_record(const Record& known, const std::string& key, std::string_view text, bool with_document);

// The fields that the query asks for are the record's.
bool matches(const Record& record, const Query& query);

}  // namespace pycharter::redis

#endif
