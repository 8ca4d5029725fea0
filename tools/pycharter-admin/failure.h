// How an error is told, in one place: words on stderr or a JSON document on stdout, and the exit code.
#ifndef PYCHARTER_ADMIN_FAILURE_H
#define PYCHARTER_ADMIN_FAILURE_H

#include <pycharter/error.h>

#include "output.h"

namespace pycharter::admin {

// Exit codes of every command.
inline constexpr int exit_done = 0;
inline constexpr int exit_no = 1;     // the answer is no: not initialized, not found, a check failed
inline constexpr int exit_usage = 2;  // the command line is wrong
inline constexpr int exit_failed = 3;
inline constexpr int exit_interrupted = 130;

// Reports the error, masked, with its place and facts; gives the exit code.
int report(const Error& error, Output& output);

}  // namespace pycharter::admin

#endif
