// db downgrade: revert down to a revision that must be named.
#include "answers.h"
#include "commands/commands.h"
#include "signals.h"

namespace pycharter::admin {

int db_downgrade(Context& context) {
  const auto target = context.words().value("revision");
  if (!target)
    throw Error(ErrorCode::usage, "db downgrade needs --revision: -1 for one step, an id, or base");
  if (context.words().has("sql")) return show_sql(context, MigrationAction::downgrade, *target);
  auto engine = context.writing_engine();
  const CancelOnStop cancel_on_stop([&engine] { engine.cancel(); });
  return show(context.output(), engine.downgrade(*target, context.run_options()),
              "Database downgraded successfully!");
}

}  // namespace pycharter::admin
