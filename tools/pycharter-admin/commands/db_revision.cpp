// db revision: writes a new script and prints its path.
#include "answers.h"
#include "commands/commands.h"

namespace pycharter::admin {

int db_revision(Context& context) {
  const auto& words = context.words();
  NewRevision revision;
  revision.message = words.value("message").value_or("");
  revision.autogenerate = words.has("autogenerate");
  if (const auto head = words.value("head")) revision.heads = {*head};
  revision.splice = words.has("splice");
  revision.branch_label = words.value("branch-label").value_or("");
  revision.depends_on = words.values("depends-on");
  revision.id = words.value("rev-id").value_or("");
  revision.sql_file = words.has("sql-file");
  auto engine = context.script_writing_engine();
  return show(context.output(), engine.revision(revision));
}

}  // namespace pycharter::admin
