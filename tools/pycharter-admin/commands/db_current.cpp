// db current: where the database stands, a line per head.
#include "answers.h"
#include "commands/commands.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace pycharter::admin {
namespace {

int show_not_initialized(Output& output) {
  output.line(not_initialized_line);
  output.document(boost::json::object{{"initialized", false},
                                      {"heads", boost::json::array()},
                                      {"at_head", false},
                                      {"message", not_initialized_line}});
  return exit_no;
}

// What a backend without SQL has is its store, without revisions.
int show_store(Context& context) {
  auto store = context.store();
  store.connect({.auto_initialize = false, .validate_schema_on_connect = false});
  const auto info = store.get_schema_info();
  auto& output = context.output();
  if (!info.initialized) return show_not_initialized(output);
  const auto message = info.message + "; " + without_revisions(context);
  output.line(message);
  output.document(boost::json::object{
      {"initialized", true}, {"heads", boost::json::array()}, {"at_head", true}, {"message", message}});
  return exit_done;
}

}  // namespace

int db_current(Context& context) {
  if (!context.has_sql(context.database_url())) return show_store(context);
  auto engine = context.engine();
  auto& output = context.output();
  CurrentState state;
  try {
    state = engine.current();
  } catch (const Error& error) {
    // A SQLite file that isn't there: init would make it.
    if (error.code() != ErrorCode::not_found) throw;
    output.warning(error.message());
    return show_not_initialized(output);
  }
  if (!state.initialized) return show_not_initialized(output);
  // Alembic's words with --verbose, PyCharter's without.
  const bool verbose = context.words().has("verbose");
  if (verbose) output.line("Current revision(s) for " + engine.masked_url() + ":");
  for (const auto& head : state.heads) {
    if (!head.known) output.warning("revision " + head.revision + " is none of " + engine.environment_file());
    if (verbose && head.known)
      for (const auto& line : engine.show(head.revision).lines)
        output.line(line);
    else
      output.line("Current database revision: " + head.line);
  }
  if (output.is_json()) output.document(to_json(state.json));
  if (!context.words().has("check-heads") || state.at_head) return exit_done;
  if (!output.is_json())
    output.error_line("Database is not at head (" + heads_text(state.script_heads) +
                      "). Run 'pycharter-admin db upgrade'.");
  return exit_no;
}

}  // namespace pycharter::admin
