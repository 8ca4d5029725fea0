// The nearest known word: one function for the core, the tool and plugins.
#ifndef PYCHARTER_CONFIG_SUGGEST_H
#define PYCHARTER_CONFIG_SUGGEST_H

#include <pycharter/plugin/suggest.h>

namespace pycharter::config {

using plugin::did_you_mean;
using plugin::edit_distance;
using plugin::nearest;

}  // namespace pycharter::config

#endif
