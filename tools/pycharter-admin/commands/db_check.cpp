// db check: pending revisions, edited scripts, models against the database.
#include "answers.h"
#include "commands/commands.h"

namespace pycharter::admin {
namespace {

void show_pending(Output& output, const Comparison& found) {
  if (found.pending.empty()) return;
  output.line("Target database is not up to date.");
  for (const auto& revision : found.pending)
    output.line("  pending: " + revision);
}

void show_drift(Output& output, const Comparison& found) {
  for (const auto& script : found.drift)
    output.line("Edited since it was applied: " + script.path + " (" + script.revision + ")");
}

void show_operations(Output& output, const Comparison& found) {
  if (found.operations.empty()) return;
  output.line("New upgrade operations detected:");
  for (const auto& line : found.summary)
    output.line("  " + line);
}

}  // namespace

int db_check(Context& context) {
  auto engine = context.engine();
  auto& output = context.output();
  const auto found = engine.compare();
  show_pending(output, found);
  show_drift(output, found);
  show_operations(output, found);
  if (found.clean()) output.line("No new upgrade operations detected.");
  if (output.is_json()) output.document(to_json(found.json));
  return found.clean() ? exit_done : exit_no;
}

}  // namespace pycharter::admin
