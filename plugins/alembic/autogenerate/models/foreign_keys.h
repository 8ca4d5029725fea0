// After all models were read: what constraints, indexes and foreign keys name, by the names of the database.
#ifndef PYCHARTER_ALEMBIC_AUTOGENERATE_MODELS_FOREIGN_KEYS_H
#define PYCHARTER_ALEMBIC_AUTOGENERATE_MODELS_FOREIGN_KEYS_H

#include <string>
#include <string_view>
#include <vector>

#include "alembic/operations/schema.h"

namespace pycharter::alembic {

// The definitions of the tables of each MetaData, in order, in the form of DeclaredModels; the Tables are
// left without. Throws script for a foreign key to nowhere, a constraint over a column that is not there, a
// column without a type.
json::array take_resolved_tables(const std::vector<const MetaDataObject*>& metadatas);

// Throws Error(script) with that place; `at` is {"file", "line", "column"}.
[[noreturn]] void fail_at_place(const json::object& at, const std::string& message);

}  // namespace pycharter::alembic

#endif
