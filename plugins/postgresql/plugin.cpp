#include <pycharter/plugin/plugin.h>

#include "postgresql/backend.h"

PYCHARTER_PLUGIN(pycharter::postgresql::Backend)
