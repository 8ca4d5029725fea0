// db env: writes a new Alembic environment and prints its files.
#include "answers.h"
#include "commands/commands.h"

namespace pycharter::admin {

int db_env(Context& context) {
  const auto& words = context.words();
  // Without a URL the file keeps Alembic's placeholder, which counts as not set: a password is never copied
  // from the configuration into a file that goes into version control.
  auto engine = context.engine();
  return show(context.output(), engine.make_environment(words.arguments.front(), words.url.value_or("")));
}

}  // namespace pycharter::admin
