#include "alembic/apply/failure.h"

#include <algorithm>
#include <array>

#include "alembic/graph/errors.h"

namespace pycharter::alembic {

namespace {

// Codes that mean something else to the caller of a command than to a running revision.
constexpr std::array codes_of_commands{ErrorCode::usage, ErrorCode::internal, ErrorCode::not_found,
                                       ErrorCode::not_initialized};

ErrorCode code_of_a_run(ErrorCode code) {
  const bool elsewhere =
      std::find(codes_of_commands.begin(), codes_of_commands.end(), code) != codes_of_commands.end();
  return elsewhere ? ErrorCode::migration : code;
}

std::string version_table_says(const Kept& kept) {
  return "the version table says " + (kept.rows.empty() ? std::string("base") : join(kept.rows));
}

std::string what_stays(const Error& error, const Kept& kept) {
  if (kept.committing && error.code() == ErrorCode::connect)
    return "The connection was lost during COMMIT, so that the database may have done it or not: look with "
           "`db current` before running again";
  if (!kept.transactional_ddl)
    return "This database commits DDL by itself, so that statements of this revision before the failing one "
           "may have been kept; " +
           version_table_says(kept);
  if (!kept.partial_revision.empty())
    return "What revision " + kept.partial_revision +
           " did before and in its autocommit block is committed and stays; " + version_table_says(kept) +
           ". Undo that by hand, or let the script pass over what is there, before running again";
  if (kept.committed) return "What was committed before is kept; " + version_table_says(kept);
  return "Everything was rolled back: the database is as it was";
}

}  // namespace

Error explained(const Error& error, const std::string& doing, const Kept& kept) {
  const bool interrupted = error.code() == ErrorCode::cancelled;
  std::string message = (interrupted ? "Interrupted in " : "Migration failed in ") + doing;
  if (error.facts().statement_number > 0)
    message += ", statement " + std::to_string(error.facts().statement_number);
  if (!interrupted || !error.facts().sqlstate.empty()) message += ": " + error.message();
  message += ". " + what_stays(error, kept);
  return {code_of_a_run(error.code()), std::move(message), error.facts()};
}

}  // namespace pycharter::alembic
