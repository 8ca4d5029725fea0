// contract put URL NAME     stores one contract of every kind of record, prints the schema's id
// contract get URL NAME ID  prints what is stored of it, as one JSON object
//
// The other side of python_interop.py, which does the same with the Python package.
#include <pycharter/metadata_store.h>

#include <cstdio>
#include <string>

namespace {

using pycharter::MetadataStore;

int put(MetadataStore& store, const std::string& name) {
  const auto id = store.store_schema(
      name,
      R"({"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {"age": {"x": 0.10}}})",
      "1.0");
  store.store_coercion_rules(id, R"({"age": "coerce_to_integer"})", "1.0");
  store.store_validation_rules(id, R"({"age": {"is_positive": {"threshold": 0}}})", "1.0");
  store.store_governance_rule(name, R"({"rule": "é😀"})", id);
  store.store_ownership(name, "owner@example.com", "team");
  store.store_metadata(name, R"({"a.b": {"$ref": "#"}})");
  std::puts(id.c_str());
  return 0;
}

int get(MetadataStore& store, const std::string& name, const std::string& id) {
  const auto text = [](const std::optional<std::string>& document) { return document.value_or("null"); };
  const auto ownership = store.get_ownership(name);
  const auto rules = store.get_governance_rules(id);
  std::printf(
      R"({"schema": %s, "coercion": %s, "validation": %s, "complete": %s, "metadata": %s, "governance": [)",
      text(store.get_schema(id, "1.0")).c_str(), text(store.get_coercion_rules(id, "1.0")).c_str(),
      text(store.get_validation_rules(id, "1.0")).c_str(), text(store.get_complete_schema(id, "1.0")).c_str(),
      text(store.get_metadata(name)).c_str());
  for (std::size_t i = 0; i < rules.size(); ++i)
    std::printf("%s%s", i == 0 ? "" : ", ", rules[i].definition.c_str());
  std::printf(R"(], "ownership": {"owner": "%s", "team": "%s", "additional_info": %s}, "found": "%s"})"
              "\n",
              ownership ? ownership->owner.c_str() : "",
              ownership ? ownership->team.value_or("").c_str() : "",
              ownership ? ownership->additional_info.c_str() : "null",
              store.find_schema(name) ? store.find_schema(name)->id.c_str() : "");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string command = argc > 3 ? argv[1] : "";
  if (!(command == "put" && argc == 4) && !(command == "get" && argc == 5))
    return std::fputs("usage: contract put URL NAME | get URL NAME ID\n", stderr), 2;
  try {
    MetadataStore store(argv[2]);
    store.connect();
    return command == "put" ? put(store, argv[3]) : get(store, argv[3], argv[4]);
  } catch (const pycharter::Error& error) {
    std::fprintf(stderr, "%s: %s\n", pycharter::to_string(error.code()), error.what());
    return 1;
  }
}
