#include "mongodb/records.h"

#include <pycharter/plugin/error.h>

#include <algorithm>

#include "mongodb/to_json.h"

namespace pycharter::mongodb {
namespace {

constexpr std::array schema_fields{FieldName{&Record::name, "name", true},
                                   FieldName{&Record::version, "version", true}};
constexpr std::array rule_fields{FieldName{&Record::schema_id, "schema_id", true},
                                 FieldName{&Record::version, "version", true}};
constexpr std::array governance_fields{FieldName{&Record::name, "name", true},
                                       FieldName{&Record::schema_id, "schema_id", true}};
constexpr std::array ownership_fields{FieldName{&Record::resource_id, "resource_id", true},
                                      FieldName{&Record::owner, "owner"}, FieldName{&Record::team, "team"}};
constexpr std::array metadata_fields{FieldName{&Record::resource_id, "resource_id", true},
                                     FieldName{&Record::resource_type, "resource_type", true}};

constexpr std::array<Collection, 6> all{
    {{RecordKind::schema, "schemas", schema_fields, "schema", &Record::id},
     {RecordKind::coercion, "coercion_rules", rule_fields, "rules", &Record::schema_id, true},
     {RecordKind::validation, "validation_rules", rule_fields, "rules", &Record::schema_id, true},
     {RecordKind::governance, "governance_rules", governance_fields, "definition", &Record::schema_id},
     {RecordKind::ownership, "ownership", ownership_fields, "additional_info", &Record::resource_id, false,
      false},
     {RecordKind::metadata, "metadata", metadata_fields, "metadata", &Record::resource_id}}};

std::string place_of(const Collection& collection, const bson_t& document) {
  const auto at = field(document, id_field);
  return "document " + (at ? id_text(*at) : "without _id") + " of the collection " +
         std::string(collection.name);
}

// A field that must be text, or may be null.
std::optional<std::string> read_text(const Collection& collection, const bson_t& document,
                                     std::string_view name) {
  const auto at = field(document, name);
  if (!at || BSON_ITER_HOLDS_NULL(&*at)) return std::nullopt;
  const auto type = bson_iter_type(&*at);
  const auto text = text_at(*at);
  if (type == BSON_TYPE_UTF8 && bson_utf8_validate(text.data(), text.size(), true)) return std::string(text);
  // What Python stored of an id that was given to it as such.
  if (type == BSON_TYPE_OID) return id_text(*at);
  throw Error(ErrorCode::invalid_document,
              "The " + place_of(collection, document) + " holds " +
                  (type == BSON_TYPE_UTF8 ? "text that is not UTF-8" : std::string(type_name(type))) +
                  " as '" + std::string(name) +
                  "', where a text belongs. Another program has written it: mend it there.",
              {.backend = "mongodb"});
}

EscapedNames escaped_names(const bson_t& document) {
  EscapedNames names;
  const auto list = field(document, escaped_keys_field);
  if (!list || !BSON_ITER_HOLDS_ARRAY(&*list)) return names;
  const bson_t view = view_at(*list);
  bson_iter_t at;
  if (!bson_iter_init(&at, &view)) return names;
  while (bson_iter_next(&at))
    if (BSON_ITER_HOLDS_UTF8(&at)) names.emplace(text_at(at));
  return names;
}

std::string read_document(const Collection& collection, const bson_t& document) {
  const auto at = field(document, collection.document);
  if (!at || BSON_ITER_HOLDS_NULL(&*at)) return "{}";
  const auto place = place_of(collection, document);
  if (!BSON_ITER_HOLDS_DOCUMENT(&*at))
    throw Error(ErrorCode::invalid_document,
                "The " + place + " holds " + std::string(type_name(bson_iter_type(&*at))) + " as '" +
                    std::string(collection.document) +
                    "', where a document belongs. Another program has written it: mend it there.",
                {.backend = "mongodb"});
  return to_json(view_at(*at), escaped_names(document), place);
}

}  // namespace

std::span<const Collection> collections() {
  return all;
}

const Collection& collection_of(RecordKind kind) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Collection& one) { return one.kind == kind; });
  if (found != all.end()) return *found;
  throw Error(ErrorCode::unsupported,
              "The mongodb backend keeps no records of kind " +
                  std::to_string(static_cast<std::uint32_t>(kind)) +
                  ": the program and its mongodb plugin differ in version.",
              {.backend = "mongodb"});
}

bool is_named(const Collection& collection) {
  return collection.kind == RecordKind::schema || collection.kind == RecordKind::governance;
}

bool refers_to_schema(const Collection& collection) {
  return collection.about == &Record::schema_id;
}

std::string describe(const Record& record) {
  std::string text(collection_of(record.kind).name);
  for (const auto& field : collection_of(record.kind).fields)
    if (field.key && record.*field.field)
      text += ' ' + std::string(field.name) + " '" + *(record.*field.field) + '\'';
  return "document of " + text;
}

Bson to_document(const Record& record, RefusedKeys refused) {
  const auto& collection = collection_of(record.kind);
  const auto stored = to_bson(record.document.value_or("{}"), refused, describe(record));
  Bson document;
  // Where Python puts its document, so that the two can't be told apart.
  const bool last = collection.kind != RecordKind::governance;
  for (const auto& field : collection.fields) {
    document.text_or_null(field.name, record.*field.field);
    if (!last && &field == &collection.fields.front()) document.document(collection.document, stored.value);
  }
  if (last) document.document(collection.document, stored.value);
  if (!stored.escaped_names.empty()) document.texts(escaped_keys_field, stored.escaped_names);
  return document;
}

Bson key_condition(const Collection& collection, const Record& record) {
  Bson condition;
  for (const auto& field : collection.fields)
    if (field.key) condition.text_or_null(field.name, record.*field.field);
  return condition;
}

Bson key_projection(const Collection& collection) {
  Bson projection;
  for (const auto& field : collection.fields)
    if (field.key) projection.boolean(field.name, true);
  return projection;
}

std::string key_text(const Collection& collection, const bson_t& document) {
  std::string key;
  for (const auto& name : collection.fields) {
    if (!name.key) continue;
    const auto text = text_of(document, name.name);
    key += text ? 't' + std::to_string(text->size()) + ':' + *text : "-";
  }
  return key;
}

Record to_record(const Collection& collection, const bson_t& document, bool with_document) {
  Record record;
  record.kind = collection.kind;
  for (const auto& field : collection.fields)
    record.*field.field = read_text(collection, document, field.name);
  if (!collection.has_id)
    record.id = record.resource_id;
  else if (const auto at = field(document, id_field))
    record.id = id_text(*at);
  if (with_document) record.document = read_document(collection, document);
  return record;
}

}  // namespace pycharter::mongodb
