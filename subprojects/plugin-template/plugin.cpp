#include <pycharter/plugin/plugin.h>

#include "backend.h"

PYCHARTER_PLUGIN(onefile::Backend)
