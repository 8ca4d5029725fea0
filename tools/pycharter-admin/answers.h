// Answers that several commands give alike.
#ifndef PYCHARTER_ADMIN_ANSWERS_H
#define PYCHARTER_ADMIN_ANSWERS_H

#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "context.h"

namespace pycharter::admin {

inline constexpr const char* not_initialized_line =
    "Database is not initialized. Run 'pycharter-admin db init' first.";

// An engine's answer as JSON; it is JSON already.
boost::json::value to_json(const std::string& answer);
boost::json::array to_json(const std::vector<std::string>& texts);

// Lines in text mode, the whole answer in JSON mode.
int show(Output& output, const RevisionList& list);
int show(Output& output, const WrittenFiles& files);

// The outcome of a run: the words on success, the engine's answer as JSON.
int show(Output& output, const MigrationResult& result, const std::string& words);

// SQL as Alembic's --sql prints it, or {"sql": …}.
int show_sql(Context& context, MigrationAction action, const std::string& range);

// Heads joined by ", "; "base" when there is none.
std::string heads_text(const std::vector<std::string>& heads);

// "the memory backend keeps no revisions.", of a database without SQL.
std::string without_revisions(Context& context);

// Waits until the database answers, at most so many seconds. Throws connect when it never did, and at once
// what waiting doesn't cure.
void wait_for_database(Context& context, int seconds);

}  // namespace pycharter::admin

#endif
