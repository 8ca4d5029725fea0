/* A plugin built from the first released header, whose table ends before remove and snapshot: today's core
 * runs it. */
#include "abi_1_0.h"
#include "keeper.h"

static const pycharter_store_v1 store = {
    .struct_size = offsetof(pycharter_store_v1, remove),
    .connect = keeper_connect,
    .disconnect = keeper_disconnect,
    .ping = keeper_ping,
    .capabilities = keeper_capabilities,
    .info = keeper_info,
    .put = keeper_put,
    .find = keeper_find,
};

static const void* get_interface(pycharter_str id, uint32_t version) {
  return version == 1 && id.size == 15 && memcmp(id.data, "pycharter.store", 15) == 0 ? &store : NULL;
}

static const pycharter_descriptor descriptor = {
    .magic = PYCHARTER_PLUGIN_MAGIC,
    .struct_size = sizeof(pycharter_descriptor),
    .abi_major = PYCHARTER_ABI_MAJOR,
    .abi_minor = PYCHARTER_ABI_MINOR,
    .kind = PYCHARTER_BACKEND,
    .name = TEXT("old"),
    .version = TEXT("1.0"),
    .get_interface = get_interface,
    .create = keeper_create,
    .destroy = keeper_destroy,
};

const pycharter_descriptor* pycharter_plugin_v1(void);
const pycharter_descriptor* pycharter_plugin_v1(void) {
  return &descriptor;
}
