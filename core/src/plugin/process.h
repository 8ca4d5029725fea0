// Whether the program claimed its process: see pycharter/process.h.
#ifndef PYCHARTER_PLUGIN_PROCESS_H
#define PYCHARTER_PLUGIN_PROCESS_H

namespace pycharter::plugin {

bool process_is_claimed() noexcept;

}  // namespace pycharter::plugin

#endif
