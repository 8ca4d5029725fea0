#include <pycharter/plugin/plugin.h>

#include "mongodb/backend.h"

PYCHARTER_PLUGIN(pycharter::mongodb::Backend)
