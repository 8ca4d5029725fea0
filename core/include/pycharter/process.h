// What a program may say of itself.
#ifndef PYCHARTER_PROCESS_H
#define PYCHARTER_PROCESS_H

#include <pycharter/export.h>

namespace pycharter {

// For a program that uses the client libraries of databases through pycharter alone: backends may then make
// settings of those libraries that hold for the whole process and are faster (SQLite: no statistics of
// memory, no locks around a connection). Call it before the first store or engine is made. Thread-safe;
// cannot be taken back.
PYCHARTER_API void claim_process() noexcept;

}  // namespace pycharter

#endif
