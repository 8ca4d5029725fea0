// The fake backend of the unit tests as a module.
#include "fake_backend.h"

PYCHARTER_PLUGIN(pycharter::plugin::test::FakeBackend)
