// What of the outside the evaluation of a script sees, by its options.
#ifndef PYCHARTER_ALEMBIC_OPERATIONS_HOST_SERVICES_H
#define PYCHARTER_ALEMBIC_OPERATIONS_HOST_SERVICES_H

#include "alembic/operations/runner.h"
#include "alembic/script/interpreter.h"

namespace pycharter::alembic {

// `options` must outlive what is made of it.
script::HostServices host_services(const ScriptOptions& options);
script::Limits script_limits(const ScriptOptions& options);

}  // namespace pycharter::alembic

#endif
