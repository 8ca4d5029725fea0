#include "mongodb/library.h"

namespace pycharter::mongodb {
namespace {

// What it has to say comes as errors too, with more about them; its traces hold documents.
void drop(mongoc_log_level_t, const char*, const char*, void*) {}

bool prepare() {
  mongoc_log_set_handler(&drop, nullptr);
  mongoc_init();
  return true;
}

}  // namespace

void prepare_library() {
  static const bool prepared = prepare();
  static_cast<void>(prepared);
}

bson_oid_t new_id() {
  // Never destroyed, as threads may still store while the process ends. The default context would give a
  // forked process the ids of its parent.
  static bson_context_t* const context = bson_context_new(
      static_cast<bson_context_flags_t>(BSON_CONTEXT_THREAD_SAFE | BSON_CONTEXT_DISABLE_PID_CACHE));
  bson_oid_t id;
  bson_oid_init(&id, context);
  return id;
}

}  // namespace pycharter::mongodb
