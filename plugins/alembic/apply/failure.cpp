#include "alembic/apply/failure.h"

#include <algorithm>
#include <array>

#include "alembic/environment/files.h"
#include "alembic/graph/errors.h"
#include "alembic/script/error.h"

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

constexpr std::string_view mend_by_hand =
    "Undo that by hand, or let the script pass over what is there, before running again";

// ODBC's SQLSTATEs for a table and a column.
bool is_there_already(const Error& error) {
  return error.facts().sqlstate == "42S01" || error.facts().sqlstate == "42S21";
}

constexpr std::string_view left_by_another_run =
    ". An earlier run that was ended in the middle may have left it, since this database commits at each "
    "statement of DDL: drop what it made, or let the script pass over what is there (if_not_exists=True), "
    "before running again. The contract store's own tables are completed by `pycharter-admin db init "
    "--force`";

std::string statements_up_to(std::int64_t number) {
  return number == 1 ? "Statement 1 of this revision is"
                     : "Statements 1 to " + std::to_string(number) + " of this revision are";
}

std::string what_stays_where_ddl_commits(const Error& error, const Kept& kept) {
  std::string text;
  if (error.code() == ErrorCode::connect && error.facts().statement_number > 0)
    text = "The connection was lost, so that the database may have done statement " +
           std::to_string(error.facts().statement_number) + " or not: look before running again. ";
  if (kept.committed_statements == 0)
    return text + "Nothing of this revision was kept; " + version_table_says(kept) +
           std::string(is_there_already(error) ? left_by_another_run : "");
  return text + statements_up_to(kept.committed_statements) +
         " committed and cannot be rolled back, since this database commits at each statement of DDL; what "
         "came after "
         "was rolled back or not run; " +
         version_table_says(kept) + ". " + std::string(mend_by_hand);
}

std::string what_stays(const Error& error, const Kept& kept) {
  if (kept.committing && error.code() == ErrorCode::connect)
    return "The connection was lost during COMMIT, so that the database may have done it or not: look with "
           "`db current` before running again";
  if (!kept.transactional_ddl && (kept.committed_statements > 0 || kept.partial_revision.empty()))
    return what_stays_where_ddl_commits(error, kept);
  if (!kept.partial_revision.empty())
    return "What revision " + kept.partial_revision +
           " did before and in its autocommit block is committed and stays; " + version_table_says(kept) +
           ". " + std::string(mend_by_hand);
  if (kept.committed) return "What was committed before is kept; " + version_table_says(kept);
  return "Everything was rolled back: the database is as it was";
}

// A statement that was on its way has failed when its script has ended.
ErrorFacts with_source_line(ErrorFacts facts) {
  if (!facts.source_line.empty() || facts.file.empty() || facts.line == 0) return facts;
  try {
    facts.source_line = script::source_line(read_file(facts.file), facts.line);
  } catch (const Error&) {
    // Gone meanwhile: its name and the line's number must do.
  }
  return facts;
}

}  // namespace

Error explained(const Error& error, const std::string& doing, const Kept& kept) {
  const bool interrupted = error.code() == ErrorCode::cancelled;
  std::string message = (interrupted ? "Interrupted in " : "Migration failed in ") + doing;
  if (error.facts().statement_number > 0)
    message += ", statement " + std::to_string(error.facts().statement_number);
  if (!interrupted || !error.facts().sqlstate.empty()) message += ": " + error.message();
  message += ". " + what_stays(error, kept);
  return {code_of_a_run(error.code()), std::move(message), with_source_line(error.facts())};
}

}  // namespace pycharter::alembic
