// db history: the revisions, newest first, as Alembic prints them.
#include "answers.h"
#include "commands/commands.h"

namespace pycharter::admin {

int db_history(Context& context) {
  const auto& words = context.words();
  HistoryOptions options;
  options.range = words.value("rev-range").value_or("");
  if (!options.range.empty() && options.range.find(':') == std::string::npos)
    throw Error(ErrorCode::usage,
                "--rev-range is A:B, and either end may be missing: " + options.range + ":");
  options.verbose = words.options.count("verbose") != 0;
  options.reverse = words.has("reverse");
  options.indicate_current = words.has("indicate-current");
  options.limit = static_cast<std::size_t>(context.seconds("limit").value_or(0));
  return show(context.output(), context.engine().history(options));
}

}  // namespace pycharter::admin
