/* A plugin with one thing wrong, chosen by ODD_…. It offers no interface that works: the core must refuse it
 * before. */
#include <stdlib.h>
#include <unistd.h>

#include <pycharter/plugin/abi.h>

#define TEXT(literal) \
  { literal, sizeof(literal) - 1 }

static int32_t nothing(void* self, const pycharter_call* call) {
  (void)self;
  (void)call;
  return PYCHARTER_OK;
}

static const pycharter_store_v1 store = {.struct_size = sizeof(pycharter_store_v1), .ping = nothing};

static const void* get_interface(pycharter_str id, uint32_t version) {
  (void)id;
#ifdef ODD_NO_STORE
  return version == 0 ? &store : NULL;
#elif defined(ODD_SECRET_SQL)
  return version == 1 ? &store : NULL; /* "pycharter.sql" too */
#else
  return version == 1 && id.size == sizeof "pycharter.store" - 1 ? &store : NULL;
#endif
}

static int32_t create(const pycharter_host* host, const pycharter_setting* settings, size_t count,
                      const pycharter_call* call, void** instance) {
  (void)host;
  (void)settings;
  (void)count;
  (void)call;
  *instance = NULL;
  return PYCHARTER_OK;
}

static void destroy(void* instance) {
  (void)instance;
}

static const pycharter_descriptor descriptor = {
#ifdef ODD_BAD_MAGIC
    .magic = UINT64_C(0x0123456789abcdef),
#else
    .magic = PYCHARTER_PLUGIN_MAGIC,
#endif
#ifdef ODD_SHORT
    .struct_size = offsetof(pycharter_descriptor, create),
#else
    .struct_size = sizeof(pycharter_descriptor),
#endif
#ifdef ODD_WRONG_MAJOR
    .abi_major = 2,
#else
    .abi_major = PYCHARTER_ABI_MAJOR,
#endif
    .kind = PYCHARTER_BACKEND,
    .name = TEXT("odd"),
    .version = TEXT("1.0"),
    .capabilities = PYCHARTER_CAP_PERSISTENT,
    .get_interface = get_interface,
    .create = create,
    .destroy = destroy,
};

#ifdef ODD_MISSING_SYMBOL
#define ENTRY pycharter_plugin_v0
#else
#define ENTRY pycharter_plugin_v1
#endif

const pycharter_descriptor* ENTRY(void);
const pycharter_descriptor* ENTRY(void) {
#ifdef ODD_NULL
  return NULL;
#elif defined(ODD_CRASH)
  abort();
#elif defined(ODD_QUIT)
  _exit(0);
#elif defined(ODD_HANG)
  for (;;)
    pause();
#endif
  return &descriptor;
}
