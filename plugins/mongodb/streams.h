// Connections of a client that can be told to stop waiting: libmongoc itself waits for an answer as long as
// it takes.
#ifndef PYCHARTER_MONGODB_STREAMS_H
#define PYCHARTER_MONGODB_STREAMS_H

#include <mongoc/mongoc.h>

#include "mongodb/call_control.h"

namespace pycharter::mongodb {

// A mongoc_stream_initiator_t; its context is the CallControl that the client's calls are under, which must
// live as long as the client. Reading ends with an error soon after the call was cancelled; connecting and
// writing go on to their time limits.
mongoc_stream_t* open_stream(const mongoc_uri_t* uri, const mongoc_host_list_t* host, void* control,
                             bson_error_t* error);

}  // namespace pycharter::mongodb

#endif
