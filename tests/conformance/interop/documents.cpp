// documents put URL NAME VERSION < DOCUMENT
//   stores the document in every kind of record of that name, prints the schema's id
// documents get URL NAME ID
//   prints what is stored under the name, as one JSON object
//
// The other side of postgresql_interop.py, mongodb_interop.py and redis_interop.py, which do the same with
// the Python package.
#include <pycharter/metadata_store.h>

#include <cstdio>
#include <iostream>
#include <iterator>
#include <string>

namespace {

using pycharter::MetadataStore;

int put(MetadataStore& store, const std::string& name, const std::string& version) {
  const std::string document{std::istreambuf_iterator<char>(std::cin), {}};
  const auto id = store.store_schema(name, document, version);
  store.store_governance_rule(name, document, id);
  store.store_governance_rule(name, document);
  store.store_ownership(name, name, version, document);
  store.store_metadata(name, document, version);
  std::puts(id.c_str());
  return 0;
}

int get(MetadataStore& store, const std::string& name, const std::string& id) {
  const auto print = [](const char* key, const std::optional<std::string>& document) {
    std::printf("\"%s\": %s, ", key, document.value_or("null").c_str());
  };
  const auto found = store.find_schema(name);
  const auto ownership = store.get_ownership(name);
  std::printf("{");
  print("schema", store.get_schema(id));
  print("found", found && found->id == id ? "true" : "false");
  print("names_kept", ownership && ownership->owner == name && found && ownership->team == found->version
                          ? "true"
                          : "false");
  print("additional_info", ownership ? std::optional(ownership->additional_info) : std::nullopt);
  print("metadata", found ? store.get_metadata(name, found->version) : std::nullopt);
  std::printf("\"governance\": [");
  const auto rules = store.get_governance_rules(id);
  for (std::size_t i = 0; i < rules.size(); ++i)
    std::printf("%s%s", i == 0 ? "" : ", ", rules[i].definition.c_str());
  std::printf("]}\n");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string command = argc == 5 ? argv[1] : "";
  if (command != "put" && command != "get")
    return std::fputs("usage: documents put URL NAME VERSION | get URL NAME ID\n", stderr), 2;
  try {
    MetadataStore store(argv[2]);
    store.connect();
    return command == "put" ? put(store, argv[3], argv[4]) : get(store, argv[3], argv[4]);
  } catch (const pycharter::Error& error) {
    std::fprintf(stderr, "%s: %s\n", pycharter::to_string(error.code()), error.what());
    return 1;
  }
}
