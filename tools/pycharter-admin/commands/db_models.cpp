// db models: SQLAlchemy declarations written from a live catalog.
#include "commands/commands.h"
#include "commands/described.h"
#include "signals.h"

namespace pycharter::admin {

int db_models(Context& context) {
  if (!context.words().has("from-database"))
    throw Error(ErrorCode::usage, "db models writes models from a database: say so with --from-database");
  auto engine = context.engine();
  const CancelOnStop cancel_on_stop([&engine] { engine.cancel(); });
  return show_described(context, "models", engine.declarations(describe_options(context)));
}

}  // namespace pycharter::admin
