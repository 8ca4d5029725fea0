// db diff: the SQL between the database and the models.
#include "answers.h"
#include "commands/commands.h"

namespace pycharter::admin {

int db_diff(Context& context) {
  auto engine = context.engine();
  auto& output = context.output();
  const auto found = engine.compare(true);
  if (!found.pending.empty())
    throw Error(ErrorCode::migration, "Target database is not up to date. It lacks " +
                                          heads_text(found.pending) +
                                          "; run 'pycharter-admin db upgrade' first");
  if (found.statements.empty()) output.line("-- No new upgrade operations detected.");
  for (const auto& statement : found.statements)
    output.line(statement.starts_with("-- ") ? statement : statement + ";");
  if (output.is_json()) output.document(to_json(found.json));
  return exit_done;
}

}  // namespace pycharter::admin
