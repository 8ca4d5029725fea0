// db heads: the graph's heads, as Alembic prints them.
#include "answers.h"
#include "commands/commands.h"

namespace pycharter::admin {

int db_heads(Context& context) {
  return show(context.output(), context.engine().heads(context.words().options.count("verbose") != 0));
}

}  // namespace pycharter::admin
