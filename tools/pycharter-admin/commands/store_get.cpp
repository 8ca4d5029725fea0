// store get: one document, byte for byte as it is stored.
#include "commands/commands.h"
#include "commands/store_names.h"
#include "context.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace pycharter::admin {
namespace {

using Document = std::optional<std::string>;

// A document that is JSON text already, as a member of an object written here: it must not be re-serialised.
std::string member(const char* name, const std::string& json) {
  return "\"" + std::string(name) + "\": " + json;
}
std::string text_json(const std::string& text) {
  return boost::json::serialize(boost::json::value(text));
}

Document get_schema(MetadataStore& store, const std::string& name, bool complete) {
  const auto schema = require_schema(store, split_version(name));
  return complete ? store.get_complete_schema(schema.id, schema.version)
                  : store.get_schema(schema.id, schema.version);
}

Document get_coercion(MetadataStore& store, const std::string& name, bool) {
  const auto wanted = split_version(name);
  return store.get_coercion_rules(require_schema(store, wanted).id, wanted.version);
}

Document get_validation(MetadataStore& store, const std::string& name, bool) {
  const auto wanted = split_version(name);
  return store.get_validation_rules(require_schema(store, wanted).id, wanted.version);
}

Document get_governance(MetadataStore& store, const std::string& name, bool) {
  for (const auto& rule : store.get_governance_rules())
    if (rule.name == name) return rule.definition;
  return std::nullopt;
}

Document get_ownership(MetadataStore& store, const std::string& name, bool) {
  const auto found = store.get_ownership(name);
  if (!found) return std::nullopt;
  std::string text = "{" + member("owner", text_json(found->owner));
  if (found->team) text += ", " + member("team", text_json(*found->team));
  return text + ", " + member("additional_info", found->additional_info) + "}";
}

Document get_metadata(MetadataStore& store, const std::string& name, bool) {
  return store.get_metadata(name);
}

struct Reader {
  const char* what;
  Document (*get)(MetadataStore& store, const std::string& name, bool complete);
};

constexpr Reader readers[] = {{"schema", get_schema},         {"coercion", get_coercion},
                              {"validation", get_validation}, {"governance", get_governance},
                              {"ownership", get_ownership},   {"metadata", get_metadata}};

}  // namespace

int store_get(Context& context) {
  const auto& words = context.words();
  const auto& what = words.arguments.at(0);
  const auto& name = words.arguments.at(1);
  const bool complete = words.has("complete");
  if (complete && what != "schema") throw Error(ErrorCode::usage, "--complete is for schemas");
  auto store = context.store();
  context.connect(store);
  for (const auto& reader : readers) {
    if (what != reader.what) continue;
    const auto document = reader.get(store, name, complete);
    if (!document) break;
    context.output().raw(document->ends_with('\n') ? *document : *document + "\n");
    return exit_done;
  }
  throw Error(ErrorCode::not_found, "there is no " + what + " '" + name + "'");
}

}  // namespace pycharter::admin
