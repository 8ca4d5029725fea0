// A host application: keeps a contract in the store that its argument names and reads it back.
#include <pycharter/metadata_store.h>
#include <pycharter/migration_engine.h>

#include <cstdio>

int main(int argc, char** argv) {
  try {
    pycharter::MetadataStore store(argc > 1 ? argv[1] : "memory://");
    store.connect();
    const auto id = store.store_schema("user", R"({"type": "object", "version": "1.0.0"})", "1.0.0");
    const auto schema = store.get_schema(id);
    if (!schema) return 1;
    std::puts(schema->c_str());
    return 0;
  } catch (const pycharter::Error& error) {
    std::fprintf(stderr, "%s: %s\n", pycharter::to_string(error.code()), error.what());
    return 3;
  }
}
