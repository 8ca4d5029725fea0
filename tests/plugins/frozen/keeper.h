/* A store of one record in plain C, for plugins of other ages than the core's. The includer has an abi.h. */
#ifndef PYCHARTER_TESTS_FROZEN_KEEPER_H
#define PYCHARTER_TESTS_FROZEN_KEEPER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT(literal) \
  { literal, sizeof(literal) - 1 }
static const pycharter_str keeper_absent = {NULL, SIZE_MAX};

typedef struct keeper {
  char name[64];
  size_t name_size;
  int kept;
} keeper;

static int32_t keeper_fail(const pycharter_call* call, int32_t code, const char* message) {
  pycharter_error error;
  memset(&error, 0, sizeof error);
  error.struct_size = sizeof error;
  error.code = code;
  error.message.data = message;
  error.message.size = strlen(message);
  error.backend = error.sqlstate = error.statement = error.revision = error.file = error.source_line =
      keeper_absent;
  if (PYCHARTER_HAS(call, pycharter_call, error) && call->error != NULL) call->error(call->context, &error);
  return PYCHARTER_FAILED;
}

static int32_t keeper_connect(void* self, const pycharter_call* call, pycharter_str url, uint32_t flags) {
  (void)self;
  (void)flags;
  return url.size == 0 ? keeper_fail(call, PYCHARTER_E_CONNECT, "the URL is empty") : PYCHARTER_OK;
}
static void keeper_disconnect(void* self) {
  (void)self;
}
static int32_t keeper_ping(void* self, const pycharter_call* call) {
  (void)self;
  (void)call;
  return PYCHARTER_OK;
}
static uint64_t keeper_capabilities(void* self) {
  (void)self;
  return 0;
}
static int32_t keeper_info(void* self, const pycharter_call* call, pycharter_store_info* info) {
  (void)self;
  (void)call;
  if (PYCHARTER_HAS(info, pycharter_store_info, initialized)) info->initialized = 1;
  return PYCHARTER_OK;
}
static int32_t keeper_put(void* self, const pycharter_call* call, const pycharter_record* records,
                          size_t count, pycharter_sink id, void* id_context) {
  static const pycharter_str given = TEXT("the-one");
  keeper* kept = self;
  if (count != 1 || records->name.size > sizeof kept->name)
    return keeper_fail(call, PYCHARTER_E_UNSUPPORTED, "one record with a short name");
  memcpy(kept->name, records->name.data, records->name.size);
  kept->name_size = records->name.size;
  kept->kept = 1;
  id(id_context, given);
  return PYCHARTER_OK;
}
static int32_t keeper_find(void* self, const pycharter_call* call, const pycharter_query* query,
                           pycharter_record_sink sink, void* sink_context) {
  const keeper* kept = self;
  pycharter_record record;
  (void)call;
  (void)query;
  if (!kept->kept) return PYCHARTER_OK;
  memset(&record, 0, sizeof record);
  record.struct_size = sizeof record;
  record.kind = PYCHARTER_SCHEMA;
  record.version = record.schema_id = record.resource_id = record.resource_type = keeper_absent;
  record.id = record.owner = record.team = record.document = keeper_absent;
  record.name.data = kept->name;
  record.name.size = kept->name_size;
  (void)sink(sink_context, &record);
  return PYCHARTER_OK;
}
static int32_t keeper_create(const pycharter_host* host, const pycharter_setting* settings, size_t count,
                             const pycharter_call* call, void** instance) {
  (void)settings;
  (void)count;
  *instance = calloc(1, sizeof(keeper));
  if (*instance == NULL) return keeper_fail(call, PYCHARTER_E_INTERNAL, "out of memory");
  if (PYCHARTER_HAS(host, pycharter_host, log) && host->log != NULL) {
    static const pycharter_str logger = TEXT("keeper"), message = TEXT("made");
    host->log(host->context, PYCHARTER_INFO, logger, message);
  }
  return PYCHARTER_OK;
}
static void keeper_destroy(void* instance) {
  free(instance);
}

#endif
