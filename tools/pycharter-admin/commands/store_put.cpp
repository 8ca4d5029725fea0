// store put: stores one document from a file or stdin and prints its id.
#include "commands/commands.h"
#include "commands/store_names.h"
#include "context.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "config/ini.h"
#include "store/document.h"

namespace pycharter::admin {
namespace {

constexpr std::size_t max_document = std::size_t{64} * 1024 * 1024;

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

std::string read_document(const std::string& file) {
  auto text = config::read_text_file(file == "-" ? "/dev/stdin" : file, max_document);
  // Editors on Windows begin a file so; it is no part of the document.
  if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
  return text;
}

// An error that has a line is one of the document: it gets the file.
[[noreturn]] void fail_in(const std::string& file, const Error& error) {
  auto facts = error.facts();
  if (facts.line > 0 && facts.file.empty()) facts.file = file == "-" ? "standard input" : file;
  throw Error(error.code(), error.message(), std::move(facts));
}

std::string put_schema(MetadataStore& store, const std::string& name, const std::string& document) {
  const auto wanted = split_version(name);
  if (!wanted.version)
    throw Error(ErrorCode::usage,
                "a schema is stored under a version: store put schema " + name + "@1.0.0 FILE");
  return store.store_schema(wanted.name, document, *wanted.version);
}

std::string put_coercion(MetadataStore& store, const std::string& name, const std::string& document) {
  const auto wanted = split_version(name);
  return store.store_coercion_rules(require_schema(store, wanted).id, document, wanted.version);
}

std::string put_validation(MetadataStore& store, const std::string& name, const std::string& document) {
  const auto wanted = split_version(name);
  return store.store_validation_rules(require_schema(store, wanted).id, document, wanted.version);
}

std::string put_governance(MetadataStore& store, const std::string& name, const std::string& document) {
  return store.store_governance_rule(name, document);
}

[[noreturn]] void bad_ownership(const store::Document& document, store::Range at, const std::string& why) {
  const auto place = store::place_of(document.text(), at.begin);
  throw Error(
      ErrorCode::invalid_document,
      "an ownership is a JSON object with \"owner\", and, if any, \"team\" and \"additional_info\": " + why,
      ErrorFacts{.line = place.line, .column = place.column});
}

std::string string_of(const store::Document& document, const store::Member& member) {
  if (!document.is_string(member.value))
    bad_ownership(document, member.value, "\"" + member.key + "\" is no string");
  return document.string(member.value);
}

// {"owner": "…", "team": "…", "additional_info": {…}}; null counts as left out.
std::string put_ownership(MetadataStore& store, const std::string& name, const std::string& text) {
  const store::Document document(text, "ownership");
  std::optional<std::string> owner, team, info;
  for (const auto& member : document.members(document.root())) {
    const bool known = member.key == "owner" || member.key == "team" || member.key == "additional_info";
    if (!known) bad_ownership(document, member.key_text, "nobody knows \"" + member.key + "\"");
    if (document.text(member.value) == "null") continue;
    if (member.key == "additional_info")
      info = std::string(document.text(member.value));
    else
      (member.key == "owner" ? owner : team) = string_of(document, member);
  }
  if (!owner) bad_ownership(document, document.root(), "\"owner\" is missing");
  return store.store_ownership(name, *owner, team, info);
}

std::string put_metadata(MetadataStore& store, const std::string& name, const std::string& document) {
  return store.store_metadata(name, document);
}

struct Writer {
  const char* what;
  std::string (*put)(MetadataStore& store, const std::string& name, const std::string& document);
};

constexpr Writer writers[] = {{"schema", put_schema},         {"coercion", put_coercion},
                              {"validation", put_validation}, {"governance", put_governance},
                              {"ownership", put_ownership},   {"metadata", put_metadata}};

}  // namespace

int store_put(Context& context) {
  const auto& arguments = context.words().arguments;
  const std::string document = read_document(arguments.at(2));
  auto store = context.store();
  context.connect(store);
  const auto* const writer =
      std::find_if(std::begin(writers), std::end(writers),
                   [&](const Writer& candidate) { return arguments.at(0) == candidate.what; });
  try {
    const std::string id = writer->put(store, arguments.at(1), document);
    context.output().raw(boost::json::serialize(boost::json::object{{"id", id}}) + "\n");
  } catch (const Error& error) {
    fail_in(arguments.at(2), error);
  }
  return exit_done;
}

}  // namespace pycharter::admin
