// db upgrade: apply what is pending, print it (--sql), or show it (--dry-run).
#include "answers.h"
#include "commands/commands.h"
#include "signals.h"

#include <algorithm>

#include <boost/json/object.hpp>

namespace pycharter::admin {
namespace {

// As a comment of SQL.
std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

int show_plan(Context& context, const std::string& target) {
  auto engine = context.engine();
  auto& output = context.output();
  const auto plan = engine.plan(MigrationAction::upgrade, target, context.run_options());
  if (plan.steps.empty()) output.line("Nothing to apply.");
  for (const auto& step : plan.steps) {
    output.line("-- " + step.direction + " " + heads_text(step.down_revisions) + " -> " + step.revision +
                (step.doc.empty() ? "" : ", " + step.doc));
    for (const auto& statement : step.statements)  // each with its terminator
      output.line(statement);
    if (!step.depends_on_data.empty())
      output.line("-- What follows depends on the database: " + one_line(step.depends_on_data));
  }
  if (output.is_json()) output.document(to_json(plan.json));
  return exit_done;
}

// Connects all the same: a deploy job relies on it that the database is there.
int nothing_to_migrate(Context& context) {
  auto store = context.store();
  store.connect({.auto_initialize = false, .validate_schema_on_connect = false});
  auto& output = context.output();
  output.line("Nothing to apply: " + without_revisions(context));
  output.document(boost::json::object{{"status", "nothing"}});
  return exit_done;
}

}  // namespace

int db_upgrade(Context& context) {
  const std::string target = context.words().value("revision").value_or("head");
  if (context.words().has("sql")) return show_sql(context, MigrationAction::upgrade, target);
  if (!context.has_sql(context.database_url())) return nothing_to_migrate(context);
  if (context.words().has("dry-run")) return show_plan(context, target);
  auto engine = context.writing_engine();
  const CancelOnStop cancel_on_stop([&engine] { engine.cancel(); });
  return show(context.output(), engine.upgrade(target, context.run_options()),
              "Database upgraded successfully!");
}

}  // namespace pycharter::admin
