// What a server refuses, and what it should not have answered, as pycharter::Error.
#ifndef PYCHARTER_REDIS_ERRORS_H
#define PYCHARTER_REDIS_ERRORS_H

#include <pycharter/plugin/error.h>

#include <string>
#include <string_view>

#include "redis/link.h"
#include "redis/location.h"

namespace pycharter::redis {

Error error(ErrorCode code, const std::string& message);

// The key holds another type than the command is for.
bool is_wrong_type(const Reply& reply);
// The server does not have the script that was named by its digest.
bool is_unknown_script(const Reply& reply);

// An error reply. `doing` is a verb with its object: "store records".
Error refused(const Reply& reply, std::string_view doing, const Location& location);
// A reply of a type that the command never has.
Error unexpected(const Reply& reply, std::string_view doing, const Location& location);

}  // namespace pycharter::redis

#endif
