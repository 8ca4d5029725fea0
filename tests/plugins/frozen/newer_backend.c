/* A plugin of a later minor version: every struct it writes is longer than today's core knows. */
#include <pycharter/plugin/abi.h>

#include "keeper.h"

typedef struct newer_store {
  pycharter_store_v1 known;
  int32_t (*later)(void* self);
} newer_store;

typedef struct newer_descriptor {
  pycharter_descriptor known;
  const char* later;
} newer_descriptor;

static const newer_store store = {
    .known = {.struct_size = sizeof(newer_store),
              .connect = keeper_connect,
              .disconnect = keeper_disconnect,
              .ping = keeper_ping,
              .capabilities = keeper_capabilities,
              .info = keeper_info,
              .put = keeper_put,
              .find = keeper_find},
};

static const void* get_interface(pycharter_str id, uint32_t version) {
  return version == 1 && id.size == 15 && memcmp(id.data, "pycharter.store", 15) == 0 ? &store : NULL;
}

static const newer_descriptor descriptor = {
    .known = {.magic = PYCHARTER_PLUGIN_MAGIC,
              .struct_size = sizeof(newer_descriptor),
              .abi_major = PYCHARTER_ABI_MAJOR,
              .abi_minor = PYCHARTER_ABI_MINOR + 1,
              .kind = PYCHARTER_BACKEND,
              .name = TEXT("newer"),
              .version = TEXT("1.0"),
              .capabilities = UINT64_C(1) << 40,
              .get_interface = get_interface,
              .create = keeper_create,
              .destroy = keeper_destroy},
    .later = "unknown to this core",
};

const pycharter_descriptor* pycharter_plugin_v1(void);
const pycharter_descriptor* pycharter_plugin_v1(void) {
  return &descriptor.known;
}
