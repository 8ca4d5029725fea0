// db show: one revision, as Alembic prints it.
#include "answers.h"
#include "commands/commands.h"

namespace pycharter::admin {

int db_show(Context& context) {
  return show(context.output(), context.engine().show(context.words().arguments.at(0)));
}

}  // namespace pycharter::admin
