#include <pycharter/plugin/plugin.h>

#include "sqlite/backend.h"

PYCHARTER_PLUGIN(pycharter::sqlite::Backend)
