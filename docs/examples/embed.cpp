#include <pycharter/metadata_store.h>

#include <cstdio>

int main(int argc, char** argv) {
  try {
    pycharter::MetadataStore store(argc > 1 ? argv[1] : "memory://");
    store.connect();
    const auto id = store.store_schema("user", R"({"properties": {"age": {"type": "integer"}}})", "1.0.0");
    store.store_coercion_rules(id, R"({"age": "coerce_to_integer"})", "1.0.0");
    std::puts(store.get_complete_schema(id)->c_str());
  } catch (const pycharter::Error& error) {
    std::fprintf(stderr, "%s: %s\n", pycharter::to_string(error.code()), error.what());
    return 1;
  }
}
