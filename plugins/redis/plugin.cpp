#include <pycharter/plugin/plugin.h>

#include "redis/backend.h"

PYCHARTER_PLUGIN(pycharter::redis::Backend)
