// libmongoc's reports as pycharter::Error.
#ifndef PYCHARTER_MONGODB_ERRORS_H
#define PYCHARTER_MONGODB_ERRORS_H

#include <pycharter/plugin/error.h>

#include <string>
#include <string_view>

#include "mongodb/call_control.h"
#include "mongodb/location.h"

namespace pycharter::mongodb {

// A unique index has refused a write: somebody else was faster, or an older duplicate is in its way.
bool is_duplicate_key(const bson_error_t& error);
// The index or collection is there already.
bool is_there_already(const bson_error_t& error);

// `doing` is a verb with its object: "store the schema 'user'". A call that was cancelled is `cancelled`,
// whatever came of it.
Error make_error(const bson_error_t& error, std::string_view doing, const Location& location,
                 const CallControl& control);

}  // namespace pycharter::mongodb

#endif
