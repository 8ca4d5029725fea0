// db init: tables, indexes and version tracking, by running the environment's revisions.
#include "answers.h"
#include "commands/commands.h"
#include "signals.h"

#include <boost/json/object.hpp>

namespace pycharter::admin {
namespace {

constexpr const char* done_words = "Database initialized successfully!";
constexpr const char* already_words = "Database is already initialized.";
// Of a backend that makes what it needs itself, or needs nothing.
constexpr const char* nothing_words = "Database is already initialized: there was nothing to make.";

// A backend without SQL makes what it needs itself.
int initialise_store(Context& context) {
  auto store = context.store();
  store.connect({.auto_initialize = false, .validate_schema_on_connect = false});
  const bool already = store.get_schema_info().initialized;
  if (!already) store.connect({.auto_initialize = true});
  auto& output = context.output();
  if (already)
    output.attention(nothing_words);
  else
    output.success(done_words);
  output.document(boost::json::object{{"status", already ? "already" : "created"}});
  return exit_done;
}

// Not a failure, but not done either.
int refuse(Output& output, const MigrationResult& result, const std::string& words) {
  output.attention(words);
  if (output.is_json()) output.document(to_json(result.json));
  return exit_no;
}

}  // namespace

int db_init(Context& context) {
  auto& output = context.output();
  if (const auto seconds = context.seconds("wait")) wait_for_database(context, *seconds);
  if (!context.has_sql(context.database_url())) return initialise_store(context);
  const auto options = context.run_options();
  if (options.force && !context.environment().contract_store)
    throw Error(ErrorCode::unsupported,
                "--force mends the contract store only, and " + context.environment().config_file +
                    " is another environment; use 'db upgrade' or 'db stamp'",
                {.file = context.environment().config_file});
  auto engine = context.writing_engine();
  const CancelOnStop cancel_on_stop([&engine] { engine.cancel(); });
  const auto result = engine.init(options);
  if (result.status == "already") {
    output.attention(already_words);
    if (output.is_json()) output.document(to_json(result.json));
    return exit_done;
  }
  if (result.status == "behind")
    return refuse(output, result,
                  "Database is initialized, but revisions are pending. Run 'pycharter-admin db upgrade' to "
                  "apply them.");
  if (result.status == "untracked")
    return refuse(output, result,
                  "Tables already exist, but no version is recorded. Use 'pycharter-admin db init --force' "
                  "to make what is "
                  "missing, or 'pycharter-admin db stamp' to record a version.");
  return show(output, result, done_words);
}

}  // namespace pycharter::admin
