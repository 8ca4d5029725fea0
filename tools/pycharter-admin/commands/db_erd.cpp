// db erd: a picture of tables and their relations.
#include "commands/commands.h"
#include "commands/described.h"
#include "signals.h"

namespace pycharter::admin {

int db_erd(Context& context) {
  auto engine = context.engine();
  const CancelOnStop cancel_on_stop([&engine] { engine.cancel(); });
  const std::string form = context.words().value("as").value_or("svg");
  return show_described(context, form, engine.picture(form, describe_options(context)));
}

}  // namespace pycharter::admin
