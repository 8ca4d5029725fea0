#include <pycharter/plugin/plugin.h>

#include "mysql/backend.h"

PYCHARTER_PLUGIN(pycharter::mysql::Backend)
