// db stamp: writes the version, runs nothing.
#include "answers.h"
#include "commands/commands.h"
#include "signals.h"

namespace pycharter::admin {

int db_stamp(Context& context) {
  const auto& words = context.words();
  const std::string target = words.arguments.empty() ? "head" : words.arguments[0];
  if (words.has("sql")) return show_sql(context, MigrationAction::stamp, target);
  auto engine = context.writing_engine();
  const CancelOnStop cancel_on_stop([&engine] { engine.cancel(); });
  const auto result = engine.stamp(target, context.run_options());
  return show(context.output(), result,
              "Database stamped successfully with revision: " + heads_text(result.heads));
}

}  // namespace pycharter::admin
