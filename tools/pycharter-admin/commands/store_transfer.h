// What export, import and copy have in common: callbacks and the answer.
#ifndef PYCHARTER_ADMIN_COMMANDS_STORE_TRANSFER_H
#define PYCHARTER_ADMIN_COMMANDS_STORE_TRANSFER_H

#include <string>

#include <pycharter/contract_transfer.h>

#include "context.h"

namespace pycharter::admin {

// Log lines and progress on the output; stops on Ctrl-C. The output must outlive it.
TransferCallbacks transfer_callbacks(Output& output);

// `words` on success, a line for each kind, what lies elsewhere; or the report as JSON. Gives the exit code.
int show(Output& output, const TransferReport& report, const std::string& words);

}  // namespace pycharter::admin

#endif
