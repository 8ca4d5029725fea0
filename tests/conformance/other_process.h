// A process of its own that connects to a database and stores a schema. It is started, not forked: a lock
// that another thread holds at that moment, the allocator's under a sanitizer for one, would stay held in a
// fork.
#ifndef PYCHARTER_CONFORMANCE_OTHER_PROCESS_H
#define PYCHARTER_CONFORMANCE_OTHER_PROCESS_H

#include <sys/types.h>

#include <optional>
#include <string>

#include "target.h"

namespace pycharter::conformance {

// Throws std::system_error. Its exit status is 0 when the schema is stored; else it says on stderr why not.
pid_t start_other_process(const Database& database, const std::string& schema);

// What main() does first: the exit status where this process is such a one.
std::optional<int> run_as_other_process(int argc, char** argv);

}  // namespace pycharter::conformance

#endif
