// db merge: writes a script that joins heads and prints its path.
#include "answers.h"
#include "commands/commands.h"

namespace pycharter::admin {

int db_merge(Context& context) {
  const auto& words = context.words();
  NewMerge merge;
  if (!words.arguments.empty()) merge.revisions = words.arguments;
  merge.message = words.value("message").value_or("");
  merge.branch_label = words.value("branch-label").value_or("");
  merge.id = words.value("rev-id").value_or("");
  auto engine = context.script_writing_engine();
  return show(context.output(), engine.merge(merge));
}

}  // namespace pycharter::admin
