// db upgrade: apply what is pending, print it (--sql), or show it (--dry-run).
#include "answers.h"
#include "commands/commands.h"
#include "signals.h"

namespace pycharter::admin {
namespace {

int show_plan(Context& context, const std::string& target) {
  auto engine = context.engine();
  auto& output = context.output();
  const auto plan = engine.plan(MigrationAction::upgrade, target, context.run_options());
  if (plan.steps.empty()) output.line("Nothing to apply.");
  for (const auto& step : plan.steps) {
    output.line("-- " + step.direction + " " + heads_text(step.down_revisions) + " -> " + step.revision +
                ", " + step.doc);
    for (const auto& statement : step.statements)
      output.line(statement + ";");
  }
  if (output.is_json()) output.document(to_json(plan.json));
  return exit_done;
}

}  // namespace

int db_upgrade(Context& context) {
  const std::string target = context.words().value("revision").value_or("head");
  if (context.words().has("sql")) return show_sql(context, MigrationAction::upgrade, target);
  if (context.words().has("dry-run")) return show_plan(context, target);
  auto engine = context.writing_engine();
  const CancelOnStop cancel_on_stop([&engine] { engine.cancel(); });
  return show(context.output(), engine.upgrade(target, context.run_options()),
              "Database upgraded successfully!");
}

}  // namespace pycharter::admin
