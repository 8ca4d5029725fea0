#include <pycharter/plugin/plugin.h>

#include "alembic/engine.h"

PYCHARTER_PLUGIN(pycharter::alembic::AlembicEngine)
