// The contract store's tables, those of PyCharter 0.0.3, as data.
#ifndef PYCHARTER_SQL_STORE_TABLES_H
#define PYCHARTER_SQL_STORE_TABLES_H

#include <pycharter/plugin/types.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace pycharter::sql::store {

using plugin::Record;
using plugin::RecordKind;

using Field = std::optional<std::string> Record::*;
using AbiField = pycharter_str pycharter_record::*;

struct Column {
  std::string_view name;
  Field field;
  bool key;                                         // of the key by which a record is stored
  bool integer;                                     // refers to schemas.id
  AbiField abi = plugin::detail::abi_field(field);  // as it crosses the boundary
};

struct Table {
  RecordKind kind;
  std::string_view name;
  std::string_view id;  // the column that identifies a row
  bool integer_id;
  std::string_view document;  // the column with the JSON text
  bool unique;                // a constraint covers the key where none of it is NULL
  bool has_updated_at;
  std::string_view subject;  // the column that says what a record is about: Query::about
  bool integer_subject;
  bool of_schema;                   // its records belong to a schema
  std::span<const Column> columns;  // without id and document
};

// The kinds whose records belong to a schema.
inline constexpr RecordKind kinds_of_rules[] = {RecordKind::coercion, RecordKind::validation,
                                                RecordKind::governance};

// Throws usage for a kind that is none.
const Table& table_of(RecordKind kind);

// All tables of the store, pycharter_schema_version aside, which no operation reads.
std::span<const Table> tables();

}  // namespace pycharter::sql::store

#endif
