// What a host application catches: pycharter::Error, with a code and facts.
#ifndef PYCHARTER_ERROR_H
#define PYCHARTER_ERROR_H

#include <pycharter/plugin/error.h>  // IWYU pragma: export

#endif
