// What is moved, one at a time: a contract with all that belongs to it, or a record that belongs to none. Ids
// of databases are no part of it.
#ifndef PYCHARTER_TRANSFER_ITEM_H
#define PYCHARTER_TRANSFER_ITEM_H

#include <array>
#include <compare>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <pycharter/plugin/types.h>

namespace pycharter::transfer {

using plugin::Record;
using plugin::RecordKind;
using Field = std::optional<std::string> Record::*;

struct TextField {
  std::string_view name = {};
  Field field = nullptr;
  bool required = false;
};

// How a record is written: its texts, then its document.
struct Form {
  RecordKind kind;
  std::string_view name;      // of a part: the member of the contract that holds it
  std::string_view document;  // the member that holds the document
  std::array<TextField, 3> texts = {};
  bool many = false;     // of a part: a list
  bool ordered = false;  // of a list: its order, that of creation, means something
  // Of what has a file of its own.
  std::string_view format = {};  // the member "format"
  std::string_view folder = {};
  std::string_view title = {};  // "contract"

  std::span<const TextField> fields() const;
};

// What has a file of its own.
std::span<const Form> items();
// What belongs to a contract; schema_id and resource_id are left out, they are the contract's.
std::span<const Form> parts();
const Form& item_form(RecordKind kind);
const Form& part_form(RecordKind kind);
// The field of a part that takes the id of the schema.
Field owner_field(RecordKind part);

// The resource type that stands for schemas: a metadata record of another type belongs to no contract.
inline constexpr std::string_view schema_type = "schema";

struct Item {
  Record record;
  std::vector<Record> parts = {};  // in the order of parts(), those of a list in their own
};

// What tells items of a store apart: name and version, name, resource id, resource id and type.
struct Key {
  RecordKind kind = RecordKind::schema;
  std::string first;
  std::string second;

  auto operator<=>(const Key&) const = default;
};

Key key_of(const Record& item);
// "contract 'user' version '1.0.0'", for messages.
std::string shown(const Key& key);

// Checks everything that any backend would refuse, and brings the parts into their order. A schema without
// `version` gets it. Throws invalid_document, version_mismatch.
void check(Item& item);

// Bytes of the documents and names, roughly.
std::size_t size_of(const Item& item);

}  // namespace pycharter::transfer

#endif
