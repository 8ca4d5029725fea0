// A host built from the first released header alone loads a plugin of today.
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "abi_1_0.h"

namespace {

pycharter_str text(std::string_view view) {
  return {view.data(), view.size()};
}
const pycharter_str absent{nullptr, SIZE_MAX};

void append(void* context, pycharter_str chunk) {
  static_cast<std::string*>(context)->append(chunk.data, chunk.size);
}

std::int32_t keep_document(void* context, const pycharter_record* record) {
  append(context, record->document);
  return 0;
}

TEST(OldHost, runs_a_plugin_of_today) {
  const char* path = std::getenv("PYCHARTER_TEST_MEMORY_PLUGIN");
  ASSERT_NE(path, nullptr);
  void* library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  ASSERT_NE(library, nullptr) << dlerror();
  const auto entry = reinterpret_cast<pycharter_plugin_entry>(dlsym(library, PYCHARTER_PLUGIN_SYMBOL));
  ASSERT_NE(entry, nullptr);
  const auto* descriptor = entry();
  ASSERT_EQ(descriptor->magic, PYCHARTER_PLUGIN_MAGIC);

  std::string failure;
  pycharter_call call{};
  call.struct_size = sizeof call;
  call.context = &failure;
  call.error = [](void* context, const pycharter_error* error) { append(context, error->message); };
  pycharter_host host{};
  host.struct_size = sizeof host;
  void* instance = nullptr;
  ASSERT_EQ(descriptor->create(&host, nullptr, 0, &call, &instance), PYCHARTER_OK) << failure;

  const auto* store =
      static_cast<const pycharter_store_v1*>(descriptor->get_interface(text("pycharter.store"), 1));
  ASSERT_NE(store, nullptr);
  ASSERT_EQ(store->connect(instance, &call, text("memory://"), 0), PYCHARTER_OK) << failure;
  ASSERT_EQ(store->initialise(instance, &call), PYCHARTER_OK) << failure;
  pycharter_record record{};
  record.struct_size = sizeof record;
  record.kind = PYCHARTER_SCHEMA;
  for (auto* field : {&record.id, &record.schema_id, &record.resource_id, &record.resource_type,
                      &record.owner, &record.team})
    *field = absent;
  record.name = text("user");
  record.version = text("1.0.0");
  record.document = text("{\"type\": \"object\"}");
  std::string id;
  ASSERT_EQ(store->put(instance, &call, &record, 1, &append, &id), PYCHARTER_OK) << failure;
  EXPECT_FALSE(id.empty());

  record.document = record.version = absent;
  pycharter_query query{};
  query.struct_size = sizeof query;
  query.match = &record;
  query.after = absent;
  std::string document;
  ASSERT_EQ(store->find(instance, &call, &query, &keep_document, &document), PYCHARTER_OK) << failure;
  EXPECT_EQ(document, "{\"type\": \"object\"}");
  store->disconnect(instance);
  descriptor->destroy(instance);
}

}  // namespace
