#include <pycharter/plugin/plugin.h>

#include "memory/backend.h"

PYCHARTER_PLUGIN(pycharter::memory::MemoryBackend)
