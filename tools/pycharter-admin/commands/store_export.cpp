// store export: all contracts into a folder of readable files.
#include "commands/commands.h"
#include "commands/store_transfer.h"
#include "signals.h"

namespace pycharter::admin {

int store_export(Context& context) {
  const auto& folder = context.words().arguments.at(0);
  auto store = context.store();
  const CancelOnStop cancel_on_stop([&store] { store.cancel(); });
  context.connect(store);
  const auto callbacks = transfer_callbacks(context.output());
  const ExportOptions options{.replace_edited = context.words().has("replace-edited")};
  return show(context.output(), export_contracts(store, folder, callbacks, options),
              "Exported to " + folder + " and verified.");
}

}  // namespace pycharter::admin
