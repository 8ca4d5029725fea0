// `init`: a new database brought to head, or told apart from one that is not new.
#ifndef PYCHARTER_ALEMBIC_APPLY_INITIALISE_H
#define PYCHARTER_ALEMBIC_APPLY_INITIALISE_H

#include <string>

#include "alembic/apply/run.h"

namespace pycharter::alembic {

enum class InitStatus { created, already, behind, untracked, repaired };
const char* to_string(InitStatus status);

struct InitResult {
  InitStatus status;
  RunResult run;
  std::vector<std::string> tables;  // untracked: those that are there
};

// Where the database stands, as far as `init` cares: already or behind when it has a version, untracked when
// it has tables of these revisions but no version, created when there is nothing. With `force` (for the
// contract store only): makes what is missing, refuses tables whose columns differ, stamps head; never drops.
// Throws drift naming table and columns.
InitResult initialise(plugin::SqlClient& database, const Environment& environment, const plugin::Host& host,
                      const RunOptions& options, bool force);

// The same without changing anything.
InitResult inspect_for_init(plugin::SqlClient& database, const Environment& environment,
                            const plugin::Host& host);

}  // namespace pycharter::alembic

#endif
