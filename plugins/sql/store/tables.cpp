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
    {RecordKind::schema, "schemas", "id", true, "schema_data", true, false, "id", true, schema_columns},
    {RecordKind::coercion, "coercion_rules", "id", true, "rules", true, false, "schema_id", true,
     rule_columns},
    {RecordKind::validation, "validation_rules", "id", true, "rules", true, false, "schema_id", true,
     rule_columns},
    {RecordKind::governance, "governance_rules", "id", true, "rule_definition", false, false, "schema_id",
     true, governance_columns},
    {RecordKind::ownership, "ownership", "resource_id", false, "additional_info", true, true, "resource_id",
     false, ownership_columns},
    {RecordKind::metadata, "metadata", "id", true, "metadata_data", true, false, "resource_id", false,
     metadata_columns},
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
