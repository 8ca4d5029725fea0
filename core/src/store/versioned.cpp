#include "store/versioned.h"

#include <pycharter/plugin/error.h>

#include "store/document.h"
#include "store/names.h"

namespace pycharter::store {
namespace {

// What PyCharter gives a schema whose record has no version either.
constexpr std::string_view version_of_old_records = "1.0.0";

// A larger schema is not kept: it would take more memory than it saves time.
constexpr std::size_t greatest_known = 65536;

std::string append_version(const Document& document, std::string_view version) {
  return apply_edits(document.text(), {append_members(document, document.root(),
                                                      {quoted("version") + ": " + quoted(version)})});
}

// "Schema 'user', version '1.0.0', id 7"
std::string named(const SchemaPlace& place, std::optional<std::string_view> version) {
  std::string text = "Schema";
  if (!place.name.empty()) text += " '" + std::string(place.name) + "'" + (version ? "," : "");
  if (version) text += " version '" + std::string(*version) + "'";
  return text + (text == "Schema" ? " id " : ", id ") + std::string(place.id);
}

}  // namespace

std::string with_version_to_store(std::string_view schema, std::string_view version) {
  constexpr std::string_view what = "schema";
  const auto value = find_member(schema, what, "version");
  if (!value) return append_version(Document(schema, what), version);
  const auto written = schema.substr(value->begin, value->end - value->begin);
  if (is_literal_of(written, version)) return std::string(schema);
  const auto other = written.front() == '"' ? '\'' + unquoted(written) + '\'' : shown(written);
  throw Error(ErrorCode::version_mismatch, "Version mismatch: provided version '" + std::string(version) +
                                               "' does not match schema version " + other);
}

std::string with_version_as_stored(std::string schema, std::optional<std::string_view> version,
                                   const SchemaPlace& place) {
  constexpr std::string_view what = "stored schema";
  try {
    if (find_member(schema, what, "version")) return schema;
    return append_version(Document(schema, what), version ? *version : version_of_old_records);
  } catch (const Error& error) {
    throw Error(error.code(),
                named(place, version) + ": " + error.message() + " Mend it in the database, or remove it.",
                error.facts());
  }
}

std::string SchemaReader::with_version_as_stored(std::string schema, std::optional<std::string_view> version,
                                                 const SchemaPlace& place) {
  if (known_ == schema) return schema;
  const auto size = schema.size();
  auto complete = store::with_version_as_stored(std::move(schema), version, place);
  const bool was_complete = complete.size() == size;
  if (was_complete && size <= greatest_known) known_ = complete;
  return complete;
}

}  // namespace pycharter::store
