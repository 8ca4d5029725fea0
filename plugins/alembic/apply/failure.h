// What a failed run says: where it stopped, why, and what of it stays in the database.
#ifndef PYCHARTER_ALEMBIC_APPLY_FAILURE_H
#define PYCHARTER_ALEMBIC_APPLY_FAILURE_H

#include <pycharter/plugin/error.h>

#include <cstdint>
#include <string>
#include <vector>

namespace pycharter::alembic {

// What of a run can no longer be rolled back.
struct Kept {
  bool transactional_ddl = true;
  bool committed = false;        // a transaction of this run
  bool committing = false;       // COMMIT was sent, and its answer has not come
  std::string partial_revision;  // whose autocommit block committed what stood before it and in it
  // Of the running revision, where DDL commits by itself: the first so many statements.
  std::int64_t committed_statements = 0;
  std::vector<std::string> rows;  // of the version table, as last committed
};

// `doing` is what failed, such as "upgrade of revision X". A failure of a running revision is never one of
// the command line nor an answer "no": codes of those become `migration`. Facts stay.
Error explained(const Error& error, const std::string& doing, const Kept& kept);

}  // namespace pycharter::alembic

#endif
