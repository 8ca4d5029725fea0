// The answers of pycharter.migrations/1 (docs/migrations-interface.md) as the structs of migration_engine.h.
#ifndef PYCHARTER_MIGRATIONS_ANSWERS_H
#define PYCHARTER_MIGRATIONS_ANSWERS_H

#include <string>

#include <pycharter/migration_engine.h>

namespace pycharter::migrations {

// All throw plugin for text that is no JSON object, or a key of another type than agreed. Absent keys keep
// the struct's defaults.
RevisionList to_revision_list(std::string json);
CurrentState to_current_state(std::string json);
MigrationResult to_migration_result(std::string json);
WrittenFiles to_written_files(std::string json);
Comparison to_comparison(std::string json);

}  // namespace pycharter::migrations

#endif
