// store import: such a folder into a store.
#include "commands/commands.h"
#include "commands/store_transfer.h"
#include "signals.h"

namespace pycharter::admin {

int store_import(Context& context) {
  const auto& folder = context.words().arguments.at(0);
  auto store = context.store();
  const CancelOnStop cancel_on_stop([&store] { store.cancel(); });
  context.connect(store);
  const auto callbacks = transfer_callbacks(context.output());
  return show(context.output(), import_contracts(folder, store, callbacks),
              "Imported from " + folder + " and verified.");
}

}  // namespace pycharter::admin
