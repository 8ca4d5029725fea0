// Records of the store as the documents of their collections.
#ifndef PYCHARTER_MONGODB_RECORDS_H
#define PYCHARTER_MONGODB_RECORDS_H

#include <pycharter/plugin/types.h>

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "mongodb/bson.h"
#include "mongodb/to_bson.h"

namespace pycharter::mongodb {

using plugin::Record;
using plugin::RecordKind;

using RecordField = std::optional<std::string> Record::*;

struct FieldName {
  RecordField field;
  std::string_view name;
  bool key = false;
};

// A collection of PyCharter 0.0.3, or one of ours in the same manner. Fields are in the order in which they
// are stored; one that is absent is null.
struct Collection {
  RecordKind kind;
  std::string_view name;
  std::span<const FieldName> fields;
  std::string_view document;  // the field that holds the contract's document
  RecordField about;          // what Query::about asks for
  bool created = false;       // has created_at, which tells the order of rule sets
  bool has_id = true;         // false: the id of a record is its resource_id
};

inline constexpr std::string_view id_field = "_id";
inline constexpr std::string_view created_field = "created_at";

std::span<const Collection> collections();
// Throws unsupported for a kind that a newer program knows.
const Collection& collection_of(RecordKind kind);
// By names, or by creation, or by id.
bool is_named(const Collection& collection);
bool refers_to_schema(const Collection& collection);

// "schema 'user'", for messages.
std::string describe(const Record& record);

// All fields but _id and created_at.
Bson to_document(const Record& record, RefusedKeys refused);
// The condition that a document has the record's key; an absent part of it is null there.
Bson key_condition(const Collection& collection, const Record& record);
// The fields of the key and _id alone.
Bson key_projection(const Collection& collection);
// Of what projecting the key gives: the same for documents with the same key alone.
std::string key_text(const Collection& collection, const bson_t& document);

// Throws invalid_document or unsupported, naming collection and _id, where another program stored what no
// record is.
Record to_record(const Collection& collection, const bson_t& document, bool with_document);

}  // namespace pycharter::mongodb

#endif
