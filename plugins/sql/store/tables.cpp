#include "sql/store/tables.h"

#include <pycharter/plugin/error.h>

namespace pycharter::sql::store {
namespace {

constexpr Column schema_columns[] = {{"name", &Record::name, true, false},
                                     {"version", &Record::version, true, false}};
constexpr Column rule_columns[] = {{"schema_id", &Record::schema_id, true, true},
                                   {"version", &Record::version, true, false}};
constexpr Column governance_columns[] = {{"name", &Record::name, true, false},
                                         {"schema_id", &Record::schema_id, true, true}};
constexpr Column ownership_columns[] = {{"resource_id", &Record::resource_id, true, false},
                                        {"owner", &Record::owner, false, false},
                                        {"team", &Record::team, false, false}};
constexpr Column metadata_columns[] = {{"resource_id", &Record::resource_id, true, false},
                                       {"resource_type", &Record::resource_type, true, false}};

constexpr Table all[] = {
    {.kind = RecordKind::schema,
     .name = "schemas",
     .id = "id",
     .integer_id = true,
     .document = "schema_data",
     .unique = true,
     .has_updated_at = false,
     .subject = "id",
     .integer_subject = true,
     .of_schema = false,
     .columns = schema_columns},
    {.kind = RecordKind::coercion,
     .name = "coercion_rules",
     .id = "id",
     .integer_id = true,
     .document = "rules",
     .unique = true,
     .has_updated_at = false,
     .subject = "schema_id",
     .integer_subject = true,
     .of_schema = true,
     .columns = rule_columns},
    {.kind = RecordKind::validation,
     .name = "validation_rules",
     .id = "id",
     .integer_id = true,
     .document = "rules",
     .unique = true,
     .has_updated_at = false,
     .subject = "schema_id",
     .integer_subject = true,
     .of_schema = true,
     .columns = rule_columns},
    {.kind = RecordKind::governance,
     .name = "governance_rules",
     .id = "id",
     .integer_id = true,
     .document = "rule_definition",
     .unique = false,
     .has_updated_at = false,
     .subject = "schema_id",
     .integer_subject = true,
     .of_schema = true,
     .columns = governance_columns},
    {.kind = RecordKind::ownership,
     .name = "ownership",
     .id = "resource_id",
     .integer_id = false,
     .document = "additional_info",
     .unique = true,
     .has_updated_at = true,
     .subject = "resource_id",
     .integer_subject = false,
     .of_schema = false,
     .columns = ownership_columns},
    {.kind = RecordKind::metadata,
     .name = "metadata",
     .id = "id",
     .integer_id = true,
     .document = "metadata_data",
     .unique = true,
     .has_updated_at = false,
     .subject = "resource_id",
     .integer_subject = false,
     .of_schema = false,
     .columns = metadata_columns},
};

}  // namespace

const Table& table_of(RecordKind kind) {
  for (const auto& table : all)
    if (table.kind == kind) return table;
  throw Error(ErrorCode::usage,
              "no kind of record has the number " + std::to_string(static_cast<std::uint32_t>(kind)));
}

std::span<const Table> tables() {
  return all;
}

}  // namespace pycharter::sql::store
