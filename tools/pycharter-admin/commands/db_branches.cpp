// db branches: the graph's branch points, as Alembic prints them.
#include "answers.h"
#include "commands/commands.h"

namespace pycharter::admin {

int db_branches(Context& context) {
  return show(context.output(), context.engine().branches(context.words().options.count("verbose") != 0));
}

}  // namespace pycharter::admin
