// libmongoc as a whole: what is done once for the process.
#ifndef PYCHARTER_MONGODB_LIBRARY_H
#define PYCHARTER_MONGODB_LIBRARY_H

#include <mongoc/mongoc.h>

#include <string_view>

namespace pycharter::mongodb {

inline constexpr std::string_view backend_name = "mongodb";

// Makes libmongoc ready and keeps it from writing to standard output. Call before anything else of it, as
// often as you like. It is never cleaned up: a host application may use libmongoc too.
void prepare_library();

// An id that no other process makes, forked ones included. Ids of one process and second ascend.
bson_oid_t new_id();

}  // namespace pycharter::mongodb

#endif
