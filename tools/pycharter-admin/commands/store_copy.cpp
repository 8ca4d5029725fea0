// store copy: everything from one store into another.
#include "commands/commands.h"
#include "commands/store_transfer.h"
#include "signals.h"

namespace pycharter::admin {

int store_copy(Context& context) {
  const auto& urls = context.words().arguments;
  auto from = context.store(urls.at(0));
  auto to = context.store(urls.at(1));
  const CancelOnStop cancel_on_stop([&from, &to] {
    from.cancel();
    to.cancel();
  });
  context.connect(from);
  context.connect(to);
  const auto callbacks = transfer_callbacks(context.output());
  return show(context.output(), copy_contracts(from, to, callbacks),
              "Copied from " + from.masked_url() + " to " + to.masked_url() + " and verified.");
}

}  // namespace pycharter::admin
