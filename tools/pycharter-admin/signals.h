// Ctrl-C and SIGTERM ask to stop at the next safe point; a second one ends the process at once.
#ifndef PYCHARTER_ADMIN_SIGNALS_H
#define PYCHARTER_ADMIN_SIGNALS_H

namespace pycharter::admin {

void install_signal_handlers();
bool stop_requested() noexcept;

}  // namespace pycharter::admin

#endif
